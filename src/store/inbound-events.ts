/**
 * Events a platform has delivered, by the platform's own key: taken once, however often they come.
 * The rule: a row is lent while somebody is at work on its event, on the database's clock; once the work is done it
 * stays, and whoever brings the event again is told so. It holds a key, which may have the
 * sender's account or conversation in it, and a moment; no word.
 */
import { and, eq, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { leaseIsOver } from './lease.ts';
import { inboundEvent } from './schema/index.ts';

export type EventId = { platform: 'local' | 'slack' | 'teams'; eventKey: string };

const LENT = sql`now() + interval '30 seconds'`;

/** begun: it is the caller's to do. taken: it was done before. busy: somebody else is at it. */
export async function beginEvent(
  tx: Tx,
  org: OrgId,
  { platform, eventKey }: EventId,
  at: Date,
): Promise<'begun' | 'taken' | 'busy'> {
  const begun = await tx
    .insert(inboundEvent)
    .values({ orgId: org, platform, eventKey, takenAt: at, leasedUntil: LENT })
    .onConflictDoUpdate({
      target: [inboundEvent.orgId, inboundEvent.platform, inboundEvent.eventKey],
      set: { leasedUntil: LENT },
      setWhere: leaseIsOver(inboundEvent.leasedUntil),
    })
    .returning({ eventKey: inboundEvent.eventKey });
  if (begun.length > 0) return 'begun';
  const [row] = await tx
    .select({ leasedUntil: inboundEvent.leasedUntil })
    .from(inboundEvent)
    .where(isEvent({ platform, eventKey }));
  return row?.leasedUntil === null ? 'taken' : 'busy';
}

/** The work is done: the event is never taken again. */
export async function endEvent(tx: Tx, event: EventId): Promise<void> {
  await tx.update(inboundEvent).set({ leasedUntil: null }).where(isEvent(event));
}

/** The work was not done: whoever brings the event next may take it. */
export async function dropEvent(tx: Tx, event: EventId): Promise<void> {
  await tx.update(inboundEvent).set({ leasedUntil: sql`now()` }).where(isEvent(event));
}

function isEvent({ platform, eventKey }: EventId) {
  return and(eq(inboundEvent.platform, platform), eq(inboundEvent.eventKey, eventKey));
}
