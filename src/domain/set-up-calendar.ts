/**
 * The calendar a setting begins with, by what whoever sets it up says of its terms.
 * The rule: no term date is made up: where only the setting knows them there are none, and so nobody is asked until they
 * are brought in. Bank holidays come by the nation.
 */
import { allYearCalendar } from './all-year-calendar.ts';
import { bankHolidays } from './bank-holidays.ts';
import { englandCalendar } from './england-calendar.ts';
import { type LocalDate, schoolYearOf } from './local-time.ts';
import type { Nation } from './nation.ts';
import type { SchoolCalendar } from './school-day.ts';
import type { Terms } from './set-up-draft.ts';

export function beginningCalendar(terms: Terms, nation: Nation, today: LocalDate): SchoolCalendar {
  const year = schoolYearOf(today);
  switch (terms) {
    case 'england':
      return withBankHolidays(usualTerms(today), nation, year);
    case 'all_year': {
      const [present, coming] = [allYearCalendar(year, nation), allYearCalendar(year + 1, nation)];
      return {
        halfTerms: [...present.halfTerms, ...coming.halfTerms],
        closures: [...present.closures, ...coming.closures],
      };
    }
    case 'own':
      return withBankHolidays({ halfTerms: [], closures: [] }, nation, year);
  }
}

/** This school year's, or the coming one's where none of its terms is left. */
export function usualTerms(today: LocalDate): SchoolCalendar {
  const year = schoolYearOf(today);
  const present = englandCalendar(year);
  return present.halfTerms.some(({ endsOn }) => endsOn >= today) ? present : englandCalendar(year + 1);
}

function withBankHolidays(
  { halfTerms, closures }: SchoolCalendar,
  nation: Nation,
  year: number,
): SchoolCalendar {
  const own = closures.filter(({ reason }) => reason !== 'bank_holiday');
  const off = [...own, ...bankHolidays(nation, `${year}-09-01`, `${year + 2}-08-31`)];
  return { halfTerms, closures: off.sort((one, other) => one.on.localeCompare(other.on)) };
}
