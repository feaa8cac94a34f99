/**
 * Handing a command to a running Vigil, over a real loopback server: who may, who may not, and running.json itself.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { handOver } from '../../src/operator/hand-over.ts';
import { findRunning, type Running, removeRunning, writeRunning } from '../../src/operator/running.ts';
import { controlRouter } from '../../src/web/control.ts';
import type { ControlCommand, ControlOutcome } from '../../src/web/control-form.ts';

const TOKEN = 'a-token-of-128-bits-xx';
const STARTED = '2026-11-10T10:00:00.000Z';

let server: Server;
let port: number;
let ran: ControlCommand[];
let reply: () => Promise<ControlOutcome>;
let directory: string;

const listen = (app: express.Express) =>
  new Promise<void>((resolve) => {
    server = createServer(app).listen(0, '127.0.0.1', () => {
      ({ port } = server.address() as AddressInfo);
      resolve();
    });
  });

beforeEach(async () => {
  ran = [];
  reply = async () => ({ code: 0, out: 'done', errors: [] });
  directory = mkdtempSync(join(tmpdir(), 'vigil-running-'));
  const run = async (command: ControlCommand) => {
    ran.push(command);
    return reply();
  };
  await listen(express().use(controlRouter({ token: TOKEN, run })));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

const running = (part: Partial<Running> = {}): Running => ({
  pid: process.pid,
  port,
  token: TOKEN,
  startedAt: STARTED,
  ...part,
});
const COMMAND: ControlCommand = {
  command: 'import people',
  args: { setting: 'demo' },
  files: [{ name: 'staff.csv', text: 'staff_ref,name,role\r\nT1,"Lee, Zoë",teacher\r\n' }],
};

/** A request as anybody could make it, with headers a fetch would not let through. */
function post(headers: Record<string, string>, body = JSON.stringify(COMMAND), path = '/control') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (part: Buffer) => {
          text += part.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a command handed over', () => {
  test('arrives whole, with its file, and its outcome comes back', async () => {
    reply = async () => ({ code: 2, out: 'some', errors: ['Row 2, role: …'] });
    expect(await handOver(running(), COMMAND)).toEqual({
      kind: 'answered',
      outcome: { code: 2, out: 'some', errors: ['Row 2, role: …'] },
    });
    expect(ran).toEqual([COMMAND]);
  });

  test('a file of five megabytes goes over; one that cannot is refused with what to do', async () => {
    const five = { ...COMMAND, files: [{ name: 'big.csv', text: 'x'.repeat(5 * 1024 * 1024) }] };
    expect(await handOver(running(), five)).toMatchObject({ outcome: { code: 0 } });
    const seven = { ...COMMAND, files: [{ name: 'big.csv', text: 'x'.repeat(7 * 1024 * 1024) }] };
    expect(await handOver(running(), seven)).toMatchObject({
      outcome: { code: 1, errors: [expect.stringMatching(/too large.*stop Vigil/)] },
    });
    expect(ran).toHaveLength(1);
  });

  test('a file that the command made comes back whole', async () => {
    const file = Buffer.from([0x50, 0x4b, 0, 255, 10, 13]).toString('base64');
    reply = async () => ({ code: 0, out: 'made', errors: [], file });
    expect(await handOver(running(), { command: 'export person', args: { ref: 'T01' }, files: [] })).toEqual({
      kind: 'answered',
      outcome: { code: 0, out: 'made', errors: [], file },
    });
  });

  test('with the wrong token nothing runs', async () => {
    expect(await handOver(running({ token: 'some-other-token-xxxxx' }), COMMAND)).toMatchObject({
      outcome: { code: 1, errors: [expect.stringMatching(/token/)] },
    });
    expect(ran).toEqual([]);
  });

  test('where nobody listens, the caller is told so, to try the database itself', async () => {
    const { port: free } = await new Promise<AddressInfo>((resolve) => {
      const other = createServer().listen(0, '127.0.0.1', () => {
        const address = other.address() as AddressInfo;
        other.close(() => resolve(address));
      });
    });
    expect(await handOver(running({ port: free }), COMMAND)).toEqual({ kind: 'nobody' });
  });

  test('where another program listens, or the command breaks, it is a failure and not a silence', async () => {
    reply = () => Promise.reject(new Error('of CANARY'));
    const broken = await handOver(running(), COMMAND);
    expect(broken).toMatchObject({ outcome: { code: 1, errors: ['Vigil refused: the command failed'] } });
    await new Promise((resolve) => server.close(resolve));
    await listen(express().use((_request, response) => void response.send('<h1>Hello</h1>')));
    expect(await handOver(running(), COMMAND)).toMatchObject({
      outcome: { code: 1, errors: [expect.stringMatching(/is not Vigil/)] },
    });
  });
});

