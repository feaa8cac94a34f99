/**
 * Local times and periods told two ways agree, at every clock change of the decade; and the second way is really
 * another one, which notices when they do not.
 */
import { describe, expect, test } from 'vitest';
import { rungs } from '../../../src/domain/ladder.ts';
import { addDays, instantAt } from '../../../src/domain/local-time.ts';
import { occurrenceOf } from '../../../src/domain/occurrence.ts';
import { changesIn, checkClockChanges, ZONES } from '../../../src/simulation/world/clock-changes.ts';
import { inventedCalendar, lastSunday } from '../../../src/simulation/world/school-year.ts';
import {
  endsAt,
  firstInstant,
  isOpenDay,
  lastDayOf,
  localOf,
  nextDate,
  periodOf,
} from '../../../src/simulation/world/second-clock.ts';

describe('clock changes', () => {
  test('both edges of every year from 2025 to 2035 agree', () => {
    const { changes, differ } = checkClockChanges();
    expect(differ).toEqual([]);
    expect(changes).toBe(2 * 11 * ZONES.length);
  });

  test('London changes on the last Sundays of March and October, at one', () => {
    for (const year of [2025, 2031, 2035]) {
      const [spring, autumn] = changesIn(year, 'Europe/London').map((at) => new Date(at).toISOString());
      expect(spring).toBe(`${lastSunday(year, '03')}T01:00:00.000Z`);
      expect(autumn).toBe(`${lastSunday(year, '10')}T01:00:00.000Z`);
    }
  });

  test('a time that is skipped comes after the gap, one that comes twice the first time', () => {
    expect(new Date(firstInstant('2026-03-29', '01:30', 'Europe/London')).toISOString()).toBe(
      '2026-03-29T01:00:00.000Z',
    );
    expect(new Date(firstInstant('2026-10-25', '01:30', 'Europe/London')).toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(localOf(Date.parse('2026-03-29T01:00:00Z'), 'Europe/London')).toEqual({
      date: '2026-03-29',
      time: '02:00',
      weekday: 7,
    });
  });
});

describe('the invented years', () => {
  test('have terms in order, holidays between them, and two schools that differ', () => {
    for (let year = 2025; year <= 2034; year += 1)
      for (const later of [0, 1]) {
        const { halfTerms } = inventedCalendar(year, later);
        for (const [at, half] of halfTerms.entries()) {
          expect(half.startsOn < half.endsOn).toBe(true);
          const before = halfTerms[at - 1];
          if (before) expect(half.startsOn > addDays(before.endsOn, 3)).toBe(true);
        }
      }
    expect(inventedCalendar(2026, 0).halfTerms).not.toEqual(inventedCalendar(2026, 1).halfTerms);
  });

  test('a day in the holidays belongs to no period and is not open', () => {
    const calendar = inventedCalendar(2026, 0);
    const inHoliday = addDays(calendar.halfTerms[0]?.endsOn ?? '', 4);
    expect(periodOf('weekly', inHoliday, calendar)).toBeNull();
    expect(isOpenDay(calendar, inHoliday)).toBe(false);
  });
});

describe('the end of a question told two ways', () => {
  const zone = 'Europe/London';
  const people = [
    { workingDays: [1, 2, 3, 4, 5], dayStart: '08:00', dayEnd: '16:30' },
    { workingDays: [2, 4], dayStart: '15:30', dayEnd: '20:00' },
  ];

  test('is the same for each kind, on every school day of a year', () => {
    const calendar = inventedCalendar(2027, 1);
    let compared = 0;
    for (let day = '2027-09-01'; day < '2028-07-20'; day = nextDate(day))
      for (const kind of ['knowledge', 'duty', 'attestation'] as const)
        for (const person of isOpenDay(calendar, day) ? people : []) {
          const at = instantAt(day, '15:40', zone);
          const end = rungs({ kind, cadence: 'weekly', at }, { calendar, zone }, person, false).at(-1)?.at;
          const other = endsAt(kind, day, calendar, person);
          const told = other === null ? undefined : firstInstant(other.date, other.time, zone);
          expect([kind, day, told]).toEqual([kind, day, end?.getTime()]);
          compared += 1;
        }
    expect(compared).toBeGreaterThan(1_000);
  });

  test('a period’s last day is the domain’s', () => {
    const calendar = inventedCalendar(2027, 0);
    for (let day = '2027-09-01'; day < '2028-07-01'; day = nextDate(day))
      if (isOpenDay(calendar, day))
        for (const cadence of ['weekly', 'fortnightly', 'monthly'] as const)
          expect([cadence, day, lastDayOf(cadence, day, calendar)]).toEqual([
            cadence,
            day,
            occurrenceOf(cadence, day, calendar)?.endsOn,
          ]);
  });
});
