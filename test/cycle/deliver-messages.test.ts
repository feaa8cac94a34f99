/**
 * The one door out: what is due is sent once, marked, and given up only where that is so; what is in doubt is looked for.
 */
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { messageText } from '../../src/domain/message.ts';
import { savePerson } from '../../src/store/people.ts';
import { lane, ledger, message } from '../../src/store/schema/index.ts';
import { nextWake } from '../../src/store/wakes.ts';
import { ask, messagesBearing, readMessages, readPrompt, setPrompt } from '../support/ask.ts';
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

/** Makes every lease of the school's messages and lanes look long gone, as when a process has died. */
async function loseLeases(): Promise<void> {
  const gone = new Date('2020-01-01T00:00:00Z');
  await store.within(school.org, async (tx) => {
    await tx.update(message).set({ leasedUntil: gone }).where(eq(message.state, 'sending'));
    await tx.update(lane).set({ leasedUntil: gone }).where(eq(lane.orgId, school.org));
  });
}

const queueDigest = (
  to: 'channel' | 'D01' = 'channel',
  dedupeKey = 'digest:1',
  kind: 'digest' | 'status' = 'digest',
) => queueMessage(store, school, { at: MONDAY, kind, to, dedupeKey });

describe('sending', () => {
  test('a question reaches the person, is marked asked, and its ladder begins', async () => {
    const promptId = await onlyPrompt();
    expect((await deliver('2026-11-09T08:04:59Z')).counts.sent).toBe(0);
    const { counts } = await deliver(MONDAY);
    expect(counts.sent).toBe(1);
    expect(chat.copies.map((copy) => copy.to.id)).toEqual(['U-S01']);
    const prompt = await readPrompt(store, school, promptId);
    expect(prompt).toMatchObject({ state: 'asked', dueOn: '2026-11-11', nudges: 0 });
    expect(prompt.askedAt?.toISOString()).toBe('2026-11-09T08:05:00.000Z');
    expect(prompt.chaseAt?.toISOString()).toBe('2026-11-10T08:00:00.000Z');
    expect(await nextWake(store, school.org)).toMatchObject({ step: 'deliver-messages' });
    const [sent] = await readMessages(store, school);
    expect(sent).toMatchObject({ state: 'sent', platformId: 'local-1', drawnRevision: 1 });
  });

  test('what a lead is told in private and could not go by evening waits for the morning', async () => {
    await queueMessage(store, school, { at: MONDAY, kind: 'action', to: 'D01', dedupeKey: 'told' });
    expect((await deliver('2026-11-09T21:00:00Z')).counts.sent).toBe(0);
    expect((await deliver('2026-11-10T07:30:00Z')).counts.sent).toBe(1);
  });

  test('running again sends nothing again', async () => {
    await onlyPrompt();
    await deliver(MONDAY);
    expect((await deliver(MONDAY)).counts.sent).toBe(0);
    expect(chat.calls).toHaveLength(1);
  });

  test('the asking is in the ledger, once for the message', async () => {
    await ask(store, school, { who: 'S01', questions: ['SIT-D1', 'CON-D1'], at: MONDAY });
    await deliver(MONDAY);
    const rows = await store.within(school.org, (tx) =>
      tx.select().from(ledger).where(eq(ledger.kind, 'prompt_asked')),
    );
    expect(rows.map((row) => row.facts)).toEqual([{ prompts: 2, uncertain: false }]);
  });

  test('a body changed since is drawn again, and a message deleted meanwhile is given up quietly', async () => {
    await onlyPrompt();
    await deliver(MONDAY);
    const change = (text: string, revision: number) =>
      store.within(school.org, (tx) =>
        tx
          .update(message)
          .set({ revision, body: { kind: 'prompt', summary: text, blocks: [] } })
          .where(eq(message.kind, 'prompt')),
      );
    await change('✓ Recorded', 2);
    await deliver(MONDAY);
    await deliver(MONDAY);
    expect(
      chat
        .last('U-S01')
        .drawn.map((each) => each.summary)
        .slice(1),
    ).toEqual(['✓ Recorded']);
    await change('✓ Recorded again', 3);
    chat.scriptUpdates({ kind: 'refused', why: 'message_gone' });
    await deliver(MONDAY);
    await deliver(MONDAY);
    expect(chat.calls.filter((call) => call.did === 'update')).toHaveLength(2);
  });

  test('a redraw that is held up alone is tried ever more slowly, and drawn in the end', async () => {
    await onlyPrompt();
    await deliver(MONDAY);
    await store.within(school.org, (tx) => tx.update(message).set({ revision: 2 }));
    const tries: Date[] = [];
    let isOpen = false;
    const picky: FakeChat = {
      ...chat,
      async update(...given) {
        if (isOpen) return chat.update(...given);
        tries.push(driven.now);
        return { kind: 'limited', retryAfterMs: 2_000, blocked: 'this' };
      },
    };
    const driven = drive(store, school, picky, MONDAY);
    const wait = () => driven.runUntil(new Date(driven.now.getTime() + 4 * 3_600_000).toISOString());
    await wait();
    const gaps = tries.slice(1).map((at, n) => at.getTime() - (tries[n]?.getTime() ?? 0));
    expect(tries.length).toBeGreaterThan(10);
    expect(Math.min(...gaps.slice(7))).toBeGreaterThanOrEqual(300_000);
    isOpen = true;
    await wait();
    expect(chat.last('U-S01').drawn).toHaveLength(2);
  });

  test('a redraw into silence is simply done again', async () => {
    await onlyPrompt();
    await deliver(MONDAY);
    await store.within(school.org, (tx) => tx.update(message).set({ revision: 2 }));
    chat.scriptUpdates({ kind: 'throw', delivered: false });
    const { nextDue } = await deliver(MONDAY);
    expect(nextDue).not.toBeNull();
    await deliver(nextDue?.toISOString() ?? '');
    expect(chat.last('U-S01').drawn).toHaveLength(2);
  });
});

