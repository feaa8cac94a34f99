/**
 * The one HTTP server: health, readiness and figures, then each router in the order given.
 * The rule: chat platforms' routers come before anything that reads a body, so they see the bytes that were
 * signed; a fault is answered with what to do next and logged without what was sent.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type Response, type Router } from 'express';
import type { Log } from '../cycle/context.ts';
import { httpsAlone, strictHeaders } from './guards.ts';
import type { Metrics } from './metrics.ts';
import { type Check, readiness } from './readiness.ts';
import { sendFault } from './send-fault.ts';

export type ServerParts = {
  host: string;
  port: number;
  routers: readonly Router[];
  ready: readonly Check[];
  metrics: Metrics;
  log: Log;
  /** Whether it is reached by https, from elsewhere. */
  https?: boolean;
  /** How long somebody may take to send a request; for tests, which do not wait as long. */
  patience?: { headersMs: number; requestMs: number; lookMs: number };
};

export type OpenServer = {
  /** Where a browser finds it. */
  url: string;
  port: number;
  /** Stops taking requests, ends live pages, and waits for the rest, five seconds at most. */
  close(): Promise<void>;
};

/** The address could not be had; `mend` says what to do about it. */
export class AddressTakenError extends Error {
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.name = 'AddressTakenError';
    this.mend = mend;
  }
}

/** Load balancers close after a minute, as a rule. */
const KEPT_MS = 75_000;
const CLOSE_MS = 5_000;
const PATIENCE = { headersMs: 20_000, requestMs: 60_000, lookMs: 5_000 };
const LARGEST_HEADERS = 16 * 1024;

export async function openServer(parts: ServerParts): Promise<OpenServer> {
  const live = new Set<Response>();
  let closing = false;
  const { headersMs, requestMs, lookMs } = parts.patience ?? PATIENCE;
  // A link on which nothing is sent, or a letter a minute, is not kept from those who have something to say.
  const limits = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: lookMs,
    maxHeaderSize: LARGEST_HEADERS,
  };
  const server = createServer(
    limits,
    appOf(parts, live, () => closing),
  );
  // Longer than what stands in front keeps a link open, so that no request meets one that is just being closed.
  server.keepAliveTimeout = KEPT_MS;
  await listen(server, parts.host, parts.port);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${nameOf(parts.host)}:${port}`,
    async close() {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const response of live) if (isStream(response)) response.end();
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      const force = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
      await closed;
      clearInterval(sweep);
      clearTimeout(force);
    },
  };
}

function appOf(parts: ServerParts, live: Set<Response>, isClosing: () => boolean): Express {
  const { routers, ready, metrics, log } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Before everything, so that no answer goes without them, whoever gives it.
  app.use(strictHeaders);
  if (parts.https) app.use(httpsAlone);
  app.use((_request, response, next) => {
    live.add(response);
    response.on('close', () => live.delete(response));
    if (isClosing()) response.set('Connection', 'close');
    next();
  });
  app.get('/healthz', (_request, response) => {
    response.json({ alive: true });
  });
  app.get('/readyz', async (_request, response) => {
    if (isClosing()) return void response.status(503).json({ ready: false, checks: { server: 'closing' } });
    const answer = await readiness(ready);
    response.status(answer.ready ? 200 : 503).json(answer);
  });
  app.get('/metrics', async (_request, response) => {
    const text = await metrics.read();
    response.set('Content-Type', metrics.contentType).send(text);
  });
  for (const router of routers) app.use(router);
  app.use((request, response) => {
    sendFault(request, response, {
      status: 404,
      title: 'There is no such page',
      lines: ['Check the address, or start again from the first page.'],
      next: { href: '/', label: 'First page' },
    });
  });
  app.use(faultPage(log));
  return app;
}

const isStream = (response: Response) =>
  String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream');

/** Faults of the request itself carry a 4xx status; everything else is ours. */
function faultPage(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const given = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    const status = given >= 400 && given < 500 ? given : 500;
    const name = error instanceof Error ? error.name : 'unknown';
    if (status === 500)
      log.error({ method: request.method, route: routeOf(request.route), fault: name }, 'a request failed');
    sendFault(request, response, {
      status,
      title: status === 500 ? 'That did not work' : 'That could not be read',
      lines: [
        status === 500
          ? 'Nothing was saved. Please go back and try again. If it happens again, whoever runs Vigil will find the reason in its log.'
          : 'Nothing was saved. Please go back and try again.',
      ],
      next: { href: '/', label: 'First page' },
    });
  };
}

/** The pattern a request matched, never its address: addresses may hold ids. */
function routeOf(route: unknown): string {
  return typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : 'none';
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(takenOr(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function takenOr(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new AddressTakenError(
        `Port ${port} is already in use on ${host}.`,
        `Stop the other program, or choose another port: PORT=${port + 1} npm start`,
      );
    case 'EACCES':
      return new AddressTakenError(
        `This account may not use port ${port}.`,
        'Choose a port over 1023: PORT=3000 npm start',
      );
    case 'EADDRNOTAVAIL':
      return new AddressTakenError(
        `This computer has no address ${host}.`,
        'Set HOST to 127.0.0.1 for this computer only, or to an address it has.',
      );
    default:
      return error;
  }
}

function nameOf(host: string): string {
  if (host === '127.0.0.1' || host === '0.0.0.0' || host === '::' || host === '::1') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
