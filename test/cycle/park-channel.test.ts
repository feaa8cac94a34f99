/**
 * A channel that refuses Vigil: a lead hears of it once, the leads have the digest, nothing more is tried there for a
 * day, and when it takes a message again a lead hears of that too.
 */
import { expect, test } from 'vitest';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { freeChannels } from '../../src/store/parked-channels.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { chat, freshSchool, school, store } from '../support/fresh-school.ts';
import { queueMessage } from '../support/queue-message.ts';

freshSchool();

const MONDAY = '2026-11-09T08:05:00Z';
const hours = (count: number) => new Date(new Date(MONDAY).getTime() + count * 3_600_000);
const deliver = async (at: Date) => {
  for (const seconds of [0, 30])
    await deliverMessages(
      school.at(new Date(at.getTime() + seconds * 1000)),
      new Map([['local' as const, chat]]),
    );
};
const queue = (dedupeKey: string, at: Date, kind: 'digest' | 'alert' = 'digest') =>
  queueMessage(store, school, { at, kind, to: 'channel', dedupeKey });
const tried = () => chat.calls.filter(({ to }) => to.kind === 'channel').length;
const told = (words: string) => chat.to('U-D01').filter(({ text }) => text.includes(words)).length;

test('is tried no more that day: the digest goes to the leads, and the lead hears of it once', async () => {
  chat.script({ kind: 'refused', why: 'not_in_channel' });
  await queue('digest:1', hours(0));
  await deliver(hours(0));
  for (const n of [1, 2, 3]) {
    await queue(`alert:${n}`, hours(n), 'alert');
    await deliver(hours(n));
  }
  await queue('digest:2', hours(4));
  await deliver(hours(4));
  expect(tried()).toBe(1);
  expect(told('cannot post in the safeguarding channel')).toBe(1);
  expect(chat.to('U-D01').filter(({ message }) => message.kind === 'digest')).toHaveLength(2);
  expect(chat.to('U-D02').filter(({ message }) => message.kind === 'digest')).toHaveLength(2);
});

test('is tried again after a day, and still shut is not told of again', async () => {
  chat.script({ kind: 'refused', why: 'channel_gone' });
  await queue('digest:1', hours(0));
  await deliver(hours(0));
  chat.script({ kind: 'refused', why: 'channel_gone' });
  await queue('digest:2', hours(24));
  await deliver(hours(24));
  await queue('digest:3', hours(25));
  await deliver(hours(25));
  expect(tried()).toBe(2);
  expect(told('cannot post in the safeguarding channel')).toBe(1);
});

test('mended, it has its messages again, and a lead hears so once; shut anew, once more', async () => {
  chat.script({ kind: 'refused', why: 'channel_gone' });
  await queue('digest:1', hours(0));
  await deliver(hours(0));
  await queue('digest:2', hours(24));
  await deliver(hours(24));
  await queue('digest:3', hours(25));
  await deliver(hours(25));
  expect(chat.to(school.channelId).map(({ message }) => message.summary)).toEqual(['digest:2', 'digest:3']);
  expect(told('again. The next digest goes there')).toBe(1);
  chat.script({ kind: 'refused', why: 'channel_gone' });
  await queue('digest:4', hours(48));
  await deliver(hours(48));
  expect(told('cannot post in the safeguarding channel')).toBe(2);
  const kinds = await store.within(school.org, (tx) => tx.select({ kind: ledger.kind }).from(ledger));
  const count = (wanted: string) => kinds.filter(({ kind }) => kind === wanted).length;
  expect([count('channel_parked'), count('channel_mended')]).toEqual([2, 1]);
});

test('is open again at once when Vigil is installed anew', async () => {
  chat.script({ kind: 'refused', why: 'not_in_channel' });
  await queue('digest:1', hours(0));
  await deliver(hours(0));
  await store.within(school.org, (tx) => freeChannels(tx, school.installationId));
  await queue('digest:2', hours(1));
  await deliver(hours(1));
  expect(chat.to(school.channelId)).toHaveLength(1);
});
