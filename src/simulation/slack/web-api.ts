/**
 * The Web API: whose token it is, which method, what it meets on the way, and the record of it all.
 * The rule: every call is recorded with what became of it, and whether it was done, whatever the caller was told.
 * The methods themselves are in a file a family.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Sent } from '../local-server.ts';
import { type Answer, type Method, refuse } from './answer.ts';
import { postEphemeral, postMessage, update as updateMessage } from './chat-methods.ts';
import * as conversations from './conversation-methods.ts';
import type { Faults, Misbehaviour } from './misbehave.ts';
import { exchangeCode } from './oauth.ts';
import type { Limits } from './published-limits.ts';
import { sendOff } from './send-off.ts';
import * as users from './user-methods.ts';
import * as views from './view-methods.ts';
import { type Json, type Token, type World, workspaceOf } from './world.ts';

export type Call = {
  method: string;
  teamId: string | null;
  /** As given, without the token. */
  args: Json;
  at: Date;
  /** ok, Slack's error name, or how it misbehaved: limited, status 500, drop, hang … */
  outcome: string;
  /** Whether the thing asked for was done. */
  done: boolean;
};

export type Incoming = { method: string; args: Json; headers: IncomingHttpHeaders };

export type WebApi = {
  calls: Call[];
  take(incoming: Incoming): Promise<Sent>;
};

const METHODS: Record<string, Method> = {
  'auth.test': users.authTest,
  'chat.postMessage': postMessage,
  'chat.update': updateMessage,
  'chat.postEphemeral': postEphemeral,
  'conversations.open': conversations.open,
  'conversations.info': conversations.info,
  'conversations.members': conversations.members,
  'conversations.history': conversations.history,
  'users.list': users.list,
  'users.info': users.info,
  'views.open': views.open,
  'views.update': views.update,
};

export type WebApiParts = {
  world: World;
  faults: Faults;
  /** Null where nobody watches them. */
  limits: Limits | null;
  /** An address for one more socket. */
  openSocket(): string;
};

export function makeWebApi(parts: WebApiParts): WebApi {
  const calls: Call[] = [];
  return {
    calls,
    async take(incoming) {
      const { world, faults, limits } = parts;
      const { token: _token, ...args } = incoming.args;
      const token = tokenOf(incoming);
      const teamId = world.tokens.get(token)?.teamId ?? null;
      const call: Call = { method: incoming.method, teamId, args, at: world.now(), outcome: '', done: false };
      calls.push(call);
      const { method } = call;
      const team = teamId ?? 'app';
      const wait = limits?.take({ teamId: team, method, args, now: world.now() }) ?? null;
      const scripted = wait === null || !limits?.refuses ? faults.next({ method, teamId, args }) : null;
      if (scripted?.kind === 'limited' && scripted.retryAfter !== null)
        limits?.asked(team, method, scripted.retryAfter, world.now());
      const met: Misbehaviour | null =
        wait === null || !limits?.refuses ? scripted : { kind: 'limited', retryAfter: wait };
      const perform = (): Answer => {
        const answer = answerTo(parts, incoming, token, args);
        call.done = answer.ok;
        if (!answer.ok)
          world.refused.push({ what: call.method, error: answer.error, detail: detailOf(answer) });
        return answer;
      };
      const sent = await sendOff(met, perform);
      call.outcome = sent.outcome;
      return { ...sent, headers: { ...sent.headers, ...scopeHeaders(world.tokens.get(token)) } };
    },
  };
}

function answerTo(parts: WebApiParts, { method, headers }: Incoming, token: string, args: Json): Answer {
  const { world } = parts;
  if (method === 'api.test') return { ok: true };
  if (method === 'oauth.v2.access') return exchangeCode(world, args, headers.authorization);
  if (token === '') return refuse('not_authed');
  if (method === 'apps.connections.open')
    return token === world.app.appToken
      ? { ok: true, url: parts.openSocket() }
      : refuse(world.tokens.has(token) ? 'not_allowed_token_type' : 'invalid_auth');
  if (token === world.app.appToken) return refuse('not_allowed_token_type');
  const known = world.tokens.get(token);
  if (!known) return refuse('invalid_auth');
  switch (known.state) {
    case 'revoked':
      return refuse('token_revoked');
    case 'uninstalled':
      return refuse('account_inactive');
    case 'live': {
      const run = METHODS[method];
      if (!run) return refuse('unknown_method', { req_method: method });
      return run({ world, workspace: workspaceOf(world, known.teamId), token: known }, args);
    }
  }
}

function tokenOf({ headers, args }: Incoming): string {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return bearer ?? (typeof args.token === 'string' ? args.token : '');
}

function scopeHeaders(token: Token | undefined): Record<string, string> {
  return token?.state === 'live' ? { 'x-oauth-scopes': token.scopes.join(',') } : {};
}

const detailOf = (answer: Json): string[] => (Array.isArray(answer.errors) ? answer.errors.map(String) : []);
