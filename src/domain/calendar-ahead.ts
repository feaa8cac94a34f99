/**
 * What a school's calendar says of today and of the weeks to come.
 * The rule: days off are said only where they are in a term, since a bank holiday in the holidays takes nothing away;
 * a calendar that is about to run out is known six weeks before.
 */
import { addDays, type LocalDate, weekday } from './local-time.ts';
import { type Closure, type HalfTerm, halfTermOf, isSchoolDay, type SchoolCalendar } from './school-day.ts';

/** Half a term's warning. */
export const RUNS_OUT_DAYS = 42;
const MOST_DAYS_OFF = 10;

export type Today =
  | { is: 'school_day' | 'weekend' | 'holiday' }
  | { is: Closure['reason']; name: string }
  /** No term dates are given for it, nor for any day after. */
  | { is: 'unknown' };
export type DaysOff = { reason: Closure['reason']; name: string; from: LocalDate; to: LocalDate };
export type CalendarAhead = {
  today: Today;
  /** The half term today is in, or null. */
  half: HalfTerm | null;
  /** The next half term, where today is in none. */
  next: HalfTerm | null;
  /** The days between this half term, or the one before today, and the next; null where no next is given. */
  holiday: { from: LocalDate; to: LocalDate } | null;
  /** INSET days, closures and bank holidays in term, from today on, soonest first; days that follow each other are one. */
  off: DaysOff[];
  /** The last day of the last half term; null where there is none. */
  endsOn: LocalDate | null;
  runsOut: 'no' | 'soon' | 'out';
};

export function calendarAhead(calendar: SchoolCalendar, today: LocalDate): CalendarAhead {
  const halves = calendar.halfTerms.toSorted((one, other) => one.startsOn.localeCompare(other.startsOn));
  const half = halfTermOf(calendar, today);
  const next = halves.find(({ startsOn }) => startsOn > today) ?? null;
  const before = half ?? halves.findLast(({ endsOn }) => endsOn < today) ?? null;
  const endsOn = lastDayOf(calendar);
  return {
    today: todayIn(calendar, today, endsOn),
    half,
    next: half === null ? next : null,
    holiday: before === null || next === null ? null : gap(before, next),
    off: daysOff(calendar, today),
    endsOn,
    runsOut: runsOut(calendar, today),
  };
}

/** The last day of the last half term; null where there is none. */
export function lastDayOf({ halfTerms }: SchoolCalendar): LocalDate | null {
  return halfTerms.reduce<LocalDate | null>(
    (last, { endsOn }) => (last === null || endsOn > last ? endsOn : last),
    null,
  );
}

/** Whether the next school year's dates are wanted soon, or nobody is asked any more. */
export function runsOut(calendar: SchoolCalendar, today: LocalDate): CalendarAhead['runsOut'] {
  const last = lastDayOf(calendar);
  if (last === null || last < today) return 'out';
  return last < addDays(today, RUNS_OUT_DAYS) ? 'soon' : 'no';
}

function todayIn(calendar: SchoolCalendar, today: LocalDate, endsOn: LocalDate | null): Today {
  if (isSchoolDay(calendar, today)) return { is: 'school_day' };
  if (endsOn === null || endsOn < today) return { is: 'unknown' };
  if (weekday(today) > 5) return { is: 'weekend' };
  const closure = calendar.closures.find(({ on }) => on === today);
  if (closure !== undefined) return { is: closure.reason, name: closure.name };
  return { is: 'holiday' };
}

/** Null where one half term follows the other without a working day between. */
function gap(before: HalfTerm, next: HalfTerm): { from: LocalDate; to: LocalDate } | null {
  const from = addDays(before.endsOn, 1);
  const to = addDays(next.startsOn, -1);
  for (let day = from; day <= to; day = addDays(day, 1)) if (weekday(day) < 6) return { from, to };
  return null;
}

function daysOff(calendar: SchoolCalendar, today: LocalDate): DaysOff[] {
  const off: DaysOff[] = [];
  const coming = calendar.closures
    .filter(({ on, reason }) => on >= today && (reason === 'inset' || halfTermOf(calendar, on) !== null))
    .filter(({ on }) => weekday(on) < 6)
    .toSorted((one, other) => one.on.localeCompare(other.on));
  for (const { on, reason, name } of coming) {
    const last = off.at(-1);
    const follows = last !== undefined && on <= addDays(last.to, weekday(last.to) === 5 ? 3 : 1);
    if (last !== undefined && follows && last.reason === reason && last.name === name) last.to = on;
    else off.push({ reason, name, from: on, to: on });
  }
  return off.slice(0, MOST_DAYS_OFF);
}
