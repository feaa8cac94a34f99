/**
 * One call to Slack in its turn, with the workspace's own token.
 * The rule: what would have to wait too long is not called, and is told how long; where Slack says to wait, that method
 * in that workspace is held for everybody until it is over, and no other is. What a fault means is send-outcome's.
 */
import type { WebClient } from '@slack/web-api';
import type { TokenOf } from '../chat.ts';
import type { Pace } from '../pace.ts';
import { type Settled, settled } from '../work-in-hand.ts';
import { type Asker, conversationLane, methodLane, type SlackMethod } from './lanes.ts';
import { type Fault, limitOf } from './send-outcome.ts';
import { LOOK_TIMEOUT_MS, type Reach, webClient } from './web-client.ts';

export type Call = {
  workspaceId: string;
  method: SlackMethod;
  /** Where something is posted: the channel's id, or for a direct message the person's. */
  conversation?: string;
};
/** put_off: not called, and why. */
export type Called<T> = Settled<T> | { is: 'put_off'; outcome: Fault };
export type SlackCalls = <T>(call: Call, make: (client: WebClient) => Promise<T>) => Promise<Called<T>>;

export type CallParts = Reach & { tokenOf: TokenOf; pace: Pace };

/**
 * What would wait longer is given back: the record comes back to it, and nobody sits before a screen so long. Whoever
 * writes quickly is answered all the same: a conversation's own turn is never further off.
 */
const MOST_WAIT_MS: Record<Asker, number> = { record: 5_000, person: 4_000 };
const NO_TOKEN: Fault = { kind: 'refused', why: 'installation_revoked' };
/** The token could not be read just now, so nothing was sent. */
const UNREAD: Fault = { kind: 'limited', retryAfterMs: 15_000 };
/** Whoever only looks does not wait long for it. */
const LOOKS: readonly SlackMethod[] = ['auth.test', 'conversations.open', 'conversations.history'];

export function slackCalls(parts: CallParts, asker: Asker): SlackCalls {
  const clients = clientsFor(parts);
  return async (call, make) => {
    const { workspaceId, method, conversation } = call;
    const kept = await clients(workspaceId);
    if ('kind' in kept) return { is: 'put_off', outcome: kept };
    const lane = methodLane(workspaceId, method, asker);
    const lanes =
      conversation === undefined ? [lane] : [lane, conversationLane(workspaceId, conversation, asker)];
    const wait = await parts.pace.turn(lanes, MOST_WAIT_MS[asker]);
    // Nobody's fault, and no message's: it waits however long that takes.
    if (wait > 0) return { is: 'put_off', outcome: { kind: 'limited', retryAfterMs: wait, blocked: 'all' } };
    const made = await settled(make(LOOKS.includes(method) ? kept.looking : kept.client));
    const limit = made.is === 'failed' ? limitOf(made.fault) : null;
    if (limit !== null) parts.pace.hold(lane, limit);
    return made;
  };
}

type Client = { token: string; client: WebClient; looking: WebClient };

/** The clients for each token, kept; the outcome to give back where there is none. */
function clientsFor({ tokenOf, ...reach }: CallParts) {
  const kept = new Map<string, Client>();
  return async (workspaceId: string): Promise<Client | Fault> => {
    let token: string | null;
    try {
      token = await tokenOf(workspaceId);
    } catch {
      return UNREAD;
    }
    if (token === null) return NO_TOKEN;
    const known = kept.get(workspaceId);
    if (known?.token === token) return known;
    const made = {
      token,
      client: webClient(token, reach),
      looking: webClient(token, reach, LOOK_TIMEOUT_MS),
    };
    kept.set(workspaceId, made);
    return made;
  };
}
