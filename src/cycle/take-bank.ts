/**
 * Takes what is pressed and sent about the bank: a question is switched, approved, changed or added.
 * The rule: who may is asked of the record at every press, and a press on a version that is no longer in use changes
 * nothing and says so. Words are examined before anything else is done with them. Keeping them is change-question's.
 */
import { checkLoad } from '../bank/check-change.ts';
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import {
  alreadyLine,
  approvedNotice,
  type BankRefusal,
  bankRefusalLine,
  changedSinceLine,
  overLimitLine,
  switchedNotice,
} from '../messages/bank-lines.ts';
import { ADDING, addQuestionMessage, changeFormMessage } from '../messages/bank-question.ts';
import { strangerMessage } from '../messages/guard.ts';
import { type BankEntry, listBank, lockEntry, saveApproval, saveState } from '../store/bank.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { findByChatUser } from '../store/people.ts';
import { listSettings } from '../store/settings.ts';
import { wakeBy } from '../store/wakes.ts';
import { changesBank, lineOf, seesBank } from './answer-bank.ts';
import { addQuestion, changeQuestion } from './change-question.ts';
import type { Context } from './context.ts';
import { writersIn } from './find-writers.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { inPrivate } from './press-result.ts';
import { type Lead, redraw } from './redraw-question.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { stopQuestionWords } from './stop-question-words.ts';

const refused = (why: BankRefusal): PressResult => inPrivate(bankRefusalLine(why));

export function takeBank(context: Context, press: IncomingPress): Promise<PressResult> {
  return retryDeadlock(context, (tx) => take(context, tx, press));
}

async function take(context: Context, tx: Tx, press: IncomingPress): Promise<PressResult> {
  const { from, verb, values } = press;
  const [settingId = '', questionId = '', version = ''] = press.token.split('.');
  const known = await findByChatUser(tx, from.platform, from.externalId, from.userId);
  const writers = writersIn(await listSettings(tx), known, context.now);
  const [usual] = writers;
  if (usual === undefined) return inPrivate(strangerMessage());
  const writer = writers.find(({ setting }) => setting.id === settingId);
  const isNew = questionId === ADDING.id;
  const entry = writer === undefined || isNew ? null : await lockEntry(tx, settingId, questionId);
  if (verb === 'keep_bank' && values !== undefined) {
    const stopped = await stopQuestionWords(context, tx, writer ?? usual, values, entry?.question ?? null);
    if (stopped !== null) return inPrivate(stopped);
  }
  if (writer === undefined || !seesBank(writer)) return refused('not_seen');
  if (!changesBank(writer)) return refused('not_allowed');
  const lead = { writer, writers };
  if (isNew) {
    return verb === 'keep_bank' && values !== undefined
      ? addQuestion(context, tx, lead, values)
      : { kind: 'form', message: addQuestionMessage(settingId, writer.setting.name) };
  }
  if (entry === null) return refused('gone');
  if (String(entry.question.version) !== version) return inPrivate(changedSinceLine(entry.question));
  switch (verb) {
    case 'bank_switch':
      return switchQuestion(context, tx, lead, entry, press.arg === 'on' ? 'on' : 'off');
    case 'bank_approve':
      return approve(context, tx, lead, entry);
    case 'keep_bank':
      if (values !== undefined) return changeQuestion(context, tx, lead, entry, values);
      return { kind: 'form', message: changeFormMessage(settingId, entry.question) };
    default:
      return { kind: 'form', message: changeFormMessage(settingId, entry.question) };
  }
}

/** What is asked already stays; the next planning takes or leaves the question. */
async function switchQuestion(
  context: Context,
  tx: Tx,
  lead: Lead,
  entry: BankEntry,
  to: 'on' | 'off',
): Promise<PressResult> {
  const { question } = entry;
  const { setting, person } = lead.writer;
  if (entry.state === to) return inPrivate(alreadyLine(question.id, to));
  if (to === 'on') {
    const on = (await listBank(tx, setting.id)).filter(({ state }) => state === 'on');
    const [fault] = checkLoad(
      question,
      on.map((one) => one.question),
    );
    if (fault !== undefined) return inPrivate(overLimitLine(`${fault.message} ${fault.mend}`));
  }
  await saveState(tx, setting.id, question.id, to);
  const facts = { question: question.id, version: question.version, state: to };
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'question_switched', setting.id, facts, person.id),
  ]);
  if (to === 'on') await wakeBy(tx, context.org, 'plan-prompts', context.now);
  return redraw(lead, { ...entry, state: to }, switchedNotice(question, to));
}

async function approve(context: Context, tx: Tx, lead: Lead, entry: BankEntry): Promise<PressResult> {
  const { question } = entry;
  const { setting, person } = lead.writer;
  if (!lineOf(entry).checkLocally) return inPrivate(alreadyLine(question.id, 'approved'));
  await saveApproval(tx, setting.id, question.id, context.now);
  const facts = { question: question.id, version: question.version };
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'question_approved', setting.id, facts, person.id),
  ]);
  return redraw(lead, { ...entry, approvedAt: context.now }, approvedNotice());
}
