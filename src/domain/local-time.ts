/**
 * Instants and the local dates and times people live by.
 * The rule: instants are UTC `Date`s; plans are a local date, a local time and an IANA zone. A local time the
 * clocks skip fires at the next valid minute; one that comes twice fires the first time only.
 * School days are left to domain/school-day.
 */
import { Temporal } from 'temporal-polyfill';

/** YYYY-MM-DD */
export type LocalDate = string;
/** HH:MM, 24 hours */
export type LocalTime = string;
/** ISO week, YYYY-Www */
export type IsoWeek = string;

const MS_A_DAY = 86_400_000;

function zoned(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

export function localDate(instant: Date, zone: string): LocalDate {
  return zoned(instant, zone).toPlainDate().toString();
}

export function localTime(instant: Date, zone: string): LocalTime {
  return zoned(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The instant of a local date and time; a skipped time gives the first minute after the gap. */
export function instantAt(date: LocalDate, time: LocalTime, zone: string): Date {
  const wanted = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
  const found = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (found.toPlainDateTime().equals(wanted)) return new Date(found.epochMilliseconds);
  const gapEnd = found.getTimeZoneTransition('next');
  return new Date(gapEnd ? gapEnd.epochMilliseconds : found.epochMilliseconds);
}

/**
 * Whole days since 1970 for a local date, and back. A date has no zone, so its arithmetic is plain counting; it is
 * done thousands of times a plan.
 */
const dayNumber = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) / MS_A_DAY;
const dateOf = (day: number): LocalDate => new Date(day * MS_A_DAY).toISOString().slice(0, 10);

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOf(dayNumber(date) + days);
}

/** Whole months on, or back; 31 March less one month is the last of February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** 1 Monday to 7 Sunday. */
export function weekday(date: LocalDate): number {
  return new Date(dayNumber(date) * MS_A_DAY).getUTCDay() || 7;
}

export function isoWeek(date: LocalDate): IsoWeek {
  const day = Temporal.PlainDate.from(date);
  return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`;
}

/** The Monday of an ISO week. */
export function mondayOf(week: IsoWeek): LocalDate {
  const [year, number] = week.split('-W');
  const fourth = Temporal.PlainDate.from(`${year}-01-04`);
  return fourth
    .subtract({ days: fourth.dayOfWeek - 1 })
    .add({ weeks: Number(number) - 1 })
    .toString();
}

/** A school year is named by the year it starts in: 2026 for September 2026 to August 2027. */
export function schoolYearOf(date: LocalDate): number {
  const day = Temporal.PlainDate.from(date);
  return day.month >= 9 ? day.year : day.year - 1;
}

export function minutesOf(time: LocalTime): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

export function timeOf(minutes: number): LocalTime {
  const whole = Math.floor(minutes);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** "9 Nov" */
export function shortDate(date: LocalDate): string {
  const day = Temporal.PlainDate.from(date);
  return `${day.day} ${MONTHS[day.month - 1]}`;
}

/** "Monday 9 Nov" */
export function longDate(date: LocalDate): string {
  return `${dayName(date)} ${shortDate(date)}`;
}

/** "Monday" */
export function dayName(date: LocalDate): string {
  return weekdayName(weekday(date));
}

/** Of a weekday by its number, 1 Monday to 7 Sunday. */
export function weekdayName(day: number): string {
  return DAYS[day - 1] ?? '';
}
