/**
 * Somebody stands in for the DSL from a day up to and including another, as a DSL, a deputy or the headteacher said.
 * The rule: one person at a time in a setting, somebody trained for it (a DSL or a deputy), never for days that are past;
 * it ends by itself. What it changes is domain/route's: whoever covers stands first.
 */
import { type Absence, KEPT_DAYS, MOST_DAYS } from './absence.ts';
import { addDays, type LocalDate } from './local-time.ts';
import type { Role } from './role.ts';

/** Both days included; `by` is who said so. */
export type Cover = Absence & { by: string };
type MayCover = { covers?: readonly Cover[] };

export function covers({ covers: all = [] }: MayCover, on: LocalDate): boolean {
  return all.some(({ from, until }) => from <= on && on <= until);
}

/** A trained safeguarding lead: a DSL or a deputy. */
export function isTrainedLead(roles: readonly Role[]): boolean {
  return roles.includes('dsl') || roles.includes('deputy_dsl');
}

/** Who may say that somebody covers: the headteacher too. */
export function mayArrangeCover(roles: readonly Role[]): boolean {
  return isTrainedLead(roles) || roles.includes('headteacher');
}

export type NoCover =
  | { is: 'untrained' }
  | { is: 'backwards' }
  | { is: 'past' }
  | { is: 'too_far' }
  /** Somebody covers on one of the days already; perhaps they themselves. */
  | { is: 'overlaps'; with: string; from: LocalDate; until: LocalDate };

type Coverer = MayCover & { id: string; roles: readonly Role[] };

/** Why this cover cannot be; null when it can. */
export function whyNoCover(
  person: Coverer,
  { from, until }: Absence,
  people: readonly Coverer[],
  today: LocalDate,
): NoCover | null {
  if (!isTrainedLead(person.roles)) return { is: 'untrained' };
  if (until < from) return { is: 'backwards' };
  if (from < today) return { is: 'past' };
  if (until > addDays(today, MOST_DAYS)) return { is: 'too_far' };
  for (const other of people) {
    const met = (other.covers ?? []).find((one) => one.from <= until && from <= one.until);
    if (met) return { is: 'overlaps', with: other.id, from: met.from, until: met.until };
  }
  return null;
}

/** With one more, in order, without those long over. */
export function withCover(person: MayCover, added: Cover, today: LocalDate): Cover[] {
  return [...recentCovers(person, today), added].sort((one, other) => one.from.localeCompare(other.from));
}

/** Nothing of it from today on: what is under way ended yesterday, what was to come is gone. */
export function endCovers(person: MayCover, today: LocalDate): Cover[] {
  return recentCovers(person, today).flatMap((one) => {
    if (one.until < today) return [one];
    return one.from < today ? [{ ...one, until: addDays(today, -1) }] : [];
  });
}

/** Under way or still to come. */
export function standingCovers({ covers: all = [] }: MayCover, today: LocalDate): Cover[] {
  return all.filter(({ until }) => until >= today);
}

function recentCovers({ covers: all = [] }: MayCover, today: LocalDate): Cover[] {
  const earliest = addDays(today, -KEPT_DAYS);
  return all.filter(({ until }) => until >= earliest);
}
