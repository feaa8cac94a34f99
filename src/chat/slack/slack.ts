/**
 * Slack as a chat: posts and redraws messages, and tells who is in a workspace.
 * The rule: one call, one outcome; nothing is tried twice here but a drawing that Slack has surely refused. A message
 * carries its row's key as metadata, so that one whose fate is unknown can be looked for.
 * What comes from Slack is door.ts's; drawing is render.ts's; trying again is the deliverer's.
 */
import type { WebClient } from '@slack/web-api';
import type { Message } from '../../domain/message.ts';
import type { Address, Chat, SendOutcome } from '../chat.ts';
import type { LeftOutLine } from '../shorten-message.ts';
import { type Call, type CallParts, slackCalls } from './calls.ts';
import { EVENT_TYPE, openLook } from './find-message.ts';
import { inspectWorkspace } from './inspect-workspace.ts';
import { listMembers } from './list-members.ts';
import { lookAtChannel } from './look-at-channel.ts';
import { type Drawn, renderMessage } from './render.ts';
import { errorName, outcomeOf } from './send-outcome.ts';
import { LOOK_TIMEOUT_MS, webClient } from './web-client.ts';

/** `leftOut`: what is said where a message is too long for Slack. */
export type SlackParts = CallParts & { now(): Date; leftOut: LeftOutLine };

/** Said whenever text goes to Slack: no name in it becomes a mention. A redraw's is read otherwise unless it is said. */
export const UNREAD = { link_names: false, parse: 'none' } as const;
/** Set on every message: nothing in it unfurls either. */
export const PLAIN = { ...UNREAD, unfurl_links: false, unfurl_media: false, mrkdwn: false } as const;
/** One that is looked for first takes several calls: a few of them, and no lease runs out. */
const BATCH = 4;

export function slackChat(parts: SlackParts): Chat {
  const calls = slackCalls(parts, 'record');
  const look = openLook(calls);
  const { leftOut } = parts;
  /** Workspaces that have refused a table: their tables are drawn as lines. */
  const plain = new Set<string>();

  const send = async (
    to: Address,
    message: Message,
    call: Call,
    make: (client: WebClient, drawn: Drawn) => Promise<string>,
  ): Promise<SendOutcome> => {
    const attempt = async (plainTables: boolean): Promise<SendOutcome | 'refused drawing'> => {
      const drawn = renderMessage(message, { plainTables, leftOut });
      if (drawn.kind === 'too_long') return { kind: 'refused', why: 'too_long' };
      const made = await calls(call, (client) => make(client, drawn));
      if (made.is === 'done') return { kind: 'sent', platformId: made.value };
      if (made.is === 'put_off') return made.outcome;
      const hasTable = drawn.blocks.some(({ type }) => type === 'table');
      return hasTable && errorName(made.fault) === 'invalid_blocks'
        ? 'refused drawing'
        : outcomeOf(made.fault, to.kind);
    };
    const first = await attempt(plain.has(to.externalId));
    if (first !== 'refused drawing') return first;
    plain.add(to.externalId);
    const second = await attempt(true);
    return second === 'refused drawing' ? { kind: 'refused', why: 'invalid' } : second;
  };

  return {
    platform: 'slack',
    batch: BATCH,
    post: (to, message, key) => {
      const call: Call = { workspaceId: to.externalId, method: 'chat.postMessage', conversation: to.id };
      return send(to, message, call, async (client, { text, blocks }) => {
        const metadata = { event_type: EVENT_TYPE, event_payload: { key } };
        const { channel, ts } = await client.chat.postMessage({
          channel: to.id,
          text,
          blocks,
          metadata,
          ...PLAIN,
        });
        if (!channel || !ts) throw new Error('Slack said sent and did not say where');
        return platformIdOf(channel, ts);
      });
    },
    async update(to, platformId, message) {
      const place = placeOf(platformId);
      if (place === null) return { kind: 'refused', why: 'message_gone' };
      const call: Call = { workspaceId: to.externalId, method: 'chat.update' };
      const drawn = await send(to, message, call, async (client, { text, blocks }) => {
        await client.chat.update({ ...place, text, blocks, ...UNREAD });
        return platformId;
      });
      // Redraws alone are held up: what is posted goes on.
      return drawn.kind === 'limited' && drawn.blocked === 'all'
        ? { kind: 'limited', retryAfterMs: drawn.retryAfterMs }
        : drawn;
    },
    async find(to, key, since) {
      const looked = await look(to, key, since);
      return looked.kind === 'found'
        ? { kind: 'found', platformId: platformIdOf(looked.channel, looked.ts) }
        : looked;
    },
    listMembers: ({ externalId }, after) => listMembers(calls, externalId, after),
    async inspect({ externalId }, channelIds) {
      const token = await parts.tokenOf(externalId);
      return inspectWorkspace(token, channelIds, parts);
    },
    async lookAtChannel({ externalId }, channelId) {
      const token = await parts.tokenOf(externalId);
      return token === null
        ? { kind: 'unseen', why: 'no token' }
        : lookAtChannel(webClient(token, parts, LOOK_TIMEOUT_MS), channelId);
    },
    close: async () => {},
  };
}

/** A message by its conversation and its moment there: a redraw needs both. */
export const platformIdOf = (channel: string, ts: string): string => `${channel}/${ts}`;

export function placeOf(platformId: string): { channel: string; ts: string } | null {
  const [, channel, ts] = /^([A-Z0-9]+)\/([0-9.]+)$/.exec(platformId) ?? [];
  return channel === undefined || ts === undefined ? null : { channel, ts };
}
