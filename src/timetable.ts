/**
 * The whole timetable on one page: which step runs when, and the two drivers that run it, one on real time
 * (node-schedule) and one that jumps from each due moment to the next.
 * The rule: a timer only asks "what is due?"; Postgres remembers what is. A run that fails is tried again in a
 * minute and never stops the others. What each step does is left to the cycle.
 */
import schedule from 'node-schedule';
import type { Context, Log, StepCounts, StepResult, World } from './cycle/context.ts';
import type { OrgId } from './domain/setting.ts';
import type { Tx } from './store/database.ts';
import {
  type Claimed,
  type Clock,
  claimDue,
  claimWake,
  endClaim,
  finishWake,
  listDue,
  type WakeStep,
  type Wakes,
} from './store/wakes.ts';

/** Seconds first. Local hours are the steps' own affair: each school has its own zone. */
export const TIMETABLE: readonly { step: WakeStep; cron: string; zone: string }[] = [
  { step: 'plan-prompts', cron: '5 * * * * *', zone: 'Etc/UTC' },
  { step: 'deliver-messages', cron: '*/2 * * * * *', zone: 'Etc/UTC' },
  { step: 'chase-overdue', cron: '15 * * * * *', zone: 'Etc/UTC' },
  { step: 'send-digests', cron: '25 * * * * *', zone: 'Etc/UTC' },
  { step: 'sync-members', cron: '35 * * * * *', zone: 'Etc/UTC' },
];

export type Steps = Record<WakeStep, (context: Context) => Promise<StepResult>>;

const RETRY_MS = 60_000;
/** More rounds than one moment can honestly need: a step that keeps asking for itself is broken. */
const MOST_ROUNDS = 50;

export const noCounts = (): StepCounts => ({
  planned: 0,
  sent: 0,
  nudged: 0,
  overdue: 0,
  alerts: 0,
  actions: 0,
  digests: 0,
});

export function addCounts(total: StepCounts, more: Partial<StepCounts>): void {
  for (const key of Object.keys(total) as (keyof StepCounts)[]) total[key] += more[key] ?? 0;
}

type Finished = { step: WakeStep; nextDue: Date | null; counts: Partial<StepCounts> };

/** Runs a step already claimed. One that fails is due again in a minute. */
async function runClaimed(
  world: World,
  steps: Steps,
  org: OrgId,
  step: WakeStep,
  now: Date,
  log: Log,
): Promise<Finished> {
  try {
    return { step, ...(await steps[step](await world.contextFor(org, now))) };
  } catch (fault) {
    log.error({ org, step, fault: fault instanceof Error ? fault.name : 'unknown' }, 'step failed');
    return { step, nextDue: new Date(now.getTime() + RETRY_MS), counts: {} };
  }
}

const NOTHING: Claimed = { claimed: [], waiting: [] };

export type Ran = { counts: StepCounts; waiting: Wakes };

/**
 * Runs every step due at `now` for one organisation, in order, until nothing more is due then. `first` is done in
 * the transaction that claims the first of them.
 */
export async function runDue(
  world: World,
  steps: Steps,
  org: OrgId,
  now: Date,
  log: Log,
  first?: (tx: Tx) => Promise<void>,
): Promise<Ran> {
  const counts = noCounts();
  let finished: Finished[] = [];
  for (let round = 0; ; round += 1) {
    const isLast = round === MOST_ROUNDS;
    const { claimed, waiting } = await world.store.within(org, async (tx) => {
      if (round === 0) await first?.(tx);
      for (const { step, nextDue } of finished) await endClaim(tx, org, step, nextDue);
      return isLast ? NOTHING : claimDue(tx, org, now);
    });
    if (isLast) log.error({ org, rounds: round }, 'steps keep asking for themselves');
    if (claimed.length === 0) return { counts, waiting };
    finished = [];
    for (const { step } of TIMETABLE)
      if (claimed.includes(step)) finished.push(await runClaimed(world, steps, org, step, now, log));
    for (const each of finished) addCounts(counts, each.counts);
  }
}

/** Runs every due step of every organisation on `clock` once at `now`: what `tick` does. */
export async function tickAll(
  world: World,
  steps: Steps,
  clock: Clock,
  now: Date,
  log: Log,
): Promise<StepCounts> {
  const total = noCounts();
  const due = new Set<OrgId>();
  for (const { step } of TIMETABLE)
    for (const org of await listDue(world.store, clock, step, now)) due.add(org);
  for (const org of due) addCounts(total, (await runDue(world, steps, org, now, log)).counts);
  return total;
}

