/**
 * Changes a question for a setting, or adds one of its own: judged by the rules of a bank file, each fault beside its box.
 * The rule: a change is a new version; nobody's open prompt and no other setting's question moves with it. Its words were
 * examined before this. The ledger has its id and version, never its words.
 */
import { checkChange } from '../bank/check-change.ts';
import type { Finding } from '../bank/fault.ts';
import type { PressResult } from '../chat/chat.ts';
import type { BankField, FieldFaults, FieldValues } from '../domain/form-field.ts';
import { indicatorFrom, OWN_SOURCE, ownId, saysTheSame, secondsFor } from '../domain/own-question.ts';
import { type AnswerSpec, CADENCES, type Cadence, KINDS, type Question } from '../domain/question.ts';
import { AUDIENCES, type Audience } from '../domain/role.ts';
import { STANDARD_IDS } from '../domain/standard.ts';
import {
  addedNotice,
  bankFaultsLine,
  changedNotice,
  NOT_OFFERED,
  TOPIC_TAKEN,
  UNCHANGED,
} from '../messages/bank-lines.ts';
import { privateLine } from '../messages/private-line.ts';
import { addVersion, type BankEntry, listBank, listIdsLike, useVersion } from '../store/bank.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { useQuestions } from '../store/questions.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { keepVersion, TRIES } from './keep-version.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { besideBoxes, inPrivate } from './press-result.ts';
import { type Lead, redraw } from './redraw-question.ts';
import { oneLine } from './stop-question-words.ts';

export async function changeQuestion(
  context: Context,
  tx: Tx,
  lead: Lead,
  entry: BankEntry,
  values: FieldValues,
): Promise<PressResult> {
  const before = entry.question;
  const chosen = chosenOf(values, before);
  if ('faults' in chosen) return refused(chosen.faults);
  const text = values.wording === undefined ? before.text : oneLine(values.wording);
  const why = values.reason === undefined ? before.why : oneLine(values.reason);
  const inOtherWords = text !== before.text || why !== before.why;
  const after: Question = {
    ...before,
    ...chosen.ok,
    text,
    why,
    // Nobody has read these words in the source.
    ...(inOtherWords ? { confidence: 'check-locally' } : {}),
    ...(text === before.text ? {} : { seconds: Math.max(before.seconds, secondsFor(text)) }),
  };
  if (saysTheSame(before, after)) return inPrivate(privateLine(UNCHANGED));
  const findings = checkChange(after, await questionsOn(tx, lead));
  if (findings.length > 0) return refused(boxFaults(findings));
  const kept = await keepVersion(context, tx, after);
  const approvedAt = inOtherWords ? null : entry.approvedAt;
  const { setting, person } = lead.writer;
  await useVersion(tx, setting.id, kept, approvedAt);
  const facts = { question: kept.id, version: kept.version, before: before.version };
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'question_changed', setting.id, facts, person.id),
  ]);
  return redraw(lead, { ...entry, question: kept, approvedAt }, changedNotice(kept, inOtherWords));
}

export async function addQuestion(
  context: Context,
  tx: Tx,
  lead: Lead,
  values: FieldValues,
): Promise<PressResult> {
  const { setting, person } = lead.writer;
  const standard = STANDARD_IDS.find((one) => one === values.standard);
  const kind = KINDS.find((one) => one === values.kind);
  const answer = answerOf(values.answers);
  const chosen = chosenOf(values, null);
  if (standard === undefined || kind === undefined || answer === null || 'faults' in chosen)
    return refused({
      ...(standard === undefined ? { standard: NOT_OFFERED } : {}),
      ...(kind === undefined ? { kind: NOT_OFFERED } : {}),
      ...(answer === null ? { answers: NOT_OFFERED } : {}),
      ...('faults' in chosen ? chosen.faults : {}),
    });
  const text = oneLine(values.wording);
  const question: Question = {
    id: ownId(standard, 1),
    version: 1,
    standard,
    indicator: indicatorFrom(values.topic ?? ''),
    kind,
    ...chosen.ok,
    text,
    why: oneLine(values.reason),
    answer,
    source: OWN_SOURCE,
    phases: [setting.phase],
    confidence: 'check-locally',
    seconds: secondsFor(text),
  };
  const bank = await listBank(tx, setting.id);
  const isTaken = bank.some(
    (one) => one.question.standard === standard && one.question.indicator === question.indicator,
  );
  const beside = bank.filter(({ state }) => state === 'on').map((one) => one.question);
  const faults = {
    ...boxFaults(checkChange(question, beside)),
    ...(isTaken ? { topic: TOPIC_TAKEN } : {}),
  };
  if (Object.keys(faults).length > 0) return refused(faults);
  const kept = await keepNew(context, tx, question);
  await useQuestions(tx, context.org, setting.id, [kept]);
  const facts = { question: kept.id, version: kept.version };
  await appendLedger(tx, context.org, [ledgerEntry(context, 'question_added', setting.id, facts, person.id)]);
  await wakeBy(tx, context.org, 'plan-prompts', context.now);
  return redraw(lead, { question: kept, state: 'on', approvedAt: null }, addedNotice(kept));
}

/** Under the first id of its standard that no setting of the organisation has used. */
async function keepNew({ org }: Context, tx: Tx, question: Question): Promise<Question> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const used = await listIdsLike(tx, ownId(question.standard, 1).slice(0, -1));
    const numbers = used.map((id) => Number(id.split('-').at(-1)));
    const made = { ...question, id: ownId(question.standard, Math.max(0, ...numbers) + 1) };
    if (await addVersion(tx, org, made)) return made;
  }
  throw new Error(`No id for a question of ${question.standard} is free`);
}

async function questionsOn(tx: Tx, { writer }: Lead): Promise<Question[]> {
  const bank = await listBank(tx, writer.setting.id);
  return bank.filter(({ state }) => state === 'on').map(({ question }) => question);
}

type Chosen = { ok: { cadence: Cadence; audience: Audience } } | { faults: FieldFaults };

/** `before`: what a box that was not sent leaves as it is. */
function chosenOf(values: FieldValues, before: Question | null): Chosen {
  const cadence = CADENCES.find((one) => one === (values.cadence ?? before?.cadence));
  const audience = AUDIENCES.find((one) => one === (values.audience ?? before?.audience));
  if (cadence !== undefined && audience !== undefined) return { ok: { cadence, audience } };
  return {
    faults: {
      ...(cadence === undefined ? { cadence: NOT_OFFERED } : {}),
      ...(audience === undefined ? { audience: NOT_OFFERED } : {}),
    },
  };
}

function answerOf(said: string | undefined): AnswerSpec | null {
  if (said === 'yes' || said === 'no') return { kind: 'yes_no', good: said };
  return said === 'yes_partly_no' ? { kind: 'yes_partly_no' } : null;
}

const BOXES: Record<string, BankField> = {
  text: 'wording',
  why: 'reason',
  cadence: 'cadence',
  audience: 'audience',
  indicator: 'topic',
  answer: 'answers',
  kind: 'kind',
  standard: 'standard',
};

/** Each in its box's sentence; of what has no box, in the one that is always there. */
function boxFaults(findings: readonly Finding[]): FieldFaults {
  const faults: FieldFaults = {};
  for (const { path, message, mend } of findings) {
    const box = BOXES[String(path[0])] ?? 'wording';
    const said = `${message} ${mend}`;
    faults[box] = faults[box] === undefined ? said : `${faults[box]} ${said}`;
  }
  return faults;
}

const refused = (faults: FieldFaults): PressResult => besideBoxes(faults, bankFaultsLine(faults));