describe('before sending', () => {
  test('a question answered or cancelled meanwhile is withdrawn', async () => {
    const promptId = await onlyPrompt();
    await setPrompt(store, school, promptId, { state: 'cancelled' });
    await deliver(MONDAY);
    expect(chat.calls).toEqual([]);
    expect(await messagesBearing(store, school, promptId)).toMatchObject([{ state: 'withdrawn' }]);
  });

  test('one whose moment has passed waits for the person’s next ask window', async () => {
    const promptId = await onlyPrompt();
    const { nextDue } = await deliver('2026-11-09T09:00:00Z');
    expect(chat.calls).toEqual([]);
    const moment = nextDue?.toISOString() ?? '';
    expect(moment >= '2026-11-09T15:15:00' && moment < '2026-11-09T16:15:00').toBe(true);
    await deliver('2026-11-09T20:00:00Z');
    expect(chat.calls).toEqual([]);
    await deliver('2026-11-10T08:29:00Z');
    expect(await readPrompt(store, school, promptId)).toMatchObject({ state: 'asked', dueOn: '2026-11-12' });
  });

  test('one whose period has closed before it could go is withdrawn and cancelled', async () => {
    const promptId = await onlyPrompt();
    await deliver('2026-12-10T08:10:00Z');
    expect(chat.calls).toEqual([]);
    expect((await readPrompt(store, school, promptId)).state).toBe('cancelled');
  });

  test('one send that cannot be settled holds nobody else up, and what arrived is known to have', async () => {
    await onlyPrompt();
    await ask(store, school, { who: 'T01', questions: ['TRN-K1'], at: MONDAY });
    chat.before = async ({ id }) => {
      if (id === 'U-S01') chat.script({ kind: 'limited', retryAfterMs: 1000, blocked: 'this' });
    };
    // How long the first waits is left to chance.
    const random = {
      next(): number {
        throw new RangeError('CANARY');
      },
    };
    await deliverMessages({ ...school.at(MONDAY), random }, new Map([['local' as const, chat]]));
    const found = await readMessages(store, school);
    const states = found.map(({ state, fault }) => [state, fault]).sort();
    expect(states).toEqual([
      ['failed', 'not settled'],
      ['sent', null],
    ]);
    expect(chat.to('U-T01')).toHaveLength(1);
    expect(JSON.stringify(school.log.lines)).toContain('send_not_settled');
  });

  test('one message that cannot be judged fails and is told of, and holds nobody else up', async () => {
    const promptId = await onlyPrompt();
    await queueDigest();
    const at = school.at('2026-11-09T09:00:00Z');
    // It is late, and chance is asked for another moment.
    const broken = {
      ...at,
      random: {
        next() {
          throw new RangeError('CANARY');
        },
      },
    };
    await deliverMessages(broken, new Map([['local' as const, chat]]));
    const found = await readMessages(store, school);
    expect(found.find(({ kind }) => kind === 'prompt')).toMatchObject({
      state: 'failed',
      fault: 'not judged',
    });
    expect(found.find(({ kind }) => kind === 'digest')).toMatchObject({ state: 'sent' });
    expect(await readPrompt(store, school, promptId)).toMatchObject({ state: 'cancelled' });
    expect(found.some(({ dedupeKey }) => dedupeKey.startsWith('told:'))).toBe(true);
    expect(JSON.stringify(school.log.lines)).toContain('message_not_judged');
    expect(JSON.stringify(school.log.lines)).not.toContain('CANARY');
  });

  test('delivered late it stays open at least until it is due', async () => {
    const promptId = await onlyPrompt();
    await setPrompt(store, school, promptId, { closesAt: new Date('2026-11-10T23:59:59Z') });
    await deliver('2026-11-09T09:00:00Z');
    await deliver('2026-11-09T20:00:00Z');
    await deliver('2026-11-10T08:29:00Z');
    const prompt = await readPrompt(store, school, promptId);
    expect(prompt.closesAt.toISOString()).toBe('2026-11-12T23:59:59.000Z');
  });

  test('somebody whose hours have changed since is asked within the new ones', async () => {
    const promptId = await onlyPrompt();
    const later = { ...school.person('S01'), dayStart: '10:00' };
    await store.within(school.org, (tx) =>
      savePerson(tx, school.org, school.setting.id, later, new Date(MONDAY)),
    );
    expect((await deliver(MONDAY)).counts.sent).toBe(0);
    expect(await messagesBearing(store, school, promptId)).toMatchObject([{ state: 'pending' }]);
    expect((await deliver('2026-11-09T16:20:00Z')).counts.sent).toBe(1);
  });

  test('somebody who has left is not asked', async () => {
    const promptId = await onlyPrompt();
    const left = { ...school.person('S01'), leavesOn: '2026-11-06' };
    await store.within(school.org, (tx) =>
      savePerson(tx, school.org, school.setting.id, left, new Date(MONDAY)),
    );
    await deliver(MONDAY);
    expect(chat.calls).toEqual([]);
    expect((await readPrompt(store, school, promptId)).state).toBe('cancelled');
  });

  test('what else waits for somebody who was lost a moment ago is let go, and looked at once', async () => {
    for (const dedupeKey of ['one', 'two'])
      await queueMessage(store, school, { at: MONDAY, kind: 'action', to: 'D01', dedupeKey });
    chat.script({ kind: 'refused', why: 'person_gone' });
    const { nextDue } = await deliver(MONDAY);
    expect((await readMessages(store, school)).map(({ state }) => state)).toEqual(['failed', 'withdrawn']);
    expect(nextDue).toBeNull();
  });
});

