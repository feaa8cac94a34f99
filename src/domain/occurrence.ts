/**
 * The period a question is asked for: a day, a week, a fortnight, a month, a half term, a term or a school year.
 * The rule: one period has one key, whatever day of it is asked about, so it is asked for once; a period begins and
 * ends inside school time, and a day in the holidays belongs to none.
 */
import { addDays, isoWeek, type LocalDate, mondayOf, schoolYearOf } from './local-time.ts';
import type { Cadence } from './question.ts';
import { type HalfTerm, halfTermOf, type SchoolCalendar } from './school-day.ts';

/** `key` is as prompts keep it: 2026-11-09, 2026-W46, fortnight-2026-W45, 2026-11, autumn-2-2026, autumn-2026, 2026. */
export type Occurrence = { key: string; startsOn: LocalDate; endsOn: LocalDate };

/** Stands between a period's key and the date on which something was put once more in it. */
export const AGAIN = '+';

/** What is put to the same person once more in its period is a prompt of its own: 2026+2026-11-10. */
export const againKey = (key: string, on: LocalDate): string => `${key}${AGAIN}${on}`;

/** The occurrence that `date` belongs to; null in the holidays. */
export function occurrenceOf(cadence: Cadence, date: LocalDate, calendar: SchoolCalendar): Occurrence | null {
  const half = halfTermOf(calendar, date);
  if (half === null) return null;
  switch (cadence) {
    case 'daily':
      return { key: date, startsOn: date, endsOn: date };
    case 'weekly': {
      const week = isoWeek(date);
      return within(calendar, week, mondayOf(week), addDays(mondayOf(week), 6));
    }
    case 'fortnightly':
      return fortnightOf(date, half, calendar);
    case 'monthly': {
      const month = date.slice(0, 7);
      return within(calendar, month, `${month}-01`, endOfMonth(month));
    }
    case 'half_termly': {
      const place = termHalves(calendar, half).indexOf(half) + 1;
      return { key: `${half.term}-${place}-${half.startsOn.slice(0, 4)}`, ...spanOf([half]) };
    }
    case 'termly': {
      const span = spanOf(termHalves(calendar, half));
      return { key: `${half.term}-${span.startsOn.slice(0, 4)}`, ...span };
    }
    case 'annual': {
      const year = yearOf(half);
      return {
        key: String(year),
        ...spanOf(calendar.halfTerms.filter((other) => yearOf(other) === year)),
      };
    }
  }
}

/** Pairs of the term's weeks, counted from its first; an odd last week stands alone. */
function fortnightOf(date: LocalDate, half: HalfTerm, calendar: SchoolCalendar): Occurrence {
  const weeks = termHalves(calendar, half).flatMap(weeksOf);
  const mondays = [...new Set(weeks)];
  const place = mondays.indexOf(mondayOf(isoWeek(date)));
  const first = mondays[place - (place % 2)];
  if (first === undefined) throw new Error('A day of a term is in none of its weeks');
  const last = mondays[place - (place % 2) + 1] ?? first;
  return within(calendar, `fortnight-${isoWeek(first)}`, first, addDays(last, 6));
}

/** The Mondays of the weeks a half term touches. */
function weeksOf({ startsOn, endsOn }: HalfTerm): LocalDate[] {
  const mondays: LocalDate[] = [];
  for (let monday = mondayOf(isoWeek(startsOn)); monday <= endsOn; monday = addDays(monday, 7))
    mondays.push(monday);
  return mondays;
}

/** The halves of the term a half term belongs to, in order. */
function termHalves(calendar: SchoolCalendar, half: HalfTerm): HalfTerm[] {
  return calendar.halfTerms
    .filter((other) => other.term === half.term && yearOf(other) === yearOf(half))
    .sort((one, other) => one.startsOn.localeCompare(other.startsOn));
}

/** By its end, since a school year may begin in the last days of August. */
function yearOf(half: HalfTerm): number {
  return schoolYearOf(half.endsOn);
}

/** The part of a stretch of days that is in half terms. */
function within(calendar: SchoolCalendar, key: string, from: LocalDate, to: LocalDate): Occurrence {
  const parts = calendar.halfTerms
    .filter((half) => half.startsOn <= to && from <= half.endsOn)
    .map(({ startsOn, endsOn }) => ({
      startsOn: startsOn > from ? startsOn : from,
      endsOn: endsOn < to ? endsOn : to,
    }));
  return { key, ...spanOf(parts) };
}

function spanOf(parts: readonly { startsOn: LocalDate; endsOn: LocalDate }[]): {
  startsOn: LocalDate;
  endsOn: LocalDate;
} {
  const startsOn = parts.map((part) => part.startsOn).sort()[0];
  const endsOn = parts
    .map((part) => part.endsOn)
    .sort()
    .at(-1);
  if (startsOn === undefined || endsOn === undefined) throw new Error('A period has no days in school time');
  return { startsOn, endsOn };
}

function endOfMonth(month: string): LocalDate {
  const nextMonth = addDays(`${month}-01`, 31).slice(0, 7);
  return addDays(`${nextMonth}-01`, -1);
}
