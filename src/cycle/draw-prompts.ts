/**
 * Draws messages that bear prompts from the record, each prompt in the place it stands now.
 * The rule: a message is drawn whole, so answering one question of a card keeps what is known of the others. Words
 * are messages/prompt's.
 */
import { answerWords } from '../domain/answer-words.ts';
import { untilWords } from '../domain/later.ts';
import { localDate, localTime } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { takesNote } from '../domain/note.ts';
import { isOpen } from '../domain/prompt.ts';
import { type PromptFrame, type PromptStanding, viewOf } from '../domain/prompt-view.ts';
import { actionFor, correctionFor, mayChange } from '../domain/reply.ts';
import { roleLabel } from '../domain/role.ts';
import { leadOnDuty } from '../domain/route.ts';
import { nudgeMessage } from '../messages/nudge.ts';
import { promptMessage } from '../messages/prompt.ts';
import type { Pressed, ShownPrompt } from '../store/pressed.ts';

export type About = NonNullable<Pressed['about']>;

/** The same, with the pressed prompt as it is to be. */
export function withPrompt(about: About, prompt: ShownPrompt): About {
  const prompts = about.prompts.map((each) => (each.promptId === prompt.promptId ? prompt : each));
  return { ...about, prompt, prompts };
}

/** New bodies for every message that bears the prompt. */
export function drawEvery(about: About, now: Date): { messageId: string; body: Message }[] {
  return about.messages.map((message) => ({
    messageId: message.messageId,
    body: draw(about, message.promptIds, now, { reminder: isReminder(about, message) }),
  }));
}

/**
 * The message that was pressed, or the question alone where that was not one of ours (an answer to "due").
 * `standing` is for what is shown and not recorded: choosing later, changing.
 */
export function drawPressed(
  about: About,
  platformId: string | undefined,
  now: Date,
  standing?: PromptStanding,
): Message {
  const pressed =
    platformId === undefined
      ? undefined
      : (about.messages.find((message) => message.platformId === platformId) ??
        // Read and pressed before its own delivery was marked.
        about.messages.find(({ platformId: drawn, state }) => drawn === null && state === 'sending'));
  return draw(about, pressed?.promptIds ?? [about.prompt.promptId], now, {
    reminder: pressed !== undefined && isReminder(about, pressed),
    standing,
  });
}

/** A question is put once; whatever bore it later reminds of it. They come oldest first. */
function isReminder({ messages }: About, { messageId }: About['messages'][number]): boolean {
  return messages[0]?.messageId !== messageId;
}

type As = { reminder: boolean; standing?: PromptStanding | undefined };

function draw(about: About, promptIds: readonly string[], now: Date, { reminder, standing }: As): Message {
  const prompts = promptIds.map((promptId) => {
    const prompt = about.prompts.find((each) => each.promptId === promptId);
    if (!prompt) throw new Error('A message bears a prompt that was not read');
    return prompt;
  });
  const views = prompts.map((prompt) => {
    const stands =
      standing !== undefined && prompt.promptId === about.prompt.promptId
        ? standing
        : standingOf(prompt, about, now);
    return viewOf(prompt.question, prompt, about.setting, prompt.checkLocally, stands);
  });
  const frame = frameOf(about, now);
  if (!reminder) return promptMessage(frame, views);
  const since = prompts
    .map(({ askedAt }) => localDate(askedAt ?? now, about.setting.zone))
    .toSorted()
    .at(0);
  return nudgeMessage(frame, views, { since: since ?? frame.today, last: false });
}

function frameOf({ prompt, setting, people }: About, now: Date): PromptFrame {
  const today = localDate(now, setting.zone);
  // Nobody is sent to themselves with a worry.
  const lead = leadOnDuty(
    people.filter((person) => person.id !== prompt.personId),
    today,
  );
  return {
    settingName: setting.name,
    today,
    leadOnDuty: lead === null ? null : { name: lead.name, phone: setting.contacts.leadPhone },
    again: false,
  };
}

/** Where a prompt stands by the record alone. */
export function standingOf(prompt: ShownPrompt, about: About, now: Date): PromptStanding {
  const { zone } = about.setting;
  const open = isOpen(prompt.state);
  if (prompt.state === 'handed_on') return { is: 'handed_on', nobody: !prompt.handedOn };
  if (!open && prompt.state !== 'answered') return { is: 'closed' };
  const ended = prompt.closesAt <= now;
  if (prompt.reply === null) {
    if (prompt.state === 'answered' && prompt.question.anonymous === true) return { is: 'counted' };
    if (ended) return { is: 'closed' };
    const { snoozedUntil } = prompt;
    return snoozedUntil !== null && snoozedUntil > now
      ? { is: 'later', until: untilWords(snoozedUntil, zone) }
      : { is: 'open' };
  }
  const { answer, verdict, repliedAt } = prompt.reply;
  return {
    is: 'recorded',
    on: localDate(repliedAt, zone),
    at: localTime(repliedAt, zone),
    askedOn: prompt.askedAt === null ? null : localDate(prompt.askedAt, zone),
    answer: answerWords(prompt.question.answer, answer),
    ...(prompt.behalfOf == null ? {} : { behalf: roleLabel(prompt.question.audience) }),
    correction: correctionFor(prompt.question.answer, verdict),
    mayChange: !ended && mayChange(prompt.question),
    stillWanted: open && !ended,
    action:
      prompt.action === null || actionFor(prompt.question, answer, verdict) === null
        ? null
        : { owner: ownerWords(prompt.action.ownerId, prompt, about), dueOn: prompt.action.dueOn },
    note: noteOf(prompt, about, ended),
  };
}

/** Whether it bears a note; null where none can be written. */
function noteOf({ question, reply }: ShownPrompt, { notes }: About, ended: boolean): 'none' | 'kept' | null {
  const isOffered = notes === true && !ended && takesNote(question);
  return isOffered ? (reply?.hasNote ? 'kept' : 'none') : null;
}

/** Who somebody worried goes to now, by name. Nobody is sent to themselves. */
export function leadNow(about: About, now: Date): string | null {
  return frameOf(about, now).leadOnDuty?.name ?? null;
}

/** The reader themselves, a lead by name, anybody else without one. */
function ownerWords(ownerId: string, prompt: ShownPrompt, { people }: About): string {
  if (ownerId === prompt.personId) return 'you';
  return people.find((person) => person.id === ownerId)?.name ?? 'a colleague';
}
