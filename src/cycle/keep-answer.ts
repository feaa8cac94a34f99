/**
 * Keeps an answer: judged, written as a new reply beside any before it, and shown where it was given.
 * The rule: the same answer again changes nothing; "I need time" is kept and the question stays open; a check
 * answered poorly opens an action in its owner's name, and alerts a lead where that cannot wait; an answer to a
 * knowledge question never does.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import type { Answer } from '../domain/answer.ts';
import { addDays, isoWeek, type LocalDate, localDate } from '../domain/local-time.ts';
import { mayMove, type PromptState } from '../domain/prompt.ts';
import { actionFor, CHOOSE, type Judged, judge, mayChange, sameAnswer, settles } from '../domain/reply.ts';
import { routeFor } from '../domain/route.ts';
import { schoolDayAfter } from '../domain/school-day.ts';
import type { Person, Setting } from '../domain/setting.ts';
import { mendLine, unrecordedLine } from '../messages/private-line.ts';
import type { Tx } from '../store/database.ts';
import type { LedgerEntry } from '../store/ledger.ts';
import type { ShownPrompt } from '../store/pressed.ts';
import { type NewAction, type PromptMove, writePress } from '../store/replies.ts';
import type { Context } from './context.ts';
import { type About, drawEvery, drawPressed, withPrompt } from './draw-prompts.ts';
import { knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { openAlerts } from './open-alerts.ts';
import { tellOfPress } from './tell-of-press.ts';

/** School days an owner has to see to a poor answer. */
const ACTION_DAYS = 5;

export async function keepAnswer(
  context: Context,
  tx: Tx,
  about: About,
  press: IncomingPress,
): Promise<PressResult> {
  const { now, org, ids } = context;
  const { prompt, setting } = about;
  const { question } = prompt;
  const today = localDate(now, setting.zone);
  const answer = answerOf(press);
  const judged = answer === null ? { refused: CHOOSE } : judge(question, answer, today);
  if (answer === null || 'refused' in judged)
    return { kind: 'private', message: mendLine('refused' in judged ? judged.refused : CHOOSE) };
  const event = { platform: press.from.platform, eventKey: press.eventKey };
  if (prompt.reply !== null && sameAnswer(prompt.reply.answer, answer)) {
    await writePress(tx, org, { at: now, event });
    return { kind: 'redraw', message: drawPressed(about, press.platformId, now) };
  }
  if (prompt.reply !== null && !mayChange(question))
    return { kind: 'private', message: unrecordedLine('stands') };
  if (isOvertaken(prompt, press)) return { kind: 'private', message: unrecordedLine('already_answered') };
  const replyId = ids.id();
  const revision = (prompt.reply?.revision ?? 0) + 1;
  const move = moveOf(prompt, replyId, judged, now);
  const action = newAction(context, about, { replyId, answer, judged, today });
  const after = withPrompt(about, {
    ...prompt,
    state: move.state,
    snoozedUntil: move.snoozedUntil,
    // A note stays with the answer it was written for.
    reply: { replyId, revision, answer, verdict: judged.verdict, repliedAt: now, hasNote: false },
    action: prompt.action ?? action,
  });
  const entry = (kind: LedgerEntry['kind'], subject: string, facts: LedgerEntry['facts']): LedgerEntry =>
    ledgerEntry(context, kind, subject, facts, prompt.personId);
  const { id: questionId, version: questionVersion, kind, standard, indicator } = question;
  // Knowledge filed late is of the day it was filed: those of an earlier one may have been let out without it.
  const on = kind === 'knowledge' ? localDate(context.filedAt ?? now, setting.zone) : today;
  await writePress(tx, org, {
    at: now,
    event,
    reply: {
      replyId,
      promptId: prompt.promptId,
      revision,
      settingId: setting.id,
      personId: prompt.personId,
      questionId,
      questionVersion,
      kind,
      standard,
      indicator,
      answer,
      verdict: judged.verdict,
      value: judged.value,
      seconds: prompt.seconds,
      repliedAt: now,
      localDate: on,
      localWeek: isoWeek(on),
    },
    move,
    action: action ?? undefined,
    draws: drawEvery(after, now),
    ledger: [
      entry(revision === 1 ? 'reply_recorded' : 'reply_corrected', prompt.promptId, {
        reply: replyId,
        revision,
        // A colleague's answer to a check that was somebody else's.
        ...(prompt.behalfOf == null ? {} : { behalf: prompt.behalfOf }),
      }),
      ...(action ? [entry('action_opened', action.actionId, { dueOn: action.dueOn })] : []),
    ],
    wakes: [
      { step: 'deliver-messages', dueAt: now },
      ...(move.chase === 'now' ? [{ step: 'chase-overdue' as const, dueAt: now }] : []),
    ],
  });
  if (actionFor(question, answer, judged.verdict) === 'lead')
    await tellOfPress(context, tx, about, { what: 'other_format', key: `format:${prompt.promptId}` });
  if (question.atOnce === true && judged.verdict === 'poor')
    await openAlerts(context, tx, await knowSchool(tx, setting.id, now), {
      kind: 'poor_at_once',
      promptId: prompt.promptId,
    });
  return { kind: 'redraw', message: drawPressed(after, press.platformId, now) };
}

