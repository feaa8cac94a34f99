/**
 * Socket Mode itself: tickets, turns, the ways a connection ends, and envelopes nobody acknowledges.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { FakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { call, openOak } from './bare-bot.ts';

let slack: FakeSlack;
const open = async (patienceMs?: number) => {
  slack = await openOak({ patienceMs });
  slack.deliverBySocket();
};
beforeEach(() => open());
afterEach(() => slack.close());

type Line = { socket: WebSocket; heard: Record<string, unknown>[]; closed: Promise<number> };

const ticket = async () => String((await call(slack, 'apps.connections.open', {}, slack.app.appToken)).url);

async function connect(url: string, acknowledges = true): Promise<Line> {
  const socket = new WebSocket(url);
  const heard: Line['heard'] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Record<string, unknown>;
    heard.push(message);
    if (acknowledges && message.envelope_id)
      socket.send(JSON.stringify({ envelope_id: message.envelope_id }));
  });
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    socket.once('message', () => resolve());
    socket.once('error', reject);
  });
  return { socket, heard, closed };
}

test('a connection is greeted; its ticket is used once, and only the app’s token gets one', async () => {
  const url = await ticket();
  const line = await connect(url);
  expect(line.heard[0]).toMatchObject({
    type: 'hello',
    num_connections: 1,
    connection_info: { app_id: slack.app.appId },
  });
  await expect(connect(url)).rejects.toThrow('408');
  expect(await call(slack, 'apps.connections.open')).toMatchObject({
    ok: false,
    error: 'not_allowed_token_type',
  });
  expect(await call(slack, 'apps.connections.open', {}, 'xapp-nobody')).toMatchObject({
    error: 'invalid_auth',
  });
});

test('envelopes go to the connections in turn, each once', async () => {
  const lines = [await connect(await ticket()), await connect(await ticket())];
  for (let n = 0; n < 4; n += 1)
    expect(await slack.person('U1').writes(`${n}`)).toMatchObject({ taken: true, via: 'socket' });
  expect(lines.map(({ heard }) => heard.length)).toEqual([3, 3]);
  expect(lines[0]?.heard[1]).toMatchObject({
    type: 'events_api',
    accepts_response_payload: false,
    retry_attempt: 0,
    payload: { type: 'event_callback', event: { type: 'message' } },
  });
  await slack.person('U1').command('/vigil');
  expect(lines[0]?.heard.at(-1)).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
});

test('ten connections and no more', async () => {
  for (let n = 0; n < 10; n += 1) await connect(await ticket());
  expect(slack.sockets.count()).toBe(10);
  await expect(connect(await ticket())).rejects.toThrow('408');
});

test('an envelope nobody acknowledges is not taken, and goes again when told to', async () => {
  await slack.close();
  await open(100);
  const deaf = await connect(await ticket(), false);
  expect(await slack.person('U1').writes('hello')).toMatchObject({ taken: false, why: 'timeout' });
  const [again] = await slack.redeliver();
  expect(again).toMatchObject({ retry: 1 });
  expect(deaf.heard.at(-1)).toMatchObject({ retry_attempt: 1, retry_reason: 'http_timeout' });
  deaf.socket.terminate();
  await expect.poll(() => slack.sockets.count()).toBe(0);
  expect(await slack.person('U1').writes('anybody?')).toMatchObject({ taken: false, why: 'no_connection' });
});

test('a connection that breaks before it acknowledges leaves the envelope untaken', async () => {
  const deaf = await connect(await ticket(), false);
  const sent = slack.person('U1').writes('hello');
  await expect.poll(() => deaf.heard.length).toBe(2);
  slack.sockets.cut();
  expect(await sent).toMatchObject({ taken: false, why: 'reset' });
  await deaf.closed;
});

test('a refresh tells the client to come back, and one can be told alone', async () => {
  const lines = [await connect(await ticket()), await connect(await ticket())];
  slack.sockets.refresh(1);
  await expect
    .poll(() => lines[1]?.heard.at(-1))
    .toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  expect(lines[0]?.heard).toHaveLength(1);
  const both = slack.sockets.connected(3);
  await connect(await ticket());
  await both;
});
