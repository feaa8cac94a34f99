/**
 * The ledger's rows: inserted with the change they record, in the same transaction; sealed later.
 */
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
