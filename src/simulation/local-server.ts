/**
 * The HTTP server a fake platform stands on, on this computer alone: it reads a request whole and sends what it is
 * given, or keeps silent, or breaks the connection, as real ones do when they fail.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Sent = {
  /** A reply to send, silence, or a broken connection. */
  way: 'reply' | 'silence' | 'break';
  status: number;
  headers: Record<string, string>;
  body: string;
  /** For the record. */
  outcome: string;
};

export type LocalServer = { origin: string; server: Server; close(): Promise<void> };

export async function openLocalServer(
  now: () => Date,
  route: (request: IncomingMessage, body: string) => Promise<Sent>,
): Promise<LocalServer> {
  const server = createServer(async (request, response) => {
    const body = await read(request);
    if (body === null) return;
    const sent = await route(request, body);
    switch (sent.way) {
      case 'reply':
        response.writeHead(sent.status, { date: now().toUTCString(), ...sent.headers });
        response.end(sent.body);
        return;
      case 'silence':
        return;
      case 'break':
        request.socket.destroy();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function text(status: number, body: string, outcome: string): Sent {
  return { way: 'reply', status, headers: { 'content-type': 'text/html; charset=utf-8' }, body, outcome };
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
