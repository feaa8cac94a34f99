/**
 * Teams as a chat: which conversation a message goes to, how often Teams is asked, and what became of it.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../../src/chat/chat.ts';
import { teamsChat } from '../../../src/chat/teams/teams.ts';
import type { Message } from '../../../src/domain/message.ts';
import { privateLine } from '../../../src/messages/private-line.ts';
import {
  type BareTeams,
  CHAT,
  handClock,
  openBareTeams,
  PRIVATE,
  personId,
  SAFE,
  TEAM,
  TENANT,
  toChannel,
  toPerson,
} from '../../support/bare-teams.ts';

const words = (text = 'Words') => privateLine(text);
const CREATE = 'createConversation';
const SEND = 'sendToConversation';

let house: BareTeams;
beforeEach(async () => {
  house = await openBareTeams();
});
afterEach(() => house.close());

const post = (n = 1, text = 'Words') => house.chat.post(toPerson(n), words(text), 'key');
const called = (over: BareTeams = house) =>
  over.teams.calls.filter(({ method }) => method !== 'token').map(({ method }) => method);
const seenBy = (n = 1) => house.teams.person(personId(n)).dm();
const sentId = (outcome: SendOutcome): string => {
  if (outcome.kind !== 'sent') throw new Error(`It was not sent: ${JSON.stringify(outcome)}`);
  return outcome.platformId;
};
const refused = (why: string) => ({ kind: 'refused', why });
const keptOf = (n = 1) => house.references.find(TENANT, 'person', personId(n));

describe('a person’s conversation', () => {
  test('is opened once, kept, and used from then on', async () => {
    const [first, second] = [sentId(await post()), sentId(await post(1, 'More'))];
    expect(called()).toEqual([CREATE, SEND, SEND]);
    const kept = await keptOf();
    expect(kept).toMatchObject({ serviceUrl: house.teams.serviceUrl, teamId: null });
    expect([first, second]).toEqual(seenBy().map(({ id }) => `${kept?.conversationId}|${id}`));
    expect(seenBy().map(({ text }) => text)).toEqual(['Words', 'More']);
  });

  test('that Teams has lost is opened anew, once, and kept as it is now', async () => {
    await post();
    const was = await keptOf();
    house.teams.calls.length = 0;
    house.teams.tenant().forgets(personId(1));
    sentId(await post(1, 'After'));
    expect(called()).toEqual([SEND, CREATE, SEND]);
    expect((await keptOf())?.conversationId).not.toBe(was?.conversationId);
    expect(seenBy().map(({ text }) => text)).toEqual(['Words', 'After']);
    house.teams.calls.length = 0;
    await post(1, 'Again');
    expect(called()).toEqual([SEND]);
  });

  test('that is lost as soon as it is opened is not opened a third time', async () => {
    await post();
    house.teams.calls.length = 0;
    house.teams.misbehave({ kind: 'refuse', code: 'ConversationNotFound' }, { method: SEND, times: 9 });
    expect(await post()).toEqual(refused('person_gone'));
    expect(called()).toEqual([SEND, CREATE, SEND]);
  });

  test('of somebody whom Teams knows no more is gone for good', async () => {
    await post();
    const user = house.teams.world.tenants.get(TENANT)?.users.get(personId(1));
    if (user) user.isGone = true;
    house.teams.calls.length = 0;
    expect(await post()).toEqual(refused('person_gone'));
    expect(called()).toEqual([SEND, CREATE]);
  });

  test('of somebody whom Teams never knew is none', async () => {
    expect(await house.chat.post({ ...toPerson(1), id: 'nobody' }, words(), 'key')).toEqual(
      refused('person_gone'),
    );
    expect(called()).toEqual([CREATE]);
    expect(house.references.kept).toEqual([]);
  });

  test('that they have closed to Vigil stays closed: nobody is asked twice', async () => {
    await post();
    house.teams.tenant().blocks(personId(1));
    house.teams.calls.length = 0;
    expect(await post()).toEqual(refused('person_gone'));
    expect(called()).toEqual([SEND]);
    expect(await house.chat.post(toPerson(2), words(), 'key')).toMatchObject({ kind: 'sent' });
  });

  test('whose opening was refused in our own words is no fault of theirs', async () => {
    house.teams.misbehave({ kind: 'refuse', code: 'BadSyntax' }, { method: CREATE });
    expect(await post()).toEqual(refused('invalid'));
  });

  test.each([
    ['and its answer lost', { kind: 'drop', done: true }],
    ['or not, the link being cut', { kind: 'drop', done: false }],
    ['or not, the server being at fault', { kind: 'fail', status: 502, done: true }],
    ['and the answer is garbage', { kind: 'garbage', done: true }],
  ] as const)('is perhaps opened %s: nothing was sent, so the message waits', async (_what, how) => {
    house.teams.misbehave(how, { method: CREATE });
    expect(await post()).toEqual({ kind: 'limited', retryAfterMs: 5_000 });
    expect(called()).toEqual([CREATE]);
    sentId(await post());
    expect(seenBy()).toHaveLength(1);
  });

  test.each([
    ['and its answer lost', { kind: 'drop', done: true }, 1],
    ['or not', { kind: 'drop', done: false }, 0],
    ['by a server at fault', { kind: 'fail', status: 500, done: true }, 1],
  ] as const)(
    'has perhaps been sent a message %s: that is in doubt, and not sent again',
    async (_what, how, copies) => {
      house.teams.misbehave(how, { method: SEND });
      expect((await post()).kind).toBe('ambiguous');
      expect(called()).toEqual([CREATE, SEND]);
      expect(seenBy()).toHaveLength(copies);
    },
  );

  test('is spoken to where it was last heard, and opened where the tenant was', async () => {
    await post(1);
    await post(2);
    house.teams.moves('/apac/');
    const kept = await keptOf(2);
    if (kept === null) throw new Error('It was not kept');
    await house.references.keep(TENANT, { ...kept, serviceUrl: house.teams.serviceUrl });
    sentId(await post(2, 'There'));
    // The first has said nothing since, and their old address knows nothing any more.
    sentId(await post(1, 'There too'));
    expect((await keptOf(1))?.serviceUrl).toBe(house.teams.serviceUrl);
    sentId(await post(3, 'New'));
    expect((await keptOf(3))?.serviceUrl).toBe(house.teams.serviceUrl);
    expect(seenBy(1).map(({ text }) => text)).toEqual(['Words', 'There too']);
  });
});

describe('a channel', () => {
  test('is posted to in a thread of its own each time, and changed in it', async () => {
    const first = sentId(await house.chat.post(toChannel(), words('First'), 'key'));
    const second = sentId(await house.chat.post(toChannel(), words('Second'), 'key'));
    expect(called()).toEqual([CREATE, CREATE]);
    const inChannel = () => house.teams.person(personId(1)).channel(SAFE);
    expect(inChannel().map(({ rootId }) => rootId)).toEqual([null, null]);
    expect([first, second]).toEqual(inChannel().map(({ id }) => `${SAFE};messageid=${id}|${id}`));
    expect(await house.chat.update(toChannel(), first, words('Changed'))).toEqual({
      kind: 'sent',
      platformId: first,
    });
    expect(inChannel().map(({ text }) => text)).toEqual(['Changed', 'Second']);
    expect(house.references.kept).toEqual([]);
  });

  test('that is a group chat has no threads', async () => {
    const id = sentId(await house.chat.post(toChannel(CHAT), words(), 'key'));
    expect(called()).toEqual([SEND]);
    const [seen] = house.teams.person(personId(2)).channel(CHAT);
    expect(id).toBe(`${CHAT}|${seen?.id}`);
  });

  test.each([
    ['is private', PRIVATE, 'not_in_channel'],
    ['is not there', '19:nowhere@thread.tacv2', 'channel_gone'],
  ])('that %s is said so', async (_what, id, why) => {
    expect(await house.chat.post(toChannel(id), words(), 'key')).toEqual(refused(why));
    expect(called()).toEqual([CREATE]);
  });

  test('of a team, or a chat, that has put Vigil out is closed to it', async () => {
    const tenant = house.teams.world.tenants.get(TENANT);
    const team = tenant?.teams.get(TEAM);
    if (team) team.installed = false;
    for (const thread of tenant?.threads ?? []) if (thread.id === CHAT) thread.installed = false;
    for (const id of [SAFE, CHAT])
      expect(await house.chat.post(toChannel(id), words(), 'key')).toEqual(refused('not_in_channel'));
  });

  test('whose thread was perhaps begun is in doubt: the message is in it', async () => {
    house.teams.misbehave({ kind: 'drop', done: true }, { method: CREATE });
    expect((await house.chat.post(toChannel(), words(), 'key')).kind).toBe('ambiguous');
    expect(called()).toEqual([CREATE]);
  });
});

describe('a redraw', () => {
  test('is of the message where it is', async () => {
    const id = sentId(await post(1, 'Before'));
    house.teams.calls.length = 0;
    expect(await house.chat.update(toPerson(1), id, words('After'))).toEqual({
      kind: 'sent',
      platformId: id,
    });
    expect(called()).toEqual(['updateActivity']);
    expect(seenBy().map(({ text }) => text)).toEqual(['After']);
  });

  test('of what is not there is gone, and says nothing of the person', async () => {
    const id = sentId(await post());
    const [conversationId = ''] = id.split('|');
    expect(await house.chat.update(toPerson(1), `${conversationId}|17`, words())).toEqual(
      refused('message_gone'),
    );
    house.teams.tenant().forgets(personId(1));
    expect(await house.chat.update(toPerson(1), id, words())).toEqual(refused('message_gone'));
    house.teams.calls.length = 0;
    expect(await house.chat.update(toPerson(1), 'C1/17.01', words())).toEqual(refused('message_gone'));
    expect(called()).toEqual([]);
  });

  test('in doubt, or asked to wait, is said so', async () => {
    const id = sentId(await post());
    house.teams.misbehave({ kind: 'limited', retryAfter: 3 }, { method: 'updateActivity' });
    expect(await house.chat.update(toPerson(1), id, words())).toEqual({
      kind: 'limited',
      retryAfterMs: 3_000,
    });
    house.teams.misbehave({ kind: 'drop', done: true }, { method: 'updateActivity' });
    expect((await house.chat.update(toPerson(1), id, words())).kind).toBe('ambiguous');
  });
});

test('an answer goes into the very thread it is for', async () => {
  const { serviceUrl } = house.teams;
  const [conversationId = '', rootId] = sentId(await house.chat.post(toChannel(), words(), 'key')).split('|');
  house.teams.calls.length = 0;
  sentId(await house.chat.say(toPerson(1), words('Answered'), { serviceUrl, conversationId }));
  expect(called()).toEqual([SEND]);
  expect(house.teams.person(personId(1)).channel(SAFE).at(-1)).toMatchObject({ text: 'Answered', rootId });
});

test('a message that is more than Teams takes is not sent at all, nor drawn', async () => {
  const long: Message = {
    kind: 'digest',
    summary: 'Much',
    blocks: Array.from({ length: 400 }, (_, n) => ({
      type: 'text' as const,
      text: `${n} ${'words '.repeat(60)}`,
    })),
  };
  for (const to of [toPerson(1), toChannel(), toChannel(CHAT)])
    expect(await house.chat.post(to, long, 'key')).toEqual(refused('too_long'));
  expect(called()).toEqual([]);
  const id = sentId(await post());
  house.teams.calls.length = 0;
  expect(await house.chat.update(toPerson(1), id, long)).toEqual(refused('too_long'));
  expect(called()).toEqual([]);
});

describe('an administrator who has switched Vigil off', () => {
  const off = (blocked: 'all' | 'this') => ({ kind: 'limited', retryAfterMs: 600_000, blocked });
  const again = (to = toPerson(1)) => house.chat.post(to, words(), 'key');

  test('for everybody: all of it waits, nobody is gone, and it goes by itself when it is on again', async () => {
    const id = sentId(await post());
    house.teams.tenant().disables(true);
    const all = [toPerson(1), toPerson(2), toChannel(), toChannel(CHAT)];
    for (const round of [1, 2, 3])
      for (const [at, to] of all.entries())
        expect(await again(to)).toEqual(off(round === 1 && at > 1 ? 'all' : 'this'));
    expect(await house.chat.update(toPerson(1), id, words())).toMatchObject({ kind: 'limited' });
    house.teams.tenant().disables(false);
    for (const to of all) sentId(await again(to));
    expect(await house.chat.update(toPerson(1), id, words())).toMatchObject({ kind: 'sent' });
  });

  test.each([CREATE, SEND])(
    'for one person alone (%s): they are gone once others were reached',
    async (at) => {
      await post();
      if (at === CREATE) house.teams.tenant().forgets(personId(1));
      const { conversationId } = (await keptOf()) ?? {};
      const isTheirs = (call: { args: object; conversationId: string | null }) =>
        call.conversationId === conversationId || JSON.stringify(call.args).includes(personId(1));
      house.teams.misbehave(
        { kind: 'refuse', code: 'BotDisabledByAdmin' },
        { method: at, times: 99, when: isTheirs },
      );
      expect(await post()).toEqual(off('this'));
      expect(await post()).toEqual(off('this'));
      sentId(await post(2));
      expect(await post()).toEqual(refused('person_gone'));
      sentId(await post(2));
    },
  );

  test('for one channel alone: it is closed once others were reached', async () => {
    house.teams.misbehave(
      { kind: 'refuse', code: 'BotDisabledByAdmin' },
      { method: CREATE, times: 99, when: ({ args }) => JSON.stringify(args).includes(SAFE) },
    );
    expect(await again(toChannel())).toEqual(off('this'));
    sentId(await again(toChannel(CHAT)));
    expect(await again(toChannel())).toEqual(refused('not_in_channel'));
  });
});

describe('an address where nobody is', () => {
  const NOBODY = 'http://127.0.0.1:9/dead/';
  const keep = (kind: 'person' | 'channel', id: string, conversationId: string, serviceUrl: string) =>
    house.references.keep(TENANT, { kind, id, conversationId, serviceUrl, teamId: null });
  const waits = { kind: 'limited', retryAfterMs: 15_000, blocked: 'this' };

  test('holds up what is for it alone', async () => {
    const conversationId = (await keptOf())?.conversationId ?? 'a:1';
    await keep('person', personId(1), conversationId, NOBODY);
    await keep('channel', SAFE, SAFE, NOBODY);
    const chat = teamsChat({ ...house, firstServiceUrl: NOBODY });
    expect(await chat.post(toPerson(1), words(), 'key')).toEqual(waits);
    expect(await chat.post(toPerson(2), words(), 'key')).toEqual(waits);
    expect(await chat.post(toChannel(), words(), 'key')).toEqual(waits);
    expect(await chat.update(toChannel(), `${SAFE}|1`, words())).toEqual(waits);
    expect(called()).toEqual([]);
  });

  test('that is the last one heard is left for where all of Teams begins', async () => {
    await keep('channel', SAFE, SAFE, NOBODY);
    sentId(await post());
    expect((await keptOf())?.serviceUrl).toBe(house.teams.serviceUrl);
    await keep('channel', SAFE, SAFE, NOBODY);
    sentId(await house.chat.post(toChannel(), words(), 'key'));
    expect(called()).toEqual([CREATE, SEND, CREATE]);
  });

  test('is not taken for somebody who is gone, where all of Teams does not know of them', async () => {
    await keep('channel', SAFE, SAFE, NOBODY);
    house.teams.misbehave({ kind: 'refuse', code: 'BadArgument' }, { method: CREATE });
    expect(await post()).toEqual(waits);
    house.teams.misbehave({ kind: 'refuse', code: 'ConversationNotFound' }, { method: CREATE });
    expect(await house.chat.post(toChannel(), words(), 'key')).toEqual(waits);
    // What was perhaps done there is in doubt all the same.
    house.teams.misbehave({ kind: 'drop', done: true }, { method: CREATE });
    expect((await house.chat.post(toChannel(), words(), 'key')).kind).toBe('ambiguous');
  });

  test('may be an old one: where the tenant was heard since, it is tried there', async () => {
    const id = sentId(await post());
    const chatId = sentId(await house.chat.post(toChannel(CHAT), words(), 'key'));
    const kept = await keptOf();
    await keep('person', personId(1), kept?.conversationId ?? '', NOBODY);
    for (const channel of [SAFE, CHAT]) await keep('channel', channel, channel, NOBODY);
    await keep('person', personId(9), 'a:9', house.teams.serviceUrl);
    house.teams.calls.length = 0;
    sentId(await post(1, 'More'));
    sentId(await house.chat.post(toChannel(), words(), 'key'));
    sentId(await house.chat.post(toChannel(CHAT), words(), 'key'));
    expect(called()).toEqual([SEND, CREATE, SEND]);
    sentId(await house.chat.update(toPerson(1), id, words('Changed')));
    sentId(await house.chat.update(toChannel(CHAT), chatId, words('Changed')));
    expect(seenBy().map(({ text }) => text)).toEqual(['Changed', 'More']);
  });
});

test('a token that one address does not take, for ever, holds up that one alone', async () => {
  await post();
  const { conversationId } = (await keptOf()) ?? {};
  house.teams.misbehave(
    { kind: 'refuse', code: 'BotNotRegistered' },
    { method: SEND, times: 99, when: (call) => call.conversationId === conversationId },
  );
  for (let n = 0; n < 3; n += 1) {
    expect(await post()).toEqual({ kind: 'limited', retryAfterMs: 2_000, blocked: 'this' });
    sentId(await post(2));
  }
});

describe('an answer', () => {
  const say = () => house.chat.say(toPerson(1), words('Answered'));

  test('that is asked to wait a little is sent once more, and only once', async () => {
    await post();
    house.teams.misbehave({ kind: 'limited', retryAfter: 5 }, { method: SEND });
    house.teams.calls.length = 0;
    sentId(await say());
    expect(called()).toEqual([SEND, SEND]);
    house.teams.misbehave({ kind: 'limited', retryAfter: 1 }, { method: SEND, times: 2 });
    expect(await say()).toEqual({ kind: 'limited', retryAfterMs: 1_000 });
    expect(called()).toEqual([SEND, SEND, SEND, SEND]);
  });

  test.each([
    ['a long wait', { kind: 'limited', retryAfter: 6 }],
    ['a token that is not taken', { kind: 'refuse', code: 'BotNotRegistered' }],
    ['a doubt', { kind: 'drop', done: true }],
    ['a refusal', { kind: 'refuse', code: 'ConversationBlockedByUser' }],
  ] as const)('that meets %s is not', async (_what, how) => {
    await post();
    house.teams.misbehave(how, { method: SEND, times: 9 });
    house.teams.calls.length = 0;
    expect((await say()).kind).not.toBe('sent');
    expect(called()).toEqual([SEND]);
  });
});

describe('Teams’ own limits', () => {
  /** A conversation in which nothing may go for longer than a message, or an answer, waits. */
  const fill = async (count: number) => {
    for (let n = 0; n < count; n += 1) await post();
    house.teams.calls.length = 0;
  };

  test('are waited for as long as a lease allows; an answer is let go sooner, and nothing of it was sent', async () => {
    // Sixty go in thirty seconds, eight in each two of them: the sixty-first is half a minute after the first.
    await fill(60);
    expect(await house.chat.say(toPerson(1), words('Answered'))).toEqual({
      kind: 'limited',
      retryAfterMs: expect.any(Number),
    });
    expect(called()).toEqual([]);
    sentId(await post());
    expect(called()).toEqual([SEND]);
  });

  test('that are further off give the message back, to go when they end', async () => {
    const clock = handClock();
    const busy = await openBareTeams({ clock });
    try {
      const start = clock.now();
      const outcomes: SendOutcome[] = [];
      for (let n = 0; n < 1_810; n += 1) {
        const outcome = await busy.chat.post(toPerson(1), words(), 'key');
        if (outcome.kind !== 'sent') outcomes.push(outcome);
      }
      expect(outcomes.length).toBeGreaterThan(0);
      for (const outcome of outcomes) {
        if (outcome.kind !== 'limited') throw new Error(`It was ${outcome.kind}`);
        expect(outcome.blocked).toBeUndefined();
        expect(outcome.retryAfterMs).toBeGreaterThan(20_000);
        expect(clock.now() + outcome.retryAfterMs).toBeLessThanOrEqual(start + 3_700_000);
      }
      expect(busy.teams.callsOf(SEND)).toHaveLength(1_800);
    } finally {
      await busy.close();
    }
  });

  test('are why only a few messages are in hand at once', () => {
    expect(house.chat.batch).toBe(4);
  });
});

