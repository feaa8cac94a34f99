/**
 * Ends what is overdue and can no longer be answered: its owner has left, or its period has closed and a lead has it.
 * The rule: nothing overdue goes quietly; what nobody has taken on stays overdue however old it is, and a lead who
 * has it goes on having it. A leaver's check is free to be put to somebody else.
 */
import { endOverduePrompts } from '../store/chases.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import type { Context } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';

export async function endOverdue(context: Context, tx: Tx): Promise<void> {
  const ended = await endOverduePrompts(tx, context.org, context.now);
  await appendLedger(
    tx,
    context.org,
    ended.map(({ promptId, state }) =>
      ledgerEntry(context, state === 'lapsed' ? 'prompt_lapsed' : 'prompt_cancelled', promptId, {
        was: 'overdue',
      }),
    ),
  );
}