/** Things that happen besides the timetable while a jumping clock runs: somebody answering, say. */
export type Happenings = {
  /** When something next happens. `changed` is false when nothing was sent since the last time it was asked. */
  next(changed: boolean): Promise<Date | null>;
  happen(at: Date): Promise<void>;
};

export type Jump = {
  from: Date;
  until: Date;
  /** How finely sends and happenings are told apart: those between two ticks go together, at the later. */
  ticks: { sendMs: number; happenMs: number };
  /** Moves the organisation's stored clock, before the steps of that moment are claimed. */
  move(tx: Tx, to: Date): Promise<void>;
  happenings: Happenings;
  /** Called after each moment; true stops there. */
  after(at: Date): Promise<boolean>;
};

/** Drives one organisation from moment to moment, as fast as the steps run. Gives the moment it stopped at. */
export async function jump(
  world: World,
  steps: Steps,
  org: OrgId,
  { from, until, ticks, move, happenings, after }: Jump,
  log: Log,
): Promise<Date> {
  // A second short of the tick, so that what was meant for a window that ends there still falls inside it.
  const ticked = (at: Date, tick: number) =>
    tick <= 1000 ? at.getTime() : Math.ceil((at.getTime() + 1000) / tick) * tick - 1000;
  const moment = ({ step, dueAt }: Wakes[number]) =>
    step === 'deliver-messages' ? ticked(dueAt, ticks.sendMs) : dueAt.getTime();
  let now = from;
  let changed = true;
  let { waiting } = await runDue(world, steps, org, now, log);
  for (;;) {
    const happening = await happenings.next(changed);
    const soonest = Math.min(
      ...waiting.map(moment),
      happening ? ticked(happening, ticks.happenMs) : Number.POSITIVE_INFINITY,
    );
    if (soonest > until.getTime()) break;
    now = new Date(Math.max(soonest, now.getTime()));
    const moved = now;
    if (happening !== null && ticked(happening, ticks.happenMs) <= now.getTime())
      await happenings.happen(now);
    const ran = await runDue(world, steps, org, now, log, (tx) => move(tx, moved));
    waiting = ran.waiting;
    changed = ran.counts.sent > 0;
    if (await after(now)) return now;
  }
  await world.store.within(org, (tx) => move(tx, until));
  return until;
}

/** Real time, as main reads it. `monotonic` is in milliseconds and never jumps. */
export type RealTime = { now(): Date; monotonic(): number };

/**
 * Starts the real-time driver: one ticker a step, and a watchdog that sets them again when the computer's clock
 * has jumped or it has slept. Throws when a ticker cannot be set. Gives what stops it, after work in hand.
 */
export function startTimetable(
  world: World,
  steps: Steps,
  time: RealTime,
  log: Log,
): { stop(): Promise<void> } {
  const busy = new Map<WakeStep, Promise<void>>();
  let lastTick = time.monotonic();
  let jobs: schedule.Job[] = [];

  const run = async (step: WakeStep) => {
    const now = time.now();
    for (const org of await listDue(world.store, 'wall', step, now))
      if (await claimWake(world.store, org, step, now)) {
        const { nextDue } = await runClaimed(world, steps, org, step, now, log);
        await finishWake(world.store, org, step, nextDue);
      }
  };
  const ticked = (step: WakeStep) => {
    lastTick = time.monotonic();
    if (busy.has(step)) return;
    const running = run(step)
      .catch((fault: unknown) =>
        log.error(
          { step, fault: fault instanceof Error ? fault.name : 'unknown' },
          'could not ask what is due',
        ),
      )
      .finally(() => busy.delete(step));
    busy.set(step, running);
  };
  const arm = () => {
    for (const job of jobs) job.cancel();
    jobs = TIMETABLE.map(({ step, cron, zone }) => {
      const job = schedule.scheduleJob(step, { rule: cron, tz: zone }, () =>
        ticked(step),
      ) as schedule.Job | null;
      if (job === null) throw new Error(`The timetable's entry for ${step} ("${cron}") gives no next time`);
      return job;
    });
  };
  arm();
  const watchdog = setInterval(() => {
    if (time.monotonic() - lastTick < 30_000) return;
    log.warn({ silentMs: Math.round(time.monotonic() - lastTick) }, 'timers had stopped; set again');
    lastTick = time.monotonic();
    arm();
  }, 10_000);
  return {
    async stop() {
      clearInterval(watchdog);
      for (const job of jobs) job.cancel();
      await Promise.all(busy.values());
    },
  };
}
