/**
 * Organisations, and which clock each lives by: real time, or the invented school's own stored one.
 */
import { and, eq, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { organisation } from './schema/index.ts';

export type OrganisationClock = { clock: 'wall' | 'stored'; storedNow: Date | null; invented: boolean };

/** Writes a new organisation. A stored clock must say where it starts. */
export async function insertOrganisation(
  tx: Tx,
  org: OrgId,
  made: { name: string } & OrganisationClock,
  at: Date,
): Promise<void> {
  await tx.insert(organisation).values({ orgId: org, ...made, createdAt: at });
}

export async function readOrganisation(tx: Tx, org: OrgId): Promise<OrganisationClock | null> {
  const [row] = await tx.select().from(organisation).where(eq(organisation.orgId, org));
  return row ? { clock: row.clock, storedNow: row.storedNow, invented: row.invented } : null;
}

/** Moves a stored clock to a later moment; an earlier one leaves it where it is. */
export async function moveStoredClock(tx: Tx, org: OrgId, to: Date): Promise<void> {
  await tx
    .update(organisation)
    .set({ storedNow: sql`greatest(${organisation.storedNow}, ${to.toISOString()}::timestamptz)` })
    .where(and(eq(organisation.orgId, org), eq(organisation.clock, 'stored')));
}
