/**
 * The knowledge budget: never over it in a week, right over a half term, and not everybody on the same days.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Absence, isAway } from '../../src/domain/absence.ts';
import { englandCalendar } from '../../src/domain/england-calendar.ts';
import { addDays, isoWeek, weekday } from '../../src/domain/local-time.ts';
import { allowance, askDaysOf, countDays } from '../../src/domain/question-budget.ts';
import { isSchoolDay } from '../../src/domain/school-day.ts';

const calendar = englandCalendar(2026);
const setting = { askDays: [2, 3, 4], weeklyBudget: 2 };
const person = (workingDays: number[], id = 'p1') => ({ id, workingDays });

/** Plays days of school asking whenever the budget allows; gives how many were asked in each week, and on which days. */
function play(
  someone: ReturnType<typeof person> & { away?: Absence[] },
  from: string,
  to: string,
  place = setting,
) {
  const weeks = new Map<string, number>();
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!isSchoolDay(calendar, day) || !askDaysOf(place, someone).includes(weekday(day))) continue;
    if (isAway(someone, day)) continue;
    const counts = countDays(calendar, day, someone);
    const asked = weeks.get(isoWeek(day)) ?? 0;
    if (counts === null || asked >= allowance(place, someone, counts)) continue;
    weeks.set(isoWeek(day), asked + 1);
    days.push(day);
  }
  return { weeks: [...weeks.values()], days, total: days.length };
}
const HALF = ['2026-11-02', '2026-12-18'] as const; // seven full weeks

describe('a week', () => {
  test('of somebody full time has two, on two of the ask days', () => {
    for (const id of ['a', 'b', 'c', 'd']) {
      const { weeks, days } = play(person([1, 2, 3, 4, 5], id), ...HALF);
      expect(weeks).toEqual([2, 2, 2, 2, 2, 2, 2]);
      expect(new Set(days).size).toBe(14);
      for (const day of days) expect(setting.askDays).toContain(weekday(day));
    }
  });

  test('of somebody who works three days has one or two, and 8.4 in seven weeks', () => {
    const totals = Array.from({ length: 120 }, (_, n) => {
      const { weeks, total } = play(person([1, 2, 3], `p${n}`), ...HALF);
      expect(Math.max(...weeks)).toBeLessThanOrEqual(2);
      expect([8, 9]).toContain(total);
      return total;
    });
    const mean = totals.reduce((sum, one) => sum + one, 0) / totals.length;
    expect(mean).toBeGreaterThan(8.25);
    expect(mean).toBeLessThan(8.55);
  });

  test('of somebody who works no ask day uses the days they do work', () => {
    const { days, total } = play(person([1, 5]), ...HALF);
    expect([5, 6]).toContain(total); // 0.8 a week
    for (const day of days) expect([1, 5]).toContain(weekday(day));
  });

  test('with no budget, or no working days, has none', () => {
    expect(play(person([1, 2, 3, 4, 5]), ...HALF, { ...setting, weeklyBudget: 0 }).total).toBe(0);
    expect(play(person([]), ...HALF).total).toBe(0);
  });

  test('missed is not made up in the next', () => {
    const someone = person([1, 2, 3, 4, 5]);
    const counts = countDays(calendar, '2026-11-26');
    expect(counts && allowance(setting, someone, counts)).toBe(2);
  });
});

test('a school is spread over its ask days', () => {
  const byDay = new Map<number, number>();
  for (let n = 0; n < 90; n += 1)
    for (const day of play(person([1, 2, 3, 4, 5], `staff-${n}`), '2026-11-09', '2026-11-13').days)
      byDay.set(weekday(day), (byDay.get(weekday(day)) ?? 0) + 1);
  for (const day of setting.askDays) expect(byDay.get(day)).toBeGreaterThan(40); // 60 each would be even
});

test('in the holidays there is nothing to count', () => {
  expect(countDays(calendar, '2026-10-28')).toBeNull();
});

test('no week of anybody is over their share of the budget rounded up, in any half term', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 5 }),
      fc.uuid(),
      (workingDays, askDays, weeklyBudget, id) => {
        const { weeks, total } = play(person(workingDays, id), '2026-09-03', '2026-10-23', {
          askDays,
          weeklyBudget,
        });
        const share = (weeklyBudget * workingDays.length) / 5;
        for (const asked of weeks) expect(asked).toBeLessThanOrEqual(Math.ceil(share - 1e-9));
        expect(total).toBeLessThanOrEqual(Math.ceil(share * 8));
      },
    ),
    { numRuns: 25 },
  );
});

test('what would have been asked while somebody was away is not saved up', () => {
  for (let n = 0; n < 60; n += 1) {
    const away = [{ from: '2026-11-09', until: '2026-11-18' }];
    const { days } = play({ ...person([1, 2, 3, 4, 5], `p${n}`), away }, '2026-11-09', '2026-11-20');
    // Only the Thursday is left of that week.
    expect(days.length).toBeLessThanOrEqual(1);
  }
  const counts = play(
    { ...person([1, 2, 3, 4, 5]), away: [{ from: '2026-11-10', until: '2026-11-11' }] },
    '2026-11-09',
    '2026-11-13',
  );
  expect(counts.total).toBeLessThanOrEqual(1);
});
