/**
 * Brings a setting's questions into line with a file that has been checked, in the caller's transaction.
 * The rule: each change is a version of its own and a row of the ledger; a question that is off stays off. Saying what
 * changes, and whether it may, is the caller's.
 */
import type { BankChange } from '../domain/bank-diff.ts';
import type { LedgerKind } from '../domain/ledger.ts';
import { lockEntry, useVersion } from '../store/bank.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { useQuestions } from '../store/questions.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { keepVersion } from './keep-version.ts';
import { ledgerEntry } from './ledger-entry.ts';

export async function writeBank(
  context: Context,
  tx: Tx,
  settingId: string,
  { added, changed }: Pick<BankChange, 'added' | 'changed'>,
): Promise<void> {
  const record = (kind: LedgerKind, facts: { question: string; version: number; before?: number }) =>
    appendLedger(tx, context.org, [ledgerEntry(context, kind, settingId, facts)]);
  for (const question of added) {
    const { id, version } = await keepVersion(context, tx, question);
    await useQuestions(tx, context.org, settingId, [{ ...question, version }]);
    await record('question_added', { question: id, version });
  }
  for (const { before, after } of changed) {
    const entry = await lockEntry(tx, settingId, before.id);
    if (entry === null || entry.question.version !== before.version)
      throw new Error(`${before.id} was changed while the file was brought in`);
    const kept = await keepVersion(context, tx, after);
    const inOtherWords = before.text !== after.text || before.why !== after.why;
    await useVersion(tx, settingId, kept, inOtherWords ? null : entry.approvedAt);
    await record('question_changed', { question: kept.id, version: kept.version, before: before.version });
  }
  if (added.length > 0) await wakeBy(tx, context.org, 'plan-prompts', context.now);
}
