/**
 * Every clock change from 2025 to 2035, at both edges: the domain's local times and periods against a second way to
 * tell them, minute by minute round the change and day by day round the year's.
 * The rule: a moment each way agrees on, or it is said which: nothing here decides which of the two is right.
 */
import { instantAt, isoWeek, localDate, localTime, weekday } from '../../domain/local-time.ts';
import { occurrenceOf } from '../../domain/occurrence.ts';
import { CADENCES } from '../../domain/question.ts';
import { inventedCalendar } from './school-year.ts';
import { firstInstant, localOf, periodOf, weekdayOf, weekOf } from './second-clock.ts';

export const ZONES = [
  'Europe/London',
  'Europe/Lisbon',
  'America/New_York',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
];
export const YEARS = { from: 2025, to: 2035 };

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** Either side of a change. */
const ROUND_MS = 80 * MINUTE_MS;

export type ClockCheck = { changes: number; compared: number; differ: string[] };

/** The moments at which a zone's clocks change in a year. */
export function changesIn(year: number, zone: string): number[] {
  const offsetAt = (at: number) => {
    const { date, time } = localOf(at, zone);
    return Date.parse(`${date}T${time}:00Z`) - at;
  };
  const changes: number[] = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY_MS) {
    if (offsetAt(day) === offsetAt(day + DAY_MS)) continue;
    let [before, after] = [day, day + DAY_MS];
    while (after - before > MINUTE_MS) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offsetAt(middle) === offsetAt(day)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}

export function checkClockChanges(zones: readonly string[] = ZONES, years = YEARS): ClockCheck {
  const result: ClockCheck = { changes: 0, compared: 0, differ: [] };
  const same = (what: string, one: unknown, other: unknown) => {
    result.compared += 1;
    if (one !== other) result.differ.push(`${what}: ${one} and ${other}`);
  };
  for (const zone of zones)
    for (let year = years.from; year <= years.to; year += 1)
      for (const change of changesIn(year, zone)) {
        result.changes += 1;
        compareRound(change, zone, same);
      }
  for (let year = years.from; year <= years.to; year += 1) comparePeriods(year, same);
  return result;
}

type Same = (what: string, one: unknown, other: unknown) => void;

/** Every minute there is round the change, and every minute a clock could be asked for that day. */
function compareRound(change: number, zone: string, same: Same): void {
  for (let at = change - ROUND_MS; at <= change + ROUND_MS; at += MINUTE_MS) {
    const { date, time } = localOf(at, zone);
    same(
      `${zone} at ${new Date(at).toISOString()}`,
      `${localDate(new Date(at), zone)} ${localTime(new Date(at), zone)}`,
      `${date} ${time}`,
    );
  }
  const { date } = localOf(change, zone);
  for (let minute = 0; minute < 1440; minute += 5) {
    const time = new Date(minute * MINUTE_MS).toISOString().slice(11, 16);
    same(`${zone} ${date} ${time}`, instantAt(date, time, zone).getTime(), firstInstant(date, time, zone));
  }
}

function comparePeriods(year: number, same: Same): void {
  const calendar = inventedCalendar(year, year % 2);
  for (let day = Date.UTC(year, 7, 25); day < Date.UTC(year + 1, 7, 25); day += DAY_MS) {
    const date = new Date(day).toISOString().slice(0, 10);
    same(`weekday of ${date}`, weekday(date), weekdayOf(date));
    same(`week of ${date}`, isoWeek(date), weekOf(date));
    for (const cadence of CADENCES) {
      const key = occurrenceOf(cadence, date, calendar)?.key ?? null;
      same(`${cadence} of ${date}`, key, periodOf(cadence, date, calendar));
    }
  }
}
