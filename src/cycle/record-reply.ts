/**
 * Takes a press on a question, from the person it was put to, and says what became of it.
 * The rule: one locked read, one write, and "recorded" only as the value of a transaction that has been committed.
 * The same press twice has one effect; anybody else's, or one on a closed question, gets a polite private line.
 * Answering is keep-answer's, or keep-anonymous's, "Later" snooze-prompt's, "Not me" hand-on-prompt's.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { answerWords } from '../domain/answer-words.ts';
import { localDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import type { Question } from '../domain/question.ts';
import { mayChange } from '../domain/reply.ts';
import { isEmployed, type Person } from '../domain/setting.ts';
import { strangerMessage } from '../messages/guard.ts';
import { mendLine, noteLine, unrecordedLine } from '../messages/private-line.ts';
import type { Tx } from '../store/database.ts';
import { isInLedger } from '../store/ledger.ts';
import { type Pressed, readPressed } from '../store/pressed.ts';
import { writePress } from '../store/replies.ts';
import type { Context } from './context.ts';
import { type About, drawEvery, drawPressed, leadNow, standingOf } from './draw-prompts.ts';
import { handOnPrompt } from './hand-on-prompt.ts';
import { keepAnonymous } from './keep-anonymous.ts';
import { keepAnswer } from './keep-answer.ts';
import { keepNote, maySeal } from './keep-note.ts';
import { inPrivate } from './press-result.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { offerLater, snoozePrompt } from './snooze-prompt.ts';
import { stopNote } from './stop-note.ts';

export async function recordReply(context: Context, press: IncomingPress): Promise<PressResult> {
  return retryDeadlock(context, (tx) => takePrompt(context, tx, press));
}

async function takePrompt(context: Context, tx: Tx, press: IncomingPress): Promise<PressResult> {
  const { platform, externalId, userId } = press.from;
  const { eventKey, token, verb } = press;
  const pressed = await readPressed(tx, context.org, { platform, externalId, userId, eventKey, token });
  const stopped = await stopNote(context, tx, pressed, press);
  if (stopped !== null) return inPrivate(stopped);
  const admitted = admit(pressed, context.now);
  if ('refusal' in admitted) return inPrivate(admitted.refusal);
  const { person } = admitted;
  const about = { ...admitted.about, notes: maySeal(context) };
  const { prompt } = about;
  const asItStands = (): PressResult => shown(drawPressed(about, press.platformId, context.now));
  // Passed on, and pressed again before the first press was seen to have done it.
  if (verb === 'not_me' && prompt.state === 'handed_on') return asItStands();
  const over = await whyOver(about, press, context, tx);
  if (over === 'closed') await redrawClosed(context, tx, about, press);
  if (over !== null) return inPrivate(unrecordedLine(over));
  const answered = whyItStands(prompt.question);
  switch (verb) {
    case 'answer':
    case 'not_sure':
      if (pressed.taken) return asItStands();
      return prompt.question.anonymous === true
        ? keepAnonymous(context, tx, about, press)
        : keepAnswer(context, tx, about, press);
    case 'change':
      if (prompt.state === 'answered' && !mayChange(prompt.question))
        return inPrivate(unrecordedLine(answered));
      return prompt.state === 'answered' && prompt.reply !== null
        ? shown(
            drawPressed(about, press.platformId, context.now, {
              is: 'open',
              keep: answerWords(prompt.question.answer, prompt.reply.answer),
              keepsNote: prompt.reply.hasNote,
            }),
          )
        : inPrivate(unrecordedLine('not_answered'));
    case 'keep':
      return asItStands();
    case 'enter':
      return showForm(about, press, context.now);
    case 'note':
      return showNoteForm(about, press, context.now);
    case 'keep_note':
      return pressed.taken ? asItStands() : takeNote(context, tx, about, press);
    case 'later':
    case 'later_at':
      if (pressed.taken) return asItStands();
      if (prompt.state === 'answered') return inPrivate(unrecordedLine(answered));
      return verb === 'later'
        ? offerLater(context, about, person, press)
        : snoozePrompt(context, tx, about, person, press);
    case 'not_me':
      if (pressed.taken) return asItStands();
      return prompt.state === 'answered'
        ? inPrivate(unrecordedLine(answered))
        : handOnPrompt(context, tx, about, person, press);
    case 'have_it':
    case 'arrived':
    case 'send_again':
    case 'command':
    case 'confirm':
    case 'not_staff':
    case 'set_up':
    case 'keep_set_up':
    case 'finish_set_up':
    case 'name_lead':
    case 'name_again':
    case 'not_in_charge':
    case 'bank_form':
    case 'keep_bank':
    case 'bank_switch':
    case 'bank_approve':
      throw new Error(
        'An alert, a message in doubt, a command, a member of the workspace or set-up is not a question',
      );
  }
}

type Admitted = { about: About; person: Person } | { refusal: Message };

/** Only the person asked, while they are confirmed staff. */
function admit({ presserId, about }: Pressed, now: Date): Admitted {
  if (presserId === null) return { refusal: strangerMessage() };
  if (about === null) return { refusal: unrecordedLine('unknown') };
  const person = about.people.find(({ id }) => id === presserId);
  const isStaff = person !== undefined && isEmployed(person, localDate(now, about.setting.zone));
  if (person !== undefined && !isStaff) return { refusal: strangerMessage() };
  if (about.prompt.personId !== presserId) return { refusal: unrecordedLine('not_yours') };
  return person === undefined ? { refusal: strangerMessage() } : { about, person };
}

