/**
 * "Later": when somebody may ask to be asked again, as it makes sense just now.
 * The rule: only times the person is at work, on a school day, while the question can still be answered. It moves
 * no due date. Asking again at that time is left to chasing.
 */
import {
  addDays,
  instantAt,
  type LocalDate,
  type LocalTime,
  localDate,
  localTime,
  longDate,
} from './local-time.ts';
import type { LaterOption } from './prompt-view.ts';
import { schoolDayAfter } from './school-day.ts';
import type { Person, Setting } from './setting.ts';
import { worksOn } from './working-hours.ts';

export type LaterChoice = LaterOption & { at: Date };

type Place = Pick<Setting, 'calendar' | 'zone' | 'windows'>;
type Worker = Pick<Person, 'state' | 'startsOn' | 'leavesOn' | 'workingDays' | 'dayStart' | 'dayEnd'>;

const NOON: LocalTime = '12:00';
/** After lessons, where the setting has no window of its own in the afternoon. */
const AFTERNOON: LocalTime = '15:15';
const MORNING: LocalTime = '08:00';
/** Sooner than this is not "later". */
const LEAST_MS = 15 * 60_000;
const FURTHEST = 30;

/** The choices open at `now`, soonest first; none when there is no such time before `closesAt`. */
export function laterChoices(place: Place, person: Worker, now: Date, closesAt: Date): LaterChoice[] {
  const today = localDate(now, place.zone);
  const tomorrow = addDays(today, 1);
  const found: LaterChoice[] = [];
  const afternoon = momentOn(place, person, today, afternoonOf(place));
  if (afternoon !== null && afternoon.getTime() - now.getTime() >= LEAST_MS)
    found.push({ arg: 'afternoon', label: 'This afternoon', at: afternoon });
  const next = nextWorked(place, person, today);
  const morning = next === null ? null : momentOn(place, person, next, morningOf(place));
  if (next !== null && morning !== null)
    found.push(
      next === tomorrow
        ? { arg: 'tomorrow', label: 'Tomorrow', at: morning }
        : { arg: 'next_school_day', label: longDate(next), at: morning },
    );
  return found.filter((choice) => choice.at < closesAt);
}

/** "on Tuesday 10 Nov at 08:00" */
export function untilWords(at: Date, zone: string): string {
  return `on ${longDate(localDate(at, zone))} at ${localTime(at, zone)}`;
}

/** A time on a day the person works, moved to when they start; null when they have gone by then. */
function momentOn({ calendar, zone }: Place, person: Worker, date: LocalDate, time: LocalTime): Date | null {
  if (!worksOn(calendar, person, date)) return null;
  const from = time > person.dayStart ? time : person.dayStart;
  return from < person.dayEnd ? instantAt(date, from, zone) : null;
}

function nextWorked({ calendar }: Place, person: Worker, after: LocalDate): LocalDate | null {
  let day = schoolDayAfter(calendar, after);
  for (let step = 0; day !== null && step < FURTHEST; step += 1) {
    if (worksOn(calendar, person, day)) return day;
    day = schoolDayAfter(calendar, day);
  }
  return null;
}

function afternoonOf({ windows }: Place): LocalTime {
  return (
    windows
      .map(({ from }) => from)
      .toSorted()
      .find((from) => from >= NOON) ?? AFTERNOON
  );
}

function morningOf({ windows }: Place): LocalTime {
  return (
    windows
      .map(({ from }) => from)
      .toSorted()
      .find((from) => from < NOON) ?? MORNING
  );
}
