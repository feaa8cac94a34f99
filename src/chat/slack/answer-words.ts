/**
 * Answers words: a slash command, seen by whoever typed it alone, and words in the direct conversation, answered there.
 * The rule: what was typed goes to the cycle and nowhere else. An event is done with only once its answer has been
 * sent, so a crash means a second answer and never none; while the record is away, the safe words are said all the
 * same.
 */
import type { Message } from '../../domain/message.ts';
import { nameOf, settled } from '../work-in-hand.ts';
import type { Call } from './calls.ts';
import { type Desk, inTime } from './desk.ts';
import type { Slash } from './parse.ts';
import type { Words } from './parse-event.ts';
import type { ResponseBody } from './respond.ts';
import { errorName } from './send-outcome.ts';
import { PLAIN } from './slack.ts';

export type AckCommand = (answer?: ResponseBody) => Promise<void>;

const privately = (desk: Desk, message: Message): ResponseBody => ({
  ...desk.bodyOf(message),
  response_type: 'ephemeral',
});

export async function answerSlash(
  desk: Desk,
  { command, responseUrl }: Slash,
  ack: AckCommand,
): Promise<void> {
  const { from, eventKey } = command;
  const over = desk.handlers.tooMany?.(command) ?? null;
  if (over !== null) return ack(privately(desk, over.message));
  let answer: Message | null = null;
  const work = desk.handlers.once({ platform: 'slack', externalId: from.externalId, eventKey }, async () => {
    answer = await desk.handlers.onCommand(command);
  });
  const answering = settled(work.then(() => answer));
  const answered = await inTime(answering);
  if (answered !== null) {
    if (answered.is === 'failed') desk.log.error({ fault: nameOf(answered.fault) }, 'command_not_answered');
    const message = answered.is === 'done' ? answered.value : desk.notices.away;
    const told = await settled(ack(message === null ? undefined : privately(desk, message)));
    if (told.is === 'done') return;
    // The link it came by has gone; the answer still has an address of its own.
    desk.log.warn({ fault: nameOf(told.fault) }, 'slack_not_acknowledged');
    if (message !== null && responseUrl !== null) await desk.respond(responseUrl, privately(desk, message));
    return;
  }
  // Nobody who may be worried is left without a word; should the record come round, the answer follows.
  const told = await settled(ack(privately(desk, desk.notices.away)));
  const late = await answering;
  if (late.is === 'failed') desk.log.error({ fault: nameOf(late.fault) }, 'command_not_answered');
  const message = late.is === 'done' ? late.value : told.is === 'done' ? null : desk.notices.away;
  if (message !== null && responseUrl !== null) await desk.respond(responseUrl, privately(desk, message));
}

/** `isFirst` is false when Slack delivers the event again. Throws when it is to be delivered once more. */
export async function answerWords(
  desk: Desk,
  { command, channelId, threadTs }: Words,
  isFirst: boolean,
): Promise<void> {
  const { from, eventKey } = command;
  const call: Call = {
    workspaceId: from.externalId,
    method: 'chat.postMessage',
    conversation: from.userId,
  };
  const post = (body: ResponseBody) =>
    desk.calls(call, (client) =>
      client.chat.postMessage({
        channel: channelId,
        ...body,
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
        ...PLAIN,
      }),
    );
  const say = async (message: Message) => {
    const said = await post(desk.bodyOf(message));
    // Surely not sent. A workspace that does not take tables is answered in lines.
    const isDrawing = said.is === 'failed' && errorName(said.fault) === 'invalid_blocks';
    const last = isDrawing ? await post(desk.bodyOf(message, { plainTables: true })) : said;
    if (last.is === 'put_off') throw new Error('The answer could not be sent just now');
    if (last.is === 'failed') throw last.fault;
  };
  // Slack takes one message a second: a flood is answered now and then, and what is said then stays in sight.
  const over = isFirst ? (desk.handlers.tooMany?.(command) ?? null) : null;
  if (over?.isTold) return;
  if (over !== null) return say(over.message);
  let answer: Message | null = null;
  const once = desk.handlers.once({ platform: 'slack', externalId: from.externalId, eventKey }, async () => {
    answer = await desk.handlers.onCommand(command);
    await say(answer);
  });
  const answering = settled(once);
  const inHand = await inTime(answering);
  const isSilent = () => answer === null;
  // A record that does not answer is not waited for: the answer follows, should there be one.
  const isSlow = inHand === null && isFirst && isSilent();
  if (isSlow) await settled(say(desk.notices.away));
  const outcome = await answering;
  if (outcome.is === 'done' && outcome.value !== 'busy') return;
  if (outcome.is === 'failed') {
    desk.log.error({ fault: nameOf(outcome.fault) }, 'words_not_answered');
    if (isFirst && !isSlow && isSilent()) await settled(say(desk.notices.away));
  }
  throw new Error('The words were not answered; Slack is to deliver them again');
}
