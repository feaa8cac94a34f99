/**
 * What comes of a send that a platform refuses, slows down or will hear no more of: every code has its own outcome, and
 * whoever must know is told.
 */
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { listReachable } from '../../src/store/people.ts';
import { address, ledger } from '../../src/store/schema/index.ts';
import { ask, messagesBearing, readMessages, readPrompt } from '../support/ask.ts';
import { drive } from '../support/drive.ts';
import type { FakeChat } from '../support/fake-chat.ts';
import { chat, freshSchool, school, store } from '../support/fresh-school.ts';
import { queueMessage } from '../support/queue-message.ts';

freshSchool();

const MONDAY = '2026-11-09T08:05:00Z';
const deliver = (at: string) => deliverMessages(school.at(at), new Map([['local' as const, chat]]));
const askSite = (at = MONDAY) =>
  ask(store, school, { who: 'S01', questions: ['SIT-D1'], at, until: '08:30' });
const onlyPrompt = async () => (await askSite())[0] ?? '';
const later = (at: string, ms: number) => new Date(new Date(at).getTime() + ms).toISOString();

const queueDigest = (
  to: 'channel' | 'D01' = 'channel',
  dedupeKey = 'digest:1',
  kind: 'digest' | 'status' = 'digest',
) => queueMessage(store, school, { at: MONDAY, kind, to, dedupeKey });

