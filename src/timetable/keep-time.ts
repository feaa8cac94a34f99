/**
 * The real-time driver: one ticker a step (node-schedule), and a watchdog that sets them again when the computer's
 * clock has jumped or it has slept.
 * The rule: nobody waits for somebody else's slow workspace: each organisation has its own run, so many at once, the
 * longest due first. A stop begins nothing more and waits for what is in hand.
 */
import schedule from 'node-schedule';
import { inTime, nameOf } from '../chat/work-in-hand.ts';
import type { Log, World } from '../cycle/context.ts';
import type { OrgId } from '../domain/setting.ts';
import { finishWake, listDue, type WakeStep } from '../store/wakes.ts';
import { runStep, type Steps, TIMETABLE } from '../timetable.ts';

/**
 * Time, as main reads it. `now` is the record's; `read` asks the record anew, and throws while it is away.
 * `monotonic` is in milliseconds and never jumps.
 */
export type KeptTime = { now(): Date; monotonic(): number; read(): Promise<void> };

export type TimetableParts = {
  world: World;
  steps: Steps;
  time: KeptTime;
  log: Log;
  /** Who delivers here: a lane in another keeper's hands is left to them. */
  keeper: string;
  /** Asked before anything is begun: false puts this look off to the next. */
  mayBegin?(): Promise<boolean>;
};

/** Organisations in hand at once, of one step: below the connections there are, so that a press always finds one. */
const AT_ONCE = 4;
const SILENT_MS = 30_000;
const WATCH_MS = 10_000;

export type Timetable = {
  /**
   * Begins nothing more, and resolves once what is in hand is done, or after `ms`. What is not done by then is given
   * back, so that another process may have it at once.
   */
  stop(ms?: number): Promise<void>;
};

/** Throws when a ticker cannot be set. */
export function startTimetable(parts: TimetableParts): Timetable {
  const { world, steps, time, log, keeper, mayBegin } = parts;
  const inHand = new Map<WakeStep, Map<OrgId, Promise<void>>>(TIMETABLE.map(({ step }) => [step, new Map()]));
  const leases = new Map<WakeStep, Map<OrgId, Date>>(TIMETABLE.map(({ step }) => [step, new Map()]));
  const looking = new Map<WakeStep, Promise<void>>();
  let lastTick = time.monotonic();
  let jobs: schedule.Job[] = [];
  let stopping = false;

  const leasesOf = (step: WakeStep) => leases.get(step) ?? new Map<OrgId, Date>();
  const run = async (step: WakeStep, org: OrgId) => {
    try {
      await runStep(world, steps, org, step, time.now(), log, (lease) => leasesOf(step).set(org, lease));
      leasesOf(step).delete(org);
    } catch (fault) {
      log.error({ org, step, fault: nameOf(fault) }, 'step not begun or ended');
    }
  };
  const giveBack = async (step: WakeStep, org: OrgId, lease: Date) => {
    await finishWake(world.store, org, { step, lease, nextDue: time.now() });
    leasesOf(step).delete(org);
  };
  /** What the record did not take while it was away: until it does, the step would be ours and nobody would run it. */
  const endAll = async (step: WakeStep) => {
    for (const [org, lease] of leasesOf(step))
      if (!inHand.get(step)?.has(org)) await giveBack(step, org, lease);
  };
  const look = async (step: WakeStep) => {
    await time.read();
    await endAll(step);
    if (mayBegin && !(await mayBegin())) return;
    const running = inHand.get(step) ?? new Map<OrgId, Promise<void>>();
    for (const org of await listDue(world.store, 'wall', step, time.now(), keeper)) {
      if (stopping || running.size >= AT_ONCE) return;
      if (running.has(org)) continue;
      running.set(
        org,
        run(step, org).finally(() => {
          running.delete(org);
          // Whoever waited for a place need not wait for the next tick.
          if (running.size === AT_ONCE - 1) ask(step);
        }),
      );
    }
  };
  const ask = (step: WakeStep) => {
    if (stopping || looking.has(step)) return;
    const asked = look(step)
      .catch((fault: unknown) => log.error({ step, fault: nameOf(fault) }, 'could not ask what is due'))
      .finally(() => looking.delete(step));
    looking.set(step, asked);
  };
  const arm = () => {
    for (const job of jobs) job.cancel();
    jobs = TIMETABLE.map(({ step, cron, zone }) => {
      const job = schedule.scheduleJob(step, { rule: cron, tz: zone }, () => {
        lastTick = time.monotonic();
        ask(step);
      }) as schedule.Job | null;
      if (job === null) throw new Error(`The timetable's entry for ${step} ("${cron}") gives no next time`);
      return job;
    });
  };
  arm();
  const watchdog = setInterval(() => {
    const silentMs = Math.round(time.monotonic() - lastTick);
    if (silentMs < SILENT_MS) return;
    log.warn({ silentMs }, 'timers had stopped; set again');
    lastTick = time.monotonic();
    arm();
  }, WATCH_MS);
  return {
    async stop(ms) {
      stopping = true;
      clearInterval(watchdog);
      for (const job of jobs) job.cancel();
      const over = Promise.all(looking.values()).then(() =>
        Promise.all([...inHand.values()].flatMap((running) => [...running.values()])),
      );
      if (ms === undefined) return void (await over);
      if ((await inTime(over, ms)) !== null) return;
      for (const [step, running] of leases)
        for (const [org, lease] of running) await giveBack(step, org, lease);
    },
  };
}
