/**
 * What a calendar brought in makes of the one that is held: the school years it covers are replaced whole, the others
 * stay.
 * The rule: nothing that was a day off becomes a school day on the strength of a file that has faults. What changes is
 * told day by day, from today on.
 */
import { bankHolidays } from './bank-holidays.ts';
import { addDays, type LocalDate, schoolYearOf } from './local-time.ts';
import type { Nation } from './nation.ts';
import { type Closure, halfTermOf, isSchoolDay, type SchoolCalendar } from './school-day.ts';

/** The given years as `brought` has them, with the nation's bank holidays; every other year as `held` has it. */
export function replaceYears(
  held: SchoolCalendar,
  brought: SchoolCalendar,
  years: readonly number[],
  nation: Nation,
): SchoolCalendar {
  const stays = (year: number) => !years.includes(year);
  const isApart = ({ startsOn, endsOn }: { startsOn: LocalDate; endsOn: LocalDate }) =>
    !brought.halfTerms.some((half) => half.startsOn <= endsOn && startsOn <= half.endsOn);
  const off = new Map<LocalDate, Closure>();
  for (const closure of held.closures)
    if (stays(yearOfDay(held, closure.on)) && stays(yearOfDay(brought, closure.on)))
      off.set(closure.on, closure);
  for (const closure of brought.closures) off.set(closure.on, closure);
  for (const year of years)
    for (const holiday of bankHolidays(nation, firstDay(brought, year), `${year + 1}-08-31`))
      if (off.get(holiday.on)?.reason !== 'bank_holiday') off.set(holiday.on, holiday);
  return {
    halfTerms: [
      ...held.halfTerms.filter((half) => stays(schoolYearOf(half.endsOn)) && isApart(half)),
      ...brought.halfTerms,
    ].sort((one, other) => one.startsOn.localeCompare(other.startsOn)),
    closures: inOrder(off),
  };
}

const inOrder = (off: Map<LocalDate, Closure>) =>
  [...off.values()].sort((one, other) => one.on.localeCompare(other.on));

/** A day in a half term is of its school year, even in August. */
const yearOfDay = (calendar: SchoolCalendar, date: LocalDate) =>
  schoolYearOf(halfTermOf(calendar, date)?.endsOn ?? date);

/** 1 September, or the day the year's first term begins where that is sooner. */
function firstDay({ halfTerms }: SchoolCalendar, year: number): LocalDate {
  return halfTerms
    .filter(({ endsOn }) => schoolYearOf(endsOn) === year)
    .reduce((first, { startsOn }) => (startsOn < first ? startsOn : first), `${year}-09-01`);
}

export const KEPT_OFF = 'Day off as before, until the calendar’s file is mended';

/** `after`, in which every day off of a year that `before` knows stays one; and how many were kept so. */
export function keepDaysOff(
  before: SchoolCalendar,
  after: SchoolCalendar,
  today: LocalDate,
): { calendar: SchoolCalendar; kept: number } {
  const known = new Set(before.halfTerms.map(({ endsOn }) => schoolYearOf(endsOn)));
  const kept = changeOf(before, after, today).gained.filter((on) => known.has(yearOfDay(after, on)));
  const off = new Map(after.closures.map((closure) => [closure.on, closure]));
  for (const on of kept)
    off.set(
      on,
      before.closures.find((closure) => closure.on === on) ?? { on, reason: 'closed', name: KEPT_OFF },
    );
  return { calendar: { ...after, closures: inOrder(off) }, kept: kept.length };
}

/** Days that become school days, and days that cease to be, from `today` on. */
export function changeOf(
  before: SchoolCalendar,
  after: SchoolCalendar,
  today: LocalDate,
): { gained: LocalDate[]; lost: LocalDate[] } {
  const gained: LocalDate[] = [];
  const lost: LocalDate[] = [];
  const last = [...before.halfTerms, ...after.halfTerms].reduce(
    (end, { endsOn }) => (endsOn > end ? endsOn : end),
    '',
  );
  for (let day = today; day <= last; day = addDays(day, 1)) {
    const [was, is] = [isSchoolDay(before, day), isSchoolDay(after, day)];
    if (is && !was) gained.push(day);
    if (was && !is) lost.push(day);
  }
  return { gained, lost };
}

/** True when the two say the same of every day, by the same names. */
export function isSameCalendar(one: SchoolCalendar, other: SchoolCalendar): boolean {
  const plain = ({ halfTerms, closures }: SchoolCalendar) =>
    JSON.stringify([
      halfTerms.map(({ name, term, startsOn, endsOn }) => [name, term, startsOn, endsOn]),
      closures.map(({ on, reason, name }) => [on, reason, name]),
    ]);
  return plain(one) === plain(other);
}