describe('the door', () => {
  test('opens to the token alone', async () => {
    expect((await post(bearer(TOKEN))).status).toBe(200);
    const before = ran.length;
    for (const headers of [
      {},
      bearer(''),
      bearer(`${TOKEN}x`),
      bearer(TOKEN.slice(0, -1)),
      bearer(TOKEN.toUpperCase()),
      { authorization: TOKEN },
      { authorization: `Basic ${TOKEN}` },
    ])
      expect((await post(headers)).status).toBe(401);
    expect(ran).toHaveLength(before);
  });

  test('is shut to a foreign Host, a forwarded request and another site, even with the token', async () => {
    const strangers: Record<string, string>[] = [
      { host: 'vigil.example.org' },
      { host: `vigil.example.org:${port}` },
      { host: '127.0.0.1:1' },
      { 'x-forwarded-for': '10.0.0.1' },
      { forwarded: 'for=10.0.0.1' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of strangers) expect((await post({ ...bearer(TOKEN), ...headers })).status).toBe(403);
    expect(ran).toEqual([]);
  });

  test('reads no body before the token is right, and only JSON that is a command after', async () => {
    expect(
      (await post(bearer('no-such-token'), 'x'.repeat(7 * 1024 * 1024)).catch(() => ({ status: 401 })))
        .status,
    ).toBe(401);
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      '{"command":"status"}',
      '{"command":"status","args":{"a":1},"files":[]}',
      '{"command":"status","args":{},"files":[],"more":1}',
    ])
      expect((await post(bearer(TOKEN), body)).status).toBe(400);
    expect((await post({ ...bearer(TOKEN), 'content-type': 'text/plain' })).status).toBe(400);
    expect(ran).toEqual([]);
  });

  test('answers POST alone', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/control`, { headers: bearer(TOKEN) });
    expect(response.status).toBe(404);
  });
});

describe('running.json', () => {
  const path = () => join(directory, 'running.json');

  test('is whole, and its owner alone can read it, whatever was there before', () => {
    writeFileSync(path(), 'old', { mode: 0o644 });
    writeRunning(directory, running());
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual(running());
    expect(readdirSync(directory)).toEqual(['running.json']);
    expect(findRunning(directory)).toEqual(running());
  });

  test('goes when its own process says so, and not when another does', () => {
    writeRunning(directory, running());
    removeRunning(directory, process.pid + 1);
    expect(findRunning(directory)).not.toBeNull();
    removeRunning(directory, process.pid);
    expect(findRunning(directory)).toBeNull();
  });

  test('left by a process that is gone, it counts as absent and is removed', () => {
    writeRunning(directory, running({ pid: 2 ** 22 + 1 }));
    expect(findRunning(directory)).toBeNull();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('that is torn, or not ours, or in a directory that is not there, counts as absent', () => {
    for (const text of ['', '{', '{"pid":1}', 'null']) {
      writeFileSync(path(), text);
      expect(findRunning(directory)).toBeNull();
    }
    expect(findRunning(join(directory, 'nowhere'))).toBeNull();
  });
});
