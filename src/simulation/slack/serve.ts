/**
 * The one HTTP server that stands for slack.com: the Web API, answers to clicks, the permission page, sockets.
 * The rule: it reads and routes; what each address does is told elsewhere. Broken and silent answers are local-server's.
 */
import type { IncomingMessage } from 'node:http';
import { openLocalServer, type Sent, text } from '../local-server.ts';
import type { Faults } from './misbehave.ts';
import { authorize, type Installer } from './oauth.ts';
import { answerAt, responseIdOf } from './response-url.ts';
import { sendOff } from './send-off.ts';
import type { Sockets } from './socket.ts';
import type { Call, WebApi } from './web-api.ts';
import type { Json, World } from './world.ts';

export type ServeParts = {
  world: World;
  api: WebApi;
  faults: Faults;
  sockets: Sockets;
  installer(): Installer;
};

export type Served = { origin: string; close(): Promise<void> };

export async function serve(parts: ServeParts): Promise<Served> {
  const { sockets, world } = parts;
  const local = await openLocalServer(world.now, (request, body) => route(parts, request, body));
  local.server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  return {
    origin: local.origin,
    close() {
      sockets.close();
      return local.close();
    },
  };
}

async function route(parts: ServeParts, request: IncomingMessage, body: string): Promise<Sent> {
  const { world, api } = parts;
  const url = new URL(request.url ?? '/', world.origin);
  const method = /^\/api\/([\w.]+)$/.exec(url.pathname)?.[1];
  if (method !== undefined) {
    const query = Object.fromEntries(url.searchParams);
    return api.take({ method, args: { ...query, ...argsOf(request, body) }, headers: request.headers });
  }
  const responseId = responseIdOf(url.pathname);
  if (responseId !== null && request.method === 'POST') return respond(parts, responseId, body);
  if (url.pathname === '/oauth/v2/authorize') {
    const back = authorize(world, url.searchParams, parts.installer());
    if (back === null) return text(400, 'Something went wrong when authorizing this app.', 'refused');
    return { ...text(302, '', 'ok'), headers: { location: back } };
  }
  return text(404, 'Not found', 'not_found');
}

/** Recorded beside the Web API's calls, and misbehaves by the name response_url. */
async function respond({ world, api, faults }: ServeParts, id: string, body: string): Promise<Sent> {
  const teamId = world.responseUrls.get(id)?.teamId ?? null;
  const args = readJson(body);
  const call: Call = { method: 'response_url', teamId, args, at: world.now(), outcome: '', done: false };
  api.calls.push(call);
  let sent: Sent | null = null;
  const perform = () => {
    const responded = answerAt(world, id, args);
    call.done = responded.error === null;
    if (responded.error !== null)
      world.refused.push({ what: 'response_url', error: responded.error, detail: [] });
    sent = text(responded.status, responded.body, responded.error ?? 'ok');
    return call.done ? ({ ok: true } as const) : ({ ok: false, error: responded.error ?? '' } as const);
  };
  const met = faults.next({ method: 'response_url', teamId, args });
  const off = await sendOff(met, perform);
  call.outcome = off.outcome;
  // Answered in words, not as the Web API does; a fault stays what it is.
  return off.way === 'reply' && sent !== null && (met === null || met.kind === 'slow') ? sent : off;
}

function argsOf(request: IncomingMessage, body: string): Json {
  const type = request.headers['content-type'] ?? '';
  return type.startsWith('application/json') ? readJson(body) : Object.fromEntries(new URLSearchParams(body));
}

function readJson(body: string): Json {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
