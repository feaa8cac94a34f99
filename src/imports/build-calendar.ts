/**
 * A calendar's entries put together: half terms, and the days off in them, for the school years they cover.
 * The rule: two stretches of term never overlap; a whole term is cut into its halves by the holiday in it, or is the
 * halves given beside it. A day off in a school year that has no term is a fault, since a year is given whole.
 */
import { addDays, type LocalDate, schoolYearOf, weekday } from '../domain/local-time.ts';
import type { Closure, HalfTerm, SchoolCalendar } from '../domain/school-day.ts';
import { type Entry, termOf } from './calendar-entry.ts';
import type { RowFault } from './csv-rows.ts';

export type BuiltCalendar = {
  calendar: SchoolCalendar;
  /** The school years given, each by the year it begins in. */
  years: number[];
  faults: RowFault[];
  /** Days off of other school years, which were left out. */
  left: number;
};

type Stretch = HalfTerm & { row: number };

const TERM_NAMES: Record<HalfTerm['term'], string> = { autumn: 'Autumn', spring: 'Spring', summer: 'Summer' };
/** A holiday of so many working days parts a term into halves; a shorter one is days off in it. */
const PARTS_FROM = 3;
/** Where two say the same day is off, the reason that other clocks go by comes first. */
const REASONS: readonly Closure['reason'][] = ['bank_holiday', 'inset', 'closed'];

/** `others`: what is made of a day off in a school year that has no term. */
export function buildCalendar(entries: readonly Entry[], others: 'fault' | 'leave'): BuiltCalendar {
  const faults: RowFault[] = [];
  const of = (...kinds: Entry['kind'][]) => entries.filter(({ kind }) => kinds.includes(kind));
  const holidays = of('holiday');
  const halves = of('half_term').flatMap(stretchOf);
  const terms = of('term')
    .flatMap(stretchOf)
    .filter((term) => !halves.some((half) => isWithin(half, term)))
    .flatMap((term) => halvesOf(term, holidays));
  const stretches = named(apart([...halves, ...terms], faults));
  const years = [...new Set(stretches.map(({ endsOn }) => schoolYearOf(endsOn)))].sort((a, b) => a - b);
  const off = new Map<LocalDate, Closure>();
  for (const day of holidays.flatMap((holiday) => weekdaysOf(holiday)))
    if (stretches.some((half) => half.startsOn <= day && day <= half.endsOn))
      off.set(day, { on: day, reason: 'closed', name: nameOn(holidays, day) });
  const daysOff = of('inset', 'closed', 'bank_holiday');
  const covered = daysOff.filter((entry) => isCovered(entry, years));
  if (others === 'fault' && years.length > 0)
    for (const { row } of daysOff.filter((entry) => !covered.includes(entry)))
      faults.push({
        row,
        field: 'starts_on',
        wrong: 'is in a school year that the file has no term of',
        mend: 'give the terms of that school year too, or take the row out',
      });
  takeDaysOff(covered, off, faults);
  return {
    calendar: {
      halfTerms: stretches.map(({ row: _row, ...half }) => half),
      closures: [...off.values()].sort((one, other) => one.on.localeCompare(other.on)),
    },
    years,
    faults,
    left: daysOff.length - covered.length,
  };
}

function stretchOf({ row, name, startsOn, endsOn }: Entry): Stretch[] {
  const term = termOf(name, startsOn);
  return term === null ? [] : [{ row, name, term, startsOn, endsOn }];
}

type Days = { startsOn: LocalDate; endsOn: LocalDate };
const isWithin = (inner: Days, outer: Days) =>
  outer.startsOn <= inner.startsOn && inner.endsOn <= outer.endsOn;
const overlaps = (one: Days, other: Days) => one.startsOn <= other.endsOn && other.startsOn <= one.endsOn;

