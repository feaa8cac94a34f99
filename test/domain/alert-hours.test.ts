/**
 * When a lead may be alerted: in hours on school days, and still reachable once the calendar has run out.
 */
import { describe, expect, test } from 'vitest';
import { alertClockOf, alertMoment, nextMorning } from '../../src/domain/alert-hours.ts';
import type { StandardId } from '../../src/domain/standard.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const place = { calendar: AUTUMN_2026, zone: 'Europe/London' };
const moment = (at: string) => alertMoment(place, new Date(at)).toISOString();

describe('a lead is alerted', () => {
  test('now on a school day in hours, else at 07:30 on this or the next one', () => {
    expect(moment('2026-11-09T10:00:00Z')).toBe('2026-11-09T10:00:00.000Z');
    expect(moment('2026-11-09T05:00:00Z')).toBe('2026-11-09T07:30:00.000Z');
    expect(moment('2026-11-09T18:30:00Z')).toBe('2026-11-10T07:30:00.000Z');
    expect(moment('2026-11-13T18:30:00Z')).toBe('2026-11-16T07:30:00.000Z');
  });

  test('never in the holidays while the calendar knows the next school day', () => {
    expect(moment('2026-12-21T10:00:00Z')).toBe('2027-01-04T07:30:00.000Z');
  });

  test('about a referral or the LADO on working days, also in the holidays, and never on a bank holiday', () => {
    const calendar = {
      ...AUTUMN_2026,
      closures: [{ on: '2026-12-25', reason: 'bank_holiday' as const, name: 'Christmas Day' }],
    };
    const working = (at: string) =>
      alertMoment({ ...place, calendar }, new Date(at), 'working').toISOString();
    expect(working('2026-12-21T10:00:00Z')).toBe('2026-12-21T10:00:00.000Z');
    expect(working('2026-12-24T18:30:00Z')).toBe('2026-12-28T07:30:00.000Z');
    expect(['multi-agency', 'allegations', 'site'].map((id) => alertClockOf(id as StandardId))).toEqual([
      'working',
      'working',
      'school',
    ]);
  });

  test('on a working day once the calendar has run out, and then really', () => {
    const next = nextMorning(place, new Date('2027-07-21T16:00:00Z'));
    expect(next.toISOString()).toBe('2027-07-22T06:30:00.000Z');
    expect(alertMoment(place, next)).toEqual(next);
    expect(moment('2027-07-24T10:00:00Z')).toBe('2027-07-26T06:30:00.000Z');
  });
});
