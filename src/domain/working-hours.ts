/**
 * When somebody may be asked: school days they work, inside their own hours, in the setting's ask windows.
 * The rule: where no window meets their day, the first and last half hour of it are used; never a day they do not
 * work or are away, before they start, after they leave, or when school is closed. What is asked is left to domain/rotation.
 */
import { isAway } from './absence.ts';
import {
  addDays,
  instantAt,
  type LocalDate,
  type LocalTime,
  localDate,
  localTime,
  minutesOf,
  timeOf,
  weekday,
} from './local-time.ts';
import { isSchoolDay } from './school-day.ts';
import { isEmployed, type Person, type Setting } from './setting.ts';

export type AskPlace = Pick<Setting, 'calendar' | 'zone' | 'windows'>;
export type AskedPerson = Pick<
  Person,
  'state' | 'startsOn' | 'leavesOn' | 'workingDays' | 'dayStart' | 'dayEnd' | 'away'
>;
/** From the first moment up to, not including, the last. */
export type Span = { from: Date; to: Date };

/** Taken where nothing is said of somebody's hours. */
export const USUAL_HOURS = { workingDays: [1, 2, 3, 4, 5], dayStart: '08:00', dayEnd: '16:30' } as const;

/** Used at each end of a day that no ask window meets. */
const OWN_MINUTES = 30;

/** A school day on which the person is employed, works and is not away. */
export function worksOn(
  calendar: Setting['calendar'],
  person: Pick<Person, 'state' | 'startsOn' | 'leavesOn' | 'workingDays' | 'away'>,
  date: LocalDate,
): boolean {
  return (
    isEmployed(person, date) &&
    person.workingDays.includes(weekday(date)) &&
    !isAway(person, date) &&
    isSchoolDay(calendar, date)
  );
}

/** True at a moment of a day they work, within their own hours. */
export function worksAt(
  { calendar, zone }: Pick<Setting, 'calendar' | 'zone'>,
  person: AskedPerson,
  at: Date,
): boolean {
  const time = localTime(at, zone);
  return worksOn(calendar, person, localDate(at, zone)) && person.dayStart <= time && time < person.dayEnd;
}

/** When the person may be asked on `date`, in order, without overlaps; empty when not at all. */
export function allowedWindows(setting: AskPlace, person: AskedPerson, date: LocalDate): Span[] {
  if (!worksOn(setting.calendar, person, date)) return [];
  return localWindows(setting.windows, person)
    .map(({ from, to }) => ({
      from: instantAt(date, from, setting.zone),
      to: instantAt(date, to, setting.zone),
    }))
    .filter(({ from, to }) => from < to);
}

/** The first moment from `after` on at which the person may be asked, and the end of that window; null when none. */
export function nextAllowed(
  setting: AskPlace,
  person: AskedPerson,
  after: Date,
): { at: Date; until: Date } | null {
  const last = lastDay(setting, person);
  if (last === null) return null;
  for (let date = localDate(after, setting.zone); date <= last; date = addDays(date, 1)) {
    const window = allowedWindows(setting, person, date).find(({ to }) => after < to);
    if (window) return { at: window.from > after ? window.from : after, until: window.to };
  }
  return null;
}

/** The setting's windows where they meet the person's day, else the ends of that day. */
function localWindows(
  windows: Setting['windows'],
  { dayStart, dayEnd }: Pick<Person, 'dayStart' | 'dayEnd'>,
): { from: LocalTime; to: LocalTime }[] {
  const met = windows
    .map(({ from, to }) => ({ from: from > dayStart ? from : dayStart, to: to < dayEnd ? to : dayEnd }))
    .filter(({ from, to }) => from < to);
  return joined(met.length > 0 ? met : endsOf(dayStart, dayEnd));
}

function endsOf(dayStart: LocalTime, dayEnd: LocalTime): { from: LocalTime; to: LocalTime }[] {
  const starts = minutesOf(dayStart);
  const ends = minutesOf(dayEnd);
  if (starts >= ends) return [];
  return [
    { from: dayStart, to: timeOf(Math.min(starts + OWN_MINUTES, ends)) },
    { from: timeOf(Math.max(ends - OWN_MINUTES, starts)), to: dayEnd },
  ];
}

/** Sorted, with those that touch or overlap made one. */
function joined(windows: { from: LocalTime; to: LocalTime }[]): { from: LocalTime; to: LocalTime }[] {
  const result: { from: LocalTime; to: LocalTime }[] = [];
  for (const window of windows.toSorted((one, other) => one.from.localeCompare(other.from))) {
    const before = result.at(-1);
    if (before && window.from <= before.to) before.to = window.to > before.to ? window.to : before.to;
    else result.push({ ...window });
  }
  return result;
}

/** The last day worth looking at: the end of the calendar, or of their employment. Null for people never asked. */
function lastDay({ calendar }: AskPlace, person: AskedPerson): LocalDate | null {
  if (person.state !== 'confirmed' || person.workingDays.length === 0) return null;
  const end = calendar.halfTerms.map((half) => half.endsOn).reduce((a, b) => (a > b ? a : b), '');
  if (end === '') return null;
  return person.leavesOn !== null && person.leavesOn < end ? person.leavesOn : end;
}
