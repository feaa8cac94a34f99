/**
 * What is due where: one row an organisation and step, so that an idle minute costs one look.
 * The rule: waking early is harmless (a step asks the record again), waking late is not, so a wake only moves
 * earlier, except when the step that has just run says when it is next needed.
 */
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Store, Tx } from './database.ts';
import { wake } from './schema/index.ts';

export const WAKE_STEPS = ['plan-prompts', 'deliver-messages', 'chase-overdue', 'send-digests'] as const;
export type WakeStep = (typeof WAKE_STEPS)[number];
export type Clock = 'wall' | 'stored';

/** Asks for a step no later than `dueAt`. */
export async function wakeBy(tx: Tx, org: OrgId, step: WakeStep, dueAt: Date, clock?: Clock): Promise<void> {
  await tx
    .insert(wake)
    .values({ orgId: org, step, dueAt, ...(clock ? { clock } : {}) })
    .onConflictDoUpdate({
      target: [wake.orgId, wake.step],
      set: { dueAt: sql`least(${wake.dueAt}, excluded.due_at)` },
    });
}

/** Says when a step that has just run is next needed; null sleeps until something wakes it. */
export async function sleepUntil(tx: Tx, org: OrgId, step: WakeStep, dueAt: Date | null): Promise<void> {
  await tx
    .update(wake)
    .set({ dueAt: dueAt ?? FAR })
    .where(and(eq(wake.orgId, org), eq(wake.step, step)));
}

const FAR = new Date('9999-01-01T00:00:00Z');

/** Organisations on `clock` for which `step` is due at `now`. */
export async function listDue(store: Store, clock: Clock, step: WakeStep, now: Date): Promise<OrgId[]> {
  const rows = await store.unbound((tx) =>
    tx
      .select({ org: wake.orgId })
      .from(wake)
      .where(and(eq(wake.clock, clock), eq(wake.step, step), lte(wake.dueAt, now)))
      .orderBy(asc(wake.dueAt)),
  );
  return rows.map((row) => row.org);
}

/** The next moment anything is due for one organisation, and what; null when nothing is. */
export async function nextWake(store: Store, org: OrgId): Promise<{ step: WakeStep; dueAt: Date } | null> {
  const [row] = await store.unbound((tx) =>
    tx.select().from(wake).where(eq(wake.orgId, org)).orderBy(asc(wake.dueAt)).limit(1),
  );
  return row && row.dueAt < FAR ? { step: row.step as WakeStep, dueAt: row.dueAt } : null;
}
