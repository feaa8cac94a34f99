/**
 * Questions that missed their time: together in one message, answered one by one in it, and never on top of a week
 * they do not belong to.
 */
import { expect, test } from 'vitest';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { ask, readMessages, readPrompt } from '../support/ask.ts';
import { chat, freshSchool, school, store } from '../support/fresh-school.ts';

freshSchool();

const deliver = (at: string) => deliverMessages(school.at(at), new Map([['local' as const, chat]]));
const put = async (question: string, at: string, who = 'D01') =>
  (await ask(store, school, { who, questions: [question], at, until: '08:30' }))[0] ?? '';
const shown = (id: string) => chat.to(id).filter(({ message }) => message.kind === 'prompt');

test('two that come late are one message with both, and each is answered there', async () => {
  const first = await put('CON-D1', '2026-11-10T08:05:00Z');
  const second = await put('TRN-A1', '2026-11-10T08:10:00Z');
  await deliver('2026-11-10T15:20:00Z');
  expect((await deliver('2026-11-10T16:29:00Z')).counts.sent).toBe(1);
  const [card] = shown('U-D01');
  expect(shown('U-D01')).toHaveLength(1);
  expect(card?.text).toContain('How many of last week’s concerns');
  expect(card?.text).toContain('Have you read Part one');
  for (const promptId of [first, second])
    expect(await readPrompt(store, school, promptId)).toMatchObject({ state: 'asked' });
  expect((await readMessages(store, school)).map(({ state, fault }) => fault ?? state).sort()).toEqual([
    'merged',
    'sent',
  ]);
  if (!card) throw new Error('Nothing was sent');
  const world = { store, contextFor: async () => school.at('2026-11-10T16:29:20Z') };
  const result = await takePress(world, chat.press(card, 'U-D01', { verb: 'answer' }));
  expect(result.kind).toBe('redraw');
  await deliver('2026-11-10T16:29:30Z');
  expect(card.text).toContain('1 of 2 answered');
});

test('moved to the next day, one joins what is planned for then', async () => {
  await put('CON-D1', '2026-11-10T08:05:00Z');
  await put('TRN-A1', '2026-11-11T08:10:00Z');
  await deliver('2026-11-10T19:00:00Z');
  await deliver('2026-11-11T08:29:00Z');
  expect(shown('U-D01')).toHaveLength(1);
  expect(shown('U-D01')[0]?.text).toContain('0 of 2 answered');
});

test('in time, or another person’s, each stays a message of its own', async () => {
  await put('CON-D1', '2026-11-10T08:05:00Z');
  await put('TRN-A1', '2026-11-10T08:06:00Z');
  await put('TRN-A1', '2026-11-10T08:05:00Z', 'T01');
  await deliver('2026-11-10T08:20:00Z');
  expect(shown('U-D01')).toHaveLength(2);
  expect(shown('U-T01')).toHaveLength(1);
});

test('a question for knowledge is not carried into another week; a check is', async () => {
  const sampled = await put('TRN-K1', '2026-11-12T08:05:00Z');
  const check = await put('CON-D1', '2026-11-12T08:05:00Z');
  await deliver('2026-11-16T08:05:00Z');
  await deliver('2026-11-16T08:29:00Z');
  expect(await readPrompt(store, school, sampled)).toMatchObject({ state: 'cancelled', askedAt: null });
  expect(await readPrompt(store, school, check)).toMatchObject({ state: 'asked' });
  expect(shown('U-D01')).toHaveLength(1);
});

test('what comes late in many people’s is spread over the time there is, and all of it goes', async () => {
  const staff = ['T01', 'T02', 'T03', 'T04', 'T05', 'T06', 'A01', 'A02'];
  for (const who of staff) await put('TRN-K1', '2026-11-10T08:05:00Z', who);
  expect((await deliver('2026-11-10T15:20:00Z')).counts.sent).toBe(0);
  const moments = (await readMessages(store, school)).map(({ nextAttemptAt }) => nextAttemptAt.toISOString());
  expect(new Set(moments).size).toBeGreaterThan(5);
  for (const at of moments) expect(at >= '2026-11-10T15:20:00' && at < '2026-11-10T16:15:00').toBe(true);
  await deliver('2026-11-10T16:29:59Z');
  expect(staff.map((who) => shown(`U-${who}`).length)).toEqual(staff.map(() => 1));
});
