/**
 * What happens in Slack, checked at the door: words in a direct message, changes of them, and changes in the workspace.
 * The rule: with parse.ts the last file where Slack's shapes exist. An event's own id comes with everything, so that a
 * second delivery is known for what it is.
 */
import { z } from 'zod';
import type { IncomingCommand } from '../chat.ts';
import { attached, withForwarded } from './forwarded.ts';
import { mentionsIn } from './mentions.ts';
import { id, senderOf, words } from './parse.ts';

export type Words = { command: IncomingCommand; channelId: string; threadTs: string | null };

const envelope = z.object({
  event_id: id,
  team_id: id,
  event_time: z.number().int().positive().optional(),
  authorizations: z.array(z.object({ team_id: id.nullish() })).optional(),
  event: z.looseObject({ type: z.string() }),
});
export type SlackEvent = {
  workspaceId: string;
  eventKey: string;
  /** When it happened, to the second. */
  at: Date | undefined;
  event: { type: string } & object;
};

export function parseEvent(body: unknown): SlackEvent | null {
  const read = envelope.safeParse(body);
  if (!read.success) return null;
  const { event_id, event_time, team_id, authorizations, event } = read.data;
  return {
    workspaceId: authorizations?.[0]?.team_id ?? team_id,
    eventKey: `event:${event_id}`,
    at: event_time === undefined ? undefined : new Date(event_time * 1000),
    event,
  };
}

const said = z.object({
  channel_type: z.literal('im'),
  /**
   * None for words; with a file, "/me", or a thread's answer sent to the conversation too, it is one of these.
   * Deletions and the like are not somebody writing.
   */
  subtype: z.enum(['file_share', 'me_message', 'thread_broadcast']).optional(),
  bot_id: z.undefined().optional(),
  user: id,
  channel: id,
  thread_ts: z.string().max(40).optional(),
  text: words.nullish(),
  attachments: attached,
});

const edited = z.object({
  channel_type: z.literal('im'),
  subtype: z.literal('message_changed'),
  channel: id,
  message: z.object({
    bot_id: z.undefined().optional(),
    user: id,
    edited: z.object({ user: id }),
    thread_ts: z.string().max(40).optional(),
    text: words.refine((text) => text.trim() !== ''),
  }),
  previous_message: z.object({ text: words.nullish() }).nullish(),
});

/** Words written to Vigil in its direct conversation; null for anything else that is called a message. */
export function parseWords(heard: SlackEvent): Words | null {
  const { workspaceId, eventKey, event } = heard;
  const read = said.safeParse(event);
  if (!read.success) return parseEdit(heard);
  const { user, channel, thread_ts: threadTs, subtype, attachments } = read.data;
  const { text, isForward } = withForwarded(read.data.text ?? '', attachments);
  const command = { from: senderOf(workspaceId, user), eventKey, text, ...mentionsIn(text) };
  return {
    // A file is never opened. What is written with one is examined, and is no command.
    command: subtype === 'file_share' || isForward ? { ...command, notACommand: true } : command,
    channelId: channel,
    threadTs: threadTs ?? null,
  };
}

/**
 * What somebody changed their own words to: examined, and no command. A message of Vigil's own that is redrawn bears
 * its bot's mark; a link that Slack adds a picture to leaves the words as they were.
 */
function parseEdit({ workspaceId, eventKey, event }: SlackEvent): Words | null {
  const read = edited.safeParse(event);
  if (!read.success) return null;
  const { channel, message, previous_message: before } = read.data;
  const { user, text, thread_ts: threadTs } = message;
  if (message.edited.user !== user || before?.text === text) return null;
  const from = senderOf(workspaceId, user);
  const command = { from, eventKey, text, notACommand: true as const, ...mentionsIn(text) };
  return { command, channelId: channel, threadTs: threadTs ?? null };
}

const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).optional() }).optional() });

/** True when it is the bot's own token that was taken back, not some person's. */
export function botWasRevoked({ event }: SlackEvent): boolean {
  const read = revoked.safeParse(event);
  return read.success && (read.data.tokens?.bot?.length ?? 0) > 0;
}
