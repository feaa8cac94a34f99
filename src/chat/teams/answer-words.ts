/**
 * Answers words: in a person's own conversation there, and of a channel or group chat to the writer alone.
 * The rule: what was typed goes to the cycle and nowhere else, and no answer about a person or a setting is given where
 * others read. Words are done with only once their answer has been sent, so a crash means a second answer and never
 * none; while the record is away, the safe words are said all the same.
 */
import type { Message } from '../../domain/message.ts';
import type { IncomingCommand, TooMany } from '../chat.ts';
import { nameOf, settled } from '../work-in-hand.ts';
import { type Desk, sayAside, toSender } from './desk.ts';
import type { Origin } from './parse.ts';
import type { WireAnswer } from './wire.ts';

const TAKEN: WireAnswer = { status: 200 };
/** Teams may bring it again. */
const AGAIN: WireAnswer = { status: 503 };

/** `late` resolves when whoever wrote has waited long enough for a first word. */
export async function answerWords(
  desk: Desk,
  origin: Origin,
  command: IncomingCommand,
  late: Promise<null>,
): Promise<WireAnswer> {
  const { from, eventKey } = command;
  const over = desk.handlers.tooMany?.(command) ?? null;
  if (over !== null) return tooMany(desk, origin, command, over);
  let answer: Message | null = null;
  const once = desk.handlers.once({ platform: 'teams', externalId: from.externalId, eventKey }, async () => {
    answer = await desk.handlers.onCommand(command);
    if (origin.isPersonal) await sayHere(desk, origin, command, answer);
    else await sayApart(desk, origin, command, answer);
  });
  const answering = settled(once);
  const isSilent = () => answer === null;
  // A record that does not answer is not waited for: the answer follows, should there be one.
  const isSlow = (await Promise.race([answering, late])) === null && isSilent();
  if (isSlow) await settled(sayHere(desk, origin, command, desk.notices.away));
  const outcome = await answering;
  if (outcome.is === 'done') return outcome.value === 'busy' ? AGAIN : TAKEN;
  desk.log.error({ fault: nameOf(outcome.fault) }, 'words_not_answered');
  // Said at once, since nobody knows whether Teams brings them again.
  if (!isSlow && isSilent()) await settled(sayHere(desk, origin, command, desk.notices.away));
  return AGAIN;
}

/** Each answer is a call to Teams: a flood is answered now and then, and what is said then stays in sight. */
async function tooMany(
  desk: Desk,
  origin: Origin,
  command: IncomingCommand,
  { message, isTold }: TooMany,
): Promise<WireAnswer> {
  if (isTold) return TAKEN;
  const said = origin.isPersonal
    ? sayHere(desk, origin, command, message)
    : sayAside(desk, command.from, message, null);
  await settled<unknown>(said);
  return TAKEN;
}

/** Throws where it was not surely sent. */
async function sayHere(
  { chat }: Desk,
  { wired }: Origin,
  { from }: IncomingCommand,
  message: Message,
): Promise<void> {
  const said = await chat.say(toSender(from), message, wired);
  if (said.kind !== 'sent') throw new Error('The answer was not sent');
}

/** To the writer alone, with a line in the thread that names nothing. */
async function sayApart(
  desk: Desk,
  origin: Origin,
  command: IncomingCommand,
  answer: Message,
): Promise<void> {
  const { answeredAside, guardAside, notAnsweredAside, away } = desk.notices;
  const isGuard = answer.kind === 'guard' || answer.kind === 'stranger';
  const told = await sayAside(desk, command.from, answer, null);
  if (told.kind === 'sent') {
    // The answer has arrived: a line that fails is no reason to give it twice.
    await settled(sayHere(desk, origin, command, isGuard ? guardAside : answeredAside));
    return;
  }
  // Where to go with a worry is said all the same: those words name nobody.
  await sayHere(desk, origin, command, isGuard ? away : notAnsweredAside);
}
