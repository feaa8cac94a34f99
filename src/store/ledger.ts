/**
 * The ledger's rows: inserted with the change they record, in the same transaction; sealed later.
 */
import { and, between, eq } from 'drizzle-orm';
import type { LedgerFacts, LedgerKind } from '../domain/ledger.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { ledger } from './schema/index.ts';

export type LedgerEntry = {
  entryId: string;
  at: Date;
  kind: LedgerKind;
  subject: string;
  actor: string | null;
  facts: LedgerFacts;
};

export async function appendLedger(tx: Tx, org: OrgId, entries: LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.insert(ledger).values(entries.map((entry) => ({ orgId: org, ...entry })));
}

/** Whether one of this kind about `subject` was written between two moments, both included. */
export async function isInLedger(
  tx: Tx,
  org: OrgId,
  told: { kind: LedgerKind; subject: string; from: Date; to: Date },
): Promise<boolean> {
  const found = await tx
    .select({ entryId: ledger.entryId })
    .from(ledger)
    .where(
      and(
        eq(ledger.orgId, org),
        between(ledger.at, told.from, told.to),
        eq(ledger.kind, told.kind),
        eq(ledger.subject, told.subject),
      ),
    )
    .limit(1);
  return found.length > 0;
}
