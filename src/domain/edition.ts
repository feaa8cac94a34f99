/**
 * A new edition of guidance: which questions cite another, which say its name, and when staff answer for it.
 * The rule: staff are given the next INSET day of the term to read it and are asked on the first school day after; where
 * there is none, on the next school day. Whoever joins is asked at once. Nothing said of the edition before counts.
 */
import type { LocalDate } from './local-time.ts';
import { againKey, type Occurrence } from './occurrence.ts';
import type { Question } from './question.ts';
import { halfTermOf, type SchoolCalendar, schoolDayAfter } from './school-day.ts';
import type { Person } from './setting.ts';
import { termOf } from './term.ts';

/** "KCSIE 2027": the document, and which one of it. */
export type Edition = { document: string; year: string };

export function readEdition(text: string): Edition | null {
  const read = /^([\p{L}][\p{L} ]{0,40}) (\d{4}(?:\.\d)?)$/u.exec(text.replaceAll(/\s+/g, ' ').trim());
  return read?.[1] === undefined || read[2] === undefined ? null : { document: read[1], year: read[2] };
}

/** Rests on another edition of the same document: its paragraph is to be looked at again. */
export const citesAnother = ({ source }: Question, { document, year }: Edition): boolean =>
  source.document === document && source.edition !== year;

/** Says the edition's name, so that what people read changes with it. */
export const saysEdition = ({ text, why }: Question): boolean => `${text} ${why}`.includes('{edition}');

/** Everybody in its audience must answer it once more. */
export const mustReadAgain = (question: Question): boolean =>
  question.kind === 'attestation' && question.text.includes('{edition}');

/** `inset`: the day on which there is time to read; null where the term has none left. No school day left: null. */
export function readingDays(
  calendar: SchoolCalendar,
  today: LocalDate,
): { inset: LocalDate | null; from: LocalDate } | null {
  const next = schoolDayAfter(calendar, today);
  const day = halfTermOf(calendar, today) === null ? next : today;
  const end = day === null ? null : (termOf(calendar, day)?.endsOn ?? null);
  const inset =
    calendar.closures
      .filter(({ reason, on }) => reason === 'inset' && on > today && (end === null || on <= end))
      .map(({ on }) => on)
      .sort()[0] ?? null;
  const from = inset === null ? next : schoolDayAfter(calendar, inset);
  return from === null ? null : { inset, from };
}

/** The period as it is asked for since the edition came: once more than before it. */
export function afterEdition(
  { reread }: Pick<Question, 'reread'>,
  occurrence: Occurrence,
  today: LocalDate,
): Occurrence {
  if (reread === undefined || today < reread.decided) return occurrence;
  if (reread.from < occurrence.startsOn || reread.from > occurrence.endsOn) return occurrence;
  return { ...occurrence, key: againKey(occurrence.key, reread.from) };
}

/** Staff from the day they were given; somebody who started since the edition came, from their first. */
export function isTimeToRead(
  { reread }: Pick<Question, 'reread'>,
  { startsOn }: Pick<Person, 'startsOn'>,
  today: LocalDate,
): boolean {
  if (reread === undefined || today >= reread.from) return true;
  return startsOn !== null && startsOn >= reread.decided && startsOn <= today;
}
