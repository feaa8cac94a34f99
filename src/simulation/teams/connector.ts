/**
 * The Connector: whose token it is, which operation, what it meets on the way, and the record of it all.
 * The rule: every call is recorded with what became of it, and whether it was done, whatever the caller was told.
 * The operations themselves are in a file a family.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Sent } from '../local-server.ts';
import { deleteActivity, sendToConversation, updateActivity } from './activity-methods.ts';
import { type Answer, refuse, unauthorized } from './answer.ts';
import { asJson } from './check-shape.ts';
import { createConversation } from './conversation-methods.ts';
import { giveToken } from './identity-provider.ts';
import { getMember, getMembers, getPagedMembers } from './member-methods.ts';
import type { Faults, Misbehaviour } from './misbehave.ts';
import type { Limits } from './published-limits.ts';
import { sendOff } from './send-off.ts';
import { getChannels, getTeam } from './team-methods.ts';
import { type Json, splitId, tenantOf, threadBy, type World } from './world.ts';

export type Call = {
  /** createConversation, sendToConversation … or token. */
  method: string;
  tenantId: string | null;
  conversationId: string | null;
  /** The activity it is about, where it is in the address. */
  activityId: string | null;
  /** The body as given; a token's without the secret. */
  args: Json;
  at: Date;
  /** ok, Teams' code, or how it misbehaved: limited, status 500, drop, hang … */
  outcome: string;
  /** Whether the thing asked for was done. */
  done: boolean;
};

export type Incoming = {
  verb: string;
  /** Under the service's address, such as v3/conversations. */
  path: string;
  query: URLSearchParams;
  /** Undefined when it was no JSON. */
  body: Json | undefined;
  headers: IncomingHttpHeaders;
};

export type Connector = {
  calls: Call[];
  take(incoming: Incoming): Promise<Sent>;
  giveToken(tenantId: string, form: Record<string, string>): Promise<Sent>;
};

type Ids = { id: string; other: string };
type Operation = {
  verb: string;
  path: RegExp;
  method: string;
  run(world: World, ids: Ids, incoming: Incoming): Answer;
};

const CONVERSATION = 'v3/conversations/([^/]+)';
const on = (
  verb: string,
  path: string,
  method: string,
  run: (world: World, ids: Ids, asked: { body: Json; query: URLSearchParams }) => Answer,
): Operation => ({
  verb,
  path: new RegExp(`^${path}$`),
  method,
  run: (world, ids, { body, query }) =>
    body === undefined ? refuse('BadSyntax', ['the body is no JSON']) : run(world, ids, { body, query }),
});

const OPERATIONS: Operation[] = [
  on('POST', 'v3/conversations', 'createConversation', (world, _ids, { body }) =>
    createConversation(world, body),
  ),
  on('POST', `${CONVERSATION}/activities`, 'sendToConversation', (world, { id }, { body }) =>
    sendToConversation(world, id, null, body),
  ),
  on('POST', `${CONVERSATION}/activities/([^/]+)`, 'replyToActivity', (world, { id, other }, { body }) =>
    sendToConversation(world, id, other, body),
  ),
  on('PUT', `${CONVERSATION}/activities/([^/]+)`, 'updateActivity', (world, { id, other }, { body }) =>
    updateActivity(world, id, other, body),
  ),
  on('DELETE', `${CONVERSATION}/activities/([^/]+)`, 'deleteActivity', (world, { id, other }) =>
    deleteActivity(world, id, other),
  ),
  on('GET', `${CONVERSATION}/pagedmembers`, 'getPagedMembers', (world, { id }, { query }) =>
    getPagedMembers(world, id, query),
  ),
  on('GET', `${CONVERSATION}/members`, 'getMembers', (world, { id }) => getMembers(world, id)),
  on('GET', `${CONVERSATION}/members/([^/]+)`, 'getMember', (world, { id, other }) =>
    getMember(world, id, other),
  ),
  on('GET', 'v3/teams/([^/]+)', 'getTeam', (world, { id }) => getTeam(world, id)),
  on('GET', 'v3/teams/([^/]+)/conversations', 'getChannels', (world, { id }) => getChannels(world, id)),
];

/** `refuses`: what is over a limit is refused, not only written down. */
export type Watched = Limits & { refuses: boolean };

export function makeConnector(world: World, faults: Faults, limits: Watched | null): Connector {
  const calls: Call[] = [];
  const meet = async (call: Call, thread: string, answer: () => Answer): Promise<Sent> => {
    calls.push(call);
    const watched = call.method === 'token' ? null : limits;
    const wait = watched?.take(call, thread, world.now()) ?? null;
    const met: Misbehaviour | null =
      wait === null || !watched?.refuses ? faults.next(call) : { kind: 'limited', retryAfter: wait };
    if (met?.kind === 'limited' && met.retryAfter !== null)
      watched?.asked(call, thread, met.retryAfter, world.now());
    const sent = await sendOff(met, () => {
      const given = answer();
      call.done = given.ok;
      if (!given.ok) world.refused.push({ what: call.method, error: given.error, detail: given.detail });
      return given;
    });
    call.outcome = sent.outcome;
    return sent;
  };
  const blank = { conversationId: null, activityId: null, outcome: '', done: false };
  return {
    calls,
    async take(incoming) {
      const operation = OPERATIONS.find(
        ({ verb, path }) => verb === incoming.verb && path.test(incoming.path),
      );
      const [, first = '', second = ''] = operation?.path.exec(incoming.path) ?? [];
      const ids: Ids = { id: decodeURIComponent(first), other: decodeURIComponent(second) };
      const args = incoming.body ?? {};
      const call: Call = {
        ...blank,
        method: operation?.method ?? `${incoming.verb} ${incoming.path}`,
        tenantId: tenantAbout(world, ids.id, args),
        conversationId: first === '' ? null : ids.id,
        activityId: second === '' ? null : ids.other,
        args,
        at: world.now(),
      };
      return meet(call, first === '' ? toWhom(args) : splitId(ids.id).base, () => {
        const why = whyNot(world, incoming.headers.authorization);
        if (why !== null) return unauthorized(why);
        return operation ? operation.run(world, ids, incoming) : refuse('ServiceError', [call.method]);
      });
    },
    giveToken(tenantId, { client_secret: _secret, ...args }) {
      const call: Call = { ...blank, method: 'token', tenantId, args, at: world.now() };
      return meet(call, '', () =>
        giveToken(world, tenantId, { ...args, ...(_secret === undefined ? {} : { client_secret: _secret }) }),
      );
    },
  };
}

function whyNot(world: World, authorization = ''): string | null {
  const token = world.tokens.get(/^Bearer (.+)$/.exec(authorization)?.[1] ?? '');
  if (!token) return 'no token of ours';
  return world.now().getTime() < token.ends * 1_000 ? null : 'the token has ended';
}

/** A new conversation counts by whom or where it is asked for. */
function toWhom(args: Json): string {
  const channel = asJson(asJson(args.channelData)?.channel)?.id;
  const [member] = Array.isArray(args.members) ? args.members : [];
  return String(channel ?? asJson(member)?.id ?? '');
}

function tenantAbout(world: World, id: string, args: Json): string | null {
  const thread = threadBy(world, id === '' ? toWhom(args) : id);
  if (thread) return tenantOf(world, thread.tenantId).id;
  for (const tenant of world.tenants.values()) if (tenant.teams.has(id)) return tenant.id;
  return typeof args.tenantId === 'string' ? args.tenantId : null;
}
