/**
 * The one HTTP server that stands for slack.com: the Web API, answers to clicks, the permission page, sockets.
 * The rule: it reads and routes; what each address does is told elsewhere. Broken and silent answers are done here.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Faults } from './misbehave.ts';
import { authorize, type Installer } from './oauth.ts';
import { answerAt, responseIdOf } from './response-url.ts';
import { type Sent, sendOff, text } from './send-off.ts';
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
  const server = createServer((request, response) => {
    void answer(parts, request, response);
  });
  server.on('upgrade', (request, socket, head) => parts.sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        parts.sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(parts: ServeParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await read(request);
  if (body === null) return;
  const sent = await route(parts, request, body);
  switch (sent.way) {
    case 'reply':
      response.writeHead(sent.status, { date: parts.world.now().toUTCString(), ...sent.headers });
      response.end(sent.body);
      return;
    case 'silence':
      return;
    case 'break':
      request.socket.destroy();
  }
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

/** Null when the other side went away in the middle. */
async function read(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(part as Buffer);
  } catch {
    return null;
  }
  return Buffer.concat(parts).toString('utf8');
}
