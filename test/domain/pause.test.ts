/**
 * A week without sampled questions: once in a half term, and nothing saved up by it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/local-time.ts';
import { beginPause, endPause, isPaused, type Pause, pausedUntil } from '../../src/domain/pause.ts';
import { allowance, countDays } from '../../src/domain/question-budget.ts';
import { isSchoolDay } from '../../src/domain/school-day.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const [first, second] = AUTUMN_2026.halfTerms;
if (first === undefined || second === undefined) throw new Error('The calendar has two halves');
const MONDAY = '2026-11-09';

describe('a pause', () => {
  test('lasts seven days, the day it is said included', () => {
    const begun = beginPause({}, AUTUMN_2026, MONDAY);
    expect(begun).toEqual({
      is: 'begun',
      until: '2026-11-15',
      paused: [{ from: MONDAY, until: '2026-11-15' }],
    });
    const paused = begun.is === 'begun' ? begun.paused : [];
    expect([isPaused({ paused }, '2026-11-08'), isPaused({ paused }, '2026-11-16')]).toEqual([false, false]);
    expect(pausedUntil({ paused }, '2026-11-15')).toBe('2026-11-15');
    expect(beginPause({ paused }, AUTUMN_2026, '2026-11-11')).toEqual({ is: 'again', until: '2026-11-15' });
  });

  test('is had once in a half term, and again in the next', () => {
    const paused = [{ from: first.startsOn, until: addDays(first.startsOn, 6) }];
    const later = addDays(first.startsOn, 10);
    expect(beginPause({ paused }, AUTUMN_2026, later)).toEqual({ is: 'spent', next: second.startsOn });
    expect(beginPause({ paused }, AUTUMN_2026, second.startsOn).is).toBe('begun');
  });

  test('is not begun in the holidays, where there is nothing to pause', () => {
    expect(beginPause({}, AUTUMN_2026, addDays(second.endsOn, 1))).toEqual({ is: 'holidays' });
  });

  test('ended early it stays spent; ended on the day it began it was none', () => {
    const paused = [{ from: MONDAY, until: '2026-11-15' }];
    expect(endPause({ paused }, '2026-11-11')).toEqual([{ from: MONDAY, until: '2026-11-10' }]);
    expect(endPause({ paused }, MONDAY)).toEqual([]);
    expect(endPause({ paused }, '2026-11-16')).toBeNull();
  });
});

test('the days of it earn no questions: never more than on the days that were left', () => {
  const setting = { askDays: [1, 2, 3, 4, 5], weeklyBudget: 2 };
  const person = { id: 'p1', workingDays: [1, 2, 3, 4, 5] };
  const offset = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(offset, offset, (from, on) => {
      const day = addDays(second.startsOn, on);
      fc.pre(isSchoolDay(AUTUMN_2026, day));
      const paused: Pause[] = [
        { from: addDays(second.startsOn, from), until: addDays(second.startsOn, from + 6) },
      ];
      const [counts, all] = [countDays(AUTUMN_2026, day, { paused }), countDays(AUTUMN_2026, day)];
      if (counts === null || all === null) throw new Error('It is term');
      for (const weekday of [1, 2, 3, 4, 5])
        expect(counts.upTo[weekday]).toBeLessThanOrEqual(all.upTo[weekday] ?? 0);
      expect(allowance(setting, person, counts)).toBeLessThanOrEqual(2);
      if (
        isPaused({ paused }, day) &&
        isPaused({ paused }, addDays(day, -((new Date(day).getUTCDay() + 6) % 7)))
      )
        expect(allowance(setting, person, counts)).toBe(0);
    }),
  );
});
