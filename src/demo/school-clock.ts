/**
 * The invented school's own clock: where it stands, and running it on to the next question, day, week or term's
 * end. The rule: it is the real timetable, steps and store, driven from due moment to due moment; the clock
 * never goes back, and one run goes on at a time.
 */
import { setImmediate } from 'node:timers/promises';
import { nameOf } from '../chat/work-in-hand.ts';
import type { Log, World } from '../cycle/context.ts';
import { addDays, instantAt, type LocalDate, localDate, localTime, weekday } from '../domain/local-time.ts';
import { isSchoolDay, schoolDayAfter, schoolDaysBetween } from '../domain/school-day.ts';
import type { OrgId, Setting } from '../domain/setting.ts';
import { countAsked } from '../store/open-prompts.ts';
import { moveStoredClock, readOrganisation } from '../store/organisations.ts';
import { type Happenings, jump } from '../timetable/jump-clock.ts';
import type { Steps } from '../timetable.ts';
import type { ClockGoal, SchoolClock } from '../web/clock-bar.tsx';

const DAY_BEGINS = '07:30';
const DAY_ENDS = '17:00';
/** A long run sends and answers in steps of some minutes, so that what happens close together is done together. */
const TICKS: Record<ClockGoal, { sendMs: number; happenMs: number }> = {
  next_question: { sendMs: 1000, happenMs: 1000 },
  next_school_day: { sendMs: 60_000, happenMs: 60_000 },
  week: { sendMs: 600_000, happenMs: 1_200_000 },
  term: { sendMs: 1_800_000, happenMs: 7_200_000 },
};
const TOLD_DAILY_MS = 1_800_000;
/** Just after the digest of the week that has ended. */
const DIGEST_READ = '08:05';

export type SchoolClockParts = {
  world: World;
  /** The same, not waiting for the disk after each simulated answer; a run ends with a commit that does. */
  hurried: World;
  steps: Steps;
  org: OrgId;
  setting: Setting;
  /** What happens by itself while somebody, who is not answered for, looks on. */
  happeningsBut(userId: string): Happenings;
  log: Log;
};

export function schoolClock(parts: SchoolClockParts): SchoolClock & { settled(): Promise<void> } {
  const { world, hurried, steps, org, setting, happeningsBut, log } = parts;
  const { zone, calendar } = setting;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let run: { to: ClockGoal; done: number; of: number; at: Date; stopping: boolean } | null = null;
  let ended: Promise<void> = Promise.resolve();

  const now = async (): Promise<Date> => {
    const read = await world.store.within(org, (tx) => readOrganisation(tx, org));
    if (!read?.storedNow) throw new Error('The invented school has lost its clock');
    return read.storedNow;
  };

  const go = async (from: Date, target: ClockGoal, until: Date, userId: string) => {
    const asked = () => world.store.within(org, (tx) => countAsked(tx, setting.id, userId));
    const before = await asked();
    const ticks = TICKS[target];
    const start = localDate(from, zone);
    const at = await jump(
      hurried,
      steps,
      org,
      {
        from,
        until,
        ticks,
        happenings: happeningsBut(userId),
        move: (tx, to) => moveStoredClock(tx, org, to),
        after: async (at) => {
          if (!run) return true;
          const done = schoolDaysBetween(calendar, start, localDate(at, zone));
          // A long run is told of day by day: drawing every moment of it would cost as much as living it.
          const isTold = done !== run.done || ticks.sendMs < TOLD_DAILY_MS;
          Object.assign(run, { at, done });
          if (isTold) changed();
          await setImmediate();
          if (run.stopping) return true;
          return target === 'next_question' && (await asked()) > before;
        },
      },
      log,
    );
    await world.store.within(org, (tx) => moveStoredClock(tx, org, at));
  };

  return {
    zone,
    now,
    running: () => run && { to: run.to, done: run.done, of: run.of, at: run.at },
    async start(target, userId) {
      if (run) return 'busy';
      const from = await now();
      const until = endOf(target, from, setting);
      if (until === null || until <= from) return 'nothing_left';
      if (run) return 'busy';
      const of = Math.max(1, schoolDaysBetween(calendar, localDate(from, zone), localDate(until, zone)));
      run = { to: target, done: 0, of, at: from, stopping: false };
      changed();
      ended = go(from, target, until, userId)
        .catch((fault: unknown) => {
          log.error({ org, fault: nameOf(fault) }, 'the school clock stopped');
        })
        .finally(() => {
          run = null;
          changed();
        });
      return 'started';
    },
    stop() {
      if (run) run.stopping = true;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: () => ended,
  };
}

/** Where a run ends; null when the calendar has no such moment left. */
export function endOf(target: ClockGoal, from: Date, { calendar, zone }: Setting): Date | null {
  const today = localDate(from, zone);
  switch (target) {
    case 'next_question': {
      const last = calendar.halfTerms.at(-1)?.endsOn;
      return last === undefined || last < today ? null : instantAt(last, DAY_ENDS, zone);
    }
    case 'next_school_day': {
      if (isSchoolDay(calendar, today) && localTime(from, zone) < DAY_BEGINS)
        return instantAt(today, DAY_BEGINS, zone);
      const next = schoolDayAfter(calendar, today);
      return next === null ? null : instantAt(next, DAY_BEGINS, zone);
    }
    case 'week': {
      const monday = addDays(today, 8 - weekday(today));
      const next = isSchoolDay(calendar, monday) ? monday : schoolDayAfter(calendar, monday);
      return next === null ? null : instantAt(next, DIGEST_READ, zone);
    }
    case 'term': {
      const last = endOfTerm(today, calendar, localTime(from, zone) >= DAY_ENDS);
      return last === null ? null : instantAt(last, DAY_ENDS, zone);
    }
  }
}

/** The last day of the term that is on, or of the next one in a holiday or once the last day is over. */
function endOfTerm(
  today: LocalDate,
  { halfTerms }: Setting['calendar'],
  dayIsOver: boolean,
): LocalDate | null {
  const after = dayIsOver ? addDays(today, 1) : today;
  const coming = halfTerms.findIndex((half) => half.endsOn >= after);
  let last = halfTerms[coming];
  for (const half of halfTerms.slice(coming + 1)) {
    if (half.term !== last?.term) break;
    last = half;
  }
  return last?.endsOn ?? null;
}
