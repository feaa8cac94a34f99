/**
 * Commands that are said of a day: "closed today", "open tomorrow oak", "away until 30 Nov", "away Ben Osei today",
 * "cover Joe Lamb from 3 Dec until 7 Dec", "trip year 5 until Friday", "lead", "pause".
 * The rule: like every command, nothing but its own words is ever taken; with any other word it is not a command. What
 * each does is left to the cycle.
 */
import { readDay } from './day-words.ts';
import type { LocalDate } from './local-time.ts';
import { isSchoolDay, type SchoolCalendar } from './school-day.ts';

export const DAY_COMMANDS = [
  'closed',
  'open',
  'away',
  'back',
  'lead',
  'cover',
  'trip',
  'pause',
  'resume',
] as const;
export type DayCommand = (typeof DAY_COMMANDS)[number];

/** A day by the words for it, read once the setting is known, for each has its own today. Null: no day was named. */
export type DaySaid = { ref: string | null; dayOn: ((today: LocalDate) => LocalDate) | null };

/** The words after "closed" or "open", or null when any of them is not one Vigil knows. */
export function readClosing(words: readonly string[], refs: readonly string[]): DaySaid | null {
  const { ref, rest } = takeRef(words, refs);
  if (rest.length === 0) return { ref, dayOn: null };
  if (readDay(rest, ANY_DAY) === null) return null;
  return { ref, dayOn: (today) => readDay(rest, today) ?? today };
}

/** Whether words are a day does not hang on which day it is, but for 29 February. */
const ANY_DAY = '2027-12-01';

function takeRef(
  words: readonly string[],
  refs: readonly string[],
): { ref: string | null; rest: readonly string[] } {
  const ref = refs.find((known) => words.includes(known.toLowerCase())) ?? null;
  if (ref === null) return { ref, rest: words };
  return { ref, rest: words.toSpliced(words.indexOf(ref.toLowerCase()), 1) };
}

/** Of oneself where there is no name. `until`: the last day, by each setting's own today. */
export type AwaySaid = {
  ref: string | null;
  name: readonly string[];
  until: ((today: LocalDate) => LocalDate) | null;
};

/**
 * The words after "away", or null when they are not all its own: a name perhaps, "today" or "until" and a day, and a
 * setting. That the name is somebody's is left to whoever has the list. None at all asks how.
 */
export function readAway(words: readonly string[], refs: readonly string[]): AwaySaid | null {
  if (words.length === 0) return { ref: null, name: [], until: null };
  const { ref, rest } = takeLastRef(words, refs);
  const place = rest.indexOf('until');
  if (place < 0)
    return rest.at(-1) === 'today' ? { ref, name: rest.slice(0, -1), until: (today) => today } : null;
  const day = rest.slice(place + 1);
  if (readDay(day, ANY_DAY) === null) return null;
  return { ref, name: rest.slice(0, place), until: (today) => readDay(day, today) ?? today };
}

/** The words after "back": a name perhaps, and a setting. */
export function readBack(words: readonly string[], refs: readonly string[]): Pick<AwaySaid, 'ref' | 'name'> {
  const { ref, rest } = takeLastRef(words, refs);
  return { ref, name: rest };
}

/** At the end alone, since a name may have the same word in it. */
function takeLastRef(
  words: readonly string[],
  refs: readonly string[],
): { ref: string | null; rest: readonly string[] } {
  const ref = refs.find((known) => known.toLowerCase() === words.at(-1)) ?? null;
  return { ref, rest: ref === null ? words : words.slice(0, -1) };
}

type OnDay = (today: LocalDate) => LocalDate;

/** With nothing but perhaps a setting it lists; `called` are the words for whom or what it is about. */
export type SpanSaid = { ref: string | null; called: readonly string[] } & (
  | { do: 'list' }
  | { do: 'end' }
  | { do: 'begin'; from: OnDay; until: OnDay }
);

const ENDS = ['ends', 'over'];

/** The words after "cover" or "trip", or null when they are not all its own. */
export function readSpan(words: readonly string[], refs: readonly string[]): SpanSaid | null {
  const { ref, rest } = takeLastRef(words, refs);
  if (rest.length === 0) return { do: 'list', ref, called: [] };
  if (ENDS.includes(rest.at(-1) ?? '')) return { do: 'end', ref, called: rest.slice(0, -1) };
  if (rest.at(-1) === 'today')
    return { do: 'begin', ref, called: rest.slice(0, -1), from: (today) => today, until: (today) => today };
  const until = rest.indexOf('until');
  if (until < 0 || readDay(rest.slice(until + 1), ANY_DAY) === null) return null;
  const begins = rest.slice(0, until).indexOf('from');
  const first = begins < 0 ? null : rest.slice(begins + 1, until);
  if (first !== null && readDay(first, ANY_DAY) === null) return null;
  const from: OnDay = (today) => (first === null ? today : (readDay(first, today) ?? today));
  return {
    do: 'begin',
    ref,
    called: rest.slice(0, begins < 0 ? until : begins),
    from,
    // "From Thursday until Friday" is the Friday after that Thursday.
    until: (today) => readDay(rest.slice(until + 1), from(today)) ?? from(today),
  };
}

/** "lead", and perhaps a setting; null with any other word. */
export function readLead(words: readonly string[], refs: readonly string[]): { ref: string | null } | null {
  const { ref, rest } = takeRef(words, refs);
  return rest.length === 0 ? { ref } : null;
}

/** A few days ahead; what is known longer is for the calendar. */
export const DAYS_AHEAD = 7;

/** `closed`: by somebody's word. `named`: by the calendar, as a bank holiday or INSET day. */
export type DayStands =
  | { is: 'school_day' }
  | { is: 'past' }
  | { is: 'too_far' }
  | { is: 'closed' }
  | { is: 'named'; name: string }
  | { is: 'no_school' };

/** How a day stands that somebody would close or open. */
export function dayStands(
  calendar: SchoolCalendar,
  day: LocalDate,
  today: LocalDate,
  last: LocalDate,
): DayStands {
  if (day < today) return { is: 'past' };
  if (day > last) return { is: 'too_far' };
  const closure = calendar.closures.find(({ on }) => on === day);
  if (closure?.reason === 'closed') return { is: 'closed' };
  if (closure !== undefined) return { is: 'named', name: closure.name };
  return { is: isSchoolDay(calendar, day) ? 'school_day' : 'no_school' };
}
