/**
 * A second way to tell local dates, times, weeks and periods, by the platform's own calendar (Intl) and plain counting.
 * The rule: it shares nothing with the domain's, so that where the two agree neither is wrong by itself.
 */
import type { SchoolCalendar } from '../../domain/school-day.ts';

export type Local = { date: string; time: string; weekday: number };

const formats = new Map<string, Intl.DateTimeFormat>();
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

function wallOf(at: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function localOf(at: number, zone: string): Local {
  const text = new Date(wallOf(at, zone)).toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 16), weekday: weekdayOf(text.slice(0, 10)) };
}

/** Sakamoto's rule: 1 Monday to 7 Sunday. */
export function weekdayOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0;
  const y = month < 3 ? year - 1 : year;
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + day) % 7 || 7;
}

/** The first instant at which a clock there shows that date and time, or a later one where it is skipped. */
export function firstInstant(date: string, time: string, zone: string): number {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const offsetAt = (at: number) => wallOf(at, zone) - at;
  const candidates = [offsetAt(wanted - DAY_MS), offsetAt(wanted + DAY_MS)].map((offset) => wanted - offset);
  const exact = candidates.filter((at) => wallOf(at, zone) === wanted);
  if (exact.length > 0) return Math.min(...exact);
  // Skipped: the clock goes on from the first minute after the gap.
  let [before, after] = [Math.min(...candidates) - DAY_MS, Math.max(...candidates) + DAY_MS];
  const was = offsetAt(before);
  while (after - before > MINUTE_MS) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetAt(middle) === was) before = middle;
    else after = middle;
  }
  return after;
}

const dayNumber = (date: string) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
const dateAt = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);

export const nextDate = (date: string): string => dateAt(dayNumber(date) + 1);

/** The Monday of the week a date is in. */
export const mondayBefore = (date: string): string => dateAt(dayNumber(date) - weekdayOf(date) + 1);

/** Week 1 is the one with 4 January in it. */
export function weekOf(date: string): string {
  const thursday = dayNumber(date) - weekdayOf(date) + 4;
  const year = Number(dateAt(thursday).slice(0, 4));
  return `${year}-W${String(Math.floor((thursday - dayNumber(`${year}-01-01`)) / 7) + 1).padStart(2, '0')}`;
}

export function isOpenDay(calendar: SchoolCalendar, date: string): boolean {
  const inTerm = calendar.halfTerms.some(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn);
  return inTerm && weekdayOf(date) < 6 && !calendar.closures.some(({ on }) => on === date);
}

/** Monday to Friday but for bank holidays. */
export function isWorkday({ closures }: SchoolCalendar, date: string): boolean {
  return weekdayOf(date) < 6 && !closures.some(({ on, reason }) => on === date && reason === 'bank_holiday');
}

/** The school days of four months, from the day after a date. */
function openDaysAfter(calendar: SchoolCalendar, date: string): string[] {
  const days = Array.from({ length: 120 }, (_, after) => dateAt(dayNumber(date) + 1 + after));
  return days.filter((day) => isOpenDay(calendar, day));
}

/** The date itself where the school is open, or the next on which it is; null where there is none. */
export function openDayFrom(calendar: SchoolCalendar, date: string): string | null {
  return isOpenDay(calendar, date) ? date : (openDaysAfter(calendar, date)[0] ?? null);
}

/** School days after it was asked until an answer is wanted, or no longer. */
const ENDS_AFTER = { knowledge: 5, duty: 2, attestation: 10 } as const;

/** When a question of less than daily cadence that was asked that day is called overdue, or is let go. */
export function endsAt(
  kind: keyof typeof ENDS_AFTER,
  askedOn: string,
  calendar: SchoolCalendar,
  { workingDays, dayStart, dayEnd }: { workingDays: readonly number[]; dayStart: string; dayEnd: string },
): { date: string; time: string } | null {
  const open = openDaysAfter(calendar, askedOn).slice(ENDS_AFTER[kind] - 1);
  if (kind === 'knowledge') return open[0] === undefined ? null : { date: nextDate(open[0]), time: '00:00' };
  const date = open.find((day) => workingDays.includes(weekdayOf(day)));
  return date === undefined ? null : { date, time: dayStart > '15:00' ? dayEnd : '16:00' };
}

/** The last day of school time in the period a day belongs to. */
export function lastDayOf(cadence: string, date: string, calendar: SchoolCalendar): string {
  const period = periodOf(cadence, date, calendar);
  let last = date;
  for (let day = date, idle = 0; idle < 30; day = nextDate(day), idle += 1)
    if (periodOf(cadence, day, calendar) === period) [last, idle] = [day, 0];
  return last;
}

/** The key of the period a day belongs to; null in the holidays. */
export function periodOf(cadence: string, date: string, calendar: SchoolCalendar): string | null {
  const half = calendar.halfTerms.find(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn);
  if (half === undefined) return null;
  const yearOf = ({ endsOn }: { endsOn: string }) =>
    Number(endsOn.slice(0, 4)) - (endsOn.slice(5, 7) < '09' ? 1 : 0);
  const term = calendar.halfTerms
    .filter((other) => other.term === half.term && yearOf(other) === yearOf(half))
    .sort((one, other) => (one.startsOn < other.startsOn ? -1 : 1));
  switch (cadence) {
    case 'daily':
      return date;
    case 'weekly':
      return weekOf(date);
    case 'fortnightly': {
      const mondays = new Set<number>();
      for (const { startsOn, endsOn } of term)
        for (let day = dayNumber(startsOn); day <= dayNumber(endsOn); day += 1)
          mondays.add(day - weekdayOf(dateAt(day)) + 1);
      const sorted = [...mondays].sort((one, other) => one - other);
      const place = sorted.indexOf(dayNumber(date) - weekdayOf(date) + 1);
      return `fortnight-${weekOf(dateAt(sorted[place - (place % 2)] ?? 0))}`;
    }
    case 'monthly':
      return date.slice(0, 7);
    case 'half_termly':
      return `${half.term}-${term.indexOf(half) + 1}-${half.startsOn.slice(0, 4)}`;
    case 'termly':
      return `${half.term}-${term[0]?.startsOn.slice(0, 4)}`;
    default:
      return String(yearOf(half));
  }
}
