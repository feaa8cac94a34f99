/**
 * The bank holidays of each nation of the United Kingdom, day by day.
 * The rule: only public ones, and the substitute day where one falls on a weekend; a school's own calendar need not
 * say them.
 */
import Holidays from 'date-holidays';
import type { LocalDate } from './local-time.ts';
import type { Nation } from './nation.ts';
import type { Closure } from './school-day.ts';

const REGIONS: Record<Nation, string> = {
  england: 'ENG',
  wales: 'WLS',
  scotland: 'SCT',
  northern_ireland: 'NIR',
};

/** From the first date up to and including the last, in order, each date once. */
export function bankHolidays(nation: Nation, from: LocalDate, to: LocalDate): Closure[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const known = new Holidays('GB', REGIONS[nation]);
  const found = new Map<LocalDate, Closure>();
  for (let year = first; year <= last; year += 1)
    for (const { date, name, type } of known.getHolidays(year, 'en')) {
      const on = date.slice(0, 10);
      if (type === 'public' && from <= on && on <= to && !found.has(on))
        found.set(on, { on, reason: 'bank_holiday', name });
    }
  return [...found.values()].sort((one, other) => one.on.localeCompare(other.on));
}
