/**
 * Lanes: one keeper at a time delivers for an installation, so that its rate limits are kept by one process.
 * The rule: a lane is lent for a while of the database's clock and must be asked for again; a keeper that
 * dies loses it. One that has nothing more to send keeps it for a minute, which is as long as a platform counts; one
 * that stops lets go of all of them at once.
 */
import { and, asc, eq, isNotNull, or, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Store, Tx } from './database.ts';
import { leaseEnd, leaseIsOver } from './lease.ts';
import { installation, lane } from './schema/index.ts';

export type Lane = { installationId: string; platform: 'local' | 'slack' | 'teams'; externalId: string };

/** The organisation's installations that are still allowed to speak. */
export async function listLanes(tx: Tx): Promise<Lane[]> {
  return tx
    .select({
      installationId: installation.installationId,
      platform: installation.platform,
      externalId: installation.externalId,
    })
    .from(installation)
    .where(eq(installation.state, 'live'))
    .orderBy(asc(installation.installationId));
}

/** Takes or keeps the lane; false while somebody else has it. */
export async function takeLane(tx: Tx, org: OrgId, installationId: string, keeper: string): Promise<boolean> {
  const taken = await tx
    .update(lane)
    .set({ leasedBy: keeper, leasedUntil: leaseEnd })
    .where(
      and(
        eq(lane.orgId, org),
        eq(lane.installationId, installationId),
        or(sql`${lane.leasedUntil} is null`, leaseIsOver(lane.leasedUntil), eq(lane.leasedBy, keeper)),
      ),
    )
    .returning({ installationId: lane.installationId });
  return taken.length > 0;
}

/** Nothing more to send just now. Another keeper may have it once the platform has forgotten what was sent. */
export async function restLane(tx: Tx, installationId: string, keeper: string): Promise<void> {
  await tx
    .update(lane)
    .set({ leasedUntil: sql`now() + interval '60 seconds'` })
    .where(and(eq(lane.installationId, installationId), eq(lane.leasedBy, keeper)));
}

/** Nothing more will be sent by this keeper. */
export async function leaveLane(tx: Tx, installationId: string, keeper: string): Promise<void> {
  await tx
    .update(lane)
    .set({ leasedBy: null, leasedUntil: null })
    .where(and(eq(lane.installationId, installationId), eq(lane.leasedBy, keeper)));
}

/** Lets go of every lane of a keeper that stops; of everybody's, where no keeper is named. */
export async function leaveLanes(store: Store, keeper?: string): Promise<void> {
  await store.unbound((tx) =>
    tx
      .update(lane)
      .set({ leasedBy: null, leasedUntil: null })
      .where(keeper === undefined ? isNotNull(lane.leasedBy) : eq(lane.leasedBy, keeper)),
  );
}