describe('a platform that', () => {
  test('asks us to slow down is left alone for as long as it says', async () => {
    await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY });
    await ask(store, school, { who: 'I01', questions: ['ONL-D1'], at: MONDAY });
    chat.script({ kind: 'limited', retryAfterMs: 30_000 });
    const { nextDue } = await deliver(MONDAY);
    expect(chat.calls).toHaveLength(1);
    expect(nextDue?.getTime()).toBe(new Date(MONDAY).getTime() + 30_000);
    await deliver(later(MONDAY, 29_000));
    expect(chat.calls).toHaveLength(1);
    await deliver(later(MONDAY, 30_000));
    expect(chat.copies.map((copy) => copy.to.id).toSorted()).toEqual(['U-I01', 'U-S01']);
  });

  test('never stops asking us to slow down is given up after eight tries, and the lead told', async () => {
    await queueDigest();
    chat.script({ kind: 'limited', retryAfterMs: 1_000 }, 8);
    await drive(store, school, chat, MONDAY).runUntil('2026-11-09T12:00:00Z');
    expect(chat.to(school.channelId)).toEqual([]);
    expect(chat.calls.filter((call) => call.to.kind === 'channel')).toHaveLength(8);
    expect(chat.last('U-D01').text).toContain('The weekly digest could not be sent');
  });

  test('has lost a person makes them unreachable, not silent', async () => {
    const promptId = await onlyPrompt();
    chat.script({ kind: 'refused', why: 'person_gone' });
    await drive(store, school, chat, MONDAY).runUntil('2026-11-20T18:00:00Z');
    expect((await readPrompt(store, school, promptId)).state).toBe('cancelled');
    const [row] = await store.within(school.org, (tx) =>
      tx
        .select()
        .from(address)
        .where(eq(address.personId, school.person('S01').id)),
    );
    expect(row?.state).toBe('unreachable');
    expect(chat.copies).toEqual([]);
    const rows = await store.within(school.org, (tx) =>
      tx.select().from(ledger).where(eq(ledger.kind, 'person_unreachable')),
    );
    expect(rows).toMatchObject([{ subject: school.person('S01').id, facts: { account: 'person_gone' } }]);
  });

  test('has lost the channel has the lead told once a week, and the digest come to the leads in private', async () => {
    await queueDigest();
    chat.script({ kind: 'refused', why: 'not_in_channel' });
    await drive(store, school, chat, MONDAY).runUntil('2026-11-10T18:00:00Z');
    const told = 'Vigil cannot post in the safeguarding channel of Oak Primary.';
    const kindsTo = (id: string) =>
      chat
        .to(id)
        .map(({ message }) => message.kind)
        .sort();
    expect(chat.to('U-D01').filter(({ message }) => message.summary === told)).toHaveLength(1);
    expect([kindsTo('U-D01'), kindsTo('U-D02'), kindsTo('U-H01')]).toEqual([
      ['alert', 'digest'],
      ['digest'],
      [],
    ]);
  });

  test('may yet have taken a digest is not taken to have refused it: no lead gets a copy', async () => {
    await queueDigest();
    chat.script({ kind: 'ambiguous', delivered: true });
    await drive(store, school, chat, MONDAY).runUntil('2026-11-10T18:00:00Z');
    const people = chat.copies.filter(({ to }) => to.kind === 'person');
    expect(people.filter(({ message }) => message.kind === 'digest')).toEqual([]);
  });

  test('will not take a question has it cancelled, and the lead told whom it was for', async () => {
    const promptId = await onlyPrompt();
    chat.script({ kind: 'refused', why: 'too_long' });
    await drive(store, school, chat, MONDAY).runUntil('2026-11-09T12:00:00Z');
    expect((await readPrompt(store, school, promptId)).state).toBe('cancelled');
    expect(chat.last('U-D01').text).toContain('A question could not be put to Len Voss');
  });

  test('will take none of a morning’s questions: the lead is told of five by name, and of the rest together', async () => {
    await planPrompts(school.at('2026-11-09T06:05:00Z'));
    const refusing: FakeChat = {
      ...chat,
      post: (to, message, key) =>
        message.kind === 'prompt'
          ? Promise.resolve({ kind: 'refused', why: 'invalid' })
          : chat.post(to, message, key),
    };
    await drive(store, school, refusing, MONDAY).runUntil('2026-11-09T16:30:00Z');
    const told = chat.copies.filter(({ message }) => message.kind === 'alert');
    expect(told.filter(({ text }) => text.includes('A question could not be put to'))).toHaveLength(5);
    expect(told.filter(({ text }) => text.includes('More questions could not be put'))).toHaveLength(1);
    expect(told).toHaveLength(6);
    // A digest that fails after them has a notice of its own.
    await queueDigest('D01', 'digest:late');
    chat.script({ kind: 'refused', why: 'invalid' });
    await drive(store, school, chat, MONDAY).runUntil('2026-11-10T09:00:00Z');
    expect(chat.copies.some(({ text }) => text.includes('The weekly digest could not be sent'))).toBe(true);
  });

  test('has revoked us is left in peace with everything kept, until it is installed again', async () => {
    const promptId = await onlyPrompt();
    chat.script({ kind: 'refused', why: 'installation_revoked' });
    expect((await deliver(MONDAY)).nextDue).toBeNull();
    await deliver(later(MONDAY, 60_000));
    expect(chat.calls).toHaveLength(1);
    expect(await messagesBearing(store, school, promptId)).toMatchObject([{ state: 'pending' }]);
    const reached = await store.within(school.org, (tx) => listReachable(tx, school.setting.id));
    expect(reached.size).toBe(0);
  });

  test('does not take our secret is waited for over a weekend: nothing fails, nobody is told, and then it all goes', async () => {
    const FRIDAY = '2026-11-13T08:05:00Z';
    const promptId = (await askSite(FRIDAY))[0] ?? '';
    await queueDigest('channel', 'status:1', 'status');
    await queueDigest('D01', 'status:2', 'status');
    let tries = 0;
    let isExpired = true;
    const expired: FakeChat = {
      ...chat,
      async post(...given) {
        if (!isExpired) return chat.post(...given);
        tries += 1;
        return { kind: 'limited', retryAfterMs: 1_800_000, blocked: 'all' };
      },
    };
    const driven = drive(store, school, expired, FRIDAY);
    await driven.runUntil('2026-11-16T09:00:00Z');
    expect(tries).toBeGreaterThan(100);
    expect(chat.copies).toEqual([]);
    const waiting = await readMessages(store, school);
    expect(waiting.map(({ state, attempts, fault }) => [state, attempts, fault])).toEqual(
      waiting.map(() => ['pending', 0, null]),
    );
    expect(waiting).toHaveLength(3);
    isExpired = false;
    await driven.runUntil('2026-11-16T18:00:00Z');
    expect((await readMessages(store, school)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    expect(chat.copies.map(({ to }) => to.id).sort()).toEqual([school.channelId, 'U-D01', 'U-S01'].sort());
    // Asked when it arrived, and so not yet due.
    expect(await readPrompt(store, school, promptId)).toMatchObject({ state: 'asked', dueOn: '2026-11-18' });
    const kinds = await store.within(school.org, (tx) => tx.select({ kind: ledger.kind }).from(ledger));
    expect(kinds.map(({ kind }) => kind)).not.toContain('message_failed');
  });

  describe('does not take one message, for ever,', () => {
    const FRIDAY = '2026-11-13T08:05:00Z';
    let tries: Date[];
    let isOpen: boolean;
    let driven: ReturnType<typeof drive>;
    /** Whatever is for the channel waits alone; all else goes. */
    beforeEach(() => {
      tries = [];
      isOpen = false;
      const picky: FakeChat = {
        ...chat,
        async post(to, ...given) {
          if (to.kind === 'person' || isOpen) return chat.post(to, ...given);
          tries.push(driven.now);
          return { kind: 'limited', retryAfterMs: 2_000, blocked: 'this' };
        },
      };
      driven = drive(store, school, picky, FRIDAY);
    });
    const told = () => chat.to('U-D01').filter(({ text }) => text.includes('have been waiting a while'));

    test('and nobody else is held up by it, in the same batch or after', async () => {
      await queueDigest('channel', 'digest:stuck');
      await askSite(FRIDAY);
      await queueDigest('D01', 'digest:2');
      await deliverMessages(
        school.at(FRIDAY),
        new Map([['local' as const, { ...chat, post: postToPeople }]]),
      );
      expect(chat.copies.map(({ to }) => to.id).sort()).toEqual(['U-D01', 'U-S01']);
    });

    test('and it never fails, waits longer each time but no longer than minutes, and goes in the end', async () => {
      await queueDigest('channel', 'status:1', 'status');
      await driven.runUntil('2026-11-16T09:00:00Z');
      const gaps = tries.slice(1).map((at, n) => at.getTime() - (tries[n]?.getTime() ?? 0));
      expect(tries.length).toBeGreaterThan(300);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(640_000);
      expect(Math.min(...gaps.slice(6))).toBeGreaterThanOrEqual(320_000);
      const [digest] = await readMessages(store, school);
      expect(digest).toMatchObject({ state: 'pending', fault: null, attempts: tries.length });
      const kinds = await store.within(school.org, (tx) => tx.select({ kind: ledger.kind }).from(ledger));
      expect(kinds.map(({ kind }) => kind)).not.toContain('message_failed');
      isOpen = true;
      await driven.runUntil('2026-11-16T09:15:00Z');
      expect(chat.to(school.channelId)).toHaveLength(1);
      expect((await readMessages(store, school))[0]).toMatchObject({ state: 'sent' });
    });

    test('and a lead is told that something waits: not at once, and once a day however many wait', async () => {
      for (const n of [1, 2]) await queueDigest('channel', `digest:${n}`);
      await driven.runUntil('2026-11-13T08:10:00Z');
      expect(told()).toEqual([]);
      await driven.runUntil('2026-11-13T18:00:00Z');
      expect(told()).toHaveLength(1);
      expect(told()[0]?.text).toContain(`Some messages of ${school.setting.name} have been waiting`);
      await driven.runUntil('2026-11-16T08:00:00Z');
      expect(told()).toHaveLength(1);
      await queueDigest('channel', 'digest:3');
      await driven.runUntil('2026-11-16T18:00:00Z');
      expect(told()).toHaveLength(2);
    });

    test('and no notice is made of a notice that waits', async () => {
      await queueDigest('D01', 'told:something');
      const none: FakeChat = {
        ...chat,
        post: async () => ({ kind: 'limited', retryAfterMs: 2_000, blocked: 'this' }),
      };
      await drive(store, school, none, FRIDAY).runUntil('2026-11-16T09:00:00Z');
      expect((await readMessages(store, school)).map(({ state }) => state)).toEqual(['pending']);
    });

    const postToPeople: FakeChat['post'] = async (to, message, key) =>
      to.kind === 'channel'
        ? { kind: 'limited', retryAfterMs: 2_000, blocked: 'this' }
        : chat.post(to, message, key);
  });

  test('is not connected is waited for, and the log says so once', async () => {
    await onlyPrompt();
    const none = new Map();
    const { nextDue } = await deliverMessages(school.at(MONDAY), none);
    await deliverMessages(school.at(MONDAY), none);
    expect(nextDue?.toISOString()).toBe('2026-11-09T08:06:00.000Z');
    expect(school.log.lines.filter((line) => line.event === 'no_chat_for_platform')).toHaveLength(1);
    expect((await deliver('2026-11-09T08:06:00Z')).counts.sent).toBe(1);
  });
});
