/**
 * Vigil was away: what fell due and was put to nobody is noted once, said in the next digest, and is neither overdue
 * nor done; what somebody was asked is not among it.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { sendDigests } from '../../src/cycle/send-digests.ts';
import type { Store } from '../../src/store/database.ts';
import { ledger, notAsked, prompt } from '../../src/store/schema/index.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let school: School;
let chat: FakeChat;
let block = 600;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  chat = fakeChat();
});

const deliver = (at: string) => deliverMessages(school.at(at), new Map([['local' as const, chat]]));
const noted = () =>
  store.within(school.org, (tx) =>
    tx
      .select({ question: notAsked.questionId, period: notAsked.occurrence, on: notAsked.localDate })
      .from(notAsked)
      .orderBy(notAsked.questionId, notAsked.occurrence),
  );

/** The weeks whose digests told of what was not asked in that period. */
const toldWeeks = (period: string) =>
  store.within(school.org, async (tx) => {
    const rows = await tx
      .select({ week: notAsked.toldWeek })
      .from(notAsked)
      .where(eq(notAsked.occurrence, period));
    return rows.map(({ week }) => week);
  });

async function ordinaryMonday(): Promise<void> {
  await planPrompts(school.at('2026-11-09T06:05:00Z'));
  await deliver('2026-11-09T15:30:00Z');
}

test('a whole week away: its weekly checks are noted, once, with the last day they could have been asked', async () => {
  await ordinaryMonday();
  await planPrompts(school.at('2026-11-23T06:05:00Z'));
  await planPrompts(school.at('2026-11-23T09:05:00Z'));
  expect(await noted()).toEqual([
    { question: 'CON-D1', period: '2026-W47', on: '2026-11-20' },
    { question: 'SIT-D1', period: '2026-W47', on: '2026-11-20' },
  ]);
  const kinds = await store.within(school.org, (tx) => tx.select({ kind: ledger.kind }).from(ledger));
  expect(kinds.filter(({ kind }) => kind === 'question_not_asked')).toHaveLength(1);
});

test('the next digest says so, and the one after does not', async () => {
  await ordinaryMonday();
  await planPrompts(school.at('2026-11-23T06:05:00Z'));
  await sendDigests(school.at('2026-11-23T08:00:00Z'));
  await deliver('2026-11-23T08:00:10Z');
  const digest = chat.last(school.channelId);
  expect(digest.text).toContain('Not asked: 2 questions. When they were due, Vigil was away');
  expect(digest.text).toContain('due by 20 Nov');
  const toldIn = await toldWeeks('2026-W47');
  expect(toldIn).toHaveLength(2);
  expect(toldIn).not.toContain(null);
  // Neither overdue nor late: nobody was asked.
  expect(digest.text).toContain('Needs a person today: 0.');
  expect(digest.text).toContain('Nobody was asked this week, because Vigil was away');
  await planPrompts(school.at('2026-11-24T06:05:00Z'));
  await sendDigests(school.at('2026-11-30T08:00:00Z'));
  await deliver('2026-11-30T08:00:10Z');
  expect(chat.to(school.channelId)).toHaveLength(2);
  // What the first told of is told once; what came too late meanwhile is another matter, and chance decides of it.
  expect(chat.last(school.channelId).text).not.toContain('due by 20 Nov');
  expect(await toldWeeks('2026-W47')).toEqual(toldIn);
});

test('a day away in the middle of the week: what was asked on Monday is not noted', async () => {
  await ordinaryMonday();
  await planPrompts(school.at('2026-11-12T06:05:00Z'));
  expect(await noted()).toEqual([]);
});

test('a check whose holder was lost is noted when its week is over, and not while another may yet be asked', async () => {
  await ordinaryMonday();
  await store.within(school.org, (tx) =>
    tx.update(prompt).set({ state: 'cancelled' }).where(eq(prompt.questionId, 'SIT-D1')),
  );
  for (const day of ['10', '11', '12', '13']) await planPrompts(school.at(`2026-11-${day}T06:05:00Z`));
  expect(await noted()).toEqual([]);
  await planPrompts(school.at('2026-11-16T06:05:00Z'));
  await planPrompts(school.at('2026-11-16T09:05:00Z'));
  expect(await noted()).toEqual([{ question: 'SIT-D1', period: '2026-W46', on: '2026-11-13' }]);
});

test('a check that was overdue when its holder was lost is not noted: leads were told of it', async () => {
  await ordinaryMonday();
  await store.within(school.org, (tx) =>
    tx
      .update(prompt)
      .set({ state: 'cancelled', overdueAt: new Date('2026-11-11T12:00:00Z') })
      .where(eq(prompt.questionId, 'SIT-D1')),
  );
  await planPrompts(school.at('2026-11-13T06:05:00Z'));
  await planPrompts(school.at('2026-11-16T06:05:00Z'));
  expect(await noted()).toEqual([]);
});

test('the holidays are no gap, and a school that begins today has none', async () => {
  await planPrompts(school.at('2026-10-23T06:05:00Z'));
  await planPrompts(school.at('2026-11-02T06:05:00Z'));
  expect(await noted()).toEqual([]);
});

test('what was planned and came too late to be put to anybody is noted as well', async () => {
  await planPrompts(school.at('2026-11-09T06:05:00Z'));
  await deliver('2026-12-07T08:05:00Z');
  expect((await noted()).map(({ question, period }) => [question, period])).toContainEqual([
    'SIT-D1',
    '2026-W46',
  ]);
});
