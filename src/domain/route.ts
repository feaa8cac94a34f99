/**
 * Who is told: the lead on duty, and the route an alert climbs when nobody says "I have it". Whoever is named as in
 * charge that day stands first, then whoever covers for the DSL.
 * The rule: nobody judges themselves. A DSL's own lapse goes to the deputy, then the head; the head's to the chair;
 * the chair hears counts only. (Design §7.5; KCSIE DSL annex for cover in school hours.)
 */
import { isAway } from './absence.ts';
import { covers } from './cover.ts';
import { isInCharge } from './in-charge.ts';
import { type LocalDate, weekday } from './local-time.ts';
import { inAudience, type Role } from './role.ts';
import { isEmployed, type Person, SMALL_SETTING } from './setting.ts';

/** In order; each rung is everybody's who holds that role. */
const LEADS: readonly Role[] = ['dsl', 'deputy_dsl', 'headteacher'];
/** Who hears when leads have not taken it, or must not: counts, never names. */
const OVERSEERS: readonly Role[] = ['chair_of_governors', 'trust_safeguarding_lead'];

/**
 * True when the person is employed and not away, and it is one of their working days, or they are named as in charge
 * on it.
 */
export function isAtWork(person: Person, on: LocalDate): boolean {
  const isTheirDay = person.workingDays.includes(weekday(on)) || isInCharge(person, on);
  return isEmployed(person, on) && isTheirDay && !isAway(person, on);
}

/**
 * Whoever is named as in charge that day, else whoever covers, else the DSL at work, else a deputy, else the headteacher;
 * null when none of them is.
 */
export function leadOnDuty(people: readonly Person[], on: LocalDate): Person | null {
  return leadsInOrder(people, on).find((person) => isAtWork(person, on)) ?? null;
}

/** Who would be on duty if nobody had been named: whoever is to say who is. */
export function plannedLead(people: readonly Person[], on: LocalDate): Person | null {
  return leadOnDuty(
    people.map(({ inCharge: _named, ...person }) => person),
    on,
  );
}

/** Who is responsible that day: named, or, while nobody is, the lead on duty by the plan; or nobody at all. */
export type Responsible = { is: 'named' | 'planned'; person: Person } | { is: 'nobody' };

export function responsibleOn(people: readonly Person[], on: LocalDate): Responsible {
  const person = leadOnDuty(people, on);
  if (person === null) return { is: 'nobody' };
  return { is: isInCharge(person, on) ? 'named' : 'planned', person };
}

/** Named first, then covering, then by role; each once. */
export function firstOnDuty<P extends Person>(leads: readonly P[], on: LocalDate): P[] {
  const rank = (person: Person) => (isInCharge(person, on) ? 0 : covers(person, on) ? 1 : 2);
  return leads.toSorted((one, other) => rank(one) - rank(other));
}

function leadsInOrder(people: readonly Person[], on: LocalDate): Person[] {
  return firstOnDuty(holders(people, LEADS, [], on), on);
}

/** Under 12 staff: a role is a name, and ladders do not repeat. */
export function isSmall(people: readonly Person[], on: LocalDate): boolean {
  const staff = people.filter((person) => isEmployed(person, on) && inAudience('all_staff', person.roles));
  return staff.length < SMALL_SETTING;
}

export type Rung = { person: Person; countsOnly: boolean };

/**
 * The people to tell in turn about a lapse of `about` (one person, several, or nobody in particular), without
 * repeats and without them. Leads at work that day come first, then those whose day it is not, then the chair. Those
 * who said that they are away are passed over, unless no other lead is left.
 * When every one of `about` is a headteacher it goes straight to the chair. A small setting has one lead's rung,
 * then the trust's lead or the chair.
 */
export function routeFor(
  people: readonly Person[],
  about: string | readonly string[] | null,
  on: LocalDate,
  small = false,
): Rung[] {
  const lapsed = about === null ? [] : typeof about === 'string' ? [about] : [...about];
  const leads = firstOnDuty(holders(people, LEADS, lapsed, on), on);
  const atWork = leads.filter((person) => isAtWork(person, on));
  const others = leads.filter((person) => !atWork.includes(person));
  const dayOff = others.filter((person) => !isAway(person, on));
  const named = atWork.length + dayOff.length > 0 ? [...atWork, ...dayOff] : others;
  const overseers = holders(
    people,
    small ? OVERSEERS.toReversed() : OVERSEERS.slice(0, 1),
    lapsed,
    on,
  ).filter((person) => !leads.includes(person));
  const counts = overseers.map((person) => ({ person, countsOnly: true }));
  if (counts.length > 0 && isHeadsAlone(people, lapsed)) return counts;
  return [
    ...(small ? named.slice(0, 1) : named).map((person) => ({ person, countsOnly: false })),
    ...(small ? counts.slice(0, 1) : counts),
  ];
}

function isHeadsAlone(people: readonly Person[], about: readonly string[]): boolean {
  const heads = people.filter((person) => person.roles.includes('headteacher')).map((person) => person.id);
  return about.length > 0 && about.every((id) => heads.includes(id));
}

function holders(
  people: readonly Person[],
  roles: readonly Role[],
  without: readonly string[],
  on: LocalDate,
): Person[] {
  const found = roles.flatMap((role) =>
    people.filter(
      (person) => person.roles.includes(role) && isEmployed(person, on) && !without.includes(person.id),
    ),
  );
  return [...new Set(found)];
}
