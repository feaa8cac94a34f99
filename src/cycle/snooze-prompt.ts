/**
 * "Later": offers the times that make sense, and puts the next reminder at the one chosen.
 * The rule: it moves no due date, and a time that has gone since it was offered is offered afresh. The reminder
 * itself is chase-overdue's.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { type LaterChoice, laterChoices } from '../domain/later.ts';
import { instantAt } from '../domain/local-time.ts';
import type { Person } from '../domain/setting.ts';
import { unrecordedLine } from '../messages/private-line.ts';
import type { Tx } from '../store/database.ts';
import { writePress } from '../store/replies.ts';
import type { Context } from './context.ts';
import { type About, drawEvery, drawPressed, withPrompt } from './draw-prompts.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** By then an answer is wanted, so nothing is put off to later than that. */
const DUE_TIME = '16:00';

/** Shows the choices; nothing is recorded yet. */
export function offerLater(
  context: Context,
  about: About,
  person: Person,
  press: IncomingPress,
): PressResult {
  const choices = choicesFor(about, person, context.now);
  if (choices.length === 0) return { kind: 'private', message: unrecordedLine('no_later') };
  const options = choices.map(({ arg, label }) => ({ arg, label }));
  return {
    kind: 'redraw',
    message: drawPressed(about, press.platformId, context.now, { is: 'choosing_later', options }),
  };
}

export async function snoozePrompt(
  context: Context,
  tx: Tx,
  about: About,
  person: Person,
  press: IncomingPress,
): Promise<PressResult> {
  const { now, org } = context;
  const { prompt } = about;
  const choice = choicesFor(about, person, now).find(({ arg }) => arg === press.arg);
  if (!choice) return offerLater(context, about, person, press);
  const after = withPrompt(about, { ...prompt, snoozedUntil: choice.at });
  await writePress(tx, org, {
    at: now,
    event: { platform: press.from.platform, eventKey: press.eventKey },
    move: {
      promptId: prompt.promptId,
      state: prompt.state,
      replyId: null,
      askedAt: prompt.askedAt,
      answeredAt: prompt.answeredAt,
      snoozedUntil: choice.at,
      chase: 'keep',
    },
    draws: drawEvery(after, now),
    ledger: [
      ledgerEntry(
        context,
        'prompt_later',
        prompt.promptId,
        { until: choice.at.toISOString() },
        prompt.personId,
      ),
    ],
    wakes: [
      { step: 'deliver-messages', dueAt: now },
      { step: 'chase-overdue', dueAt: choice.at },
    ],
  });
  return { kind: 'redraw', message: drawPressed(after, press.platformId, now) };
}

/** None for what is overdue already: no reminder follows that. */
function choicesFor({ prompt, setting }: About, person: Person, now: Date): LaterChoice[] {
  if (prompt.state === 'overdue') return [];
  const due = prompt.dueOn === null ? null : instantAt(prompt.dueOn, DUE_TIME, setting.zone);
  const until = due !== null && due < prompt.closesAt ? due : prompt.closesAt;
  return laterChoices(setting, person, now, until);
}
