/**
 * A row of the ledger, of this moment and under an id of its own.
 * The rule: ids, states and counts only. Writing it is the store's.
 */
import type { LedgerFacts, LedgerKind } from '../domain/ledger.ts';
import type { LedgerEntry } from '../store/ledger.ts';
import type { Context } from './context.ts';

/** `actor` is the person who did it; null where Vigil did. */
export function ledgerEntry(
  { ids, now }: Context,
  kind: LedgerKind,
  subject: string,
  facts: LedgerFacts = {},
  actor: string | null = null,
): LedgerEntry {
  return { entryId: ids.id(), at: now, kind, subject, actor, facts };
}