/**
 * A button drawn before the answer that stands now: of a copy that has not been redrawn yet, or a press that the
 * platform brings once more under another name. The newer answer is not put aside for it.
 */
function isOvertaken({ state, reply }: ShownPrompt, { after = 0 }: IncomingPress): boolean {
  return state === 'answered' && reply !== null && after < reply.revision;
}

/** What was pressed or entered; null for an answer's button that says nothing. */
export function answerOf({ verb, answer, arg }: IncomingPress): Answer | null {
  if (verb === 'not_sure') return { kind: 'not_sure' };
  if (answer !== undefined) return answer;
  return arg === undefined ? null : { kind: 'choice', key: arg };
}

function moveOf(prompt: ShownPrompt, replyId: string, { verdict }: Judged, now: Date): PromptMove {
  const settled = settles(verdict);
  const wasAnswered = prompt.state === 'answered';
  const state: PromptState = settled ? 'answered' : wasAnswered ? 'asked' : prompt.state;
  if (state !== prompt.state && !mayMove(prompt.state, state))
    throw new Error(`A prompt that is ${prompt.state} cannot become ${state}`);
  return {
    promptId: prompt.promptId,
    state,
    replyId,
    // Answered before its delivery was marked: it had reached them all the same.
    askedAt: prompt.askedAt ?? (settled ? now : null),
    answeredAt: settled ? (prompt.answeredAt ?? now) : null,
    snoozedUntil: settled ? null : prompt.snoozedUntil,
    chase: settled ? 'off' : wasAnswered ? 'now' : 'keep',
  };
}

type KeptAnswer = { replyId: string; answer: Answer; judged: Judged; today: LocalDate };

/** The action to open, unless the question has one open already or there is nobody to own it. */
function newAction(context: Context, about: About, kept: KeptAnswer): NewAction | null {
  const { prompt, setting } = about;
  const { id: questionId, standard, indicator } = prompt.question;
  const whose = actionFor(prompt.question, kept.answer, kept.judged.verdict);
  if (whose === null || prompt.action !== null) return null;
  const ownerId = whose === 'replier' ? prompt.personId : (leadOf(about, kept.today)?.id ?? null);
  if (ownerId === null) return null;
  return {
    actionId: context.ids.id(),
    settingId: setting.id,
    questionId,
    standard,
    indicator,
    replyId: kept.replyId,
    ownerId,
    openedAt: context.now,
    openedWeek: isoWeek(kept.today),
    dueOn: dueOn(setting, kept.today),
  };
}

/** The first lead on the route: the DSL if at work, and never the person who asked. */
function leadOf({ people, prompt }: About, today: LocalDate): Person | null {
  return routeFor(people, prompt.personId, today).find(({ countsOnly }) => !countsOnly)?.person ?? null;
}

/** In school days; where the calendar has run out, a week. */
function dueOn({ calendar }: Setting, today: LocalDate): LocalDate {
  return schoolDayAfter(calendar, today, ACTION_DAYS) ?? addDays(today, 7);
}
