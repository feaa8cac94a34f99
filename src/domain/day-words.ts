/**
 * A day as people write it: "today", "Monday", "3 Dec", "3rd December 2026", "3/12", "2026-12-03".
 * The rule: every word must be part of the day; anything more and it is not one, so no sentence is ever half read.
 * What is meant by the day is left to domain/day-command.
 */
import { addDays, type LocalDate, weekday } from './local-time.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
/** A date without a year that is further back than this is next year's. */
const MOST_BACK = 62;

/** In lower case; null when it is not a day, or there is no such date. A day of the week is the next one to come. */
export function readDay(words: readonly string[], today: LocalDate): LocalDate | null {
  const [first, ...rest] = words[0] === 'on' ? words.slice(1) : words;
  if (first === undefined) return null;
  if (rest.length === 0) {
    if (first === 'today') return today;
    if (first === 'tomorrow') return addDays(today, 1);
    if (/^\d{4}-\d{2}-\d{2}$/.test(first)) return existing(first);
  }
  const named = placeOf(DAYS, first);
  if (named === null) return readDate([first, ...rest], today);
  const next = addDays(today, ((named + 6 - weekday(today)) % 7) + 1);
  if (rest.length === 0) return next;
  const date = readDate(rest, today);
  // "Monday 3 Dec" where that is a Thursday could mean either.
  return date !== null && weekday(date) === named ? date : null;
}

/** A day and a month in either order, the month by name or, after the day, by number; perhaps a year. */
function readDate(
  [one = '', other = '', year, ...more]: readonly string[],
  today: LocalDate,
): LocalDate | null {
  if (more.length > 0 || (year !== undefined && !/^20\d{2}$/.test(year))) return null;
  const dayFirst = dayOf(one);
  const day = dayFirst ?? dayOf(other);
  const month = dayFirst === null ? placeOf(MONTHS, one) : (placeOf(MONTHS, other) ?? numbered(other));
  if (day === null || month === null) return null;
  const dated = (inYear: number) => existing(`${inYear}-${two(month)}-${two(day)}`);
  if (year !== undefined) return dated(Number(year));
  const thisYear = Number(today.slice(0, 4));
  const earliest = addDays(today, -MOST_BACK);
  return (
    [thisYear - 1, thisYear, thisYear + 1]
      .flatMap((inYear) => dated(inYear) ?? [])
      .find((date) => date >= earliest) ?? null
  );
}

const two = (number: number) => String(number).padStart(2, '0');

/** "3", "3rd" */
function dayOf(word: string): number | null {
  const found = /^(\d{1,2})(st|nd|rd|th)?$/.exec(word)?.[1];
  return found === undefined ? null : Number(found);
}

function numbered(word: string): number | null {
  return /^\d{1,2}$/.test(word) ? Number(word) : null;
}

/** From 1, by the whole name or its first letters, three or more. */
function placeOf(names: readonly string[], word: string): number | null {
  const place = names.findIndex((name) => word.length >= 3 && name.startsWith(word));
  return place < 0 ? null : place + 1;
}

function existing(date: string): LocalDate | null {
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? date : null;
}
