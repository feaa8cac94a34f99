/**
 * A calendar to begin with in England: usual term dates and INSET days of a year, and the bank holidays.
 * The rule: dates differ by council and trust, so this is a start each setting makes its own; for a year whose
 * term dates are not known there are no half terms, and so nobody is asked, rather than dates made up.
 */
import { bankHolidays } from './bank-holidays.ts';
import type { LocalDate } from './local-time.ts';
import type { Closure, HalfTerm, SchoolCalendar } from './school-day.ts';

type YearDates = { halfTerms: HalfTerm[]; inset: LocalDate[] };

/** Staffordshire's dates, by the year a school year starts in. */
const KNOWN: ReadonlyMap<number, YearDates> = new Map([
  [
    2026,
    {
      halfTerms: [
        { name: 'Autumn 1', term: 'autumn', startsOn: '2026-09-01', endsOn: '2026-10-23' },
        { name: 'Autumn 2', term: 'autumn', startsOn: '2026-11-02', endsOn: '2026-12-18' },
        { name: 'Spring 1', term: 'spring', startsOn: '2027-01-04', endsOn: '2027-02-12' },
        { name: 'Spring 2', term: 'spring', startsOn: '2027-02-22', endsOn: '2027-03-25' },
        { name: 'Summer 1', term: 'summer', startsOn: '2027-04-12', endsOn: '2027-05-28' },
        { name: 'Summer 2', term: 'summer', startsOn: '2027-06-07', endsOn: '2027-07-21' },
      ],
      inset: ['2026-09-01', '2026-09-02'],
    },
  ],
]);

/** The school years whose term dates are known. */
export const KNOWN_YEARS: readonly number[] = [...KNOWN.keys()];

/** The school year from September of `startYear`: bank holidays always, half terms and INSET only where known. */
export function englandCalendar(startYear: number): SchoolCalendar {
  const known = KNOWN.get(startYear);
  const inset = (known?.inset ?? []).map((on): Closure => ({ on, reason: 'inset', name: 'INSET day' }));
  return {
    halfTerms: (known?.halfTerms ?? []).map((half) => ({ ...half })),
    closures: [...inset, ...bankHolidays('england', `${startYear}-09-01`, `${startYear + 1}-08-31`)].sort(
      (one, other) => one.on.localeCompare(other.on),
    ),
  };
}
