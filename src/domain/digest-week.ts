/**
 * Which week a digest reports, and when it goes out.
 * The rule: a week without school days has none; a moment that falls in the holidays waits for the first school
 * day; one that passed while Vigil was down goes out on a school day in hours, never at night.
 */
import {
  addDays,
  type IsoWeek,
  instantAt,
  isoWeek,
  type LocalDate,
  localDate,
  localTime,
  minutesOf,
  mondayOf,
  timeOf,
} from './local-time.ts';
import {
  isSchoolDay,
  isWorkingDay,
  type SchoolCalendar,
  schoolDayAfter,
  schoolDayFrom,
  workingDayAfter,
} from './school-day.ts';
import type { Setting } from './setting.ts';

type DigestSetting = Pick<Setting, 'calendar' | 'digestDay' | 'digestTime' | 'zone'>;

/** Longer than any summer holiday. */
const WEEKS_BACK = 12;
const WEEKS_AHEAD = 12;
const EARLIEST = '07:30';
const LATEST = '18:00';

export function hasSchoolDays(calendar: SchoolCalendar, week: IsoWeek): boolean {
  return weekdaysOf(week).some((day) => isSchoolDay(calendar, day));
}

function weekdaysOf(week: IsoWeek): LocalDate[] {
  const monday = mondayOf(week);
  return [0, 1, 2, 3, 4].map((day) => addDays(monday, day));
}

/** Monday and Sunday of a week. */
export function spanOf(week: IsoWeek): { from: LocalDate; to: LocalDate } {
  const from = mondayOf(week);
  return { from, to: addDays(from, 6) };
}

/** When the digest of `week` goes out; null for a week without school days. */
export function digestMoment(setting: DigestSetting, week: IsoWeek): Date | null {
  if (!hasSchoolDays(setting.calendar, week)) return null;
  const planned = addDays(mondayOf(week), 7 + setting.digestDay - 1);
  return instantAt(sendingDay(setting.calendar, planned), setting.digestTime, setting.zone);
}

/** The day itself or the next school day; where the calendar has run out, the next working day, to say so. */
function sendingDay(calendar: SchoolCalendar, day: LocalDate): LocalDate {
  return schoolDayFrom(calendar, day) ?? (isWorkingDay(calendar, day) ? day : workingDayAfter(calendar, day));
}

/** The latest school week whose digest should be out by `now`, and whether now is a time to send it. */
export function digestDue(setting: DigestSetting, now: Date): { week: IsoWeek; inHours: boolean } | null {
  const today = localDate(now, setting.zone);
  for (let back = 1; back <= WEEKS_BACK; back += 1) {
    const week = isoWeek(addDays(today, -7 * back));
    const moment = digestMoment(setting, week);
    if (moment !== null && moment <= now) return { week, inHours: isInHours(setting, now) };
  }
  return null;
}

function isInHours({ calendar, digestTime, zone }: DigestSetting, now: Date): boolean {
  const today = localDate(now, zone);
  if (sendingDay(calendar, today) !== today) return false;
  const time = localTime(now, zone);
  const from = digestTime < EARLIEST ? digestTime : EARLIEST;
  const hourLater = timeOf(Math.min(minutesOf(digestTime) + 60, 24 * 60 - 1));
  const to = hourLater > LATEST ? hourLater : LATEST;
  return from <= time && time <= to;
}

/** The next moment after `now` at which a digest may go: the next week's, or a missed one's next chance. */
export function nextDigestAt(setting: DigestSetting, now: Date, missed: boolean): Date | null {
  const today = localDate(now, setting.zone);
  const moments: Date[] = [];
  if (missed) {
    const todayAt = instantAt(today, EARLIEST, setting.zone);
    if (sendingDay(setting.calendar, today) === today && todayAt > now) moments.push(todayAt);
    else {
      const next = schoolDayAfter(setting.calendar, today) ?? workingDayAfter(setting.calendar, today);
      moments.push(instantAt(next, setting.digestTime, setting.zone));
    }
  }
  for (let step = -WEEKS_BACK; step <= WEEKS_AHEAD; step += 1) {
    const moment = digestMoment(setting, isoWeek(addDays(today, 7 * step)));
    if (moment !== null && moment > now) {
      moments.push(moment);
      break;
    }
  }
  moments.sort((one, other) => one.getTime() - other.getTime());
  return moments[0] ?? null;
}

/** The latest school week that has wholly passed: what "digest" shows when none has been sent. */
export function lastSchoolWeek(setting: DigestSetting, now: Date): IsoWeek {
  const today = localDate(now, setting.zone);
  for (let back = 1; back <= WEEKS_BACK; back += 1) {
    const week = isoWeek(addDays(today, -7 * back));
    if (hasSchoolDays(setting.calendar, week)) return week;
  }
  return isoWeek(addDays(today, -7));
}
