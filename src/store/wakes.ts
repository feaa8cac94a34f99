/**
 * What is due where: one row an organisation and step, so that an idle minute costs one look.
 * The rule: waking early is harmless (a step asks the record again), waking late is not. So a claimed wake is put
 * far off under a lease, anything that happens meanwhile may bring it nearer, and a run that dies is due again
 * when its lease ends. Leases run on the database's clock, and a lease that somebody else has by now is theirs to end.
 */
import { and, asc, eq, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Store, Tx } from './database.ts';
import { leaseEnd, leaseIsOver } from './lease.ts';
import { lane, wake } from './schema/index.ts';

export const WAKE_STEPS = [
  'plan-prompts',
  'ask-charge',
  'deliver-messages',
  'chase-overdue',
  'send-digests',
  'sync-members',
  'check-channels',
  'seal-ledger',
  'apply-retention',
] as const;
export type WakeStep = (typeof WAKE_STEPS)[number];
export type Clock = 'wall' | 'stored';

const LONG_AGO = new Date('2000-01-01T00:00:00Z');
const FAR = new Date('9999-01-01T00:00:00Z');

/** Asks for a step no later than `dueAt`. `clock` is said once, when the organisation is made. */
export async function wakeBy(tx: Tx, org: OrgId, step: WakeStep, dueAt: Date, clock?: Clock): Promise<void> {
  await tx
    .insert(wake)
    .values({ orgId: org, step, dueAt, ...(clock ? { clock } : {}) })
    .onConflictDoUpdate({
      target: [wake.orgId, wake.step],
      set: { dueAt: sql`least(${wake.dueAt}, excluded.due_at)` },
    });
}

/** What is asked for and not in somebody's hands, soonest first. */
export type Wakes = { step: WakeStep; dueAt: Date }[];
/** `lease` is when the claim runs out, on the database's clock: what it is ended by. */
export type Claimed = { claimed: WakeStep[]; lease: Date | null; waiting: Wakes };

/**
 * Takes the organisation's steps due at `now` (or the one named) for this process. Where nothing is due, `waiting`
 * says what will be.
 */
export async function claimDue(tx: Tx, org: OrgId, now: Date, only?: WakeStep): Promise<Claimed> {
  const taken = await tx
    .update(wake)
    // In whole milliseconds, so that it is the same when it is given back.
    .set({ dueAt: FAR, leasedUntil: sql`date_trunc('milliseconds', ${leaseEnd})` })
    .where(and(eq(wake.orgId, org), only === undefined ? undefined : eq(wake.step, only), due(now)))
    .returning({ step: wake.step, lease: wake.leasedUntil });
  const claimed = taken.map((row) => row.step as WakeStep);
  const lease = taken[0]?.lease ?? null;
  return { claimed, lease, waiting: claimed.length > 0 ? [] : await listWakes(tx, org) };
}

/** Takes one step in a transaction of its own: its lease, or null when somebody else has it or it is not due. */
export async function claimWake(store: Store, org: OrgId, step: WakeStep, now: Date): Promise<Date | null> {
  return (await store.unbound((tx) => claimDue(tx, org, now, step))).lease;
}

export type Ending = { step: WakeStep; lease: Date; nextDue: Date | null };

/** Ends a claim: the step is next needed at `nextDue`, or sooner if something asked for it meanwhile. */
export async function endClaim(tx: Tx, org: OrgId, { step, lease, nextDue }: Ending): Promise<void> {
  await tx
    .update(wake)
    .set({
      dueAt: sql`least(${wake.dueAt}, ${(nextDue ?? FAR).toISOString()}::timestamptz)`,
      leasedUntil: sql`nullif(${wake.leasedUntil}, ${lease.toISOString()}::timestamptz)`,
    })
    .where(and(eq(wake.orgId, org), eq(wake.step, step)));
}

/** Ends a claim in a transaction of its own. */
export function finishWake(store: Store, org: OrgId, ending: Ending): Promise<void> {
  return store.unbound((tx) => endClaim(tx, org, ending));
}

/**
 * Organisations on `clock` for which `step` is due at `now`, longest due first. Where `keeper` is given, delivering
 * for an organisation whose every lane another keeper has is left to that one.
 */
export async function listDue(
  store: Store,
  clock: Clock,
  step: WakeStep,
  now: Date,
  keeper?: string,
): Promise<OrgId[]> {
  const isOurs =
    keeper === undefined || step !== 'deliver-messages'
      ? undefined
      : sql`(not exists (select 1 from ${lane} where ${lane.orgId} = ${wake.orgId}) or exists (
          select 1 from ${lane} where ${lane.orgId} = ${wake.orgId}
            and (${lane.leasedUntil} is null or ${leaseIsOver(lane.leasedUntil)} or ${lane.leasedBy} = ${keeper})))`;
  const rows = await store.unbound((tx) =>
    tx
      .select({ org: wake.orgId })
      .from(wake)
      .where(and(eq(wake.clock, clock), eq(wake.step, step), due(now), isOurs))
      .orderBy(asc(wake.dueAt), asc(wake.orgId)),
  );
  return rows.map((row) => row.org);
}

/** What one organisation waits for, soonest first. */
export async function listWakes(tx: Tx, org: OrgId): Promise<Wakes> {
  const rows = await tx
    .select({ step: wake.step, dueAt: wake.dueAt })
    .from(wake)
    .where(and(eq(wake.orgId, org), lt(wake.dueAt, FAR)))
    .orderBy(asc(wake.dueAt));
  return rows.map(({ step, dueAt }) => ({ step: step as WakeStep, dueAt }));
}

/** The next moment anything is due for one organisation, and what; null when nothing is. */
export async function nextWake(store: Store, org: OrgId): Promise<Wakes[number] | null> {
  return (await store.unbound((tx) => listWakes(tx, org)))[0] ?? null;
}

function due(now: Date) {
  return or(and(lte(wake.dueAt, now), isNull(wake.leasedUntil)), leaseIsOver(wake.leasedUntil));
}

/** Lets go of every claim at once: for a database that one process alone may open, as it opens it. */
export async function dropClaims(store: Store): Promise<void> {
  await store.unbound((tx) =>
    tx.update(wake).set({ dueAt: LONG_AGO, leasedUntil: null }).where(isNotNull(wake.leasedUntil)),
  );
}
