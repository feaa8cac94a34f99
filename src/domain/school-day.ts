/**
 * School days: the days of a setting's terms, less weekends, bank holidays, INSET and closures.
 * The rule: a day outside every half term given is not a school day, so a calendar that has run out asks nobody
 * rather than guessing. Working calendars (LADO and referral clocks) are here too, since they run in holidays.
 */
import { addDays, type LocalDate, weekday } from './local-time.ts';

export type HalfTerm = {
  name: string;
  term: 'autumn' | 'spring' | 'summer';
  startsOn: LocalDate;
  endsOn: LocalDate;
};
export type Closure = { on: LocalDate; reason: 'bank_holiday' | 'inset' | 'closed'; name: string };
export type SchoolCalendar = { halfTerms: HalfTerm[]; closures: Closure[] };

const FURTHEST = 400;

export function isSchoolDay(calendar: SchoolCalendar, date: LocalDate): boolean {
  if (weekday(date) > 5) return false;
  if (calendar.closures.some((closure) => closure.on === date)) return false;
  return halfTermOf(calendar, date) !== null;
}

/** The half term a date falls in, or null in the holidays. */
export function halfTermOf(calendar: SchoolCalendar, date: LocalDate): HalfTerm | null {
  return calendar.halfTerms.find((half) => half.startsOn <= date && date <= half.endsOn) ?? null;
}

/** The nth school day after `date` (n ≥ 1), or null when the calendar runs out first. */
export function schoolDayAfter(calendar: SchoolCalendar, date: LocalDate, n = 1): LocalDate | null {
  let day = date;
  let found = 0;
  for (let step = 0; step < FURTHEST; step += 1) {
    day = addDays(day, 1);
    if (isSchoolDay(calendar, day)) found += 1;
    if (found === n) return day;
  }
  return null;
}

/** `date` itself when it is a school day, otherwise the next one; null when the calendar runs out. */
export function schoolDayFrom(calendar: SchoolCalendar, date: LocalDate): LocalDate | null {
  return isSchoolDay(calendar, date) ? date : schoolDayAfter(calendar, date);
}

/** The last school day before `date`, or null when there is none in the calendar. */
export function schoolDayBefore(calendar: SchoolCalendar, date: LocalDate): LocalDate | null {
  let day = date;
  for (let step = 0; step < FURTHEST; step += 1) {
    day = addDays(day, -1);
    if (isSchoolDay(calendar, day)) return day;
  }
  return null;
}

/** School days after `from` up to and including `to`; 0 when `to` is not later. */
export function schoolDaysBetween(calendar: SchoolCalendar, from: LocalDate, to: LocalDate): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1))
    if (isSchoolDay(calendar, day)) count += 1;
  return count;
}

/** Monday to Friday and not a bank holiday: runs in the school holidays too. */
export function isWorkingDay(calendar: SchoolCalendar, date: LocalDate): boolean {
  if (weekday(date) > 5) return false;
  return !calendar.closures.some((closure) => closure.on === date && closure.reason === 'bank_holiday');
}

export function workingDayAfter(calendar: SchoolCalendar, date: LocalDate): LocalDate {
  let day = addDays(date, 1);
  while (!isWorkingDay(calendar, day)) day = addDays(day, 1);
  return day;
}
