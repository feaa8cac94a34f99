/**
 * Looking for a message in doubt, over the fake Slack: what had arrived is found, what had not is absent, and where
 * nobody can tell it is unseen. Nothing that another has written passes for Vigil's.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address, Chat } from '../../../src/chat/chat.ts';
import { openPace } from '../../../src/chat/pace.ts';
import { slackChat } from '../../../src/chat/slack/slack.ts';
import { leftOutLine } from '../../../src/messages/left-out.ts';
import { privateLine } from '../../../src/messages/private-line.ts';
import { type FakeSlack, openFakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { USUAL_SCOPES } from '../../../src/simulation/slack/make-world.ts';
import { addPost, directWith, type PostGiven, workspaceOf } from '../../../src/simulation/slack/world.ts';
import { countedIds } from '../../support/fixed.ts';
import { restless } from '../../support/restless.ts';

const TOKEN = 'xoxb-1';
const AT = Date.parse('2026-11-09T08:05:00Z');
const person: Address = { installationId: 'i', externalId: 'T1', kind: 'person', id: 'U1' };
const words = privateLine('Were all gates checked?');

let at: number;
let slack: FakeSlack;
let chat: Chat;

async function openAll(given: { sold?: boolean; keepLimits?: boolean } = {}): Promise<void> {
  at = AT;
  slack = await openFakeSlack({
    now: () => new Date(at),
    ids: countedIds(1),
    ...given,
    workspaces: [
      {
        teamId: 'T1',
        name: 'Oak',
        domain: 'oak',
        token: TOKEN,
        users: [
          { id: 'U1', realName: 'Amira Khan' },
          { id: 'U2', realName: 'Ben Osei' },
        ],
        channels: [{ id: 'C1', name: 'safeguarding', isPrivate: true, members: ['U0BOT', 'U1'] }],
      },
    ],
  });
  chat = slackChat({
    tokenOf: async () => TOKEN,
    apiUrl: slack.apiUrl,
    pace: openPace(restless(() => at)),
    now: () => new Date(at),
    leftOut: leftOutLine,
  });
}
const look = (key: string, since = new Date(at), to = person) => chat.find?.(to, key, since);
const scopes = (without: string) => {
  const token = slack.world.tokens.get(TOKEN);
  if (token) token.scopes = USUAL_SCOPES.filter((scope) => scope !== without);
};
/** Something in the person's own conversation that Vigil's adapter did not send. */
function written(given: Partial<PostGiven>): void {
  const workspace = workspaceOf(slack.world, 'T1');
  addPost(slack.world, workspace, directWith(slack.world, workspace, 'U1'), {
    text: 'words',
    blocks: [],
    userId: 'U1',
    fromBot: false,
    ...given,
  });
}
const marked = (key: string) => ({ event_type: 'vigil_message', event_payload: { key } });

beforeAll(() => openAll());
afterAll(() => slack.close());
beforeEach(async () => {
  await slack.close();
  await openAll();
});

describe('a message whose answer was lost', () => {
  test('is found where it is, and only under its own key', async () => {
    slack.misbehave({ kind: 'drop', done: true }, { method: 'chat.postMessage' });
    expect((await chat.post(person, words, 'key-1')).kind).toBe('ambiguous');
    const [seen] = slack.person('U1').dm();
    expect(await look('key-1')).toEqual({ kind: 'found', platformId: `${seen?.channelId}/${seen?.ts}` });
    expect(await look('key-2')).toEqual({ kind: 'absent' });
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
  });

  test('is found and can be redrawn there', async () => {
    slack.misbehave({ kind: 'status', status: 503, done: true }, { method: 'chat.postMessage' });
    await chat.post(person, words, 'key-1');
    const found = await look('key-1');
    if (found?.kind !== 'found') throw new Error('It is there');
    expect((await chat.update(person, found.platformId, privateLine('✓ Recorded'))).kind).toBe('sent');
    expect(
      slack
        .person('U1')
        .dm()
        .map(({ text }) => text),
    ).toEqual(['✓ Recorded']);
  });

  test('that never arrived is absent', async () => {
    slack.misbehave({ kind: 'drop', done: false }, { method: 'chat.postMessage' });
    expect((await chat.post(person, words, 'key-1')).kind).toBe('ambiguous');
    expect(await look('key-1')).toEqual({ kind: 'absent' });
  });

  test('that arrives late is absent before, and found after', async () => {
    let arrives = () => {};
    const until = new Promise<void>((resolve) => {
      arrives = resolve;
    });
    slack.misbehave({ kind: 'late', until }, { method: 'chat.postMessage' });
    expect((await chat.post(person, words, 'key-1')).kind).toBe('ambiguous');
    expect(await look('key-1')).toEqual({ kind: 'absent' });
    arrives();
    await expect.poll(() => slack.person('U1').dm().length).toBe(1);
    expect((await look('key-1'))?.kind).toBe('found');
  });
});

