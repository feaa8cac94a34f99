/**
 * Local times and periods told two ways agree, at every clock change of the decade; and the second way is really
 * another one, which notices when they do not.
 */
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/domain/local-time.ts';
import { changesIn, checkClockChanges, ZONES } from '../../../src/simulation/world/clock-changes.ts';
import { inventedCalendar, lastSunday } from '../../../src/simulation/world/school-year.ts';
import { firstInstant, isOpenDay, localOf, periodOf } from '../../../src/simulation/world/second-clock.ts';

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
