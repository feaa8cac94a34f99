/**
 * Answers "ask": gives somebody who wants one a knowledge question now, as a prompt like any other.
 * The rule: only on a school day they work, within their hours, one at a time, and never a question met in the last
 * ten school days. It is theirs to ask for, so it is not counted against the weekly budget.
 */
import { shuffled } from '../domain/ids.ts';
import { addDays, instantAt, isoWeek, localDate, localTime } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { viewOf } from '../domain/prompt-view.ts';
import type { Question } from '../domain/question.ts';
import { schoolDayAfter } from '../domain/school-day.ts';
import { setUpGaps } from '../domain/set-up.ts';
import { chooseVoluntary, metSince } from '../domain/voluntary-question.ts';
import { nextAllowed, worksAt } from '../domain/working-hours.ts';
import { type AskOutcome, askMessage } from '../messages/ask.ts';
import { promptMessage } from '../messages/prompt.ts';
import { findPlanned, holdPerson, insertAsk, listLastAsked, listMet, type NewAsk } from '../store/asks.ts';
import type { Tx } from '../store/database.ts';
import { listDues } from '../store/dues.ts';
import { appendLedger } from '../store/ledger.ts';
import { queueMessages } from '../store/messages.ts';
import { listPeople, listReachable } from '../store/people.ts';
import { listQuestions, type QuestionInUse } from '../store/questions.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { frameFor, type Writer } from './find-writers.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** A prompt closes in the last second of a day. */
const SECOND = 1000;

export async function askNow(context: Context, writer: Writer): Promise<Message> {
  return askMessage(await context.within((tx) => ask(context, tx, writer)));
}

async function ask(context: Context, tx: Tx, writer: Writer): Promise<AskOutcome> {
  const { person, setting, today } = writer;
  await holdPerson(tx, person.id);
  const waiting = (await listDues(tx, setting.id, person.id, context.now)).find(
    ({ question }) => question.kind === 'knowledge',
  );
  if (waiting) {
    const view = viewOf(waiting.question, waiting, setting, waiting.checkLocally, { is: 'open' });
    return { is: 'waiting', frame: await frameFor(tx, writer), view };
  }
  if (setUpGaps(setting, await listPeople(tx, setting.id), today).length > 0) return { is: 'not_set_up' };
  if (!worksAt(setting, person, context.now)) return { is: 'not_now', next: nextFor(context.now, writer) };
  const planned = await findPlanned(tx, person.id, today);
  if (planned !== null) return { is: 'coming', at: localTime(planned, setting.zone) };
  const chosen = chooseVoluntary(await listQuestions(tx, setting.id), {
    phase: setting.phase,
    roles: person.roles,
    met: await listMet(tx, person.id, metSince(setting.calendar, today)),
    lastAsked: await listLastAsked(tx, setting.id),
  });
  if (chosen === null) return { is: 'none_left' };
  if (!(await listReachable(tx, setting.id)).has(person.id)) return { is: 'unreachable' };
  await putQuestion(context, tx, writer, chosen);
  return { is: 'on_its_way' };
}

function nextFor(now: Date, { person, setting }: Writer): Extract<AskOutcome, { is: 'not_now' }>['next'] {
  const next = nextAllowed(setting, person, now);
  return next && { on: localDate(next.at, setting.zone), at: localTime(next.at, setting.zone) };
}

/** The prompt, its message and its ledger entry, together; the deliverer sends it like any other. */
async function putQuestion(
  context: Context,
  tx: Tx,
  writer: Writer,
  { question, checkLocally }: QuestionInUse,
): Promise<void> {
  const { person, setting, today } = writer;
  const prompt = promptFor(context, writer, question);
  if (!(await insertAsk(tx, context.org, prompt))) return;
  const view = viewOf(
    question,
    { token: prompt.token, choiceOrder: prompt.choiceOrder ?? null },
    setting,
    checkLocally,
    {
      is: 'open',
    },
  );
  const message = {
    messageId: context.ids.id(),
    settingId: setting.id,
    to: { personId: person.id },
    dedupeKey: `prompt:${prompt.promptId}`,
    body: promptMessage(await frameFor(tx, writer), [view]),
    notBefore: context.now,
    notAfter: instantAt(today, person.dayEnd, setting.zone),
    promptIds: [prompt.promptId],
  };
  await queueMessages(tx, context.org, [message], context.now);
  await appendLedger(tx, context.org, [
    ledgerEntry(
      context,
      'prompt_planned',
      prompt.promptId,
      { kind: question.kind, voluntary: true },
      person.id,
    ),
  ]);
  await wakeBy(tx, context.org, 'deliver-messages', context.now);
}

/** Its occurrence is the day itself, so it takes the place of none that is planned. */
function promptFor(context: Context, { person, setting, today }: Writer, question: Question): NewAsk {
  const closes = schoolDayAfter(setting.calendar, today, 5) ?? today;
  const order =
    question.answer.kind === 'scenario'
      ? shuffled(
          context.random,
          question.answer.choices.map((choice) => choice.key),
        )
      : null;
  return {
    promptId: context.ids.id(),
    settingId: setting.id,
    personId: person.id,
    questionId: question.id,
    questionVersion: question.version,
    kind: question.kind,
    standard: question.standard,
    indicator: question.indicator,
    occurrence: today,
    token: context.ids.token(),
    choiceOrder: order,
    seconds: question.seconds,
    localDate: today,
    localWeek: isoWeek(today),
    askAt: context.now,
    closesAt: new Date(instantAt(addDays(closes, 1), '00:00', setting.zone).getTime() - SECOND),
  };
}
