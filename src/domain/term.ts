/**
 * The school term a date belongs to: its own, or in the holidays the one just over.
 * The rule: half terms of one name in one school year make a term. School days are left to domain/school-day.
 */
import { type LocalDate, schoolYearOf } from './local-time.ts';
import type { SchoolCalendar } from './school-day.ts';

export type Term = { name: string; startsOn: LocalDate; endsOn: LocalDate };

/** Null before the first term of the calendar. */
export function termOf(calendar: SchoolCalendar, date: LocalDate): Term | null {
  const begun = calendar.halfTerms
    .filter((half) => half.startsOn <= date)
    .sort((one, other) => one.startsOn.localeCompare(other.startsOn));
  const last = begun.at(-1);
  if (!last) return null;
  // By its end, since a school year may begin in the last days of August.
  const year = schoolYearOf(last.endsOn);
  const halves = calendar.halfTerms.filter(
    (half) => half.term === last.term && schoolYearOf(half.endsOn) === year,
  );
  const dates = halves.flatMap((half) => [half.startsOn, half.endsOn]).sort();
  return { name: last.term, startsOn: dates[0] ?? last.startsOn, endsOn: dates.at(-1) ?? last.endsOn };
}
