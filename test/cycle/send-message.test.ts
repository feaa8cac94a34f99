/**
 * A message in doubt: looked for where that can be done, adopted when found, sent plainly when it is surely not there,
 * and where nobody can tell, a question once more and anything else not at all.
 */
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { lane, ledger, message } from '../../src/store/schema/index.ts';
import { ask, readMessages, readPrompt } from '../support/ask.ts';
import { chat, freshSchool, school, store } from '../support/fresh-school.ts';
import { queueMessage } from '../support/queue-message.ts';

freshSchool();

const MONDAY = '2026-11-09T08:05:00Z';
const later = (seconds: number) => new Date(new Date(MONDAY).getTime() + seconds * 1000);
const deliver = (at: string | Date) => deliverMessages(school.at(at), new Map([['local' as const, chat]]));
const askSite = async () =>
  (await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY }))[0] ?? '';
const stateOf = async () => (await readMessages(store, school)).map(({ state }) => state);

const tell = (dedupeKey = 'digest:1', kind: 'digest' | 'guard' = 'digest') =>
  queueMessage(store, school, { at: MONDAY, kind, to: 'D01', dedupeKey });

describe('where it can be looked for', () => {
  beforeEach(() => chat.mayFind());

  test('one that had arrived is adopted: nobody sees a second, and the question counts as asked', async () => {
    const promptId = await askSite();
    chat.script({ kind: 'ambiguous', delivered: true });
    await deliver(MONDAY);
    expect(await stateOf()).toEqual(['unknown']);
    expect((await readPrompt(store, school, promptId)).state).toBe('asked');
    expect((await deliver(later(60))).counts.sent).toBe(1);
    expect(chat.copies).toHaveLength(1);
    const [row] = await readMessages(store, school);
    expect(row).toMatchObject({ state: 'sent', platformId: 'local-1', fault: null });
    const kinds = await store.within(school.org, (tx) => tx.select({ kind: ledger.kind }).from(ledger));
    expect(kinds.map(({ kind }) => kind)).toContain('message_found');
  });

  test('one that had not is sent as if for the first time, a digest too', async () => {
    await askSite();
    await tell();
    chat.script({ kind: 'ambiguous', delivered: false }, 2);
    await deliver(MONDAY);
    expect(await stateOf()).toEqual(['unknown', 'unknown']);
    await deliver(later(60));
    expect(await stateOf()).toEqual(['sent', 'sent']);
    expect(chat.copies.map(({ text }) => text.includes('(again)'))).toEqual([false, false]);
  });

  test('is looked for as long ago as the first try', async () => {
    await tell();
    const since: Date[] = [];
    chat.find = async (_to, _key, from) => {
      since.push(from);
      return { kind: 'absent' };
    };
    chat.script({ kind: 'ambiguous', delivered: false }, 2);
    await deliver(MONDAY);
    await deliver(later(60));
    await deliver(later(600));
    expect(since).toEqual([new Date(MONDAY), new Date(MONDAY)]);
  });

  test('that has to wait, it waits in doubt, and is looked for again', async () => {
    await tell();
    chat.script({ kind: 'ambiguous', delivered: true });
    await deliver(MONDAY);
    chat.mayFind({ kind: 'limited', retryAfterMs: 60_000 });
    await deliver(later(60));
    expect(await stateOf()).toEqual(['unknown']);
    chat.mayFind();
    await deliver(later(300));
    expect(await stateOf()).toEqual(['sent']);
    expect(chat.copies).toHaveLength(1);
  });

  test('and cannot be seen there, a digest is held and its reader asked; a question goes once more, and says so', async () => {
    chat.mayFind({ kind: 'unseen', why: 'no scope' });
    await askSite();
    await tell();
    chat.script({ kind: 'ambiguous', delivered: true }, 2);
    await deliver(MONDAY);
    await deliver(later(60));
    const [asked, told] = await readMessages(store, school);
    expect([asked?.state, told?.state].sort()).toEqual(['held', 'sent']);
    expect(chat.to('U-S01').map(({ text }) => text.includes('(again)'))).toEqual([false, true]);
    expect(chat.to('U-D01').filter(({ message: { kind } }) => kind === 'digest')).toHaveLength(1);
  });

  test('found after its body has changed, it is drawn anew', async () => {
    await askSite();
    chat.script({ kind: 'ambiguous', delivered: true });
    await deliver(MONDAY);
    await store.within(school.org, (tx) =>
      tx
        .update(message)
        .set({ revision: 2, body: { kind: 'prompt', summary: 'Changed', blocks: [] } })
        .where(eq(message.kind, 'prompt')),
    );
    await deliver(later(60));
    await deliver(later(62));
    expect(chat.copies.map((copy) => copy.message.summary)).toEqual(['Changed']);
  });
});

test('a guard’s alert in doubt goes again and again until it is surely there', async () => {
  await tell('guard:1', 'guard');
  chat.script({ kind: 'ambiguous', delivered: false }, 4);
  for (const seconds of [0, 60, 120, 240, 480]) await deliver(later(seconds));
  expect(chat.calls).toHaveLength(5);
  expect(await stateOf()).toEqual(['sent']);
  expect(chat.last('U-D01').text).toContain('(again)');
});