describe('what is read', () => {
  test('goes back beyond the clocks’ difference and no further, and everything since to its end', async () => {
    const since = new Date(at);
    written({ fromBot: true, userId: 'U0BOT', metadata: marked('key-1') });
    for (let n = 0; n < 40; n += 1) written({ text: `${n}` });
    expect((await look('key-1', since))?.kind).toBe('found');
    expect(slack.callsOf('conversations.history').map(({ args }) => [args.limit, args.oldest])).toEqual(
      Array(3).fill(['15', ((AT - 305_000) / 1_000).toFixed(6)]),
    );
    expect(await look('key-1', new Date(AT + 306_000))).toEqual({ kind: 'absent' });
  });

  test('is given up where there is more than is worth reading', async () => {
    written({ fromBot: true, userId: 'U0BOT', metadata: marked('key-1') });
    for (let n = 0; n < 45; n += 1) written({ text: `${n}` });
    expect(await look('key-1')).toEqual({ kind: 'unseen', why: 'too much to read' });
  });

  test('counts only Vigil’s own, whoever else has written its mark', async () => {
    written({ metadata: marked('key-1') });
    expect(await look('key-1')).toEqual({ kind: 'absent' });
    written({ fromBot: true, userId: 'U0BOT', metadata: { ...marked('key-1'), event_type: 'another_app' } });
    expect(await look('key-1')).toEqual({ kind: 'absent' });
    written({ fromBot: true, userId: 'U0BOT', metadata: marked('key-1') });
    expect((await look('key-1'))?.kind).toBe('found');
  });

  test('is nothing at all of a channel', async () => {
    const found = await look('key-1', new Date(at), { ...person, kind: 'channel', id: 'C1' });
    expect(found).toEqual({ kind: 'unseen', why: 'a channel' });
    expect(slack.calls).toEqual([]);
  });

  test('asks who it is once for a token, and of one person opens no other’s conversation', async () => {
    await look('key-1');
    await look('key-2');
    expect(slack.callsOf('auth.test')).toHaveLength(1);
    expect(slack.callsOf('conversations.open').map(({ args }) => args.users)).toEqual(['U1', 'U1']);
  });
});

describe('where nobody can tell', () => {
  test.each(['im:history', 'im:write'])('without %s it is unseen', async (scope) => {
    scopes(scope);
    await chat.post(person, words, 'key-1');
    expect((await look('key-1'))?.kind).toBe('unseen');
  });

  test.each(['auth.test', 'conversations.open', 'conversations.history'])(
    'a fault of %s is unseen, and asked once',
    async (method) => {
      await chat.post(person, words, 'key-1');
      for (const how of [
        { kind: 'drop', done: false },
        { kind: 'garbage' },
        { kind: 'fatal_error' },
      ] as const) {
        slack.calls.length = 0;
        slack.misbehave(how, { method });
        // A memory of its own, as of another process.
        await expect(anew().find?.(person, 'key-1', new Date(at))).resolves.toMatchObject({ kind: 'unseen' });
        expect(slack.callsOf(method)).toHaveLength(1);
      }
    },
  );

  test('a history cut short in the middle is unseen', async () => {
    for (let n = 0; n < 20; n += 1) written({ text: `${n}` });
    slack.misbehave(
      { kind: 'limited', retryAfter: 60 },
      { method: 'conversations.history', when: ({ args }) => args.cursor !== undefined },
    );
    expect(await look('key-1')).toEqual({ kind: 'unseen', why: 'the history was cut short' });
  });

  test.each([
    ['more there, and no way to it', { has_more: true }],
    ['hidden from a free workspace', { has_more: false, is_limited: true }],
  ])('a history that is not whole is unseen: %s', async (_what, said) => {
    const partial = anew(async (url, init) => {
      const answer = await fetch(url, init);
      if (!String(url).endsWith('conversations.history')) return answer;
      return new Response(JSON.stringify({ ok: true, messages: [], ...said }));
    });
    expect((await partial.find?.(person, 'key-1', new Date(at)))?.kind).toBe('unseen');
  });

  test('a token that is gone is unseen, and nothing is asked with it', async () => {
    const without = slackChat({
      tokenOf: async () => null,
      apiUrl: slack.apiUrl,
      pace: openPace(restless(() => at)),
      now: () => new Date(at),
      leftOut: leftOutLine,
    });
    expect((await without.find?.(person, 'key-1', new Date(at)))?.kind).toBe('unseen');
    expect(slack.calls).toEqual([]);
  });
});

/** Another process's chat. */
const anew = (given?: typeof fetch) =>
  slackChat({
    tokenOf: async () => TOKEN,
    apiUrl: slack.apiUrl,
    pace: openPace(restless(() => at)),
    now: () => new Date(at),
    leftOut: leftOutLine,
    ...(given === undefined ? {} : { fetch: given }),
  });

describe('a limit on looking', () => {
  test('is waited for by that message alone, and posts go on', async () => {
    slack.misbehave({ kind: 'limited', retryAfter: 30 }, { method: 'conversations.history' });
    expect(await look('key-1')).toEqual({ kind: 'limited', retryAfterMs: 30_000, blocked: 'this' });
    slack.calls.length = 0;
    expect(await look('key-2')).toEqual({ kind: 'limited', retryAfterMs: 30_000, blocked: 'this' });
    expect(slack.callsOf('conversations.history')).toEqual([]);
    expect((await chat.post(person, words, 'key-3')).kind).toBe('sent');
    at += 30_000;
    expect(await look('key-1')).toEqual({ kind: 'absent' });
  });

  test('of one a minute, as an app sold outside the Marketplace has, is kept to', async () => {
    await slack.close();
    await openAll({ sold: true, keepLimits: true });
    for (const key of ['key-1', 'key-2', 'key-3']) await chat.post(person, words, key);
    at += 10_000;
    const since = new Date(AT);
    expect((await look('key-1', since))?.kind).toBe('found');
    const second = await look('key-2', since);
    if (second?.kind !== 'limited') throw new Error('It is limited');
    expect(second.blocked).toBe('this');
    at += second.retryAfterMs;
    expect((await look('key-2', since))?.kind).toBe('found');
    // Slack had to say so once; it was never asked before that was over.
    expect(slack.overLimits.map(({ what }) => what)).toEqual(['method']);
  });
});
