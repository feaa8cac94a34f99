/**
 * When a week's digest goes out: school Mondays, holidays, clock changes, and being down at the time.
 */
import { describe, expect, test } from 'vitest';
import { digestDue, digestMoment, lastSchoolWeek, nextDigestAt } from '../../src/domain/digest-week.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const setting = { calendar: AUTUMN_2026, digestDay: 1, digestTime: '08:00', zone: 'Europe/London' };
const at = (moment: string) => new Date(moment);
const iso = (moment: Date | null) => moment?.toISOString() ?? null;

describe('the moment', () => {
  test('is the Monday after, at its local time', () => {
    expect(iso(digestMoment(setting, '2026-W46'))).toBe('2026-11-16T08:00:00.000Z');
    expect(iso(digestMoment(setting, '2026-W38'))).toBe('2026-09-21T07:00:00.000Z');
  });

  test('keeps to local time over the clock change', () => {
    // 2026-10-25: the clocks go back; it is half term, so W43 is reported on Monday 2 November, in winter time.
    expect(iso(digestMoment(setting, '2026-W43'))).toBe('2026-11-02T08:00:00.000Z');
    // 2027-03-28: forward, in the Easter holiday; W12 of 2027 is reported on 12 April, in summer time.
    expect(iso(digestMoment(setting, '2027-W12'))).toBe('2027-04-12T07:00:00.000Z');
  });

  test('is none for a week of holiday', () => {
    expect(digestMoment(setting, '2026-W44')).toBeNull();
    expect(digestMoment(setting, '2026-W53')).toBeNull();
  });

  test('after a bank holiday Monday is the Tuesday', () => {
    expect(iso(digestMoment(setting, '2027-W17'))).toBe('2027-05-04T07:00:00.000Z');
  });

  test('at the very end of the calendar is the next working day, so that somebody hears it has run out', () => {
    expect(iso(digestMoment(setting, '2027-W29'))).toBe('2027-07-26T07:00:00.000Z');
  });

  test('can be any day and time the setting chose', () => {
    const friday = { ...setting, digestDay: 5, digestTime: '15:45' };
    expect(iso(digestMoment(friday, '2026-W46'))).toBe('2026-11-20T15:45:00.000Z');
  });
});

describe('what is due', () => {
  test.each<[string, string, ReturnType<typeof digestDue>]>([
    [
      'a minute early, last week’s was due a week ago',
      '2026-11-16T07:59:00Z',
      { week: '2026-W45', inHours: true },
    ],
    ['on the minute', '2026-11-16T08:00:00Z', { week: '2026-W46', inHours: true }],
    ['hours late, still a school day', '2026-11-16T17:30:00Z', { week: '2026-W46', inHours: true }],
    ['too late in the day', '2026-11-16T18:30:00Z', { week: '2026-W46', inHours: false }],
    ['at night', '2026-11-17T02:00:00Z', { week: '2026-W46', inHours: false }],
    ['at the weekend', '2026-11-21T11:00:00Z', { week: '2026-W46', inHours: false }],
    ['in half term the week before it waits', '2026-10-27T09:00:00Z', { week: '2026-W42', inHours: false }],
    ['the first morning back', '2026-11-02T08:00:00Z', { week: '2026-W43', inHours: true }],
    ['Christmas over', '2027-01-04T08:00:00Z', { week: '2026-W51', inHours: true }],
  ])('%s', (_what, moment, due) => {
    expect(digestDue(setting, at(moment))).toEqual(due);
  });

  test('nothing before the first school week is over', () => {
    expect(digestDue(setting, at('2026-09-04T12:00:00Z'))).toBeNull();
  });
});

describe('what is next', () => {
  test.each([
    ['next Monday', '2026-11-16T08:00:00Z', false, '2026-11-23T08:00:00.000Z'],
    ['over the holiday', '2026-12-18T12:00:00Z', false, '2027-01-04T08:00:00.000Z'],
    ['a missed one, that night', '2026-11-16T22:00:00Z', true, '2026-11-17T08:00:00.000Z'],
    ['a missed one, before dawn', '2026-11-17T03:00:00Z', true, '2026-11-17T07:30:00.000Z'],
    ['a missed one, on Saturday', '2026-11-21T10:00:00Z', true, '2026-11-23T08:00:00.000Z'],
  ])('%s', (_what, now, missed, next) => {
    expect(iso(nextDigestAt(setting, at(now), missed))).toBe(next);
  });

  test('nothing once the calendar has run out and been said to', () => {
    expect(nextDigestAt(setting, at('2027-08-01T12:00:00Z'), false)).toBeNull();
  });
});

test('the last school week is the one before the holiday', () => {
  expect(lastSchoolWeek(setting, at('2026-10-28T12:00:00Z'))).toBe('2026-W43');
});
