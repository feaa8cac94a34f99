/**
 * A held message is asked about: a lead says that it is there, or has it sent again; once, and nobody else.
 */
import { beforeEach, expect, test } from 'vitest';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { readMessages } from '../support/ask.ts';
import { chat, freshSchool, school, store } from '../support/fresh-school.ts';
import { queueMessage } from '../support/queue-message.ts';

freshSchool();
beforeEach(async () => {
  await queueMessage(store, school, { at: MONDAY, kind: 'digest', to: 'channel', dedupeKey: 'digest:1' });
  chat.script({ kind: 'ambiguous', delivered: false });
  await deliver(MONDAY);
  await deliver(later(60));
});

const MONDAY = '2026-11-09T08:05:00Z';
const later = (seconds: number) => new Date(new Date(MONDAY).getTime() + seconds * 1000);
const deliver = (at: string | Date) => deliverMessages(school.at(at), new Map([['local' as const, chat]]));
const press = (by: string, button: string, at: Date) =>
  takePress({ store, contextFor: async () => school.at(at) }, chat.press(chat.last('U-D01'), by, button));
const digest = async () =>
  (await readMessages(store, school)).find(({ dedupeKey }) => dedupeKey === 'digest:1');

test('a lead is asked in private, with both answers as buttons', async () => {
  expect((await digest())?.state).toBe('held');
  const asked = chat.last('U-D01');
  expect(asked.text).toContain('may not have arrived in the safeguarding channel');
  expect(asked.text).toContain('It is there');
  expect(asked.text).toContain('Send it again');
  expect(chat.to(school.channelId)).toEqual([]);
});

test('“It is there” settles it: nothing is sent, and the question shows what was said', async () => {
  const result = await press('U-D01', 'It is there', later(120));
  expect(result.kind).toBe('redraw');
  await deliver(later(180));
  expect(await digest()).toMatchObject({ state: 'sent', fault: null });
  expect(chat.to(school.channelId)).toEqual([]);
  expect(chat.last('U-D01').text).toContain('You said that it is there at 08:07');
  const { nextDue } = await deliver(later(240));
  expect(nextDue).toBeNull();
});

test('“Send it again” sends it once, and who asked for that is in the ledger', async () => {
  await press('U-D02', 'Send it again', later(120));
  await deliver(later(180));
  expect(chat.to(school.channelId)).toHaveLength(1);
  expect((await digest())?.state).toBe('sent');
  const rows = await store.within(school.org, (tx) => tx.select().from(ledger));
  expect(rows.filter(({ kind }) => kind === 'message_released').map(({ actor }) => actor)).toEqual([
    school.person('D02').id,
  ]);
});

test('the first to say so counts; whoever comes later is told, and nothing is sent twice', async () => {
  const copy = chat.press(chat.last('U-D01'), 'U-H01', 'Send it again');
  await press('U-D01', 'Send it again', later(120));
  await deliver(later(180));
  const world = { store, contextFor: async () => school.at(later(240)) };
  const second = await takePress(world, copy);
  expect(second).toMatchObject({ kind: 'private' });
  expect(second.message.summary).toContain('already');
  await deliver(later(300));
  expect(chat.to(school.channelId)).toHaveLength(1);
});

test('a teacher may not say so, and a stranger is sent to a teacher', async () => {
  const teacher = await press('U-T01', 'It is there', later(120));
  expect(teacher.message.summary).toContain('Only a safeguarding lead');
  const stranger = await press('U-nobody', 'It is there', later(120));
  expect(stranger.message.kind).toBe('stranger');
  expect((await digest())?.state).toBe('held');
});

test('in doubt once more after “Send it again”, it is asked about anew', async () => {
  await press('U-D01', 'Send it again', later(120));
  chat.script({ kind: 'ambiguous', delivered: false });
  await deliver(later(180));
  await deliver(later(240));
  expect((await digest())?.state).toBe('held');
  const asked = chat.to('U-D01').filter(({ text }) => text.includes('may not have arrived'));
  expect(asked.map(({ text }) => text.includes('Send it again'))).toEqual([true]);
  expect(chat.to('U-D01')).toHaveLength(2);
});

test('the question to the lead in doubt itself goes once more rather than never', async () => {
  const copies = chat.to('U-D01').length;
  await press('U-D01', 'Send it again', later(120));
  chat.script({ kind: 'ambiguous', delivered: false }, 2);
  for (const seconds of [180, 240, 300, 360]) await deliver(later(seconds));
  expect((await digest())?.state).toBe('held');
  expect(chat.to('U-D01')).toHaveLength(copies + 1);
  expect(chat.last('U-D01').text).toContain('Send it again');
});
