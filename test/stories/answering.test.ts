/**
 * Stories of answering: what an answer, or "Later", does to the chase.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { acknowledgeAlert } from '../../src/cycle/acknowledge-alert.ts';
import { recordReply } from '../../src/cycle/record-reply.ts';
import type { Store } from '../../src/store/database.ts';
import { ask, readPrompt } from '../support/ask.ts';
import { type Drive, drive } from '../support/drive.ts';
import { type Copy, type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';

let store: Store;
let school: School;
let chat: FakeChat;
let driver: Drive;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  chat = fakeChat();
  driver = drive(store, school, chat, MONDAY);
});

const askSite = async () =>
  (await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY }))[0] ?? '';
const press = (copy: Copy, by: string, button: Parameters<FakeChat['press']>[2]) =>
  recordReply(school.at(driver.now), chat.press(copy, by, button));
const kinds = (id: string) => chat.to(id).map((copy) => copy.message.kind);

test('an answer on Tuesday’s nudge stops the chase, and both copies of the question show it', async () => {
  const promptId = await askSite();
  await driver.runUntil('2026-11-10T08:20:00Z');
  await press(chat.last('U-S01'), 'U-S01', { verb: 'answer', arg: 'yes' });
  await driver.runUntil('2026-11-30T18:00:00Z');
  expect((await readPrompt(store, school, promptId)).state).toBe('answered');
  expect(chat.copies).toHaveLength(2);
  for (const copy of chat.copies) expect(copy.text).toContain('✓ Recorded Tuesday 10 Nov, 08:20');
  expect(chat.copies.map(({ text }) => text.includes('Reminder of a question from Monday'))).toEqual([
    false,
    true,
  ]);
  expect(chat.calls.some((call) => call.to.kind === 'channel')).toBe(false);
});

test('an answer after the alert closes it at once: no button is left, and nobody further is told', async () => {
  await askSite();
  await driver.runUntil('2026-11-11T16:30:00Z');
  expect(kinds('U-D01')).toEqual(['overdue']);
  await press(chat.last('U-S01'), 'U-S01', { verb: 'answer', arg: 'yes' });
  await driver.runUntil('2026-11-11T16:31:00Z');
  expect(chat.last(school.channelId).text).toContain('Answered Wednesday 11 Nov.');
  expect(chat.last('U-D01').text).toContain('Answered Wednesday 11 Nov.');
  await driver.runUntil('2026-11-30T18:00:00Z');
  expect(kinds('U-D02')).toEqual([]);
});

test('one a lead has taken is closed by the answer too', async () => {
  await askSite();
  await driver.runUntil('2026-11-11T16:30:00Z');
  await acknowledgeAlert(school.at(driver.now), chat.press(chat.last('U-D01'), 'U-D01', 'I have it'));
  await driver.runUntil('2026-11-12T09:00:00Z');
  expect(chat.last(school.channelId).text).toContain('The DSL has had it since 16:30');
  await press(chat.last('U-S01'), 'U-S01', { verb: 'answer', arg: 'yes' });
  await driver.runUntil('2026-11-12T09:01:00Z');
  expect(chat.last(school.channelId).text).toContain('Answered Thursday 12 Nov.');
});

test('“Later” puts the reminder at the time chosen, and moves no due day', async () => {
  const promptId = await askSite();
  await driver.runUntil('2026-11-09T08:30:00Z');
  await press(chat.last('U-S01'), 'U-S01', { verb: 'later' });
  const offered = {
    ...chat.press(chat.last('U-S01'), 'U-S01', { verb: 'later' }),
    verb: 'later_at' as const,
  };
  await recordReply(school.at(driver.now), { ...offered, arg: 'afternoon' });
  await driver.runUntil('2026-11-09T15:14:00Z');
  expect(kinds('U-S01')).toHaveLength(1);
  await driver.runUntil('2026-11-09T15:15:00Z');
  expect(kinds('U-S01')).toEqual(['prompt', 'nudge']);
  expect(chat.last('U-S01').text).toContain('Still open from earlier today');
  expect(await readPrompt(store, school, promptId)).toMatchObject({
    dueOn: '2026-11-11',
    snoozedUntil: null,
  });
  await driver.runUntil('2026-11-11T16:00:00Z');
  expect((await readPrompt(store, school, promptId)).state).toBe('overdue');
});

test('an answer to either copy of a doubtful delivery is the one answer', async () => {
  const promptId = await askSite();
  chat.script({ kind: 'ambiguous', delivered: true });
  await driver.runUntil('2026-11-09T08:05:00Z');
  const [first] = chat.copies;
  if (!first) throw new Error('The first copy did arrive');
  await press(first, 'U-S01', { verb: 'answer', arg: 'no' });
  await driver.runUntil('2026-11-20T18:00:00Z');
  expect((await readPrompt(store, school, promptId)).state).toBe('answered');
  expect(chat.copies).toHaveLength(1);
});
