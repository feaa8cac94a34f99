/**
 * Each way of misbehaving as a client meets it, and whether the message is there all the same; the published limits;
 * and what comes twice.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeTeams } from '../../../src/simulation/teams/fake-teams.ts';
import type { Misbehaviour } from '../../../src/simulation/teams/misbehave.ts';
import { publishedLimits } from '../../../src/simulation/teams/published-limits.ts';
import {
  AMINA,
  askToken,
  at,
  BEN,
  CHAT,
  call,
  cardOf,
  codeOf,
  execute,
  handClock,
  OAK,
  oak,
  openOak,
  SAFE,
  say,
  startBot,
  TEAM,
  withCard,
  withPerson,
  words,
} from './bare-bot.ts';

let teams: FakeTeams;
afterEach(() => teams.close());

describe('a call', () => {
  let conversationId: string;
  let token: string;
  beforeEach(async () => {
    teams = await openOak();
    ({ conversationId } = await say(teams, words('First')));
    token = String((await askToken(teams)).body.access_token);
  });
  const post = (text = 'Second', signal?: AbortSignal) =>
    fetch(`${teams.serviceUrl}${at(conversationId)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(words(text)),
      ...(signal ? { signal } : {}),
    });
  const arrived = () => teams.person(AMINA).dm().length - 1;
  const last = () => teams.callsOf('sendToConversation').at(-1);

  test.each([
    [7, '7'],
    [null, null],
  ])('may be limited, saying %s', async (retryAfter, header) => {
    teams.misbehave({ kind: 'limited', retryAfter });
    const answer = await post();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, header]);
    expect([arrived(), last()?.outcome, last()?.done]).toEqual([0, 'limited', false]);
    expect((await post()).status).toBe(201);
    expect(teams.refused).toEqual([]);
  });

  test.each<[string, Misbehaviour, number, number]>([
    ['a refusal', { kind: 'refuse', code: 'ConversationNotFound' }, 404, 0],
    ['a precondition', { kind: 'refuse', code: 'PreconditionFailed' }, 412, 0],
    ['500, not done', { kind: 'fail', status: 500 }, 500, 0],
    ['502, done', { kind: 'fail', status: 502, done: true }, 502, 1],
    ['what is not JSON', { kind: 'garbage', done: true }, 200, 1],
  ])('may meet %s', async (_what, how, status, there) => {
    teams.misbehave(how);
    expect((await post()).status).toBe(status);
    expect([arrived(), last()?.done]).toEqual([there, there === 1]);
    expect(teams.refused).toEqual([]);
  });

  test.each([true, false])('may be broken off, done: %s', async (done) => {
    teams.misbehave({ kind: 'drop', done });
    await expect(post()).rejects.toThrow('fetch failed');
    expect([arrived(), last()?.outcome]).toEqual([done ? 1 : 0, 'drop']);
  });

  test.each([true, false])('may meet silence, done: %s', async (done) => {
    teams.misbehave({ kind: 'hang', done });
    const patience = new AbortController();
    const silent = post('Second', patience.signal);
    await expect.poll(() => last()?.outcome).toBe('hang');
    patience.abort();
    await expect(silent).rejects.toThrow('abort');
    expect(arrived()).toBe(done ? 1 : 0);
  });

  test('may be slow', async () => {
    let letGo = () => {};
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    teams.misbehave({ kind: 'slow', until, done: true });
    const slow = post();
    await expect.poll(arrived).toBe(1);
    expect(last()?.outcome).toBe('');
    letGo();
    expect((await slow).status).toBe(201);
  });

  test('is met by its method, by what it is about, so many times, or until stopped', async () => {
    const outcomes = async (...texts: string[]) => {
      const statuses: number[] = [];
      for (const each of texts) statuses.push((await post(each)).status);
      return statuses;
    };
    teams.misbehave({ kind: 'fail', status: 500 }, { method: 'updateActivity' });
    teams.misbehave({ kind: 'fail', status: 503 }, { when: ({ args }) => args.text === 'b' });
    expect(await outcomes('a', 'b', 'b')).toEqual([201, 503, 201]);
    const stop = teams.misbehave({ kind: 'fail', status: 504 }, { times: Number.POSITIVE_INFINITY });
    expect(await outcomes('a', 'a')).toEqual([504, 504]);
    stop();
    teams.chooseFaults(({ args }) => (args.text === 'c' ? { kind: 'fail', status: 500 } : null));
    expect(await outcomes('a', 'c')).toEqual([201, 500]);
  });

  test('for a token misbehaves by that name alone', async () => {
    teams.misbehave({ kind: 'fail', status: 500 }, { times: 2 });
    expect((await askToken(teams)).status).toBe(200);
    teams.misbehave({ kind: 'limited', retryAfter: 1 }, { method: 'token' });
    expect((await askToken(teams)).status).toBe(429);
  });
});

describe('the published limits', () => {
  const clock = handClock();
  let token: string;
  beforeEach(async () => {
    teams = await openOak({
      now: clock.now,
      keepLimits: undefined,
      tenants: [oak({ personal: [AMINA, BEN] })],
    });
    token = String((await askToken(teams)).body.access_token);
  });
  const outcome = async (verb: string, path: string, body?: unknown) => {
    const { status, headers } = await call(teams, verb, path, body, token);
    return status === 429 ? `wait ${headers.get('retry-after')}` : status;
  };
  const times = async (count: number, once: () => Promise<unknown>) => {
    const seen: unknown[] = [];
    for (let n = 0; n < count; n += 1) seen.push(await once());
    return [...new Set(seen)];
  };
  const send = () => outcome('POST', at(CHAT), words('x'));

  test('seven sends a second in a thread, eight in two, sixty in thirty; another thread is not held up', async () => {
    expect(await times(7, send)).toEqual([201]);
    expect(await send()).toBe('wait 1');
    expect(await outcome('POST', at(`${SAFE}`), words('x'))).toBe(201);
    clock.forward(1_000);
    expect(await send()).toBe(201);
    expect(await send()).toBe('wait 1');
    for (let n = 0; n < 13; n += 1) {
      clock.forward(2_000);
      expect(await times(4, send)).toEqual([201]);
    }
    clock.forward(1_000);
    expect(await send()).toBe('wait 2');
    clock.forward(2_000);
    expect(await send()).toBe(201);
  });

  test('an hour has 1,800', () => {
    const limits = publishedLimits();
    const once = () =>
      limits.take(
        { method: 'sendToConversation', tenantId: OAK, conversationId: CHAT, args: {} },
        CHAT,
        clock.now(),
      );
    for (let n = 0; n < 1_800; n += 1) {
      if (n % 7 === 0) clock.forward(5_000);
      expect(once()).toBeNull();
    }
    clock.forward(5_000);
    expect(once()).toBe(2_310);
  });

  test('and whatever goes beyond one, or does not wait as it was asked to, is written down', async () => {
    await times(7, send);
    expect(teams.overLimits).toEqual([]);
    await send();
    clock.forward(1_000);
    teams.misbehave({ kind: 'limited', retryAfter: 20 }, { method: 'sendToConversation' });
    expect(await send()).toBe('wait 20');
    clock.forward(19_000);
    expect(await send()).toBe('wait 1');
    expect(await outcome('POST', at(`${SAFE}`), words('x'))).toBe(201);
    expect(teams.overLimits.map(({ what, thread }) => [what, thread])).toEqual([
      ['window', CHAT],
      ['early', CHAT],
    ]);
  });

  test('creations by whom they are for, members by where', async () => {
    const create = (id: string) => outcome('POST', 'v3/conversations', withPerson(id));
    expect(await times(7, () => create(AMINA))).toEqual([201]);
    expect(await create(AMINA)).toBe('wait 1');
    expect(await create(BEN)).toBe(201);
    clock.forward(1_000);
    const look = () => outcome('GET', at(TEAM, '/pagedmembers'));
    expect(await times(14, look)).toEqual([200]);
    expect(await outcome('GET', at(TEAM, `/members/${BEN}`))).toBe('wait 1');
    expect(await outcome('GET', at(CHAT, '/members'))).toBe(200);
  });

  test('fifty calls a second in a tenant, of any sort', async () => {
    const team = () => outcome('GET', `v3/teams/${TEAM}`);
    expect(await times(50, team)).toEqual([200]);
    expect(await team()).toBe('wait 1');
    clock.forward(1_000);
    expect(await team()).toBe(200);
    expect(teams.refused).toEqual([]);
  });
});

describe('what comes again', () => {
  test('the very same bytes, or the same under another id', async () => {
    teams = await openOak();
    const bot = await startBot(teams);
    const first = await teams.person(AMINA).writes('Hello');
    await teams.replay(first);
    await teams.replay(first, { newId: true });
    const [one, two, three] = bot.heard;
    expect(two).toEqual(one);
    expect({ ...three?.activity, id: 0 }).toEqual({ ...one?.activity, id: 0 });
    expect(three?.activity.id).not.toBe(one?.activity.id);
    expect(await teams.redeliver()).toEqual([]);
    await bot.stop();
  });

  test('what was not taken: an invoke by its id, then by a new one; its answer is shown', async () => {
    teams = await openOak();
    const bot = await startBot(teams);
    await say(teams, withCard({ ...cardOf(), actions: [execute('Yes')] }));
    bot.answers = () => ({ status: 502 });
    const [message] = teams.person(AMINA).dm();
    await message?.press('Yes');
    await teams.person(AMINA).writes('Hello');
    await teams.redeliver();
    bot.answers = () => ({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done' },
    });
    expect(await teams.redeliver()).toMatchObject([{ retry: 2, taken: true }, { retry: 2 }]);
    const ids = (kind: string) =>
      bot.heard.filter(({ activity }) => activity.type === kind).map(({ activity }) => activity.id);
    const [first, second, third] = ids('invoke');
    expect([second === first, third === first]).toEqual([true, false]);
    expect(new Set(ids('message')).size).toBe(1);
    expect(teams.person(AMINA).lines).toEqual(['Done']);
    expect(await teams.redeliver()).toEqual([]);
    await bot.stop();
  });

  test('no answer in time is told, and is sent again; a refusal is not', async () => {
    teams = await openOak({ patienceMs: 30 });
    const bot = await startBot(teams);
    bot.answers = () => null;
    expect(await teams.person(AMINA).writes('Hello')).toMatchObject({
      taken: false,
      why: 'timeout',
      status: null,
    });
    bot.answers = () => ({ status: 401 });
    expect(await teams.redeliver()).toMatchObject([{ taken: false, status: 401, retry: 1 }]);
    expect(await teams.redeliver()).toEqual([]);
    await bot.stop();
    expect(await teams.person(AMINA).writes('Hello')).toMatchObject({
      taken: false,
      why: expect.any(String),
    });
  });
});

test('a forgotten conversation and a refusal asked for are told apart in the record', async () => {
  teams = await openOak();
  teams.misbehave({ kind: 'refuse', code: 'BotNotInConversationRoster' });
  expect(codeOf(await call(teams, 'POST', 'v3/conversations', withPerson(AMINA)))).toEqual([
    403,
    'BotNotInConversationRoster',
  ]);
  expect(teams.refused).toEqual([]);
  expect(teams.callsOf('createConversation')).toMatchObject([
    { outcome: 'BotNotInConversationRoster', done: false },
  ]);
});