describe('an uncertain send', () => {
  test.each([
    ['that arrived', { kind: 'ambiguous', delivered: true } as const, 2],
    ['that did not', { kind: 'ambiguous', delivered: false } as const, 1],
    ['that threw', { kind: 'throw', delivered: true } as const, 2],
  ])('of a question %s goes once more, marked again, and no more', async (_, outcome, copies) => {
    const promptId = await onlyPrompt();
    chat.script(outcome);
    const { nextDue } = await deliver(MONDAY);
    expect((await readPrompt(store, school, promptId)).state).toBe('asked');
    expect(await messagesBearing(store, school, promptId)).toMatchObject([{ state: 'unknown' }]);
    const again = nextDue?.toISOString() ?? '';
    expect((await deliver(again)).counts.sent).toBe(1);
    await deliver(later(again, 600_000));
    expect(chat.copies).toHaveLength(copies);
    expect(chat.last('U-S01').message.summary).toMatch(/^\(again\)/);
    const prompt = await readPrompt(store, school, promptId);
    expect(prompt.askedAt?.toISOString()).toBe(again);
  });

  test('of a question twice is not tried a third time, and is never called overdue', async () => {
    const promptId = await onlyPrompt();
    chat.script({ kind: 'ambiguous', delivered: false }, 2);
    await drive(store, school, chat, MONDAY).runUntil('2026-11-09T08:30:00Z');
    expect(chat.calls.filter(({ to }) => to.id === 'U-S01')).toHaveLength(2);
    chat.script({ kind: 'ambiguous', delivered: false }, 20);
    const { overdue } = await drive(store, school, chat, MONDAY).runUntil('2026-11-20T18:00:00Z');
    expect(overdue).toBe(0);
    expect((await readPrompt(store, school, promptId)).state).toBe('cancelled');
  });

  test('that is refused when it goes again may have arrived the first time: the question counts as asked', async () => {
    const promptId = await onlyPrompt();
    chat.script({ kind: 'ambiguous', delivered: false });
    chat.script({ kind: 'limited', retryAfterMs: 1_000 });
    chat.script({ kind: 'refused', why: 'too_long' });
    await drive(store, school, chat, MONDAY).runUntil('2026-11-09T12:00:00Z');
    expect((await readPrompt(store, school, promptId)).state).toBe('asked');
    expect(chat.last('U-D01').text).toContain('A question may not have reached Len Voss');
  });

  test('by a process that died, refused when it goes again, leaves no question planned for ever', async () => {
    const promptId = await onlyPrompt();
    await deliver(MONDAY);
    await setPrompt(store, school, promptId, { state: 'planned' });
    await store.within(school.org, (tx) => tx.update(message).set({ state: 'sending', attempts: 1 }));
    await loseLeases();
    chat.script({ kind: 'refused', why: 'too_long' });
    await drive(store, school, chat, MONDAY).runUntil('2026-11-09T12:00:00Z');
    expect((await readPrompt(store, school, promptId)).state).toBe('asked');
  });

  test('of a question twice: a lead is told that it may not have arrived', async () => {
    await onlyPrompt();
    chat.script({ kind: 'ambiguous', delivered: false }, 2);
    await drive(store, school, chat, MONDAY).runUntil('2026-11-09T09:00:00Z');
    const told = chat.to('U-D01').filter(({ text }) => text.includes('may not have reached'));
    expect(told).toHaveLength(1);
  });

  test('of a digest is held, never doubled, and the lead is told in private', async () => {
    await queueDigest();
    chat.script({ kind: 'ambiguous', delivered: true });
    await drive(store, school, chat, MONDAY).runUntil('2026-11-10T18:00:00Z');
    expect(chat.to(school.channelId)).toHaveLength(1);
    expect(chat.last('U-D01').text).toContain('The weekly digest may not have arrived');
    expect((await readMessages(store, school)).map((row) => row.state)).toEqual(['held', 'sent']);
  });

  test('by a process that died is taken as uncertain: a question goes again, a digest is held', async () => {
    const promptId = await onlyPrompt();
    chat.before = async () => {
      throw new Error('killed');
    };
    await store.within(school.org, (tx) =>
      tx.update(message).set({ state: 'sending', attempts: 1 }).where(eq(message.kind, 'prompt')),
    );
    await queueDigest();
    await store.within(school.org, (tx) =>
      tx.update(message).set({ state: 'sending', attempts: 1 }).where(eq(message.kind, 'digest')),
    );
    await loseLeases();
    chat.before = async () => {};
    await deliver(MONDAY);
    expect(await messagesBearing(store, school, promptId)).toMatchObject([{ state: 'sent' }]);
    await deliver(later(MONDAY, 60_000));
    expect(chat.to('U-S01').map((copy) => copy.message.summary.slice(0, 7))).toEqual(['(again)']);
    expect(chat.to(school.channelId)).toEqual([]);
    expect(chat.last('U-D01').text).toContain('may not have arrived');
  });

  test('what is being sent by somebody else is left alone until their lease ends', async () => {
    await onlyPrompt();
    let inner: number | undefined;
    chat.before = async () => {
      const other = await deliverMessages(school.at(MONDAY), new Map([['local' as const, chat]]));
      inner = other.counts.sent;
      expect(other.nextDue).not.toBeNull();
    };
    await deliver(MONDAY);
    expect(inner).toBe(0);
    expect(chat.calls).toHaveLength(1);
  });
});

