/**
 * What every answer to Slack is given: the cycle's steps, the words for when they fail, a client for each workspace,
 * and a way to answer a click where it was made.
 * The rule: work that has begun is known of, so that a graceful stop waits for it.
 */
import type { KnownBlock } from '@slack/web-api';
import type { Message } from '../../domain/message.ts';
import type { WorkspaceHandlers } from '../chat.ts';
import type { LeftOutLine } from '../shorten-message.ts';
import { type ChatLog, inTime as inTimeOf, inTurns } from '../work-in-hand.ts';
import type { SlackCalls } from './calls.ts';
import { type RenderOptions, renderMessage } from './render.ts';
import type { Respond } from './respond.ts';

/** What is said when the record could not be reached. Words are messages/'s. */
export type Notices = {
  /** A press of which nothing was recorded. */
  notSaved: Message;
  /** A form that could not be opened, or a button too old to be read. */
  pressAgain: Message;
  /** Words that cannot be answered now, perhaps by somebody who is worried. */
  away: Message;
  /** Said where a message is too long for Slack. */
  leftOut: LeftOutLine;
};

export type Body = { text: string; blocks?: KnownBlock[] };

export type Desk = {
  handlers: WorkspaceHandlers;
  notices: Notices;
  log: ChatLog;
  /** In the same turn as what the record sends, of which some is left for this. */
  calls: SlackCalls;
  respond: Respond;
  /** Work that has begun, so that a stop waits for it. */
  keep<T>(work: Promise<T>): Promise<T>;
  /** Does one thing after another for the same key: two drawings of a message cannot overtake each other. */
  inTurn(key: string, work: () => Promise<void>): Promise<void>;
  /** A message as the body of an answer. */
  bodyOf(message: Message, options?: Pick<RenderOptions, 'plainTables'>): Body;
  /** False when this very event is in hand or was taken by this process a short while ago. */
  isNew(eventKey: string): boolean;
  /** It was not taken after all. */
  forget(eventKey: string): void;
};

/** Slack wants an answer within 3 seconds; what takes longer is acknowledged and shown when it is done. */
export const ANSWER_MS = 2_400;
/** More than the presses of five minutes, which is as long as a replay can be made to pass. */
const REMEMBERED = 20_000;

export function openDesk(parts: Omit<Desk, 'inTurn' | 'isNew' | 'forget' | 'bodyOf'>): Desk {
  const seen = new Set<string>();
  const { leftOut } = parts.notices;
  return {
    ...parts,
    bodyOf: (message, options) => bodyOf(message, { ...options, leftOut }),
    inTurn: inTurns(),
    isNew(eventKey) {
      if (seen.has(eventKey)) return false;
      seen.add(eventKey);
      const [oldest] = seen;
      if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
      return true;
    },
    forget: (eventKey) => void seen.delete(eventKey),
  };
}

/** What the work came to, or null while it is still going when Slack must have its answer. */
export const inTime = <T>(work: Promise<T>): Promise<T | null> => inTimeOf(work, ANSWER_MS);

/** A message as the body of an answer. One that is too long for Slack is told by its summary, as plain text too. */
export function bodyOf(message: Message, options?: RenderOptions): Body {
  const whole = renderMessage(message, options);
  const drawn =
    whole.kind === 'too_long'
      ? renderMessage({ ...message, blocks: [{ type: 'text', text: message.summary }] }, options)
      : whole;
  return drawn.kind === 'too_long' ? { text: drawn.text } : { text: drawn.text, blocks: drawn.blocks };
}
