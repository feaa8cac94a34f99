/**
 * Who is told: the lead on duty, and the route an alert climbs when nobody says "I have it".
 * The rule: nobody judges themselves. A DSL's own lapse goes to the deputy, then the head; the head's to the chair;
 * the chair hears counts only. (Design §7.5; KCSIE DSL annex for cover in school hours.)
 */
import { type LocalDate, weekday } from './local-time.ts';
import type { Role } from './role.ts';
import { isEmployed, type Person } from './setting.ts';

/** In order; each rung is everybody's who holds that role. */
const RUNGS: readonly Role[] = ['dsl', 'deputy_dsl', 'headteacher', 'chair_of_governors'];

/** True when the person is employed and it is one of their working days. */
export function isAtWork(person: Person, on: LocalDate): boolean {
  return isEmployed(person, on) && person.workingDays.includes(weekday(on));
}

/** The DSL at work that day, else a deputy, else the headteacher; null when none of them is. */
export function leadOnDuty(people: readonly Person[], on: LocalDate): Person | null {
  for (const role of RUNGS.slice(0, 3)) {
    const found = people.find((person) => person.roles.includes(role) && isAtWork(person, on));
    if (found) return found;
  }
  return null;
}

export type Rung = { person: Person; countsOnly: boolean };

/**
 * The people to tell in turn about `about`'s lapse, without repeats and without `about`.
 * The first is at work that day where anybody on the route is; the chair is last and gets counts only.
 */
export function routeFor(people: readonly Person[], about: string | null, on: LocalDate): Rung[] {
  const seen = new Set<string>(about === null ? [] : [about]);
  const route: Rung[] = [];
  for (const role of RUNGS)
    for (const person of people) {
      if (seen.has(person.id) || !person.roles.includes(role) || !isEmployed(person, on)) continue;
      seen.add(person.id);
      route.push({ person, countsOnly: role === 'chair_of_governors' });
    }
  const atWork = route.filter((rung) => isAtWork(rung.person, on) && !rung.countsOnly);
  const away = route.filter((rung) => !isAtWork(rung.person, on) && !rung.countsOnly);
  return [...atWork, ...away, ...route.filter((rung) => rung.countsOnly)];
}
