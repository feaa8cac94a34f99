/**
 * How many knowledge questions somebody may be asked in a week: the setting's budget, pro rata to the days they work.
 * The rule: parts of a question are carried from ask day to ask day, so over a half term it comes out right; what
 * was missed in one week is not made up in the next. Each person starts at their own point, so that a school is not
 * all asked on the same days.
 */
import { isAway } from './absence.ts';
import { addDays, isoWeek, type LocalDate, mondayOf, weekday } from './local-time.ts';
import { isPaused } from './pause.ts';
import { halfTermOf, isSchoolDay, type SchoolCalendar } from './school-day.ts';
import { fractionFrom } from './seeded.ts';
import type { Person, Setting } from './setting.ts';

/** School days of a half term by weekday: up to and with a date, and before that date's week. */
export type DayCounts = { half: string; upTo: readonly number[]; before: readonly number[] };

const WEEKDAYS = 5;

/**
 * Counted once a setting and day, then used for everybody but those who have been away or have paused: of them, for the
 * other days alone, so that nothing is saved up meanwhile. Null in the holidays.
 */
export function countDays(
  calendar: SchoolCalendar,
  date: LocalDate,
  person: Pick<Person, 'away' | 'paused'> = {},
): DayCounts | null {
  const half = halfTermOf(calendar, date);
  if (half === null) return null;
  const monday = mondayOf(isoWeek(date));
  const upTo = Array<number>(WEEKDAYS + 1).fill(0);
  const before = Array<number>(WEEKDAYS + 1).fill(0);
  for (let day = half.startsOn; day <= date; day = addDays(day, 1)) {
    if (!isSchoolDay(calendar, day) || isAway(person, day) || isPaused(person, day)) continue;
    const on = weekday(day);
    upTo[on] = (upTo[on] ?? 0) + 1;
    if (day < monday) before[on] = (before[on] ?? 0) + 1;
  }
  return { half: half.startsOn, upTo, before };
}

/** The setting's ask days that the person works; when they work none of them, the days they do work. */
export function askDaysOf(
  { askDays }: Pick<Setting, 'askDays'>,
  { workingDays }: Pick<Person, 'workingDays'>,
): number[] {
  const shared = workingDays.filter((day) => askDays.includes(day));
  return shared.length > 0 ? shared : workingDays;
}

/** How many knowledge questions the person may have been asked this week by the end of the day counted up to. */
export function allowance(
  setting: Pick<Setting, 'askDays' | 'weeklyBudget'>,
  person: Pick<Person, 'id' | 'workingDays'>,
  { half, upTo, before }: DayCounts,
): number {
  const days = askDaysOf(setting, person);
  if (days.length === 0) return 0;
  const aWeek = (setting.weeklyBudget * Math.min(person.workingDays.length, WEEKDAYS)) / WEEKDAYS;
  const aDay = aWeek / days.length;
  const start = fractionFrom(half, person.id);
  const owed = (counts: readonly number[]) =>
    Math.floor(start + aDay * days.reduce((total, day) => total + (counts[day] ?? 0), 0));
  return owed(upTo) - owed(before);
}
