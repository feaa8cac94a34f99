/**
 * Shows a question of the bank as it is now, in place of what was pressed about it.
 * The rule: whoever is shown it this way may change it; that was asked of the record before.
 */
import type { PressResult } from '../chat/chat.ts';
import { bankQuestionMessage } from '../messages/bank-question.ts';
import type { BankEntry } from '../store/bank.ts';
import { lineOf } from './answer-bank.ts';
import type { Writer } from './find-writers.ts';

/** Who presses in the setting the question is of, and in all of theirs. */
export type Lead = { writer: Writer; writers: readonly Writer[] };

/** `notice` is what the press did. */
export function redraw({ writer, writers }: Lead, entry: BankEntry, notice: string): PressResult {
  const { setting } = writer;
  const facts = {
    settingId: setting.id,
    settingName: setting.name,
    line: lineOf(entry),
    mayChange: true,
    ref: writers.length > 1 ? setting.ref : null,
  };
  return { kind: 'redraw', message: bankQuestionMessage(facts, notice) };
}
