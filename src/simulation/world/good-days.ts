/**
 * Days on which nothing stood in the way of a school's work, told from what went wrong and never from the record.
 * The rule: a day that is only doubtful is not a good one, so that what is asked of a good day is asked without excuse.
 */
import type { Person } from '../../domain/setting.ts';
import type { Evidence } from './evidence.ts';
import type { LastingFault } from './fault-plan.ts';
import type { SimSchool } from './schools.ts';
import { firstInstant, isOpenDay, localOf, nextDate, weekdayOf } from './second-clock.ts';

const HOUR_MS = 3_600_000;
/** Nothing can be planned or written while one of these lasts, nor, for a little, after it. */
const STOPS_ALL: readonly LastingFault[] = ['database_away', 'all_down', 'clock_forward', 'clock_back'];
/** Nobody of the school can be reached. */
const CUTS_OFF: readonly LastingFault[] = ['uninstalled', 'token_revoked'];
/** Stops one of the two: both together stop all. */
const STOPS_ONE: readonly LastingFault[] = ['one_down', 'asleep'];

export type Day = { date: string; from: number; to: number };

/** Every local day that lies within the run from five in the morning on. */
export function daysOf({ sim }: Evidence, { setting: { zone } }: SimSchool): Day[] {
  const days: Day[] = [];
  for (let { date } = localOf(sim.start, zone); ; date = nextDate(date)) {
    const from = firstInstant(date, '05:00', zone);
    const to = firstInstant(nextDate(date), '00:00', zone);
    if (to > sim.end) return days;
    if (from >= sim.start) days.push({ date, from, to });
  }
}

/** The school was open, and Vigil up and let in, for all of it. */
export function isGoodDay(found: Evidence, school: SimSchool, { date, from, to }: Day): boolean {
  if (!isOpenDay(school.setting.calendar, date)) return false;
  const met = found.sim.desk.lasting.filter((fault) => fault.from < to && from - 2 * HOUR_MS < fault.to);
  const ones = met.filter(({ kind }) => isOf(STOPS_ONE, kind));
  return (
    !met.some(({ kind }) => isOf(STOPS_ALL, kind)) &&
    !met.some((fault) => fault.school === school.key && isOf(CUTS_OFF, fault.kind)) &&
    ones.every(({ bot }) => bot === ones[0]?.bot)
  );
}

const isOf = (kinds: readonly LastingFault[], kind: string): boolean => kinds.some((each) => each === kind);

export type Hours = Pick<Person, 'workingDays' | 'dayStart' | 'dayEnd'>;

/** Somebody's hours as they are at the end, and as they were before they were changed in the run. */
export function hoursOf({ sim }: Evidence, person: Person): Hours[] {
  const before = sim.history.changedHours.filter(({ personId }) => personId === person.id);
  return [person, ...before.map(({ was }) => was)];
}

/** On the list, reachable and at work for the whole of that day, whichever hours they had then. */
export function isThere(found: Evidence, person: Person, { date, from, to }: Day): boolean {
  if (!hoursOf(found, person).every(({ workingDays }) => workingDays.includes(weekdayOf(date)))) return false;
  /** As it stood when the day began, and whatever it became during it. */
  const standing = (what: string) => {
    const theirs = found.changes.filter((change) => change.what === what && change.key === person.id);
    const began = theirs.findLast(({ at }) => at.getTime() < from);
    const later = theirs.filter(({ at }) => from <= at.getTime() && at.getTime() <= to);
    return began === undefined ? [] : [began.now, ...later.map(({ now }) => now)];
  };
  const listed = standing('membership');
  const addresses = standing('address');
  return (
    listed.length > 0 &&
    listed.every(({ state, leaves_on }) => state === 'confirmed' && leaves_on === null) &&
    addresses.length > 0 &&
    addresses.every(({ state }) => state === 'reachable')
  );
}

/** Those who oversee a school are no staff of it. */
const OVERSIGHT = [
  'link_governor',
  'chair_of_governors',
  'clerk',
  'trust_safeguarding_lead',
  'administrator',
];

export function isFor({ audience }: { audience: string }, { roles }: Pick<Person, 'roles'>): boolean {
  if (audience === 'all_staff') return roles.some((role) => !OVERSIGHT.includes(role));
  if (audience === 'teaching_staff')
    return roles.some((role) => role === 'teacher' || role === 'headteacher');
  return roles.some((role) => role === audience);
}
