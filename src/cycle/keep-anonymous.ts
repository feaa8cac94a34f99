/**
 * Keeps an answer to an anonymous question: the question is answered, and one count is one higher. That is all.
 * The rule: no row, message or ledger entry says what the person chose, nor is it kept at what moment they did; so it
 * cannot be changed, and one that comes after its count was let out is not taken. Counts are store/anonymous's.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { blockOf, countKeyOf, countKeys } from '../domain/anonymous-answer.ts';
import { instantAt, localDate } from '../domain/local-time.ts';
import { mayMove } from '../domain/prompt.ts';
import { CHOOSE, judge } from '../domain/reply.ts';
import { mendLine, unrecordedLine } from '../messages/private-line.ts';
import { raiseCount } from '../store/anonymous.ts';
import type { Tx } from '../store/database.ts';
import { type PromptMove, writePress } from '../store/replies.ts';
import type { Context } from './context.ts';
import { type About, drawEvery, drawPressed, withPrompt } from './draw-prompts.ts';
import { answerOf } from './keep-answer.ts';
import { ledgerEntry } from './ledger-entry.ts';

export async function keepAnonymous(
  context: Context,
  tx: Tx,
  about: About,
  press: IncomingPress,
): Promise<PressResult> {
  const { now, org } = context;
  const { prompt, setting } = about;
  const { question } = prompt;
  const today = localDate(now, setting.zone);
  const answer = answerOf(press);
  const judged = answer === null ? { refused: CHOOSE } : judge(question, answer, today);
  const choice = answer === null ? null : countKeyOf(answer);
  if (choice === null || 'refused' in judged)
    return { kind: 'private', message: mendLine('refused' in judged ? judged.refused : CHOOSE) };
  if (prompt.state === 'answered') return { kind: 'private', message: unrecordedLine('not_by_name') };
  if (!mayMove(prompt.state, 'answered'))
    throw new Error(`A prompt that is ${prompt.state} cannot become answered`);
  const counted = await raiseCount(tx, org, {
    settingId: setting.id,
    question,
    block: blockOf(prompt),
    keys: countKeys(question),
    choice,
  });
  if (!counted) return { kind: 'private', message: unrecordedLine('closed') };
  const move: PromptMove = {
    promptId: prompt.promptId,
    state: 'answered',
    replyId: null,
    askedAt: prompt.askedAt ?? now,
    // The day is enough for the week's minutes; the moment would only help to tell who raised which count.
    answeredAt: instantAt(today, '00:00', setting.zone),
    snoozedUntil: null,
    chase: 'off',
  };
  const after = withPrompt(about, { ...prompt, state: 'answered', snoozedUntil: null });
  await writePress(tx, org, {
    at: now,
    event: { platform: press.from.platform, eventKey: press.eventKey },
    move,
    draws: drawEvery(after, now),
    ledger: [ledgerEntry(context, 'reply_recorded', prompt.promptId, { anonymous: true }, prompt.personId)],
    wakes: [{ step: 'deliver-messages', dueAt: now }],
  });
  return { kind: 'redraw', message: drawPressed(after, press.platformId, now) };
}
