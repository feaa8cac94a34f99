/**
 * The ladder an unanswered prompt climbs: a nudge, another, then overdue, or for knowledge a silent lapse.
 * The rule: it climbs in school days on which the person works, counted from the day the prompt really reached
 * them and not while they are away, so holidays do not count and a late delivery shifts everything. Knowledge is never overdue.
 * Sending is left to the cycle; who hears of it to domain/route.
 */
import { isAway } from './absence.ts';
import {
  addDays,
  instantAt,
  type LocalDate,
  type LocalTime,
  localDate,
  localTime,
  weekday,
} from './local-time.ts';
import type { Cadence, Kind } from './question.ts';
import { isSchoolDay, schoolDayAfter, schoolDayFrom } from './school-day.ts';
import type { Person, Setting } from './setting.ts';

export type RungDoes = 'nudge' | 'last_nudge' | 'overdue' | 'lapse';
export type LadderRung = { at: Date; does: RungDoes };

export type Asked = { kind: Kind; cadence: Cadence; at: Date };
export type Climber = Pick<Person, 'workingDays' | 'dayStart' | 'dayEnd' | 'away'>;
export type LadderPlace = Pick<Setting, 'calendar' | 'zone'>;

/** School days after asking: when to nudge, and when an answer is due (for knowledge: given up). */
const STEPS: Record<Kind, { nudges: number[]; end: number }> = {
  knowledge: { nudges: [2], end: 5 },
  duty: { nudges: [1, 2], end: 2 },
  attestation: { nudges: [3, 7], end: 10 },
};
const OVERDUE_TIME: LocalTime = '16:00';
const DAILY_NUDGE_TIME: LocalTime = '13:00';
/** A daily duty that arrives after this has the next school day to be answered in. */
const DAILY_LATEST: LocalTime = '12:00';
/** Whoever starts work after this is given until the end of their own day. */
const LATE_START: LocalTime = '15:00';
const FURTHEST = 250;

/** The local date by whose 16:00 an answer is wanted; null for knowledge, or when the calendar runs out. */
export function dueOn(asked: Asked, { calendar, zone }: LadderPlace, person: Climber): LocalDate | null {
  if (asked.kind === 'knowledge') return null;
  const askedOn = localDate(asked.at, zone);
  if (!isDaily(asked)) return dueAfter(asked.kind, askedOn, calendar, person);
  const inTime = isSchoolDay(calendar, askedOn) && localTime(asked.at, zone) <= DAILY_LATEST;
  return workedFrom(calendar, inTime ? askedOn : schoolDayAfter(calendar, askedOn), person);
}

/** The same, for what is not asked daily, by the local date it is asked. */
export function dueAfter(
  kind: Exclude<Kind, 'knowledge'>,
  askedOn: LocalDate,
  calendar: LadderPlace['calendar'],
  person: Pick<Person, 'workingDays' | 'away'>,
): LocalDate | null {
  return workedFrom(calendar, presentDayAfter(calendar, askedOn, STEPS[kind].end, person), person);
}

/**
 * Every rung of one prompt's ladder, in order. `small` settings get no repeats: one nudge, then overdue.
 * A nudge that falls on a day the person does not work moves to the next one they do, and never onto another's.
 */
export function rungs(asked: Asked, place: LadderPlace, person: Climber, small: boolean): LadderRung[] {
  const { calendar, zone } = place;
  const askedOn = localDate(asked.at, zone);
  const { nudges, end } = STEPS[asked.kind];
  if (asked.kind === 'knowledge') {
    const gone = presentDayAfter(calendar, askedOn, end, person);
    if (gone === null) return [];
    const lapse: LadderRung = { at: instantAt(addDays(gone, 1), '00:00', zone), does: 'lapse' };
    return [...nudgesOn(nudges, gone), lapse];
  }
  const due = dueOn(asked, place, person);
  if (due === null) return [];
  const overdueTime = person.dayStart > LATE_START ? person.dayEnd : OVERDUE_TIME;
  const overdue: LadderRung = { at: instantAt(due, overdueTime, zone), does: 'overdue' };
  if (!isDaily(asked)) return [...nudgesOn(small ? nudges.slice(-1) : nudges, due), overdue];
  const nudgeTime = DAILY_NUDGE_TIME < person.dayStart ? person.dayStart : DAILY_NUDGE_TIME;
  if (nudgeTime >= overdueTime || nudgeTime >= person.dayEnd) return [overdue];
  return [{ at: instantAt(due, nudgeTime, zone), does: 'last_nudge' }, overdue];

  function nudgesOn(after: number[], last: LocalDate): LadderRung[] {
    const days = after.flatMap(
      (n) => workedFrom(calendar, presentDayAfter(calendar, askedOn, n, person), person) ?? [],
    );
    const kept = [...new Set(days)].filter((day) => day <= last);
    return kept.map((day, index) => ({
      at: instantAt(day, person.dayStart, zone),
      does: index === kept.length - 1 ? 'last_nudge' : 'nudge',
    }));
  }
}

/** The last second in which an answer still counts as given in time; null when the calendar runs out. */
export function openUntil(asked: Asked, place: LadderPlace, person: Climber, small: boolean): Date | null {
  const due = dueOn(asked, place, person);
  const end =
    due === null
      ? rungs(asked, place, person, small).at(-1)?.at
      : instantAt(addDays(due, 1), '00:00', place.zone);
  return end === undefined ? null : new Date(end.getTime() - 1000);
}

function isDaily({ kind, cadence }: Asked): boolean {
  return kind === 'duty' && cadence === 'daily';
}

/** The first school day from `date` on which the person works; null when the calendar runs out. */
function workedFrom(
  calendar: LadderPlace['calendar'],
  date: LocalDate | null,
  person: Pick<Person, 'workingDays' | 'away'>,
): LocalDate | null {
  let day = date === null ? null : schoolDayFrom(calendar, date);
  for (let step = 0; day !== null && step < FURTHEST; step += 1) {
    if (person.workingDays.includes(weekday(day)) && !isAway(person, day)) return day;
    day = schoolDayAfter(calendar, day);
  }
  return null;
}

/** The nth school day after `date` on which they are not away; null when the calendar runs out. */
function presentDayAfter(
  calendar: LadderPlace['calendar'],
  date: LocalDate,
  n: number,
  person: Pick<Person, 'away'>,
): LocalDate | null {
  if (person.away === undefined || person.away.length === 0) return schoolDayAfter(calendar, date, n);
  let day: LocalDate | null = date;
  let found = 0;
  for (let step = 0; day !== null && step < FURTHEST; step += 1) {
    day = schoolDayAfter(calendar, day);
    if (day !== null && !isAway(person, day)) found += 1;
    if (found === n) return day;
  }
  return null;
}