/** In order, less each that overlaps one before it, which is a fault. */
function apart(stretches: Stretch[], faults: RowFault[]): Stretch[] {
  const kept: Stretch[] = [];
  for (const stretch of stretches.toSorted((one, other) => one.startsOn.localeCompare(other.startsOn))) {
    const before = kept.find((other) => overlaps(other, stretch));
    if (before === undefined) kept.push(stretch);
    else if (!faults.some(({ row }) => row === stretch.row))
      faults.push({
        row: stretch.row,
        field: 'starts_on',
        wrong: `overlaps the term dates of row ${before.row}`,
        mend: 'see that each half term begins after the one before it has ended',
      });
  }
  return kept;
}

/** A whole term less the longer holidays in it. */
function halvesOf(term: Stretch, holidays: readonly Entry[]): Stretch[] {
  let parts: Stretch[] = [term];
  for (const holiday of holidays)
    parts = parts.flatMap((part) => {
      if (!overlaps(part, holiday) || weekdaysOf(commonOf(part, holiday)).length < PARTS_FROM) return [part];
      return [
        { ...part, endsOn: addDays(holiday.startsOn, -1) },
        { ...part, startsOn: addDays(holiday.endsOn, 1) },
      ].flatMap((left) => toWeekdays(left));
    });
  return parts.length < 2 ? parts : parts.map((part) => ({ ...part, name: '' }));
}

/** From its first working day to its last; nothing where it has none. */
function toWeekdays(part: Stretch): Stretch[] {
  const days = weekdaysOf(part);
  const [startsOn, endsOn] = [days[0], days.at(-1)];
  return startsOn === undefined || endsOn === undefined ? [] : [{ ...part, startsOn, endsOn }];
}

/** Those without a name of their own are called by their term, and counted where it has several. */
function named(stretches: readonly Stretch[]): Stretch[] {
  const isOfOneTerm = (one: Stretch, other: Stretch) =>
    one.term === other.term && schoolYearOf(one.endsOn) === schoolYearOf(other.endsOn);
  return stretches.map((half) => {
    const all = stretches.filter((other) => isOfOneTerm(half, other));
    const number = all.length > 1 ? `${all.indexOf(half) + 1}` : 'term';
    return isNameless(half.name) ? { ...half, name: `${TERM_NAMES[half.term]} ${number}` } : half;
  });
}

/** A bare “Autumn” says no more than its term does. */
const isNameless = (name: string) => name === '' || Object.keys(TERM_NAMES).includes(name.toLowerCase());

const commonOf = (one: Days, other: Days): Days => ({
  startsOn: one.startsOn > other.startsOn ? one.startsOn : other.startsOn,
  endsOn: one.endsOn < other.endsOn ? one.endsOn : other.endsOn,
});

function weekdaysOf({ startsOn, endsOn }: Days): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = startsOn; day <= endsOn; day = addDays(day, 1)) if (weekday(day) < 6) days.push(day);
  return days;
}

const nameOn = (holidays: readonly Entry[], day: LocalDate) =>
  holidays.find(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn)?.name ?? 'Holiday';

function takeDaysOff(entries: readonly Entry[], off: Map<LocalDate, Closure>, faults: RowFault[]): void {
  const first = new Map<string, number>();
  for (const entry of entries) {
    const { row, name } = entry;
    const reason = entry.kind as Closure['reason'];
    const same = first.get(`${reason} ${entry.startsOn}`);
    if (same !== undefined) {
      faults.push({
        row,
        field: 'starts_on',
        wrong: `is the same as in row ${same}`,
        mend: 'take one of them out',
      });
      continue;
    }
    first.set(`${reason} ${entry.startsOn}`, row);
    for (const on of weekdaysOf(entry)) {
      const before = off.get(on);
      if (before === undefined || REASONS.indexOf(reason) < REASONS.indexOf(before.reason))
        off.set(on, { on, reason, name });
    }
  }
}

/** August is of the school year that ends and of the one that begins. */
function isCovered({ startsOn, endsOn }: Days, years: readonly number[]): boolean {
  return [startsOn, endsOn].some((day) => {
    const year = schoolYearOf(day);
    return years.includes(year) || (day.slice(5, 7) === '08' && years.includes(year + 1));
  });
}
