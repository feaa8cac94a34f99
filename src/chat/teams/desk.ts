/**
 * What every answer to Teams is given: the cycle's steps, the words for when they fail, and the chat to answer by.
 * The rule: work that has begun is known of, so that a graceful stop waits for it; an answer nobody keeps a record of
 * goes straight to the conversation it is for.
 */
import type { Message } from '../../domain/message.ts';
import { messageText } from '../../domain/message.ts';
import type { ReferenceHandlers, Sender, SendOutcome } from '../chat.ts';
import type { ChatLog } from '../work-in-hand.ts';
import type { TeamsParts } from './place.ts';
import { oneLine } from './plain-text.ts';
import type { Recipient, TeamsChat } from './teams.ts';
import type { WireAnswer, Wired } from './wire.ts';

/** Words for when something could not be done as it was meant. They are messages/'s. */
export type Notices = {
  /** A press of which nothing was recorded. */
  notSaved: Message;
  /** A button too old to be read. */
  pressAgain: Message;
  /** A press that is still being recorded when Teams must have its answer. */
  stillSaving: Message;
  /** Words that cannot be answered now, perhaps by somebody who is worried. */
  away: Message;
  /** Said where everybody reads: the answer has gone to the asker alone. */
  answeredAside: Message;
  /** The same of words that may be a worry: it is no report, and nobody was told. */
  guardAside: Message;
  /** The same where it could not be sent to them. */
  notAnsweredAside: Message;
  /** Said in a group chat Vigil has been put into, by its id. */
  placed(channelId: string): Message;
};

export type Desk = {
  parts: TeamsParts;
  chat: TeamsChat;
  handlers: ReferenceHandlers;
  notices: Notices;
  log: ChatLog;
  /** Work that has begun, so that a stop waits for it. */
  keep<T>(work: Promise<T>): Promise<T>;
  inTurn(key: string, work: () => Promise<void>): Promise<void>;
};

/** Teams gives up after 10 to 15 seconds, and then says that it went wrong, whether it did or not. */
export const ANSWER_MS = 6_000;
/** How long an answer may then wait for a message beside it to be sent. */
export const ASIDE_MS = 3_000;

const CARD = 'application/vnd.microsoft.card.adaptive';
const LINE = 'application/vnd.microsoft.activity.message';
/** Longer than this is not read where it stands for a moment only. */
const MOST_LINE = 300;

export const cardAnswer = (card: object): WireAnswer => ({
  status: 200,
  body: { statusCode: 200, type: CARD, value: card },
});

/** A line that only whoever pressed sees, for a while: one line, with nothing in it that is no text. */
export const lineAnswer = (text: string): WireAnswer => ({
  status: 200,
  body: { statusCode: 200, type: LINE, value: oneLine(text) },
});

/** The whole of a message as one line, where it is one; null where it is more than that. */
export function asLine({ blocks, summary }: Message): string | null {
  const isText = blocks.every(({ type }) => type === 'text');
  const said = isText ? messageText({ kind: 'private_line', summary: '', blocks }).join(' ').trim() : '';
  const line = said === '' ? summary : said;
  return isText && line.length <= MOST_LINE ? line : null;
}

/** To this person alone, whatever conversation they are in just now. */
export function sayAside(
  { chat }: Desk,
  from: Sender,
  message: Message,
  own: Wired | null,
): Promise<SendOutcome> {
  return own === null ? chat.say(toSender(from), message) : chat.say(toSender(from), message, own);
}

export const toSender = ({ externalId, userId }: Sender): Recipient => ({
  externalId,
  kind: 'person',
  id: userId,
});
