/**
 * Legal holds: while one stands, nothing it is for is removed or erased.
 * The rule: a hold is never taken away, only lifted, and both moments are kept. Its reference says where the reason
 * is; the reason itself is not kept here.
 */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { legalHold } from './schema/index.ts';

export type Hold = Omit<typeof legalHold.$inferSelect, 'orgId'>;

const columns = {
  holdId: legalHold.holdId,
  settingId: legalHold.settingId,
  personId: legalHold.personId,
  reference: legalHold.reference,
  placedAt: legalHold.placedAt,
  liftedAt: legalHold.liftedAt,
};

/** Every hold of the organisation, the oldest first; those lifted too. */
export async function listHolds(tx: Tx): Promise<Hold[]> {
  return tx.select(columns).from(legalHold).orderBy(asc(legalHold.placedAt), asc(legalHold.holdId));
}

/** The holds that stand in the way of forgetting this person: on them, or on a setting they belong or belonged to. */
export async function listHoldsOn(tx: Tx, org: OrgId, personId: string): Promise<Hold[]> {
  return tx
    .select(columns)
    .from(legalHold)
    .where(
      and(
        eq(legalHold.orgId, org),
        isNull(legalHold.liftedAt),
        sql`(${legalHold.personId} = ${personId} or (${legalHold.personId} is null and exists (
          select from membership m where m.org_id = ${org} and m.setting_id = ${legalHold.settingId}
            and m.person_id = ${personId})))`,
      ),
    )
    .orderBy(asc(legalHold.placedAt));
}

export async function insertHold(tx: Tx, org: OrgId, hold: Omit<Hold, 'liftedAt'>): Promise<void> {
  await tx.insert(legalHold).values({ orgId: org, ...hold });
}

/** False when it was lifted before, or is not there. */
export async function liftHold(tx: Tx, holdId: string, at: Date): Promise<boolean> {
  const lifted = await tx
    .update(legalHold)
    .set({ liftedAt: at })
    .where(and(eq(legalHold.holdId, holdId), isNull(legalHold.liftedAt)))
    .returning({ holdId: legalHold.holdId });
  return lifted.length > 0;
}
