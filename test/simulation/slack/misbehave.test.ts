/**
 * Each way of misbehaving as Slack's own client meets it, and whether the message is there all the same.
 */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeSlack, FakeSlackGiven } from '../../../src/simulation/slack/fake-slack.ts';
import type { Misbehaviour } from '../../../src/simulation/slack/misbehave.ts';
import { call, handClock, oak, openOak, quiet, TOKEN } from './bare-bot.ts';

let slack: FakeSlack;
let client: WebClient;
beforeEach(async () => {
  slack = await openOak();
  client = new WebClient(TOKEN, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 300,
    rejectRateLimitedCalls: true,
    logger: quiet,
  });
});
afterEach(() => slack.close());

const post = () => client.chat.postMessage({ channel: 'U1', text: 'Hello' });
const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
const arrived = () => slack.person('U1').dm().length;

test('429 with Retry-After is a limit that says how long', async () => {
  slack.misbehave({ kind: 'limited', retryAfter: 7 });
  expect(await errorOf(post())).toMatchObject({ constructor: WebAPIRateLimitedError, retryAfter: 7 });
  expect(arrived()).toBe(0);
  expect(slack.calls).toMatchObject([{ outcome: 'limited', done: false }]);
  await post();
  expect(arrived()).toBe(1);
});

test('429 without it is refused at once, and is no known error of the client’s', async () => {
  slack.misbehave({ kind: 'limited', retryAfter: null });
  const error = await errorOf(post());
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toContain('Retry header did not contain a valid timeout');
  expect(arrived()).toBe(0);
});

test.each<[string, Misbehaviour, object, number]>([
  [
    '200 with ratelimited',
    { kind: 'ratelimited' },
    { constructor: WebAPIPlatformError, data: { error: 'ratelimited' } },
    0,
  ],
  [
    'a refusal by name',
    { kind: 'refuse', error: 'team_access_not_granted' },
    { data: { error: 'team_access_not_granted' } },
    0,
  ],
  ['500, not done', { kind: 'status', status: 500 }, { constructor: WebAPIHTTPError, statusCode: 500 }, 0],
  [
    '500, done',
    { kind: 'status', status: 500, done: true },
    { constructor: WebAPIHTTPError, statusCode: 500 },
    1,
  ],
  ['503', { kind: 'status', status: 503 }, { constructor: WebAPIHTTPError, statusCode: 503 }, 0],
  ['fatal_error after it was done', { kind: 'fatal_error' }, { data: { error: 'fatal_error' } }, 1],
  ['fatal_error before', { kind: 'fatal_error', done: false }, { data: { error: 'fatal_error' } }, 0],
  ['what is not JSON', { kind: 'garbage', done: true }, { constructor: WebAPIPlatformError }, 1],
  ['silence, not done', { kind: 'hang', done: false }, { constructor: WebAPIRequestError }, 0],
  ['silence, done', { kind: 'hang', done: true }, { constructor: WebAPIRequestError }, 1],
  ['a broken connection, not done', { kind: 'drop', done: false }, { constructor: WebAPIRequestError }, 0],
  ['a broken connection, done', { kind: 'drop', done: true }, { constructor: WebAPIRequestError }, 1],
])('%s', async (_what, how, error, there) => {
  slack.misbehave(how);
  expect(await errorOf(post())).toMatchObject(error);
  expect(arrived()).toBe(there);
  expect(slack.calls).toMatchObject([{ method: 'chat.postMessage', done: there === 1 }]);
});

test('a slow answer comes when it is let go', async () => {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  slack.misbehave({ kind: 'slow', until, done: true });
  const slow = call(slack, 'chat.postMessage', { channel: 'U1', text: 'Slow' });
  await expect.poll(arrived).toBe(1);
  expect(slack.calls[0]?.outcome).toBe('');
  letGo();
  expect(await slow).toMatchObject({ ok: true });
  expect(slack.calls[0]?.outcome).toBe('ok');
});

describe('which calls it meets', () => {
  const outcomes = async (count: number) => {
    for (let n = 0; n < count; n += 1) await call(slack, 'chat.postMessage', { channel: 'U1', text: `${n}` });
    return slack.calls.map(({ outcome }) => outcome);
  };

  test('the next few', async () => {
    slack.misbehave({ kind: 'ratelimited' }, { times: 2 });
    expect(await outcomes(3)).toEqual(['ratelimited', 'ratelimited', 'ok']);
  });

  test('those of one method, or those a test picks out', async () => {
    slack.misbehave({ kind: 'ratelimited' }, { method: 'chat.update' });
    slack.misbehave({ kind: 'refuse', error: 'internal_error' }, { when: ({ args }) => args.text === '1' });
    expect(await outcomes(3)).toEqual(['ok', 'internal_error', 'ok']);
  });

  test('all, until it is told to stop', async () => {
    const stop = slack.misbehave({ kind: 'ratelimited' }, { times: Number.POSITIVE_INFINITY });
    await outcomes(2);
    stop();
    expect(await outcomes(1)).toEqual(['ratelimited', 'ratelimited', 'ok']);
  });

  test('whatever a simulator chooses, after what is scripted', async () => {
    slack.chooseFaults(({ args }) => (args.text === '1' ? { kind: 'ratelimited' } : null));
    slack.misbehave({ kind: 'refuse', error: 'internal_error' });
    expect(await outcomes(3)).toEqual(['internal_error', 'ratelimited', 'ok']);
  });
});

