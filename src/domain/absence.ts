/**
 * When somebody is away, as they or a lead said: from a day up to and including another. No reason is asked or kept.
 * The rule: it begins the day it is said and ends by itself; those that are over stay as long as a ladder may count them,
 * and no longer. What is left undone meanwhile is left to cycle/begin-absence.
 */
import { type DaySpan, endedBefore, lastDayOf } from './day-span.ts';
import { addDays, type LocalDate } from './local-time.ts';

export type Absence = DaySpan;
export type MayBeAway = { away?: readonly Absence[] };

/** Longer than the longest ladder, with a summer between. */
export const KEPT_DAYS = 90;
/** Further ahead it is no absence but a change in the staff list. */
export const MOST_DAYS = 366;

export function isAway({ away = [] }: MayBeAway, on: LocalDate): boolean {
  return lastDayOf(away, on) !== null;
}

/** The last day of the absence they are in; null when they are not away. */
export function awayUntil({ away = [] }: MayBeAway, on: LocalDate): LocalDate | null {
  return lastDayOf(away, on);
}

/** From `today` until `until`: one that is under way is made longer or shorter. What is long over goes. */
export function beginAbsence(person: MayBeAway, today: LocalDate, until: LocalDate): Absence[] {
  const others = recent(person, today);
  const current = others.find((one) => one.from <= today && today <= one.until);
  return [...others.filter((one) => one !== current), { from: current?.from ?? today, until }];
}

/** They are back today: what was away before stays so. */
export function endAbsence(person: MayBeAway, today: LocalDate): Absence[] {
  return endedBefore(recent(person, today), today);
}

/** Those that are not long over. */
export function recent({ away = [] }: MayBeAway, today: LocalDate): Absence[] {
  const earliest = addDays(today, -KEPT_DAYS);
  return away.filter(({ until }) => until >= earliest).map(({ from, until }) => ({ from, until }));
}
