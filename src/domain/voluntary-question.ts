/**
 * Which question somebody who says "ask" is given.
 * The rule: a knowledge question for their audience that they have not met for ten school days, from the indicator
 * longest unasked; duties and attestations come when they are due, not when they are asked for.
 * What may be planned by itself is left to planning.
 */
import type { LocalDate } from './local-time.ts';
import type { Phase, Question } from './question.ts';
import { inAudience, type Role } from './role.ts';
import { type SchoolCalendar, schoolDayBefore } from './school-day.ts';

/** School days before anybody meets the same knowledge question again. */
const GAP = 10;

export type Choosing = {
  phase: Phase;
  roles: readonly Role[];
  /** Questions this person has met within the gap. */
  met: ReadonlySet<string>;
  /** When each indicator was last asked of anybody; left out when never. */
  lastAsked: ReadonlyMap<string, LocalDate>;
};

/** The date on or after which a question met is too fresh to ask again. */
export function metSince(calendar: SchoolCalendar, today: LocalDate): LocalDate {
  let day = today;
  for (let back = 1; back < GAP; back += 1) day = schoolDayBefore(calendar, day) ?? day;
  return day;
}

/** Null when they have met everything there is lately. */
export function chooseVoluntary<T extends { question: Question }>(
  inUse: readonly T[],
  choosing: Choosing,
): T | null {
  const fit = inUse.filter(
    ({ question }) =>
      question.kind === 'knowledge' &&
      // Asked for twice in a half term, one person would be two of those who answered.
      question.anonymous !== true &&
      question.phases.includes(choosing.phase) &&
      inAudience(question.audience, choosing.roles) &&
      !choosing.met.has(question.id),
  );
  const lastOf = ({ question }: T) => choosing.lastAsked.get(question.indicator) ?? '';
  const [longest] = fit.toSorted(
    (one, other) =>
      lastOf(one).localeCompare(lastOf(other)) || one.question.id.localeCompare(other.question.id),
  );
  return longest ?? null;
}
