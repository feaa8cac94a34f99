/**
 * A week without sampled questions, taken by the person themselves; no reason is asked or kept.
 * The rule: a week at a time, once in a half term, for knowledge questions alone: checks and reading that are in
 * somebody's name go on, since others rely on them. Nothing is saved up meanwhile, which is question-budget's.
 */
import { type DaySpan, endedBefore, lastDayOf } from './day-span.ts';
import { addDays, type LocalDate } from './local-time.ts';
import { halfTermOf, type SchoolCalendar, schoolDayAfter } from './school-day.ts';

export type Pause = DaySpan;
export type MayBePaused = { paused?: readonly Pause[] };

const WEEK = 7;

/** The last day of the pause they are in; null when there is none. */
export function pausedUntil({ paused = [] }: MayBePaused, on: LocalDate): LocalDate | null {
  return lastDayOf(paused, on);
}

export function isPaused(person: MayBePaused, on: LocalDate): boolean {
  return pausedUntil(person, on) !== null;
}

/** `again`: it stands already. `next`: the first day of the half term in which they may; null where none is known. */
export type PauseBegun =
  | { is: 'begun'; paused: Pause[]; until: LocalDate }
  | { is: 'again'; until: LocalDate }
  | { is: 'spent'; next: LocalDate | null }
  | { is: 'holidays' };

export function beginPause(person: MayBePaused, calendar: SchoolCalendar, today: LocalDate): PauseBegun {
  const standing = pausedUntil(person, today);
  if (standing !== null) return { is: 'again', until: standing };
  const half = halfTermOf(calendar, today);
  if (half === null) return { is: 'holidays' };
  const { paused = [] } = person;
  if (paused.some(({ from }) => half.startsOn <= from && from <= half.endsOn))
    return { is: 'spent', next: schoolDayAfter(calendar, half.endsOn) };
  const until = addDays(today, WEEK - 1);
  return { is: 'begun', paused: [...paused, { from: today, until }], until };
}

/** Questions come again from today; one begun and ended on the same day was none. Null: there was nothing to end. */
export function endPause(person: MayBePaused, today: LocalDate): Pause[] | null {
  return isPaused(person, today) ? endedBefore(person.paused ?? [], today) : null;
}