describe('the published limits, when kept', () => {
  const clock = handClock();
  beforeEach(async () => {
    await slack.close();
    slack = await openOak({ now: clock.now, keepLimits: true });
  });
  const posted = async (channel: string) => {
    const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: new URLSearchParams({ channel, text: 'x' }),
    });
    return [answer.status, answer.headers.get('retry-after')];
  };

  test('a channel takes a burst, then one a second; another channel is not held up', async () => {
    for (let n = 0; n < 5; n += 1) expect(await posted('U1')).toEqual([200, null]);
    expect(await posted('U1')).toEqual([429, '1']);
    expect(await posted('C1')).toEqual([200, null]);
    clock.forward(1_000);
    expect(await posted('U1')).toEqual([200, null]);
    expect(await posted('U1')).toEqual([429, '1']);
  });

  test('a method takes so many a minute, and says how long until the next', async () => {
    for (let n = 0; n < 20; n += 1) expect(await call(slack, 'users.list')).toMatchObject({ ok: true });
    clock.forward(45_000);
    const refused = await fetch(`${slack.apiUrl}users.list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '15']);
    clock.forward(15_000);
    expect(await call(slack, 'users.list')).toMatchObject({ ok: true });
  });
});

describe('what goes beyond a limit is written down', () => {
  const clock = handClock();
  const open = async (given: Partial<FakeSlackGiven>) => {
    await slack.close();
    slack = await openOak({ now: clock.now, ...given });
  };
  const over = () => slack.overLimits.map(({ method, what }) => `${method} ${what}`);

  test('also where it is only noted, and goes through', async () => {
    await open({ keepLimits: 'noted' });
    for (let n = 0; n < 7; n += 1) {
      const answer = await call(slack, 'chat.postMessage', { channel: 'U1', text: `${n}` });
      expect(answer).toMatchObject({ ok: true });
    }
    expect(over()).toEqual(Array(2).fill('chat.postMessage conversation'));
    expect(slack.person('U1').dm()).toHaveLength(7);
  });

  test('a person’s id and their direct conversation are one', async () => {
    await open({ keepLimits: true });
    await call(slack, 'chat.postMessage', { channel: 'U1', text: 'x' });
    const channel = slack.person('U1').dm()[0]?.channelId ?? '';
    for (let n = 0; n < 4; n += 1) await call(slack, 'chat.postMessage', { channel, text: 'x' });
    expect(over()).toEqual([]);
    await call(slack, 'chat.postMessage', { channel: 'U1', text: 'x' });
    expect(over()).toEqual(['chat.postMessage conversation']);
  });

  test('a workspace takes 300 posts a minute, however many conversations they are in', async () => {
    await open({
      keepLimits: true,
      workspaces: [
        oak({
          users: Array.from({ length: 301 }, (_, n) => ({ id: `U${n}`, realName: `${n}` })),
          channels: [],
        }),
      ],
    });
    for (let n = 0; n < 301; n += 1) await call(slack, 'chat.postMessage', { channel: `U${n}`, text: 'x' });
    expect(over()).toEqual(['chat.postMessage method']);
  });

  test('a call that does not wait as it was asked to is early, of that method alone', async () => {
    await open({ keepLimits: true });
    slack.misbehave({ kind: 'limited', retryAfter: 20 }, { method: 'chat.update' });
    await call(slack, 'chat.update', { channel: 'C1', ts: '1.1', text: 'x' });
    await call(slack, 'chat.postMessage', { channel: 'U1', text: 'x' });
    expect(over()).toEqual([]);
    clock.forward(19_000);
    await call(slack, 'chat.update', { channel: 'C1', ts: '1.1', text: 'x' });
    expect(over()).toEqual(['chat.update early']);
    clock.forward(1_000);
    await call(slack, 'chat.update', { channel: 'C1', ts: '1.1', text: 'x' });
    expect(over()).toEqual(['chat.update early']);
  });

  test('an app sold outside the Marketplace reads fifteen messages, once a minute', async () => {
    await open({ keepLimits: true, sold: true });
    for (let n = 0; n < 17; n += 1) {
      clock.forward(1_000);
      await call(slack, 'chat.postMessage', { channel: 'U1', text: `${n}` });
    }
    const channel = slack.person('U1').dm()[0]?.channelId ?? '';
    const read = () => call(slack, 'conversations.history', { channel, limit: '200' });
    expect(await read()).toMatchObject({ ok: true, has_more: true, messages: Array(15).fill({}) });
    expect(await read()).toMatchObject({ ok: false, error: 'ratelimited' });
    clock.forward(60_000);
    expect(await read()).toMatchObject({ ok: true });
  });
});

test('a broken connection whose message comes late all the same', async () => {
  let arrives = () => {};
  const until = new Promise<void>((resolve) => {
    arrives = resolve;
  });
  slack.misbehave({ kind: 'late', until });
  expect(await errorOf(post())).toMatchObject({ constructor: WebAPIRequestError });
  expect(arrived()).toBe(0);
  expect(slack.calls).toMatchObject([{ outcome: 'late', done: false }]);
  arrives();
  await expect.poll(arrived).toBe(1);
  expect(slack.calls).toMatchObject([{ outcome: 'late', done: true }]);
});
