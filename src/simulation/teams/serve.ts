/**
 * The one HTTP server that stands for Teams: the Connector, Bot Framework's keys, and the directory.
 * The rule: it reads and routes; what each address does is told elsewhere. Broken and silent answers are local-server's.
 */
import type { IncomingMessage } from 'node:http';
import { type LocalServer, openLocalServer, type Sent } from '../local-server.ts';
import { grant, refuse } from './answer.ts';
import { asJson } from './check-shape.ts';
import type { Connector } from './connector.ts';
import { lookUp } from './identity-provider.ts';
import { reply } from './send-off.ts';
import type { Json, World } from './world.ts';

export function serve(world: World, connector: Connector): Promise<LocalServer> {
  return openLocalServer(world.now, (request, body) => route(world, connector, request, body));
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
