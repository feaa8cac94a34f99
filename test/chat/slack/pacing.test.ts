/**
 * How fast Vigil speaks to Slack: within every published limit whatever there is to send, a Retry-After kept for its
 * own method and no other, and room left for people who wait. By one clock for both sides, on which nobody waits.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Address, Chat } from '../../../src/chat/chat.ts';
import { openPace, type Pace } from '../../../src/chat/pace.ts';
import { slackCalls } from '../../../src/chat/slack/calls.ts';
import { conversationLane, methodLane } from '../../../src/chat/slack/lanes.ts';
import { slackChat } from '../../../src/chat/slack/slack.ts';
import { leftOutLine } from '../../../src/messages/left-out.ts';
import { privateLine } from '../../../src/messages/private-line.ts';
import { type FakeSlack, openFakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { countedIds } from '../../support/fixed.ts';

const TOKENS: Record<string, string> = { T1: 'xoxb-1', T2: 'xoxb-2' };
const PEOPLE = Array.from({ length: 400 }, (_, n) => `U${n}`);

let at: number;
let slack: FakeSlack;
let pace: Pace;
let chat: Chat;

const tokenOf = async (workspaceId: string) => TOKENS[workspaceId] ?? null;
const to = (id: string, externalId = 'T1'): Address => ({
  installationId: 'i',
  externalId,
  kind: id.startsWith('C') ? 'channel' : 'person',
  id,
});

beforeEach(async () => {
  at = Date.parse('2026-11-09T08:05:00Z');
  slack = await openFakeSlack({
    now: () => new Date(at),
    ids: countedIds(1),
    keepLimits: true,
    workspaces: Object.entries(TOKENS).map(([teamId, token]) => ({
      teamId,
      token,
      name: teamId,
      domain: teamId.toLowerCase(),
      users: PEOPLE.map((id) => ({ id, realName: id })),
      channels: [{ id: 'C1', name: 'safeguarding', isPrivate: true, members: ['U0BOT', 'U1'] }],
    })),
  });
  pace = openPace({
    now: () => at,
    pause: async (ms) => {
      at += ms;
    },
  });
  chat = slackChat({
    tokenOf,
    apiUrl: slack.apiUrl,
    pace,
    now: () => new Date(at),
    leftOut: leftOutLine,
  });
});
afterEach(() => slack.close());

describe('the record’s messages', () => {
  test('to four hundred people go within every limit; what would wait long is given back, not sent early', async () => {
    let given = 0;
    let sent = 0;
    for (let next = 0; next < PEOPLE.length; ) {
      const outcome = await chat.post(to(PEOPLE[next] ?? ''), privateLine('Words'), `key-${next}`);
      if (outcome.kind === 'sent') {
        sent += 1;
        next += 1;
      } else {
        // Nobody's fault, so the deliverer counts no try for it.
        expect(outcome).toMatchObject({ kind: 'limited', blocked: 'all' });
        if (outcome.kind === 'limited') at += outcome.retryAfterMs;
        given += 1;
      }
    }
    expect(sent).toBe(400);
    expect(given).toBeLessThan(10);
    expect(slack.overLimits).toEqual([]);
    const began = Date.parse('2026-11-09T08:05:00Z');
    // 200 a minute: the rest is left to people who wait.
    expect(at - began).toBeGreaterThan(60_000);
    expect(at - began).toBeLessThan(150_000);
  });

  test('to one channel go one a second or so', async () => {
    for (let n = 0; n < 20; n += 1)
      expect((await chat.post(to('C1'), privateLine('Words'), `key-${n}`)).kind).toBe('sent');
    expect(slack.overLimits).toEqual([]);
  });

  test('redrawn are held up without anything posted', async () => {
    const sent = await chat.post(to('U1'), privateLine('Words'), 'key');
    if (sent.kind !== 'sent') throw new Error('It was not sent');
    const outcomes: string[] = [];
    for (let n = 0; n < 60; n += 1)
      outcomes.push((await chat.update(to('U1'), sent.platformId, privateLine(`${n}`))).kind);
    expect(outcomes.filter((kind) => kind === 'sent')).toHaveLength(37);
    expect((await chat.post(to('U2'), privateLine('Words'), 'key-2')).kind).toBe('sent');
    expect(slack.overLimits).toEqual([]);
  });
});

describe('a Retry-After', () => {
  test('of redraws holds redraws in that workspace until it is over, and nothing else', async () => {
    const [one, other] = [
      await chat.post(to('U1'), privateLine('Words'), 'key'),
      await chat.post(to('U1', 'T2'), privateLine('Words'), 'key'),
    ];
    if (one.kind !== 'sent' || other.kind !== 'sent') throw new Error('They were not sent');
    slack.misbehave({ kind: 'limited', retryAfter: 40 }, { method: 'chat.update' });
    const redraw = () => chat.update(to('U1'), one.platformId, privateLine('After'));
    expect(await redraw()).toEqual({ kind: 'limited', retryAfterMs: 40_000 });
    expect(await redraw()).toEqual({ kind: 'limited', retryAfterMs: 40_000 });
    expect(slack.callsOf('chat.update')).toHaveLength(1);
    expect((await chat.post(to('U2'), privateLine('Words'), 'key-2')).kind).toBe('sent');
    expect((await chat.update(to('U1', 'T2'), other.platformId, privateLine('After'))).kind).toBe('sent');
    at += 39_000;
    expect((await redraw()).kind).toBe('sent');
    expect(slack.overLimits).toEqual([]);
  });

  test('of posts holds a person’s answer too, and none of it is sent early', async () => {
    slack.misbehave({ kind: 'limited', retryAfter: 30 }, { method: 'chat.postMessage' });
    expect(await chat.post(to('U1'), privateLine('Words'), 'key')).toEqual({
      kind: 'limited',
      retryAfterMs: 30_000,
    });
    const calls = slackCalls({ tokenOf, apiUrl: slack.apiUrl, pace }, 'person');
    const answer = () =>
      calls({ workspaceId: 'T1', method: 'chat.postMessage', conversation: 'U1' }, (client) =>
        client.chat.postMessage({ channel: 'U1', text: 'An answer' }),
      );
    expect((await answer()).is).toBe('put_off');
    at += 30_000;
    expect((await answer()).is).toBe('done');
    expect(slack.overLimits).toEqual([]);
  });

  test('said in an ordinary answer, without a time, is half a minute', async () => {
    slack.misbehave({ kind: 'ratelimited' }, { method: 'chat.postMessage' });
    await chat.post(to('U1'), privateLine('Words'), 'key');
    expect(await chat.post(to('U1'), privateLine('Words'), 'key')).toEqual({
      kind: 'limited',
      retryAfterMs: 30_000,
      blocked: 'all',
    });
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
  });
});

test('somebody who writes is answered at once in the middle of a bulk send', async () => {
  let answered = 0;
  const calls = slackCalls({ tokenOf, apiUrl: slack.apiUrl, pace }, 'person');
  for (let n = 0; n < 200; n += 1) {
    await chat.post(to(PEOPLE[n] ?? ''), privateLine('Words'), `key-${n}`);
    if (n % 10 !== 0) continue;
    const before = at;
    const answer = await calls(
      { workspaceId: 'T1', method: 'chat.postMessage', conversation: `U${399 - n}` },
      (client) => client.chat.postMessage({ channel: `U${399 - n}`, text: 'An answer' }),
    );
    expect(answer.is).toBe('done');
    expect(at).toBe(before);
    answered += 1;
  }
  expect(answered).toBe(20);
  expect(slack.overLimits).toEqual([]);
});

test('somebody who writes ten things at once is answered ten times, in their turn', async () => {
  const calls = slackCalls({ tokenOf, apiUrl: slack.apiUrl, pace }, 'person');
  for (let n = 0; n < 10; n += 1) {
    const answer = await calls(
      { workspaceId: 'T1', method: 'chat.postMessage', conversation: 'U1' },
      (client) => client.chat.postMessage({ channel: 'U1', text: `Answer ${n}` }),
    );
    expect(answer.is).toBe('done');
  }
  expect(slack.person('U1').dm()).toHaveLength(10);
  expect(slack.overLimits).toEqual([]);
});

test('every lane is below what Slack publishes, with room left for people', () => {
  const most = (method: Parameters<typeof methodLane>[1]) =>
    methodLane('T1', method, 'person').windows.find(({ ms }) => ms === 60_000)?.most;
  expect([
    most('chat.postMessage'),
    most('chat.update'),
    most('conversations.open'),
    most('conversations.history'),
    most('chat.postEphemeral'),
    most('views.open'),
    most('users.list'),
  ]).toEqual([240, 45, 45, 45, 90, 90, 18]);
  expect(methodLane('T1', 'chat.update', 'record').spare).toBeGreaterThan(0.1);
  expect(methodLane('T1', 'chat.update', 'person').spare).toBeUndefined();
  // Whoever asks, it is counted together.
  expect(conversationLane('T1', 'U1', 'record').name).toBe(conversationLane('T1', 'U1', 'person').name);
});
