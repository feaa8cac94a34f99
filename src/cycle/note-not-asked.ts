/**
 * Notes the checks that were put to nobody, since Vigil was away when they were due or whoever had them was lost.
 * The rule: nothing is called overdue that nobody was asked, and nothing unasked passes for done: it is kept, and
 * the next digest says so. What was missed is domain/not-asked's.
 */
import { addDays, localDate } from '../domain/local-time.ts';
import { type Missed, missedBetween } from '../domain/not-asked.ts';
import type { Question } from '../domain/question.ts';
import type { Setting } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { markPlanned, noteMissed, noteUnsent, readPlannedOn } from '../store/not-asked.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** A check stays open for five school days after its period, and the summer may lie between. */
const LOST_DAYS = 60;

/**
 * Looks back over the school days on which nothing was planned: `askable` are those that could have been put to
 * somebody. And over periods lately past: what was put to somebody in one and cancelled, they being lost, is told too.
 */
export async function noteGap(
  context: Context,
  tx: Tx,
  setting: Setting,
  { askable, inUse }: { askable: readonly Question[]; inUse: readonly Question[] },
): Promise<void> {
  const today = localDate(context.now, setting.zone);
  const since = await readPlannedOn(tx, setting.id);
  if (since !== null && since < today) {
    const note = (missed: readonly Missed[], ifPlanned: boolean) =>
      noteMissed(tx, context.org, setting.id, missed, { at: context.now, ifPlanned });
    const gap = await note(missedBetween(setting, askable, since, today), false);
    const lost = await note(missedBetween(setting, inUse, addDays(today, -LOST_DAYS), today), true);
    await record(context, tx, setting.id, gap + lost);
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