describe('the record away after sending', () => {
  const chats = () => new Map([['local' as const, chat]]);
  /** The record goes away once something has been sent, for the rest of that run. */
  const awayAfterSending = (at: string) => {
    const context = school.at(at);
    return {
      ...context,
      within: <T>(work: Parameters<typeof context.within<T>>[0]) =>
        chat.calls.length > 0 ? Promise.reject(new Error('away')) : context.within(work),
    };
  };

  test('what was sent is marked when it is back, not sent again', async () => {
    const promptId = await onlyPrompt();
    const same = chats();
    await expect(deliverMessages(awayAfterSending(MONDAY), same)).rejects.toThrow('away');
    expect((await messagesBearing(store, school, promptId))[0]?.state).toBe('sending');
    expect((await deliverMessages(school.at(later(MONDAY, 30_000)), same)).counts.sent).toBe(1);
    expect(chat.calls).toHaveLength(1);
    expect(await readPrompt(store, school, promptId)).toMatchObject({ state: 'asked' });
  });

  test('what another process has taken over meanwhile stays that one’s', async () => {
    await queueDigest();
    const same = chats();
    await expect(deliverMessages(awayAfterSending(MONDAY), same)).rejects.toThrow('away');
    await loseLeases();
    await deliver(later(MONDAY, 130_000)); // another process, another memory: it asks a lead
    expect((await readMessages(store, school)).find(({ kind }) => kind === 'digest')?.state).toBe('held');
    await deliverMessages(school.at(later(MONDAY, 140_000)), same);
    expect((await readMessages(store, school)).find(({ kind }) => kind === 'digest')?.state).toBe('held');
    expect(chat.to(school.channelId)).toHaveLength(1);
  });
});

test('nothing that is said gets into the log', async () => {
  await onlyPrompt();
  await queueDigest();
  chat.script({ kind: 'refused', why: 'invalid' });
  chat.script({ kind: 'throw', delivered: true });
  await drive(store, school, chat, MONDAY).runUntil('2026-11-12T18:00:00Z');
  const said = chat.calls.flatMap((call) => messageText(call.message)).filter((text) => text.length > 12);
  const logged = JSON.stringify(school.log.lines);
  expect(said.length).toBeGreaterThan(0);
  for (const text of said) expect(logged).not.toContain(text);
  expect(logged).not.toContain('Len Voss');
});
