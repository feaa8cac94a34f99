/**
 * What the bank says to one person: why a press changed nothing, and what one did.
 * The rule: it always says whether anything was changed, and what to do next.
 */
import type { FieldFaults } from '../domain/form-field.ts';
import type { Message } from '../domain/message.ts';
import { isExpected, isOwn, versionWords } from '../domain/own-question.ts';
import type { Question } from '../domain/question.ts';
import { privateLine } from './private-line.ts';

export type BankRefusal = 'not_seen' | 'not_allowed' | 'gone' | 'unguarded';

const LINES: Record<BankRefusal, string> = {
  not_seen:
    'The bank of questions is for the DSL, deputies and the headteacher. Nothing was changed. “why training” says why you are asked what you are asked.',
  not_allowed:
    'Questions are changed by the DSL and the headteacher. Nothing was changed. Ask one of them, and tell them the question’s id.',
  gone: 'There is no question with that id here. Nothing was changed. Write “bank” to see what there is.',
  unguarded:
    'Words cannot be looked over for names of children just now, so none are taken. Nothing was changed. How often and who is asked can be changed.',
};

export function bankRefusalLine(why: BankRefusal): Message {
  return privateLine(LINES[why]);
}

/** Another lead was first: their change stands. */
export function changedSinceLine(question: Pick<Question, 'id' | 'version'>): Message {
  return privateLine(
    `${question.id} was changed since you opened it: it is ${versionWords(question)} now. Nothing of yours was saved, and ` +
      `nothing was overwritten. Write “bank ${question.id}” to see it as it is.`,
  );
}

export function alreadyLine(id: string, is: 'on' | 'off' | 'approved'): Message {
  const how = is === 'approved' ? 'approved already, or needs no approval' : `${is} already`;
  return privateLine(`${id} is ${how}. Nothing was changed.`);
}

export function bankFaultsLine(faults: FieldFaults): Message {
  return privateLine(`Not saved. ${Object.values(faults).join(' ')}`);
}

/** Switching it on would ask somebody too much. */
export function overLimitLine(fault: string): Message {
  return privateLine(`Not switched on. ${fault}`);
}

/** Said beneath what the guard says, which comes first. */
export const NOT_KEPT =
  'What you wrote was not kept, and the question was not changed. If it was only about how a question is put, put it without anything that happened to a child or an adult.';

export const UNCHANGED = 'Nothing in it is different, so nothing was changed.';
export const TOPIC_TAKEN = 'A question of this standard is called that already. Give this one another name.';
export const NOT_OFFERED = 'Choose from the list.';

export function switchedNotice(question: Question, to: 'on' | 'off'): string {
  if (to === 'on') return 'Switched on. It is asked from the next time it is due.';
  const base = 'Switched off. What is open already, or planned for today, stays; no more is planned.';
  return isExpected(question)
    ? `${base} It rests on law or guidance, so it is shown as not asked, never as met, until it is on again.`
    : base;
}

export function approvedNotice(): string {
  return 'Approved. It is no longer shown with “check locally”.';
}

/** `fell`: it was approved or checked in other words. */
export function changedNotice(question: Question, fell: boolean): string {
  return (
    `Saved as ${versionWords(question)}. It holds from the next time it is asked.` +
    (fell ? ' Its words are your own now, so it is shown with “check locally” until a lead approves it.' : '')
  );
}

export function addedNotice(question: Question): string {
  if (!isOwn(question)) throw new Error(`${question.id} is not a question of the school’s own`);
  return `Added as ${question.id}. It is on, and shown with “check locally” until a lead approves it.`;
}