test('looked for so long that its lease is nearly over, it is not sent: the machine may have slept meanwhile', async () => {
  await askSite();
  chat.script({ kind: 'ambiguous', delivered: false });
  await deliver(MONDAY);
  let gone = 0;
  chat.find = async () => {
    gone = 80_000;
    return { kind: 'absent' };
  };
  await deliverMessages(
    { ...school.at(later(60)), stopwatch: () => () => gone },
    new Map([['local' as const, chat]]),
  );
  expect(chat.calls).toHaveLength(1);
  expect(await stateOf()).toEqual(['unknown']);
  gone = 0;
  chat.mayFind();
  await deliver(later(120));
  expect(await stateOf()).toEqual(['sent']);
});

test('a question twice in doubt is not sent a third time', async () => {
  const promptId = await askSite();
  chat.script({ kind: 'ambiguous', delivered: false }, 2);
  for (const seconds of [0, 60, 600]) await deliver(later(seconds));
  expect(chat.calls.map(({ to }) => to.id)).toEqual(['U-S01', 'U-S01', 'U-D01']);
  expect(await stateOf()).toEqual(['failed', 'sent']);
  expect(await readPrompt(store, school, promptId)).toMatchObject({ state: 'asked' });
});

describe('its doubt is not lost', () => {
  const action = () =>
    queueMessage(store, school, { at: MONDAY, kind: 'action', to: 'D01', dedupeKey: 'action:1' });
  const crash = () =>
    store.within(school.org, (tx) =>
      tx
        .update(message)
        .set({ state: 'sending', attempts: 1, leasedUntil: new Date('2020-01-01T00:00:00Z') })
        .where(eq(message.kind, 'action')),
    );

  test('by waiting for the morning: after a crash it is looked for, and not sent again', async () => {
    chat.mayFind();
    await action();
    await deliver('2026-11-09T17:59:00Z');
    await crash(); // it had arrived, and was not marked
    await deliver('2026-11-09T18:30:00Z');
    expect(await stateOf()).toEqual(['unknown']);
    await deliver('2026-11-10T07:30:00Z');
    expect(await stateOf()).toEqual(['sent']);
    expect(chat.copies).toHaveLength(1);
    expect(chat.looks).toHaveLength(1);
  });

  test('where nobody can look it is held in the morning, not doubled', async () => {
    await action();
    await deliver('2026-11-09T17:59:00Z');
    await crash();
    await deliver('2026-11-09T18:30:00Z');
    await deliver('2026-11-10T07:30:00Z');
    expect((await stateOf())[0]).toBe('held');
    expect(chat.to('U-D01').filter(({ message: { kind } }) => kind === 'action')).toHaveLength(1);
  });
});

test('a question that nobody can see is put twice at most, however often its answer is lost', async () => {
  chat.mayFind({ kind: 'unseen', why: 'no scope' });
  await askSite();
  chat.script({ kind: 'ambiguous', delivered: true }, 8);
  for (let minutes = 0; minutes < 20; minutes += 2) await deliver(later(minutes * 60));
  expect(chat.to('U-S01')).toHaveLength(2);
});

test('a digest that had to wait is not sent in the night, at the weekend or in the holidays', async () => {
  await tell();
  for (const at of ['2026-11-14T02:00:00Z', '2026-11-14T10:00:00Z', '2026-12-25T10:00:00Z']) {
    await deliver(at);
    expect(chat.calls).toEqual([]);
  }
  await deliver('2027-01-04T08:00:00Z');
  expect(chat.calls).toHaveLength(1);
});

test('whoever comes back late settles nothing that another has taken over', async () => {
  chat.mayFind();
  await tell();
  chat.before = async () => {
    chat.before = async () => {};
    // Meanwhile the lease has gone, and another process looks, finds nothing and sends it.
    await store.within(school.org, async (tx) => {
      await tx.update(message).set({ leasedUntil: new Date('2020-01-01T00:00:00Z') });
      await tx.update(lane).set({ leasedUntil: new Date('2020-01-01T00:00:00Z') });
    });
    await deliver(later(130));
    chat.script({ kind: 'limited', retryAfterMs: 1_000 });
  };
  await deliver(MONDAY);
  await deliver(later(300));
  expect(await stateOf()).toEqual(['sent']);
  expect(chat.to('U-D01')).toHaveLength(1);
});

test('nothing is begun late in a lease', async () => {
  await askSite();
  await tell();
  let gone = 0;
  chat.before = async () => {
    gone = 100_000; // the machine slept in the middle
  };
  const context = { ...school.at(MONDAY), stopwatch: () => () => gone };
  await ask(store, school, { who: 'T01', questions: ['TRN-K1'], at: MONDAY });
  await deliverMessages(context, new Map([['local' as const, chat]])).catch(() => undefined);
  // One was under way; what was claimed with it goes back.
  expect(chat.calls.length).toBeLessThan(3);
  expect(await stateOf()).not.toContain('sending');
});
