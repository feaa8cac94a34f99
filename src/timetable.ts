/**
 * The whole timetable on one page: which step runs when, and how what is due is run.
 * The rule: a timer only asks "what is due?"; Postgres remembers what is. A run that fails is tried again in a
 * minute and never stops the others. What each step does is left to the cycle, the moments to the two drivers:
 * timetable/keep-time on real time, timetable/jump-clock from each due moment to the next.
 */

import { nameOf } from './chat/work-in-hand.ts';
import type { Context, Log, StepCounts, StepResult, World } from './cycle/context.ts';
import type { OrgId } from './domain/setting.ts';
import type { Tx } from './store/database.ts';
import {
  type Claimed,
  type Clock,
  claimDue,
  claimWake,
  type Ending,
  endClaim,
  finishWake,
  listDue,
  type WakeStep,
  type Wakes,
} from './store/wakes.ts';

/** Seconds first. Local hours are the steps' own affair: each school has its own zone. */
export const TIMETABLE: readonly { step: WakeStep; cron: string; zone: string }[] = [
  { step: 'plan-prompts', cron: '5 * * * * *', zone: 'Etc/UTC' },
  { step: 'ask-charge', cron: '10 * * * * *', zone: 'Etc/UTC' },
  { step: 'deliver-messages', cron: '*/2 * * * * *', zone: 'Etc/UTC' },
  { step: 'chase-overdue', cron: '15 * * * * *', zone: 'Etc/UTC' },
  { step: 'send-digests', cron: '25 * * * * *', zone: 'Etc/UTC' },
  { step: 'sync-members', cron: '35 * * * * *', zone: 'Etc/UTC' },
  { step: 'check-channels', cron: '40 * * * * *', zone: 'Etc/UTC' },
  { step: 'seal-ledger', cron: '45 * * * * *', zone: 'Etc/UTC' },
  { step: 'apply-retention', cron: '55 * * * * *', zone: 'Etc/UTC' },
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

type Finished = { nextDue: Date | null; counts: Partial<StepCounts> };

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
    return await steps[step](await world.contextFor(org, now));
  } catch (fault) {
    log.error({ org, step, fault: nameOf(fault) }, 'step failed');
    return { nextDue: new Date(now.getTime() + RETRY_MS), counts: {} };
  }
}

/**
 * Claims one step that is due and runs it; nothing where somebody else has it. `onClaim` hears of the lease, for
 * whoever may have to give it back.
 */
export async function runStep(
  world: World,
  steps: Steps,
  org: OrgId,
  step: WakeStep,
  now: Date,
  log: Log,
  onClaim: (lease: Date) => void = () => undefined,
): Promise<void> {
  const lease = await claimWake(world.store, org, step, now);
  if (lease === null) return;
  onClaim(lease);
  const { nextDue } = await runClaimed(world, steps, org, step, now, log);
  await finishWake(world.store, org, { step, lease, nextDue });
}

const NOTHING: Claimed = { claimed: [], lease: null, waiting: [] };

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
  let finished: Ending[] = [];
  for (let round = 0; ; round += 1) {
    const isLast = round === MOST_ROUNDS;
    const { claimed, lease, waiting } = await world.store.within(org, async (tx) => {
      if (round === 0) await first?.(tx);
      for (const ending of finished) await endClaim(tx, org, ending);
      return isLast ? NOTHING : claimDue(tx, org, now);
    });
    if (isLast) log.error({ org, rounds: round }, 'steps keep asking for themselves');
    if (lease === null) return { counts, waiting };
    finished = [];
    for (const { step } of TIMETABLE) {
      if (!claimed.includes(step)) continue;
      const ran = await runClaimed(world, steps, org, step, now, log);
      finished.push({ step, lease, nextDue: ran.nextDue });
      addCounts(counts, ran.counts);
    }
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
