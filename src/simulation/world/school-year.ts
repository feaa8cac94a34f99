/**
 * The simulated schools' calendars and the stretch of days a run covers.
 * The rule: dates are invented from the year alone, differ between the two schools, and hold holidays, bank holidays
 * and INSET days; about half of all runs have a clock change in them.
 */
import { addDays, type LocalDate, weekday } from '../../domain/local-time.ts';
import type { HalfTerm, SchoolCalendar } from '../../domain/school-day.ts';
import type { Chance } from './chance.ts';

/** The first Monday on or after a date. */
export function mondayFrom(date: LocalDate): LocalDate {
  return addDays(date, (8 - weekday(date)) % 7);
}

/** The last Sunday of a month of 31 days: when Europe's clocks change. */
export function lastSunday(year: number, month: '03' | '10'): LocalDate {
  const last = `${year}-${month}-31`;
  return addDays(last, -(weekday(last) % 7));
}

/** The school year from September of `year`, and the autumn after it; `later` moves its holidays by so many weeks. */
export function inventedCalendar(year: number, later: number): SchoolCalendar {
  return {
    halfTerms: [...halvesOf(year, later), ...halvesOf(year + 1, later)],
    closures: [...closuresOf(year), ...closuresOf(year + 1)],
  };
}

function halvesOf(year: number, later: number): HalfTerm[] {
  const week = (date: LocalDate, weeks: number) => addDays(mondayFrom(date), 7 * weeks);
  const half = (
    name: string,
    term: HalfTerm['term'],
    monday: LocalDate,
    weeks: number,
    startsAfter = 0,
  ): HalfTerm => ({
    name,
    term,
    startsOn: addDays(monday, startsAfter),
    endsOn: addDays(monday, 7 * weeks - 3),
  });
  const autumn = week(`${year}-08-31`, 0);
  const spring = week(`${year + 1}-01-03`, 0);
  const summer = week(`${year + 1}-04-17`, later);
  return [
    half('Autumn 1', 'autumn', autumn, 7 + later, 2),
    half('Autumn 2', 'autumn', addDays(autumn, 7 * (8 + later)), 7 - later),
    half('Spring 1', 'spring', spring, 6, 1),
    half('Spring 2', 'spring', addDays(spring, 49), 6),
    half('Summer 1', 'summer', summer, 6),
    half('Summer 2', 'summer', addDays(summer, 49), 6),
  ];
}

function closuresOf(year: number): SchoolCalendar['closures'] {
  return [
    { on: mondayFrom(`${year + 1}-05-01`), reason: 'bank_holiday', name: 'Early May bank holiday' },
    { on: addDays(mondayFrom(`${year}-10-05`), 4), reason: 'inset', name: 'INSET day' },
    { on: addDays(mondayFrom(`${year + 1}-02-24`), 2), reason: 'closed', name: 'Snow' },
  ];
}

/** The local day a run begins, and the school year it is in. */
export function chooseStart(chance: Chance, days: number): { from: LocalDate; schoolYear: number } {
  const schoolYear = chance.between(2025, 2034);
  if (days > 60) return { from: `${schoolYear}-08-31`, schoolYear };
  if (chance.happens(0.5)) {
    const change = chance.happens(0.5) ? lastSunday(schoolYear, '10') : lastSunday(schoolYear + 1, '03');
    return { from: addDays(change, -chance.between(1, Math.max(1, days - 2))), schoolYear };
  }
  return { from: addDays(`${schoolYear}-09-01`, chance.between(0, 310)), schoolYear };
}
