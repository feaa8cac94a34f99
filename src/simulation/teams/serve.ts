/**
 * The one HTTP server that stands for Teams: the Connector, Bot Framework's keys, and the directory.
 * The rule: it reads and routes; what each address does is told elsewhere. Broken and silent answers are done here.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { grant, refuse } from './answer.ts';
import { asJson } from './check-shape.ts';
import type { Connector } from './connector.ts';
import { lookUp } from './identity-provider.ts';
import { reply, type Sent } from './send-off.ts';
import type { Json, World } from './world.ts';

export type Served = { origin: string; close(): Promise<void> };

export async function serve(world: World, connector: Connector): Promise<Served> {
  const server = createServer((request, response) => {
    void answer(world, connector, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  world: World,
  connector: Connector,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await read(request);
  if (body === null) return;
  const sent = await route(world, connector, request, body);
  switch (sent.way) {
    case 'reply':
      response.writeHead(sent.status, { date: world.now().toUTCString(), ...sent.headers });
      response.end(sent.body);
      return;
    case 'silence':
      return;
    case 'break':
      request.socket.destroy();
  }
}

async function route(
  world: World,
  connector: Connector,
  request: IncomingMessage,
  body: string,
): Promise<Sent> {
  const url = new URL(request.url ?? '/', world.origin);
  const verb = request.method ?? 'GET';
  if (url.pathname.startsWith(world.servicePath))
    return connector.take({
      verb,
      path: url.pathname.slice(world.servicePath.length),
      query: url.searchParams,
      body: verb === 'POST' || verb === 'PUT' ? jsonOf(request, body) : {},
      headers: request.headers,
    });
  const tenantId = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(url.pathname)?.[1];
  if (tenantId !== undefined && verb === 'POST')
    return connector.giveToken(tenantId, Object.fromEntries(new URLSearchParams(body)));
  const found = verb === 'GET' ? lookUp(world, url) : null;
  return reply(found === null ? refuse('ConversationNotFound') : grant(found));
}

function jsonOf(request: IncomingMessage, body: string): Json | undefined {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) return undefined;
  try {
    return asJson(JSON.parse(body)) ?? undefined;
  } catch {
    return undefined;
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
