/**
 * Looks in a person's direct conversation with Vigil for a message posted under a key.
 * The rule: only Vigil's own message counts, whoever else may have copied its shape; absent is said only once
 * everything since has been read to its end, and all else is unseen. Channels are not looked in: Vigil has no leave to
 * read them. It reads no more than keys: of what people wrote nothing is kept. What becomes of the message is the
 * deliverer's.
 */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Address, FindOutcome } from '../chat.ts';
import type { Call, SlackCalls } from './calls.ts';
import { limitOf, outcomeOf } from './send-outcome.ts';

/** Set on every message of the record's. */
export const EVENT_TYPE = 'vigil_message';

/** As far apart as two clocks may be before Slack's requests are refused, and a moment more. */
const EARLIER_MS = 305_000;
/** The most that Slack gives at once to an app sold outside its Marketplace. */
const PAGE = 15;
/** Together with the post that may follow, this is over before a lease is. */
const MOST_PAGES = 3;

export type Found = { channel: string; ts: string };
export type Looked = Exclude<FindOutcome, { kind: 'found' }> | ({ kind: 'found' } & Found);

const selfShape = z.object({ user_id: z.string().min(1), bot_id: z.string().min(1).optional() });
type Self = z.infer<typeof selfShape>;
const openedShape = z.object({ channel: z.object({ id: z.string().min(1) }) });
const pageShape = z.object({
  messages: z.array(z.unknown()),
  has_more: z.boolean().optional(),
  /** Slack hides what is older than a free workspace may see. */
  is_limited: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const keyedShape = z.object({
  ts: z.string().min(1),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z.object({
    event_type: z.literal(EVENT_TYPE),
    event_payload: z.object({ key: z.string() }),
  }),
});

/** Gives a look its own memory of who Vigil is in each workspace, as each token's client knows it. */
export function openLook(calls: SlackCalls): (to: Address, key: string, since: Date) => Promise<Looked> {
  const selves = new WeakMap<WebClient, Self>();
  const knowSelf = async (client: WebClient): Promise<Self> => {
    const known = selves.get(client) ?? selfShape.parse(await client.auth.test());
    selves.set(client, known);
    return known;
  };
  return async (to, key, since) => {
    if (to.kind === 'channel') return unseen('a channel');
    const { externalId: workspaceId } = to;
    const self = await looked(calls, { workspaceId, method: 'auth.test' }, knowSelf);
    if (self.is !== 'done') return self.outcome;
    const opened = await looked(calls, { workspaceId, method: 'conversations.open' }, async (client) =>
      openedShape.parse(await client.conversations.open({ users: to.id })),
    );
    if (opened.is !== 'done') return opened.outcome;
    const { id: channel } = opened.value.channel;
    const oldest = ((since.getTime() - EARLIER_MS) / 1_000).toFixed(6);
    return readBack(calls, workspaceId, { channel, oldest }, (message) => isOurs(message, self.value, key));
  };
}

/** From the newest back, until it is found or everything has been read. */
async function readBack(
  calls: SlackCalls,
  workspaceId: string,
  where: { channel: string; oldest: string },
  isIt: (message: unknown) => string | null,
): Promise<Looked> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await looked(calls, { workspaceId, method: 'conversations.history' }, async (client) =>
      pageShape.parse(
        await client.conversations.history({
          ...where,
          inclusive: true,
          limit: PAGE,
          include_all_metadata: true,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      ),
    );
    // Begun again a minute later it would come no further, so what is read in part is not waited for.
    if (read.is !== 'done') return page === 0 ? read.outcome : unseen('the history was cut short');
    const { messages, has_more, is_limited, response_metadata } = read.value;
    const ts = messages.map(isIt).find((found) => found !== null);
    if (ts !== undefined && ts !== null) return { kind: 'found', channel: where.channel, ts };
    cursor = response_metadata?.next_cursor || undefined;
    if (has_more !== true && cursor === undefined)
      return is_limited === true ? unseen('the history is hidden') : { kind: 'absent' };
    if (cursor === undefined) return unseen('the history was cut short');
  }
  return unseen('too much to read');
}

/** Its moment, where it is Vigil's own under that key; another app may post for a person, in whatever shape. */
function isOurs(message: unknown, self: Self, key: string): string | null {
  const read = keyedShape.safeParse(message);
  if (!read.success || read.data.metadata.event_payload.key !== key) return null;
  const { user, bot_id: bot, ts } = read.data;
  const isUser = user === undefined || user === self.user_id;
  const isBot = bot === undefined || self.bot_id === undefined || bot === self.bot_id;
  const isSaid = user !== undefined || (bot !== undefined && self.bot_id !== undefined);
  return isUser && isBot && isSaid ? ts : null;
}

type Step<T> = { is: 'done'; value: T } | { is: 'not'; outcome: Looked };

/** A limit on looking holds up this message alone: others are posted meanwhile. */
async function looked<T>(
  calls: SlackCalls,
  call: Call,
  make: (client: WebClient) => Promise<T>,
): Promise<Step<T>> {
  const made = await calls(call, make);
  if (made.is === 'done') return made;
  const limit = made.is === 'failed' ? limitOf(made.fault) : null;
  if (limit !== null)
    return { is: 'not', outcome: { kind: 'limited', retryAfterMs: limit, blocked: 'this' } };
  const outcome = made.is === 'put_off' ? made.outcome : outcomeOf(made.fault, 'person');
  if (made.is === 'put_off' && outcome.kind === 'limited')
    return { is: 'not', outcome: { ...outcome, blocked: 'this' } };
  return { is: 'not', outcome: unseen(`${call.method}: ${outcome.kind}`) };
}

const unseen = (why: string): Extract<FindOutcome, { kind: 'unseen' }> => ({ kind: 'unseen', why });
