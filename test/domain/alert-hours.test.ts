/**
 * When a lead may be alerted: in hours on school days, and still reachable once the calendar has run out.
 */
import { describe, expect, test } from 'vitest';
import { alertMoment, nextMorning } from '../../src/domain/alert-hours.ts';
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

  test('on a working day once the calendar has run out, and then really', () => {
    const next = nextMorning(place, new Date('2027-07-21T16:00:00Z'));
    expect(next.toISOString()).toBe('2027-07-22T06:30:00.000Z');
    expect(alertMoment(place, next)).toEqual(next);
    expect(moment('2027-07-24T10:00:00Z')).toBe('2027-07-26T06:30:00.000Z');
  });
});
