import { describe, expect, test } from 'vitest';
import { type Asked, dueOn, rungs } from '../../src/domain/ladder.ts';
import { localDate, localTime } from '../../src/domain/local-time.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const place = { calendar: AUTUMN_2026, zone: 'Europe/London' };
const fullTime = { workingDays: [1, 2, 3, 4, 5], dayStart: '08:00', dayEnd: '16:30' };
const asked = (kind: Asked['kind'], at: string, cadence: Asked['cadence'] = 'weekly'): Asked => ({
  kind,
  cadence,
  at: new Date(at),
});
const plain = (a: Asked, person = fullTime, small = false) =>
  rungs(a, place, person, small).map(
    ({ at, does }) => `${localDate(at, place.zone)} ${localTime(at, place.zone)} ${does}`,
  );

describe('a duty', () => {
  test('is nudged the next school day and the one after, and is overdue at four that day', () => {
    expect(plain(asked('duty', '2026-11-09T08:10:00Z'))).toEqual([
      '2026-11-10 08:00 nudge',
      '2026-11-11 08:00 last_nudge',
      '2026-11-11 16:00 overdue',
    ]);
    expect(dueOn(asked('duty', '2026-11-09T08:10:00Z'), place, fullTime)).toBe('2026-11-11');
  });

  test('half term does not count', () => {
    expect(plain(asked('duty', '2026-10-22T08:10:00Z'))).toEqual([
      '2026-10-23 08:00 nudge',
      '2026-11-02 08:00 last_nudge',
      '2026-11-02 16:00 overdue',
    ]);
  });

  test('waits for a day the person works', () => {
    const mondays = { ...fullTime, workingDays: [1] };
    expect(plain(asked('duty', '2026-11-09T08:10:00Z'), mondays)).toEqual([
      '2026-11-16 08:00 last_nudge',
      '2026-11-16 16:00 overdue',
    ]);
  });

  test('in a small setting is nudged once', () => {
    expect(plain(asked('duty', '2026-11-09T08:10:00Z'), fullTime, true)).toEqual([
      '2026-11-11 08:00 last_nudge',
      '2026-11-11 16:00 overdue',
    ]);
  });

  test('asked daily is nudged at one and overdue at four the same day', () => {
    expect(plain(asked('duty', '2026-11-09T08:10:00Z', 'daily'))).toEqual([
      '2026-11-09 13:00 last_nudge',
      '2026-11-09 16:00 overdue',
    ]);
  });

  test('asked daily but arriving in the afternoon has the next school day', () => {
    expect(plain(asked('duty', '2026-11-13T15:20:00Z', 'daily'))).toEqual([
      '2026-11-16 13:00 last_nudge',
      '2026-11-16 16:00 overdue',
    ]);
  });

  test('of somebody who works evenings is overdue at the end of their own day', () => {
    const evenings = { ...fullTime, dayStart: '16:00', dayEnd: '19:00' };
    expect(plain(asked('duty', '2026-11-09T16:10:00Z'), evenings).at(-1)).toBe('2026-11-11 19:00 overdue');
  });

  test('four in the afternoon is four in the afternoon on both sides of the clocks changing', () => {
    const summer = rungs(asked('duty', '2026-10-19T07:10:00Z'), place, fullTime, false).at(-1);
    const winter = rungs(asked('duty', '2026-11-02T08:10:00Z'), place, fullTime, false).at(-1);
    expect(summer?.at.toISOString()).toBe('2026-10-21T15:00:00.000Z');
    expect(winter?.at.toISOString()).toBe('2026-11-04T16:00:00.000Z');
  });
});

test('an attestation has ten school days, and a nudge on the third and the seventh', () => {
  expect(plain(asked('attestation', '2026-11-03T08:10:00Z', 'annual'))).toEqual([
    '2026-11-06 08:00 nudge',
    '2026-11-12 08:00 last_nudge',
    '2026-11-17 16:00 overdue',
  ]);
});

test('knowledge is nudged once and lapses after the fifth school day; it is never due', () => {
  const question = asked('knowledge', '2026-11-10T15:20:00Z');
  expect(plain(question)).toEqual(['2026-11-12 08:00 last_nudge', '2026-11-18 00:00 lapse']);
  expect(dueOn(question, place, fullTime)).toBeNull();
});

test('a calendar that has run out has no rungs, rather than guessed ones', () => {
  expect(plain(asked('duty', '2027-07-20T07:10:00Z'))).toEqual([]);
  expect(dueOn(asked('duty', '2027-07-20T07:10:00Z'), place, fullTime)).toBeNull();
});
