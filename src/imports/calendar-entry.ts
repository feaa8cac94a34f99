/**
 * One line of a school's calendar, whichever kind of file it was in: what it says of a stretch of days.
 * The rule: what is wrong with an entry by itself is found here, with its mend; what is wrong between entries is left
 * to build-calendar.
 */
import {
  addDays,
  dayName,
  daysBetween,
  type LocalDate,
  schoolYearOf,
  weekday,
} from '../domain/local-time.ts';
import type { HalfTerm } from '../domain/school-day.ts';
import type { RowFault } from './csv-rows.ts';

/**
 * half_term: one of the halves of a term, when the school is open. term: a whole term. holiday: days off in a term, such
 * as the half-term week.
 */
export const ENTRY_KINDS = ['half_term', 'term', 'holiday', 'inset', 'closed', 'bank_holiday'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What one without a name of its own is called. */
export const USUAL_NAME: Record<EntryKind, string> = {
  half_term: '',
  term: '',
  holiday: 'Holiday',
  inset: 'INSET day',
  closed: 'Closed',
  bank_holiday: 'Bank holiday',
};
export type Entry = { row: number; kind: EntryKind; name: string; startsOn: LocalDate; endsOn: LocalDate };

/** The fewest and the most days each kind is believed to last, first and last day counted. */
const LASTS: Record<EntryKind, { least: number; most: number; mend: string }> = {
  half_term: {
    least: 15,
    most: 75,
    mend: 'half_term is the weeks the school is open; for the week off write holiday, for a whole term write term',
  },
  term: { least: 15, most: 140, mend: 'give the first and the last day of one term' },
  holiday: { least: 1, most: 75, mend: 'give the first and the last day off' },
  inset: { least: 1, most: 5, mend: 'give each run of INSET days a row of its own' },
  closed: { least: 1, most: 92, mend: 'give the first and the last day closed' },
  bank_holiday: { least: 1, most: 2, mend: 'give each bank holiday a row of its own' },
};
export const YEARS_AHEAD = 3;

type Wrong = Omit<RowFault, 'row'>;

/** Everything wrong with one entry as it stands; none when it can be used. */
export function faultsOfEntry(
  { kind, name, startsOn, endsOn }: Omit<Entry, 'row'>,
  today: LocalDate,
): Wrong[] {
  if (endsOn < startsOn)
    return [{ field: 'ends_on', wrong: 'is before starts_on', mend: 'put the later date in ends_on' }];
  const far = (['starts_on', 'ends_on'] as const).find((field) =>
    isFar(field === 'starts_on' ? startsOn : endsOn, today),
  );
  if (far !== undefined)
    return [
      {
        field: far,
        wrong: 'is years away',
        mend: `give dates of the school years from ${schoolYearOf(today) - 1} to ${schoolYearOf(today) + YEARS_AHEAD}`,
      },
    ];
  const days = daysBetween(startsOn, endsOn) + 1;
  const { least, most, mend } = LASTS[kind];
  if (days < least || days > most)
    return [
      {
        field: 'ends_on',
        wrong: `makes it ${days} ${days === 1 ? 'day' : 'days'} long, which no ${kind} is`,
        mend,
      },
    ];
  const weekend = kind === 'inset' || (kind === 'closed' && days === 1) ? weekendIn(startsOn, endsOn) : null;
  if (weekend !== null)
    return [
      {
        field: 'starts_on',
        wrong: `takes in a ${dayName(weekend)}`,
        mend: 'give a day from Monday to Friday',
      },
    ];
  if ((kind === 'term' || kind === 'half_term') && termOf(name, startsOn) === null)
    return [
      {
        field: 'name',
        wrong: 'does not say a term that begins then',
        mend: 'name it after its term, such as Autumn 1, Spring 2 or Summer term, and see that its dates are right',
      },
    ];
  return [];
}

/** A school year either side of what anybody plans for. */
export function isFar(date: LocalDate, today: LocalDate): boolean {
  const away = schoolYearOf(date) - schoolYearOf(today);
  return away < -1 || away > YEARS_AHEAD;
}

function weekendIn(from: LocalDate, to: LocalDate): LocalDate | null {
  for (let day = from; day <= to; day = addDays(day, 1)) if (weekday(day) > 5) return day;
  return null;
}

/** The words a term is known by, and the months it may begin in, or one of its halves. */
const TERMS: { term: HalfTerm['term']; words: RegExp; months: number[] }[] = [
  { term: 'autumn', words: /\b(autumn|michaelmas)\b/i, months: [8, 9, 10, 11, 12] },
  { term: 'spring', words: /\b(spring|lent|hilary)\b/i, months: [1, 2, 3] },
  { term: 'summer', words: /\b(summer|trinity)\b/i, months: [3, 4, 5, 6, 7] },
];

/** The term by its name, where it begins when that term may; by the day it begins where the name says none. */
export function termOf(name: string, startsOn: LocalDate): HalfTerm['term'] | null {
  const month = Number(startsOn.slice(5, 7));
  const named = TERMS.filter(({ words }) => words.test(name));
  if (named.length > 1) return null;
  const [only] = named;
  if (only !== undefined) return only.months.includes(month) ? only.term : null;
  const begun = TERMS.filter(({ months }) => months.includes(month));
  return begun.length === 1 ? (begun[0]?.term ?? null) : null;
}
