/**
 * Who is told that somebody may have a concern, in what order, and how soon the next of them.
 * The rule: day and night, from one to the next and round again, until somebody says "I have it"; never whoever wrote,
 * and where a writer has chosen whom to ask, nobody but them (design §7.2). What was written is known to nobody.
 */
import { isAway } from './absence.ts';
import type { LocalDate } from './local-time.ts';
import type { Role } from './role.ts';
import { firstOnDuty, isAtWork } from './route.ts';
import { isEmployed, type Person } from './setting.ts';

/**
 * child: the words seemed to tell of a child, and the leads are told. stranger: the same, of somebody who is on no
 * staff list, a pupil perhaps. dsl, head: the writer asks for them, which may be because it is about one of the others.
 */
export const CONCERN_ROUTES = ['child', 'stranger', 'dsl', 'head'] as const;
export type ConcernRoute = (typeof CONCERN_ROUTES)[number];

const ASKED: Record<ConcernRoute, readonly Role[]> = {
  child: ['dsl', 'deputy_dsl', 'headteacher'],
  stranger: ['dsl', 'deputy_dsl', 'headteacher'],
  dsl: ['dsl', 'deputy_dsl'],
  head: ['headteacher'],
};

/** Between one who does not answer and the next. */
const NEXT_MS = 10 * 60_000;
/** Once all of them have been told, before the first is told again. */
const ROUND_MS = 30 * 60_000;

/** In the order in which they are told: whoever is at work that day first, and whoever is away last of all. */
export function concernRoute(
  people: readonly Person[],
  route: ConcernRoute,
  writerId: string | null,
  on: LocalDate,
): Person[] {
  const leads = ASKED[route].flatMap((role) =>
    people.filter(
      (person) => person.roles.includes(role) && isEmployed(person, on) && person.id !== writerId,
    ),
  );
  const once = [...new Set(leads)];
  const here = once.filter((person) => !isAway(person, on));
  const atWork = firstOnDuty(
    here.filter((person) => isAtWork(person, on)),
    on,
  );
  const dayOff = here.filter((person) => !atWork.includes(person));
  // Somebody must be told, so even they are.
  return [...atWork, ...dayOff, ...once.filter((person) => isAway(person, on))];
}

/** When the next is told if nobody has it by then; `told` is how many times somebody has been, of `leads` people. */
export function nextTelling(now: Date, told: number, leads: number): Date {
  const isRoundOver = leads === 0 || (told > 0 && told % leads === 0);
  return new Date(now.getTime() + (isRoundOver && leads > 1 ? ROUND_MS : NEXT_MS));
}

/** More words of a stranger while nobody has it, or just after somebody took it on, are the same concern. */
export function isSameConcern(
  { state, acknowledgedAt }: { state: string; acknowledgedAt: Date | null },
  now: Date,
): boolean {
  return state === 'open' || (acknowledgedAt !== null && now.getTime() - acknowledgedAt.getTime() < NEXT_MS);
}

/** How an alert about a concern says which route it goes by; `id` tells one concern from the next. */
export function concernSubject(route: ConcernRoute, id: string): string {
  return `${route}:${id}`;
}

export function concernRouteOf(subject: string): ConcernRoute {
  const route = CONCERN_ROUTES.find((known) => subject.startsWith(`${known}:`));
  if (route === undefined) throw new Error('An alert about a concern goes by no known route');
  return route;
}
