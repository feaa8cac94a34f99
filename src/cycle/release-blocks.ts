/**
 * Lets out the anonymous answers of each period that is over, once and for ever, for the digest that tells of its end.
 * The rule: a period is let out only when its last day is behind and nobody can answer it any more; what may not be
 * shown is gone with its counts. What may be is domain/small-numbers'.
 */
import { blockEnd, sumVersions } from '../domain/anonymous-answer.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { Setting } from '../domain/setting.ts';
import { letOut } from '../domain/small-numbers.ts';
import { holdBlocks, listBlocks, releaseBlock } from '../store/anonymous.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import type { Context } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** `through` is the last day the digest tells of. */
export async function releaseBlocks(
  context: Context,
  tx: Tx,
  setting: Setting,
  through: LocalDate,
): Promise<void> {
  await holdBlocks(tx, setting.id);
  for (const { block, isOpen, versions } of await listBlocks(tx, setting.id, context.now)) {
    const summed = sumVersions(versions);
    if (isOpen || summed === null) continue;
    const { question, counts } = summed;
    // A period the calendar no longer has is over: nobody is asked for it again.
    const ended = blockEnd(question.cadence, block, setting.calendar);
    if (ended !== null && ended > through) continue;
    const out = letOut(counts);
    const release = { settingId: setting.id, question, block, at: context.now, on: through, out };
    if (!(await releaseBlock(tx, context.org, release))) continue;
    await appendLedger(tx, context.org, [
      ledgerEntry(context, 'answers_released', setting.id, {
        question: question.id,
        block,
        repliers: out.repliers,
      }),
    ]);
  }
}
