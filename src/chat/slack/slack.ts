/**
 * Slack as a chat: posts and redraws messages, and tells who is in a workspace.
 * The rule: one call, one outcome; nothing is tried twice here but a drawing that Slack has surely refused. A message
 * carries its row's key as metadata, so that one whose fate is unknown can be looked for.
 * What comes from Slack is door.ts's; drawing is render.ts's; pacing and trying again are the deliverer's.
 */
import type { WebClient } from '@slack/web-api';
import type { Message } from '../../domain/message.ts';
import type { Address, Chat, SendOutcome, TokenOf } from '../chat.ts';
import { inspectWorkspace } from './inspect-workspace.ts';
import { listMembers } from './list-members.ts';
import { type Drawn, renderMessage } from './render.ts';
import { errorName, type Fault, outcomeOf } from './send-outcome.ts';
import { type Reach, webClient } from './web-client.ts';

export type SlackParts = Reach & { tokenOf: TokenOf; now(): Date };

/** Set on every message: nothing in it unfurls, and no name in its text becomes a mention. */
export const PLAIN = { unfurl_links: false, unfurl_media: false, link_names: false, mrkdwn: false } as const;
const EVENT_TYPE = 'vigil_message';
const NO_TOKEN: Fault = { kind: 'refused', why: 'installation_revoked' };
/** The token could not be read just now, so nothing was sent. */
const UNREAD: Fault = { kind: 'limited', retryAfterMs: 15_000 };

export function slackChat(parts: SlackParts): Chat {
  const clients = clientsFor(parts);
  /** Workspaces that have refused a table: their tables are drawn as lines. */
  const plain = new Set<string>();

  const send = async (
    to: Address,
    message: Message,
    call: (client: WebClient, drawn: Drawn) => Promise<string>,
  ): Promise<SendOutcome> => {
    const client = await clients(to.externalId);
    if ('kind' in client) return client;
    const attempt = async (plainTables: boolean): Promise<SendOutcome | 'refused drawing'> => {
      const drawn = renderMessage(message, { plainTables });
      if (drawn.kind === 'too_long') return { kind: 'refused', why: 'too_long' };
      try {
        return { kind: 'sent', platformId: await call(client, drawn) };
      } catch (error) {
        const hasTable = drawn.blocks.some(({ type }) => type === 'table');
        return hasTable && errorName(error) === 'invalid_blocks'
          ? 'refused drawing'
          : outcomeOf(error, to.kind);
      }
    };
    const first = await attempt(plain.has(to.externalId));
    if (first !== 'refused drawing') return first;
    plain.add(to.externalId);
    const second = await attempt(true);
    return second === 'refused drawing' ? { kind: 'refused', why: 'invalid' } : second;
  };

  return {
    platform: 'slack',
    post: (to, message, key) =>
      send(to, message, async (client, { text, blocks }) => {
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
      }),
    update: (to, platformId, message) => {
      const place = placeOf(platformId);
      if (place === null) return Promise.resolve({ kind: 'refused', why: 'message_gone' });
      return send(to, message, async (client, { text, blocks }) => {
        await client.chat.update({ ...place, text, blocks, link_names: false });
        return platformId;
      });
    },
    async listMembers({ externalId }, after) {
      const client = await clients(externalId);
      return 'kind' in client ? client : listMembers(client, externalId, after);
    },
    async inspect({ externalId }, channelIds) {
      const token = await parts.tokenOf(externalId);
      return inspectWorkspace(token, channelIds, parts);
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

/** A client for each token, kept; the outcome to give back where there is none. */
export function clientsFor({ tokenOf, ...reach }: Reach & { tokenOf: TokenOf }) {
  const kept = new Map<string, { token: string; client: WebClient }>();
  return async (workspaceId: string): Promise<WebClient | Fault> => {
    let token: string | null;
    try {
      token = await tokenOf(workspaceId);
    } catch {
      return UNREAD;
    }
    if (token === null) return NO_TOKEN;
    const known = kept.get(workspaceId);
    if (known?.token === token) return known.client;
    const client = webClient(token, reach);
    kept.set(workspaceId, { token, client });
    return client;
  };
}