async function whyOver(
  { prompt }: About,
  { verb }: IncomingPress,
  { now, filedAt, org }: Context,
  tx: Tx,
): Promise<'closed' | 'handed_on' | null> {
  switch (prompt.state) {
    case 'handed_on':
      return 'handed_on';
    case 'cancelled':
      return 'closed';
    // Filed late, it counts where the question was let go only after it was pressed.
    case 'lapsed': {
      const mayCount = filedAt !== undefined && verb === 'answer' && prompt.closesAt > now;
      const { promptId: subject, askedAt } = prompt;
      const lapse = { kind: 'prompt_lapsed', subject, from: askedAt ?? new Date(0), to: now } as const;
      return mayCount && !(await isInLedger(tx, org, lapse)) ? null : 'closed';
    }
    case 'planned':
    case 'asked':
    case 'answered':
    case 'overdue':
      return prompt.closesAt <= now ? 'closed' : null;
  }
}

/** The form of a question that can still be answered; one answered since it was drawn is shown as it stands. */
function showForm(about: About, press: IncomingPress, now: Date): PressResult {
  const { prompt } = about;
  const keep = prompt.reply === null ? undefined : answerWords(prompt.question.answer, prompt.reply.answer);
  if (prompt.state === 'answered' && !mayChange(prompt.question))
    return inPrivate(unrecordedLine(whyItStands(prompt.question)));
  return {
    kind: 'form',
    message: drawPressed(about, press.platformId, now, {
      is: 'open',
      ...(keep === undefined ? {} : { keep }),
    }),
  };
}

/** The form of a note, in the place of the question it goes with. */
function showNoteForm(about: About, press: IncomingPress, now: Date): PressResult {
  const standing = standingOf(about.prompt, about, now);
  if (standing.is !== 'recorded' || standing.stillWanted) return inPrivate(unrecordedLine('not_answered'));
  if (standing.note === null) return inPrivate(noteLine('not_taken'));
  const noting = { lead: leadNow(about, now) };
  return { kind: 'form', message: drawPressed(about, press.platformId, now, { ...standing, noting }) };
}

async function takeNote(context: Context, tx: Tx, about: About, press: IncomingPress): Promise<PressResult> {
  const outcome = await keepNote(context, tx, about, press);
  switch (outcome.is) {
    case 'kept':
      return shown(outcome.message);
    case 'to_mend':
      return inPrivate(mendLine(outcome.mend));
    case 'no_answer':
      return inPrivate(unrecordedLine('not_answered'));
    case 'changed_since':
    case 'not_taken':
      return inPrivate(noteLine(outcome.is));
  }
}

/** Its buttons were still there to be pressed: the message now says that it has closed. */
async function redrawClosed(context: Context, tx: Tx, about: About, press: IncomingPress): Promise<void> {
  const { now, org } = context;
  await writePress(tx, org, {
    at: now,
    event: { platform: press.from.platform, eventKey: press.eventKey },
    draws: drawEvery(about, now),
    wakes: [{ step: 'deliver-messages', dueAt: now }],
  });
}

/** Why an answer that is there already is left as it is. */
function whyItStands(question: Question): 'already_answered' | 'stands' | 'not_by_name' {
  if (question.anonymous === true) return 'not_by_name';
  return mayChange(question) ? 'already_answered' : 'stands';
}

const shown = (message: Message): PressResult => ({ kind: 'redraw', message });
