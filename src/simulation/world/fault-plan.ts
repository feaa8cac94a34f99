/**
 * What goes wrong in a run: a list of faults drawn from the seed before it begins.
 * The rule: each fault stands by itself, at its own moment, so that any of them may be left out and the others stay
 * as they were: that is what shrinking needs. How each is brought about is fault-desk's.
 */
import { chanceFrom } from './chance.ts';
import { SCHOOL_KEYS, type SchoolKey } from './schools.ts';

/** Met at one call: the next of its kind after the fault's moment, or some calls later. */
export const POINT_FAULTS = {
  crash_before_commit: 'store',
  crash_after_commit: 'store',
  store_refused: 'store',
  store_rolled_back: 'store',
  commit_unknown: 'store',
  store_hangs: 'store',
  press_refused: 'pressed',
  press_rolled_back: 'pressed',
  press_commit_unknown: 'pressed',
  crash_before_post: 'post',
  crash_after_post: 'post',
  post_response_lost: 'post',
  post_not_delivered: 'post',
  post_late: 'post',
  post_slow: 'post',
  post_throws: 'post',
  post_too_long: 'post',
  post_invalid: 'post',
  post_limited: 'post',
  post_blocked_alone: 'post',
  update_lost: 'update',
  update_limited: 'update',
  update_gone: 'update',
  crash_in_update: 'update',
  find_unseen: 'find',
  find_limited: 'find',
  event_doubled: 'press',
  event_late: 'press',
  crash_in_press: 'press',
  keep_slow: 'keep',
  crash_in_keep: 'keep',
} as const;

/** Hold for a while. */
export const LASTING_FAULTS = [
  'database_away',
  'disk_full',
  'storm_of_limits',
  'channel_gone',
  'not_in_channel',
  'person_gone',
  'token_revoked',
  'uninstalled',
  'blocked_for_all',
  'clock_forward',
  'clock_back',
  'asleep',
  'one_down',
  'all_down',
  'restarted',
  'rolling_upgrade',
] as const;

export type PointKind = (typeof POINT_FAULTS)[keyof typeof POINT_FAULTS];
export type PointFault = keyof typeof POINT_FAULTS;
/** The faults met at one kind of call. */
export type PointFaultAt<K extends PointKind> = {
  [F in PointFault]: (typeof POINT_FAULTS)[F] extends K ? F : never;
}[PointFault];
export type LastingFault = (typeof LASTING_FAULTS)[number];
export type FaultKind = PointFault | LastingFault;
export const FAULT_KINDS: readonly FaultKind[] = [
  ...(Object.keys(POINT_FAULTS) as PointFault[]),
  ...LASTING_FAULTS,
];

export type Fault = {
  index: number;
  kind: FaultKind;
  /** Milliseconds after the run's start. */
  at: number;
  lastsMs: number;
  school: SchoolKey;
  /** Which of the two bots, where it is one's. */
  bot: 0 | 1;
  /** Calls of its kind let by first. */
  skip: number;
  /** Chance of the fault's own. */
  share: number;
};

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const FAULTS_A_DAY = 2.2;
/** Of the calls that are rare, none is let by. */
const MOST_SKIPPED: Record<PointKind, number> = {
  store: 12,
  pressed: 12,
  post: 12,
  update: 12,
  find: 2,
  press: 12,
  keep: 0,
};
/** None begins in the last day and a half; what lasts goes on for half of that, and so may one that is met late. */
const LAST_MS = 1.5 * DAY_MS;

export function isPointFault(kind: FaultKind): kind is PointFault {
  return kind in POINT_FAULTS;
}

/** The faults of a seed; the last of it is left without, so that everything can come to rest. */
export function planFaults(seed: number, days: number): Fault[] {
  const chance = chanceFrom(seed, 'faults');
  const count = chance.between(Math.floor(FAULTS_A_DAY * days * 0.4), Math.ceil(FAULTS_A_DAY * days * 1.4));
  const faults: Fault[] = [];
  for (let index = 0; index < count; index += 1) {
    const kind = chance.happens(0.68)
      ? chance.pick(Object.keys(POINT_FAULTS) as PointFault[])
      : chance.pick(LASTING_FAULTS);
    faults.push({
      index,
      kind,
      at: Math.floor(chance.next() * Math.max(DAY_MS, days * DAY_MS - LAST_MS)),
      lastsMs: lastsFor(kind, chance.next()),
      school: chance.pick(SCHOOL_KEYS),
      bot: chance.happens(0.5) ? 0 : 1,
      skip: chance.between(0, isPointFault(kind) ? MOST_SKIPPED[POINT_FAULTS[kind]] : 0),
      share: chance.next(),
    });
  }
  return faults;
}

/** Short ones are commoner than long ones. */
function lastsFor(kind: FaultKind, share: number): number {
  const between = (least: number, most: number) => Math.round(least * (most / least) ** share);
  if (isPointFault(kind)) return between(5_000, 30 * MINUTE_MS);
  switch (kind) {
    case 'database_away':
      return between(MINUTE_MS, 6 * 60 * MINUTE_MS);
    case 'disk_full':
    case 'storm_of_limits':
    case 'blocked_for_all':
      return between(MINUTE_MS, 3 * 60 * MINUTE_MS);
    case 'channel_gone':
    case 'not_in_channel':
    case 'person_gone':
    case 'token_revoked':
    case 'uninstalled':
      return between(60 * MINUTE_MS, 2 * DAY_MS);
    case 'clock_forward':
    case 'clock_back':
      return between(5 * MINUTE_MS, 5 * 60 * MINUTE_MS);
    case 'asleep':
      return between(MINUTE_MS, 10 * 60 * MINUTE_MS);
    case 'one_down':
    case 'all_down':
      return between(MINUTE_MS, 30 * 60 * MINUTE_MS);
    case 'restarted':
    case 'rolling_upgrade':
      return between(5_000, 30 * MINUTE_MS);
  }
}
