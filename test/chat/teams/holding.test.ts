/**
 * What Teams asks to wait for: it is kept to by everybody, for what it was about and for nothing else. By one clock for
 * both sides.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { privateLine } from '../../../src/messages/private-line.ts';
import { DOCUMENTED_CODES } from '../../../src/simulation/teams/answer.ts';
import {
  type BareTeams,
  type HandClock,
  handClock,
  openBareTeams,
  TENANT,
  toChannel,
  toPerson,
} from '../../support/bare-teams.ts';

const SEND = 'sendToConversation';
const CREATE = 'createConversation';
const words = (text = 'Were all gates checked?') => privateLine(text);

let clock: HandClock;
let house: BareTeams;
beforeEach(async () => {
  clock = handClock();
  house = await openBareTeams({ clock, now: () => new Date(clock.now()), keepLimits: true });
});
afterEach(() => house.close());

const post = async (to = toPerson(1)) => (await house.chat.post(to, words(), 'key')).kind;
const limit = (method: string, retryAfter: number | null = 90) =>
  house.teams.misbehave({ kind: 'limited', retryAfter }, { method });

test('a conversation asked to wait is not written to before, and another is', async () => {
  await post();
  limit(SEND);
  expect(await house.chat.post(toPerson(1), words(), 'key')).toEqual({
    kind: 'limited',
    retryAfterMs: 90_000,
  });
  const before = house.teams.callsOf(SEND).length;
  expect(await house.chat.post(toPerson(1), words(), 'key')).toEqual({
    kind: 'limited',
    retryAfterMs: 90_000,
  });
  expect(house.teams.callsOf(SEND)).toHaveLength(before);
  expect(await post(toPerson(2))).toBe('sent');
  expect(await post(toChannel())).toBe('sent');
  await clock.pause(90_000);
  expect(await post()).toBe('sent');
  expect(house.teams.overLimits).toEqual([]);
});

test('a redraw asked to wait holds what is said in that conversation too', async () => {
  const sent = await house.chat.post(toPerson(1), words(), 'key');
  if (sent.kind !== 'sent') throw new Error('It was not sent');
  limit('updateActivity');
  const redraw = () => house.chat.update(toPerson(1), sent.platformId, words('After'));
  expect(await redraw()).toEqual({ kind: 'limited', retryAfterMs: 90_000 });
  expect(await post()).toBe('limited');
  expect(await post(toPerson(2))).toBe('sent');
  await clock.pause(90_000);
  expect((await redraw()).kind).toBe('sent');
  expect(house.teams.overLimits).toEqual([]);
});

test('opening asked to wait is kept to by whoever has no conversation yet; those who have are written to', async () => {
  await post(toPerson(1));
  limit(CREATE);
  expect(await post(toPerson(2))).toBe('limited');
  const opened = house.teams.callsOf(CREATE).length;
  expect(await post(toPerson(3))).toBe('limited');
  expect(house.teams.callsOf(CREATE)).toHaveLength(opened);
  expect(await post(toPerson(1))).toBe('sent');
  await clock.pause(90_000);
  expect([await post(toPerson(2)), await post(toPerson(3))]).toEqual(['sent', 'sent']);
  expect(house.teams.overLimits).toEqual([]);
});

test('without a time nothing is held: the deliverer says when', async () => {
  await post();
  limit(SEND, null);
  expect(await post()).toBe('limited');
  expect(await post()).toBe('sent');
});

test('an answer asked to wait a moment is said then, and not before', async () => {
  await post();
  limit(SEND, 3);
  const before = clock.now();
  expect((await house.chat.say(toPerson(1), words())).kind).toBe('sent');
  expect(clock.now() - before).toBeGreaterThanOrEqual(3_000);
  expect(house.teams.overLimits).toEqual([]);
});

describe('what Teams documents', () => {
  test.each(DOCUMENTED_CODES)(
    '%s is no doubt, and loses nothing but what can never be sent',
    async (code) => {
      for (const to of [toPerson(1), toChannel()]) {
        house.teams.misbehave({ kind: 'refuse', code }, { times: 4 });
        const outcome = await house.chat.post(to, words(), 'key');
        expect(outcome.kind).toMatch(/^(refused|limited)$/);
        if (code === 'MessageSizeTooBig') expect(outcome).toEqual({ kind: 'refused', why: 'too_long' });
        if (code === 'Throttled' || code === 'PreconditionFailed') expect(outcome.kind).toBe('limited');
        if (outcome.kind === 'refused') expect(outcome.why).not.toBe('installation_revoked');
        // What is left of the fault is another test's.
        await house.close();
        house = await openBareTeams({ clock, now: () => new Date(clock.now()), keepLimits: true });
      }
    },
  );

  test('a message that may have arrived late is in doubt', async () => {
    await post();
    let arrives = () => {};
    const until = new Promise<void>((resolve) => {
      arrives = resolve;
    });
    const there = house.teams.world.posts.length;
    house.teams.misbehave({ kind: 'late', until }, { method: SEND });
    expect(await post()).toBe('ambiguous');
    expect(house.teams.world.posts).toHaveLength(there);
    arrives();
    await expect.poll(() => house.teams.world.posts.length).toBe(there + 1);
  });
});

test('a limit of one tenant’s openings is no other tenant’s', async () => {
  limit(CREATE);
  expect(await post(toPerson(2))).toBe('limited');
  const elsewhere = { ...toPerson(2), externalId: TENANT.replace(/.$/, '2') };
  const asked = house.teams.callsOf(CREATE).length;
  await house.chat.post(elsewhere, words(), 'key');
  expect(house.teams.callsOf(CREATE)).toHaveLength(asked + 1);
});
