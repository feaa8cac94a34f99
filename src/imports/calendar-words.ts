/**
 * What an event of a school's calendar is about, by its summary, in the words English schools use.
 * The rule: the whole summary must be understood, and its length must fit: "INSET day" is a day off and "INSET lunch
 * order" is nothing; what fits no form is left to be listed, never guessed.
 */
import type { HalfTerm } from '../domain/school-day.ts';

export type Meaning =
  | { is: 'term' | 'half_term'; term: HalfTerm['term'] | null }
  /** The first or the last day of a term, or of one of its halves. */
  | { is: 'begins' | 'ends'; term: HalfTerm['term'] | null }
  | { is: 'holiday' | 'inset' | 'closed' }
  | { is: 'bank_holiday'; name: string };

const SEASON = '(autumn|michaelmas|spring|lent|hilary|summer|trinity)';
const SEASONS: Record<string, HalfTerm['term']> = {
  autumn: 'autumn',
  michaelmas: 'autumn',
  spring: 'spring',
  lent: 'spring',
  hilary: 'spring',
  summer: 'summer',
  trinity: 'summer',
};
const CLOSED = '(?: ?(?:closed|closed to (?:pupils|students|children)|no (?:pupils|students|children)))?';
const OFF = '(?:holidays?|break|vacation|week)';

/** A half-term holiday is two weeks at most, and anything longer is half a term. */
const LONGEST_HALF_TERM_OFF = 16;
const SHORTEST_TERM = 15;
const LONGEST_HALF = 75;

const INSET = new RegExp(
  '^(?:(?:staff )?inset(?: (?:training|staff training))?|(?:staff|teacher) (?:training|development)|' +
    `non pupil|cpd|professional development|baker|teacher inset)(?: days?)?(?: [1-9])?${CLOSED}$`,
);
const CLOSURE =
  /^(?:closed(?: to (?:all|pupils|students|children|everyone))?|closure(?: days?)?|snow (?:day|closure)|occasional day|polling day closed|closed (?:polling day|snow))$/;
const HALF_TERM_OFF = new RegExp(
  `^(?:${SEASON} |(?:whitsun|whit|winter|february|may) )?half term(?: ${OFF})?(?: closed)?$`,
);
const HOLIDAY = new RegExp(
  `^(?:christmas|xmas|easter|winter|whitsun|february|${SEASON})(?: and new year)? ${OFF}(?: closed)?$|^${OFF.replace('|week', '')}(?: closed)?$`,
);
const TERM = new RegExp(`^${SEASON} term$|^${SEASON}$|^term [1-3]$|^term(?: time)?$`);
const HALF = new RegExp(
  `^${SEASON}(?: term)? ([12])$|^${SEASON}(?: term)? half term ([12])$|^term ([1-6])$|^half term ([1-6])$|^${SEASON} term (first|second) half$`,
);
const BEGINS = new RegExp(
  `^(?:${SEASON} )?term(?: [1-6])? (?:begins|starts|start|opens|commences)$|^(?:first day|start|beginning) (?:${SEASON} )?term(?: [1-6])?$|^${SEASON}(?: [12])? (?:begins|starts)$|^re ?opens(?: to (?:pupils|students|children))?$`,
);
const ENDS = new RegExp(
  `^(?:${SEASON} )?term(?: [1-6])? (?:ends|end|finishes)$|^(?:last day|end) (?:${SEASON} )?term(?: [1-6])?$|^${SEASON}(?: [12])? (?:ends|finishes)$|^breaks? up(?: (?:half term|christmas|easter|summer))?(?: ${OFF})?$`,
);

const BANK_HOLIDAYS: ReadonlyMap<string, string> = new Map(
  [
    'New Year’s Day',
    'Good Friday',
    'Easter Monday',
    'Early May bank holiday',
    'May Day',
    'May Day bank holiday',
    'May bank holiday',
    'Spring bank holiday',
    'Late May bank holiday',
    'Summer bank holiday',
    'August bank holiday',
    'Christmas Day',
    'Boxing Day',
    'St Andrew’s Day',
    'St Patrick’s Day',
    'Bank holiday',
    'Bank holiday Monday',
    'Public holiday',
  ].map((name) => [plainOf(name), name]),
);

/** Said of any of them, and saying nothing: whose, which year, which weekday or month. */
const FILLING =
  /\b(?:the|a|an|of|for|our|all|school|schools|academy|mon|tues?|wed|thurs?|fri|(?:mon|tues|wednes|thurs|fri)day|october|november|june|january|march|april)\b/g;

/** `days` is how long the event lasts; null where its summary is not understood as a whole. */
export function meaningOf(summary: string, days: number): Meaning | null {
  const plain = plainOf(summary);
  const bank =
    BANK_HOLIDAYS.get(plain) ??
    BANK_HOLIDAYS.get(plain.replace(/ (?:bank holiday|substitute day|(?:school )?closed)$/, ''));
  if (bank !== undefined) return days <= 2 ? { is: 'bank_holiday', name: bank } : null;
  const words = plain
    .replaceAll(/\b(?:academic|school) year\b/g, ' ')
    .replaceAll(FILLING, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  if (INSET.test(words)) return days <= 5 ? { is: 'inset' } : null;
  if (CLOSURE.test(words)) return { is: 'closed' };
  if (BEGINS.test(words)) return days === 1 ? { is: 'begins', term: seasonIn(words) } : null;
  if (ENDS.test(words)) return days === 1 ? { is: 'ends', term: seasonIn(words) } : null;
  // A day alone of any of these is a reminder of when it begins or ends, and does not say which.
  if (HALF_TERM_OFF.test(words)) return days > 1 && days <= LONGEST_HALF_TERM_OFF ? { is: 'holiday' } : null;
  if (HOLIDAY.test(words)) return days > 1 ? { is: 'holiday' } : null;
  if (days < SHORTEST_TERM) return null;
  // “Term 1” is one of three or of six, as its length says.
  if (HALF.test(words) && !(TERM.test(words) && days > LONGEST_HALF))
    return { is: 'half_term', term: seasonIn(words) };
  return TERM.test(words) ? { is: 'term', term: seasonIn(words) } : null;
}

/** Small letters, words parted by single spaces, without years such as 2026/27 or 2026-2027. */
function plainOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’'‘`]/g, '')
    .replaceAll(/\b20\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?\b/g, ' ')
    .replaceAll(/[\s\-–—:,.()/]+/g, ' ')
    .trim();
}

const seasonIn = (words: string): HalfTerm['term'] | null =>
  SEASONS[new RegExp(`\\b${SEASON}\\b`).exec(words)?.[1] ?? ''] ?? null;
