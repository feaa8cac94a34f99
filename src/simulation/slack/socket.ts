/**
 * Socket Mode: connections opened with a ticket, envelopes sent to one of them in turn, acknowledgements read back.
 * The rule: ten connections at most, a ticket is used once, and an envelope nobody acknowledges is not repeated by
 * itself. Slack's own ways of ending a connection are done when told to.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { SocketSender } from './deliver.ts';
import type { World } from './world.ts';

export type Sockets = SocketSender & {
  /** An address for one more connection. */
  open(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  count(): number;
  /** Resolves when so many are open. */
  connected(count: number): Promise<void>;
  /** Tells every connection (or the one at `index`) to come back, as Slack does every few hours. */
  refresh(index?: number): void;
  /** Breaks them without a word. */
  cut(index?: number): void;
  close(): void;
};

const MOST = 10;
const PING_MS = 10_000;
const TYPES = { event: 'events_api', interactive: 'interactive', command: 'slash_commands' } as const;
const acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

type Acknowledged = Awaited<ReturnType<SocketSender['send']>>;

export function makeSockets(world: () => World): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const waiting = new Map<string, { socket: WebSocket; settle(acknowledged: Acknowledged): void }>();
  const watchers: { count: number; met(): void }[] = [];
  let open: WebSocket[] = [];
  let turn = 0;

  const greet = (socket: WebSocket) => {
    open.push(socket);
    const pinging = setInterval(() => socket.ping(), PING_MS);
    socket.on('message', (data) => acknowledge(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pinging);
      open = open.filter((other) => other !== socket);
      for (const [id, waiter] of waiting)
        if (waiter.socket === socket) {
          waiting.delete(id);
          waiter.settle({ kind: 'unanswered', why: 'reset' });
        }
    });
    const { appId } = world().app;
    tell(socket, {
      type: 'hello',
      num_connections: open.length,
      debug_info: { host: 'applink-1', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: appId },
    });
    for (const watcher of watchers) if (open.length >= watcher.count) watcher.met();
  };

  const acknowledge = (data: RawData) => {
    const read = acknowledgement.safeParse(jsonOf(data));
    if (!read.success) return;
    waiting.get(read.data.envelope_id)?.settle({ kind: 'acknowledged', payload: read.data.payload ?? '' });
    waiting.delete(read.data.envelope_id);
  };

  const chosen = (index: number | undefined) => (index === undefined ? open : open.slice(index, index + 1));

  return {
    open() {
      const { names, origin, app } = world();
      const ticket = names.secret('');
      tickets.add(ticket);
      return `${origin.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${app.appId}`;
    },
    upgrade(request, socket, head) {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const isKnown = pathname === '/link/' && tickets.delete(searchParams.get('ticket') ?? '');
      if (!isKnown || open.length >= MOST) return void socket.end('HTTP/1.1 408 Request Timeout\r\n\r\n');
      server.handleUpgrade(request, socket, head, greet);
    },
    send({ kind, payload, retry, reason }, patienceMs) {
      const socket = open[turn % Math.max(1, open.length)];
      turn += 1;
      if (!socket) return Promise.resolve({ kind: 'unanswered', why: 'no_connection' });
      const id = world().names.uuid();
      return new Promise((resolve) => {
        const patience = setTimeout(() => {
          waiting.delete(id);
          resolve({ kind: 'unanswered', why: 'timeout' });
        }, patienceMs);
        waiting.set(id, {
          socket,
          settle: (acknowledged) => {
            clearTimeout(patience);
            resolve(acknowledged);
          },
        });
        tell(socket, {
          envelope_id: id,
          type: TYPES[kind],
          payload,
          accepts_response_payload: kind !== 'event',
          ...(kind === 'event' ? { retry_attempt: retry, retry_reason: reason ?? '' } : {}),
        });
      });
    },
    count: () => open.length,
    connected: (count) =>
      open.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => {
            watchers.push({ count, met: resolve });
          }),
    refresh(index) {
      for (const socket of chosen(index))
        tell(socket, { type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'applink-1' } });
    },
    cut(index) {
      for (const socket of chosen(index)) socket.terminate();
    },
    close() {
      for (const socket of open) socket.terminate();
      server.close();
    },
  };
}

const tell = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message));

function jsonOf(data: RawData): unknown {
  try {
    return JSON.parse(String(data)) as unknown;
  } catch {
    return null;
  }
}
