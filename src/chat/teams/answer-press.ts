/**
 * Answers a press: taken by the cycle, then shown in the very card, to whoever pressed at once and to all for good.
 * The rule: nothing says recorded before it is, and whoever pressed is always told when it was not. What takes longer
 * than Teams waits is told so, and shown when it is done.
 */
import { FIELD_NAMES, type FieldFaults, type FieldValues } from '../../domain/form-field.ts';
import { type Message, openerOf } from '../../domain/message.ts';
import type { IncomingPress, PressResult, ReferenceHandlers } from '../chat.ts';
import { parseForm } from '../parse-answer.ts';
import { inTime, nameOf, type Settled, settled } from '../work-in-hand.ts';
import {
  ANSWER_MS,
  ASIDE_MS,
  asLine,
  cardAnswer,
  type Desk,
  lineAnswer,
  sayAside,
  toSender,
} from './desk.ts';
import type { Origin, Press } from './parse.ts';
import { type RenderOptions, renderCard } from './render.ts';
import type { WireAnswer } from './wire.ts';

const TAKEN: WireAnswer = { status: 200 };

/** `how`: an invoke is answered in return; a message of an older client has its answer sent. */
export async function answerPress(
  desk: Desk,
  origin: Origin,
  press: Press,
  how: 'invoke' | 'message',
): Promise<WireAnswer> {
  const taking = settled(take(desk, press));
  const taken = await inTime(taking, ANSWER_MS);
  if (taken === null) {
    // It goes on: what becomes of it is shown in the card, or said, when it is known.
    void desk.keep(taking.then((late) => show(desk, origin, press, late)));
    return how === 'invoke' ? lineAnswer(lineOf(desk.notices.stillSaving)) : TAKEN;
  }
  if (how === 'message') {
    void desk.keep(show(desk, origin, press, taken));
    return TAKEN;
  }
  try {
    return await inReturn(desk, origin, press, taken);
  } catch (fault) {
    // It is done; only the showing of it went wrong, and the deliverer owes that.
    desk.log.error({ verb: press.press.verb, fault: nameOf(fault) }, 'press_not_shown');
    return lineAnswer(lineOf(desk.notices.stillSaving));
  }
}

type Taken = { result: PressResult; options: RenderOptions };

async function take({ handlers }: Desk, { press, values }: Press): Promise<Taken> {
  if (values === null) {
    const result = await handlers.onPress(press);
    return { result, options: opens(press.verb) ? { typed: openBoxes(press.token) } : {} };
  }
  const read = parseForm(press.verb, values, undefined);
  if ('faults' in read) return putRight(handlers, press, values, read.faults);
  const result = await handlers.onPress({ ...press, ...read.given });
  if (result.faults) return putRight(handlers, press, values, result.faults, result);
  // Words that were stopped are not drawn again.
  if (result.kind !== 'private' || result.message.kind === 'guard') return { result, options: {} };
  // Not recorded, with a reason: it is said at the first box, and everything typed is still there.
  const [first = 'count'] = FIELD_NAMES.filter((name) => values[name] !== undefined);
  const line = asLine(result.message) ?? result.message.summary;
  return putRight(handlers, press, values, { [first]: line }, result);
}

/** The question as it stands, drawn again with what was typed and what is wrong with it; where it is still open. */
async function putRight(
  handlers: ReferenceHandlers,
  press: IncomingPress,
  values: FieldValues,
  faults: FieldFaults,
  otherwise?: PressResult,
): Promise<Taken> {
  const result = await handlers.onPress({ ...press, verb: openerOf(press.verb) });
  if (result.kind !== 'form') return { result: otherwise ?? result, options: {} };
  return { result, options: { typed: { token: press.token, values, faults } } };
}

const opens = (verb: Press['press']['verb']) => verb === 'note' || verb === 'set_up' || verb === 'bank_form';
/** The boxes asked for stand open, whatever other forms are on the card. */
const openBoxes = (token: string) => ({ token, values: {}, faults: {} });

/** The answer to an invoke. */
async function inReturn(
  desk: Desk,
  origin: Origin,
  press: Press,
  taken: Settled<Taken>,
): Promise<WireAnswer> {
  if (taken.is === 'failed') return notSaved(desk, press, taken.fault);
  const { result, options } = taken.value;
  if (result.kind === 'private' || result.kind === 'received') {
    const line = asLine(result.message);
    if (line !== null) return lineAnswer(line);
    const telling = desk.keep(tellAside(desk, origin, press, result.message));
    // Still on its way: whoever looks in their own chat finds it there, or writes again.
    return lineAnswer(lineOf((await inTime(telling, ASIDE_MS)) ?? desk.notices.notAnsweredAside));
  }
  const { picture, leftOut } = desk.parts;
  const drawn = renderCard(result.message, { ...options, picture, leftOut });
  if (result.kind === 'redraw') void desk.keep(drawForGood(desk, press, result.message));
  return drawn.kind === 'drawn' ? cardAnswer(drawn.card) : lineAnswer(drawn.summary);
}

/** The same for whoever is no longer waiting: the stored message, or a message of its own. */
async function show(desk: Desk, origin: Origin, press: Press, taken: Settled<Taken>): Promise<void> {
  if (taken.is === 'failed') {
    notSaved(desk, press, taken.fault);
    await tellAside(desk, origin, press, desk.notices.notSaved);
    return;
  }
  const { result, options } = taken.value;
  if (result.kind === 'redraw' && press.platformId !== null) return drawForGood(desk, press, result.message);
  // A form with faults is said in words: an older client is shown nothing that is not a message.
  const faults = Object.values(options.typed?.faults ?? {}).join(' ');
  const message = faults === '' ? result.message : withWords(result.message, faults);
  await tellAside(desk, origin, press, message);
}

/** Replaces what everybody sees of the message pressed; what fails here is left to the deliverer, which owes it. */
async function drawForGood(desk: Desk, { press, platformId }: Press, message: Message): Promise<void> {
  if (platformId === null) return;
  const { platform, externalId } = press.from;
  await desk.inTurn(platformId, async () => {
    const drawn = await settled(desk.chat.update(toSender(press.from), platformId, message));
    if (drawn.is === 'done' && drawn.value.kind === 'sent')
      await settled(desk.handlers.onShown({ platform, externalId, platformId, message }));
    else desk.log.warn({}, 'press_not_shown');
  });
}

/** Gives what to say where the press was made: its one line, or that it could not be sent. */
async function tellAside(
  desk: Desk,
  { isPersonal, wired }: Origin,
  { press }: Press,
  message: Message,
): Promise<Message> {
  const told = await settled(sayAside(desk, press.from, message, isPersonal ? wired : null));
  if (told.is === 'done' && told.value.kind === 'sent')
    return isPersonal ? message : desk.notices.answeredAside;
  desk.log.warn({ kind: message.kind }, 'private_line_not_shown');
  return desk.notices.notAnsweredAside;
}

/** The buttons are still there, and may be pressed again. */
function notSaved({ log, notices }: Desk, { press }: Press, fault: unknown): WireAnswer {
  log.error({ verb: press.verb, fault: nameOf(fault) }, 'press_not_saved');
  return lineAnswer(lineOf(notices.notSaved));
}

const lineOf = (message: Message): string => asLine(message) ?? message.summary;

function withWords(message: Message, words: string): Message {
  return { ...message, blocks: [{ type: 'text', tone: 'warn', text: words }, ...message.blocks] };
}
