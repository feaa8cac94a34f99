/**
 * Notes the checks that were put to nobody because Vigil was away when they were due.
 * The rule: nothing is called overdue that nobody was asked, and nothing unasked passes for done: it is kept, and
 * the next digest says so. What was missed is domain/not-asked's.
 */
import { localDate } from '../domain/local-time.ts';
import { missedBetween } from '../domain/not-asked.ts';
import type { Question } from '../domain/question.ts';
import type { Setting } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { markPlanned, noteMissed, noteUnsent, readPlannedOn } from '../store/not-asked.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';

/**
 * Looks back over the school days on which nothing was planned. `questions` are those that could be put to somebody.
 */
export async function noteGap(
  context: Context,
  tx: Tx,
  setting: Setting,
  questions: readonly Question[],
): Promise<void> {
  const today = localDate(context.now, setting.zone);
  const since = await readPlannedOn(tx, setting.id);
  if (since !== null && since < today) {
    const missed = missedBetween(setting, questions, since, today);
    await record(context, tx, setting.id, await noteMissed(tx, context.org, setting.id, missed, context.now));
  }
  await markPlanned(tx, setting.id, today);
}

/** What was planned and can no longer be put to anybody. */
export async function noteUnasked(
  context: Context,
  tx: Tx,
  { setting }: KnownSchool,
  promptIds: readonly string[],
): Promise<void> {
  const on = { day: localDate(context.now, setting.zone), at: context.now };
  await record(context, tx, setting.id, await noteUnsent(tx, context.org, promptIds, on));
}

async function record(context: Context, tx: Tx, settingId: string, questions: number): Promise<void> {
  if (questions === 0) return;
  await appendLedger(tx, context.org, [ledgerEntry(context, 'question_not_asked', settingId, { questions })]);
}
