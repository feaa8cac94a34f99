/**
 * A calendar for a setting that is open all year but for a week at Christmas, as most nurseries are.
 * The rule: its halves are those of the school year, one after another without a holiday between, so that what is counted
 * by half terms has the same blocks as a school's; bank holidays are days off.
 */
import { bankHolidays } from './bank-holidays.ts';
import { addDays, type LocalDate } from './local-time.ts';
import type { Nation } from './nation.ts';
import type { Closure, HalfTerm, SchoolCalendar } from './school-day.ts';

/** From September of `startYear` to the end of August: closed from Christmas Eve to New Year's Day. */
export function allYearCalendar(startYear: number, nation: Nation): SchoolCalendar {
  const next = startYear + 1;
  const half = (name: string, startsOn: LocalDate, endsOn: LocalDate): HalfTerm => ({
    name,
    term: name.startsWith('Autumn') ? 'autumn' : name.startsWith('Spring') ? 'spring' : 'summer',
    startsOn,
    endsOn,
  });
  const christmas: Closure[] = Array.from({ length: 9 }, (_, at) => ({
    on: addDays(`${startYear}-12-24`, at),
    reason: 'closed',
    name: 'Christmas',
  }));
  const closures = new Map(christmas.map((closure) => [closure.on, closure]));
  for (const holiday of bankHolidays(nation, `${startYear}-09-01`, `${next}-08-31`))
    closures.set(holiday.on, holiday);
  return {
    halfTerms: [
      half('Autumn 1', `${startYear}-09-01`, `${startYear}-10-31`),
      half('Autumn 2', `${startYear}-11-01`, `${startYear}-12-31`),
      half('Spring 1', `${next}-01-01`, `${next}-02-14`),
      half('Spring 2', `${next}-02-15`, `${next}-03-31`),
      half('Summer 1', `${next}-04-01`, `${next}-05-31`),
      half('Summer 2', `${next}-06-01`, `${next}-08-31`),
    ],
    closures: [...closures.values()].sort((one, other) => one.on.localeCompare(other.on)),
  };
}