describe('two hundred messages to fifty people', () => {
  let busy: BareTeams;
  beforeEach(async () => {
    const clock = handClock();
    busy = await openBareTeams({ clock, now: () => new Date(clock.now()), keepLimits: true });
  });
  afterEach(() => busy.close());

  const toAll = Array.from({ length: 200 }, (_, at) => toPerson((at % 50) + 1));
  const limited = () => busy.teams.calls.filter(({ outcome }) => outcome === 'limited');
  const took = () => {
    const times = busy.teams.calls.filter(({ method }) => method !== 'token').map(({ at }) => at.getTime());
    return Math.max(...times) - Math.min(...times);
  };

  test('one after another meet no limit, and take no longer than they must', async () => {
    for (const to of toAll) sentId(await busy.chat.post(to, words(), 'key'));
    expect(limited()).toEqual([]);
    expect(called(busy).filter((method) => method === CREATE)).toHaveLength(50);
    expect(called(busy).filter((method) => method === SEND)).toHaveLength(200);
    // Fifty are opened at five a second; the rest goes at twenty.
    expect(took()).toBeGreaterThanOrEqual(12_000);
    expect(took()).toBeLessThan(20_000);
  });

  test('all at once meet none either', async () => {
    const outcomes = await Promise.all(toAll.map((to) => busy.chat.post(to, words(), 'key')));
    // Whoever would wait too long is given back unsent, and told for how long.
    const back = toAll.filter((_to, at) => outcomes[at]?.kind !== 'sent');
    for (const outcome of outcomes)
      if (outcome.kind !== 'sent')
        expect(outcome).toEqual({ kind: 'limited', retryAfterMs: expect.any(Number) });
    expect(back.length).toBeGreaterThan(0);
    for (const to of back) sentId(await busy.chat.post(to, words(), 'key'));
    expect(limited()).toEqual([]);
    expect(called(busy).filter((method) => method === SEND)).toHaveLength(200);
  });

  test('all to one of them, and to one channel, go as fast as Teams takes them there', async () => {
    for (let n = 0; n < 100; n += 1) sentId(await busy.chat.post(toPerson(7), words(), 'key'));
    for (let n = 0; n < 70; n += 1) sentId(await busy.chat.post(toChannel(), words(), 'key'));
    expect(limited()).toEqual([]);
  });

  test('of which the token dies in the middle: one waits a moment, and none is lost', async () => {
    const outcomes: SendOutcome[] = [];
    for (const [at, to] of toAll.slice(0, 60).entries()) {
      if (at === 30) busy.teams.endsTokens();
      outcomes.push(await busy.chat.post(to, words(), 'key'));
    }
    const unsent = outcomes.flatMap((outcome, at) => (outcome.kind === 'sent' ? [] : [{ at, outcome }]));
    expect(unsent).toEqual([{ at: 30, outcome: { kind: 'limited', retryAfterMs: 2_000, blocked: 'this' } }]);
    expect(busy.teams.callsOf('token')).toHaveLength(2);
    expect(busy.teams.world.posts).toHaveLength(59);
  });
});
