/**
 * How things reach the bot: signed over HTTP, in turn to each replica, again only when told to, and what the bot
 * did not answer is told to the person.
 */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySlackRequest } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { FORGERIES, forge } from '../../../src/simulation/slack/forge.ts';
import { AT, button, call, handClock, openOak, question, startByHttp } from './bare-bot.ts';

type Met = { headers: IncomingHttpHeaders; body: string };
type Stub = { url: string; met: Met[]; answers: (number | 'silence' | 'break')[]; close(): Promise<void> };

/** Answers as it is told to; 200 when it is told nothing. */
async function stubBot(): Promise<Stub> {
  const met: Met[] = [];
  const answers: Stub['answers'] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    met.push({ headers: request.headers, body });
    const answer = answers.shift() ?? 200;
    if (answer === 'break') return void request.socket.destroy();
    if (answer !== 'silence') response.writeHead(answer).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    met,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let slack: FakeSlack;
let stub: Stub;
const clock = handClock();
const open = async (patienceMs?: number) => {
  slack = await openOak({ now: clock.now, patienceMs });
  slack.deliverTo(stub.url);
};
/** For those that are to wait in vain. */
const IMPATIENT = 100;
beforeEach(async () => {
  stub = await stubBot();
  await open();
});
afterEach(async () => {
  await slack.close();
  await stub.close();
});

const ask = async () => {
  await call(slack, 'chat.postMessage', { channel: 'U1', text: 'x', blocks: question(button('Yes', 'yes')) });
  const message = slack.person('U1').dm().at(-1);
  if (!message) throw new Error('The message did not arrive');
  return message;
};

test('a request is signed with the time on the clock, and its content type is exactly Slack’s', async () => {
  await (await ask()).press('Yes');
  await slack.person('U1').writes('hello');
  const [click, event] = stub.met;
  expect(click?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(event?.headers['content-type']).toBe('application/json');
  expect(click?.headers['x-slack-request-timestamp']).toBe(String(AT.getTime() / 1000));
  for (const met of [click, event])
    verifySlackRequest({
      signingSecret: slack.app.signingSecret,
      body: met?.body ?? '',
      headers: {
        'x-slack-signature': String(met?.headers['x-slack-signature']),
        'x-slack-request-timestamp': Number(met?.headers['x-slack-request-timestamp']),
      },
      nowMilliseconds: AT.getTime(),
    });
  expect.hasAssertions();
});

test('the same world from the same ids sends the same bytes', async () => {
  await (await ask()).press('Yes');
  const other = await openOak({ now: () => AT });
  other.deliverTo(stub.url);
  await call(other, 'chat.postMessage', { channel: 'U1', text: 'x', blocks: question(button('Yes', 'yes')) });
  await other.person('U1').dm().at(-1)?.press('Yes');
  const bytes = stub.met.map(({ body }) =>
    decodeURIComponent(body).replaceAll(/127\.0\.0\.1:\d+/g, 'origin'),
  );
  expect(bytes[1]).toBe(bytes[0]);
  await other.close();
});

test('replicas take turns', async () => {
  const second = await stubBot();
  slack.deliverTo(stub.url, second.url);
  for (let n = 0; n < 4; n += 1) await slack.person('U1').writes(`${n}`);
  expect([stub.met.length, second.met.length]).toEqual([2, 2]);
  await second.close();
});

describe('an event that is not taken', () => {
  test.each<[string, 500 | 'silence' | 'break', string]>([
    ['answered 500', 500, 'http_error'],
    ['not answered in time', 'silence', 'http_timeout'],
    ['broken off', 'break', 'connection_failed'],
  ])(
    '%s goes again when told to, with its number and reason, three times at most',
    async (_what, answer, reason) => {
      if (answer === 'silence') {
        await slack.close();
        await open(IMPATIENT);
      }
      stub.answers.push(answer, answer, answer, answer, answer);
      const first = await slack.person('U1').writes('hello');
      expect(first.taken).toBe(false);
      for (const number of ['1', '2', '3']) {
        await slack.redeliver();
        const met = stub.met.at(-1);
        expect(met?.headers['x-slack-retry-num']).toBe(number);
        expect(met?.headers['x-slack-retry-reason']).toBe(reason);
        expect(met?.body).toBe(stub.met[0]?.body);
      }
      expect(await slack.redeliver()).toEqual([]);
      expect(stub.met).toHaveLength(4);
    },
  );

  test('one that was taken does not, nor does a click or a command', async () => {
    await slack.person('U1').writes('hello');
    stub.answers.push(500, 500);
    await (await ask()).press('Yes');
    await slack.person('U1').command('/vigil');
    expect(await slack.redeliver()).toEqual([]);
    expect(slack.person('U1').warnings).toEqual([
      'This app is not responding',
      '/vigil failed with the error "dispatch_failed"',
    ]);
  });
});

test('a command not answered in time is told as a timeout, and nobody at the address as nobody', async () => {
  await slack.close();
  await open(IMPATIENT);
  stub.answers.push('silence');
  await slack.person('U1').command('/vigil status');
  expect(slack.person('U1').warnings).toEqual(['/vigil failed with the error "operation_timeout"']);
  slack.deliverTo('http://127.0.0.1:9/slack/events');
  expect(await slack.person('U1').writes('hello')).toMatchObject({
    taken: false,
    why: 'unreachable',
    status: null,
  });
});

test('a replay is the very same bytes', async () => {
  const delivery = await (await ask()).press('Yes');
  clock.forward(1_000);
  await slack.replay(delivery);
  expect(stub.met[1]).toEqual(stub.met[0]);
});

test('the address is checked with a challenge and a certificate with a form', async () => {
  await slack.workspace().checksUrl('c1');
  await slack.workspace().checksCertificate();
  expect(JSON.parse(stub.met[0]?.body ?? '')).toMatchObject({ type: 'url_verification', challenge: 'c1' });
  expect(stub.met[1]?.body).toContain('ssl_check=1');
});

test('Bolt answers the challenge, and takes nothing forged of any kind', async () => {
  await slack.close();
  slack = await openOak();
  const bot = await startByHttp(slack);
  expect(await slack.workspace().checksUrl('c1')).toMatchObject({ status: 200, answer: { challenge: 'c1' } });
  const genuine = (await (await ask()).press('Yes')).request;
  if (!genuine) throw new Error('A click over HTTP has its bytes');
  const heard = bot.heard.length;
  const statuses: Record<string, Set<number>> = {};
  for (const kind of FORGERIES)
    for (let variant = 0; variant < 9; variant += 1) {
      const posted = await slack.send(forge(kind, genuine, slack.app.signingSecret, variant));
      const seen = statuses[kind] ?? new Set<number>();
      statuses[kind] = seen;
      seen.add(posted.kind === 'answered' ? posted.status : 0);
    }
  // Bolt alone takes a request from the future: an app must look at that for itself.
  const { six_minutes_ahead, ...others } = statuses;
  expect([...(six_minutes_ahead ?? [])]).toEqual([200]);
  expect(Object.keys(others)).toHaveLength(7);
  for (const seen of Object.values(others)) expect([...seen]).toEqual([401]);
  expect(bot.heard.length - heard).toBe(9);
  await bot.stop();
});

test('its own messages are told to the bot too, as Slack does', async () => {
  const message = await ask();
  await slack.workspace().echoes(message.channelId);
  expect(JSON.parse(stub.met[0]?.body ?? '')).toMatchObject({
    event: { type: 'message', bot_id: 'B0BOT', ts: message.ts },
  });
});
