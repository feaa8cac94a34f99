/**
 * "ask": one question, now, for somebody who wants one; never outside their hours, never the same one again soon.
 */
import { and, eq, ne } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerCommand } from '../../src/cycle/answer-command.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import {
  address,
  ledger,
  membership,
  message,
  messagePrompt,
  prompt,
  wake,
} from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { historyOf } from '../support/history.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const THURSDAY = '2026-11-12T12:00:00Z';
let store: Store;
let oak: School;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  oak = await makeSchool(store, { block });
});

const ask = (ref: string, moment = THURSDAY, text = 'ask') =>
  answerCommand(oak.at(moment), [{ settingId: oak.setting.id, person: oak.person(ref) }], text);
const prompts = () => store.within(oak.org, (tx) => tx.select().from(prompt));
const messages = () => store.within(oak.org, (tx) => tx.select().from(message));

test('a teacher who asks is sent a knowledge question, as a prompt like any other', async () => {
  expect((await ask('T01')).summary).toBe('Thank you. A question is on its way to you.');
  const [made] = await prompts();
  expect(made).toMatchObject({
    personId: oak.person('T01').id,
    questionId: 'CON-S1',
    kind: 'knowledge',
    state: 'planned',
    localDate: '2026-11-12',
    localWeek: '2026-W46',
    occurrence: '2026-11-12',
    dueOn: null,
  });
  expect([...(made?.choiceOrder ?? [])].sort()).toEqual(['friend', 'later', 'now']);
  // Five school days on, to the end of the day.
  expect(made?.closesAt.toISOString()).toBe('2026-11-19T23:59:59.000Z');
  const [sent] = await messages();
  expect(sent).toMatchObject({
    kind: 'prompt',
    personId: oak.person('T01').id,
    dedupeKey: `prompt:${made?.promptId}`,
  });
  expect(sent?.notBefore.toISOString()).toBe('2026-11-12T12:00:00.000Z');
  expect(sent?.notAfter?.toISOString()).toBe('2026-11-12T16:30:00.000Z');
  expect(messageText(sent?.body ?? { kind: 'prompt', summary: '', blocks: [] }).join(' ')).toContain(
    'at break',
  );
  const bearing = await store.within(oak.org, (tx) => tx.select().from(messagePrompt));
  expect(bearing).toMatchObject([{ messageId: sent?.messageId, promptId: made?.promptId }]);
  const entries = await store.within(oak.org, (tx) => tx.select().from(ledger));
  expect(entries).toMatchObject([
    { kind: 'prompt_planned', subject: made?.promptId, facts: { voluntary: true } },
  ]);
  const wakes = await store.unbound((tx) =>
    tx
      .select()
      .from(wake)
      .where(and(eq(wake.orgId, oak.org), ne(wake.step, 'seal-ledger'))),
  );
  expect(wakes).toMatchObject([{ step: 'deliver-messages' }]);
});

test('asking again, or twice at once, gives one question at a time', async () => {
  await Promise.all([ask('T01'), ask('T01')]);
  expect(await prompts()).toHaveLength(1);
  expect((await ask('T01')).summary).toBe('Your next question comes today at 12:00.');
  await store.within(oak.org, (tx) => tx.update(prompt).set({ state: 'asked', askedAt: new Date(THURSDAY) }));
  const waiting = await ask('T01');
  expect(waiting.summary).toBe('This one is waiting for you.');
  expect(waiting.blocks.some((each) => each.type === 'buttons')).toBe(true);
  expect(await prompts()).toHaveLength(1);
});

test('the indicator longest unasked comes first, and nothing is met twice in ten school days', async () => {
  const past = historyOf(store, oak, 600 + block);
  await past.add({ question: 'CON-S1', person: 'T02', on: '2026-11-10', verdict: 'good' });
  await past.add({ question: 'TRN-K1', person: 'T02', on: '2026-11-09', verdict: 'good' });
  await ask('T01');
  expect((await prompts()).find((row) => row.personId === oak.person('T01').id)?.questionId).toBe('TRN-K1');
  // T02 met both this week: nothing is left, until ten school days have passed since Monday 9 November.
  expect((await ask('T02')).summary).toContain('There is no question for you');
  expect((await ask('T02', '2026-11-20T12:00:00Z')).summary).toContain('There is no question for you');
  expect((await ask('T02', '2026-11-23T12:00:00Z')).summary).toContain('on its way');
  const again = (await prompts()).find((row) => row.occurrence === '2026-11-23');
  expect(again?.questionId).toBe('TRN-K1');
});

test.each([
  ['in the evening', 'T01', '2026-11-12T20:00:00Z', 'Friday 13 Nov at 08:00'],
  ['before the day starts', 'T01', '2026-11-12T06:00:00Z', 'Thursday 12 Nov at 08:00'],
  ['at the weekend', 'T01', '2026-11-14T12:00:00Z', 'Monday 16 Nov at 08:00'],
  ['in half term', 'T01', '2026-10-28T12:00:00Z', 'Monday 2 Nov at 08:00'],
])('%s nobody is asked, even if they want it', async (_when, ref, moment, next) => {
  expect((await ask(ref, moment)).summary).toBe(`You can be asked from ${next}.`);
  expect(await prompts()).toEqual([]);
});

test('a part-timer is not asked on a day off', async () => {
  const person = { ...oak.person('T01'), workingDays: [1, 2] };
  const answer = await answerCommand(oak.at(THURSDAY), [{ settingId: oak.setting.id, person }], 'ask');
  expect(answer.summary).toBe('You can be asked from Monday 16 Nov at 08:00.');
});

test('somebody who oversees has no knowledge questions', async () => {
  expect((await ask('G02')).summary).toContain('There is no question for you');
});

test('somebody chat cannot reach is told so, and nothing is left half made', async () => {
  await store.within(oak.org, (tx) => tx.update(address).set({ state: 'unreachable' }));
  expect((await ask('T01')).summary).toContain('cannot send you a direct message');
  expect(await prompts()).toEqual([]);
});

test('somebody in two settings is told which one an answer is about, and can ask for the other', async () => {
  const elm = await makeSchool(store, {
    block: 400 + block,
    setting: { name: 'Elm Primary', ref: `elm-${block}` },
  });
  // The same person on both lists of one organisation: Elm's list is written into Oak's organisation.
  await store.within(oak.org, async (tx) => {
    await insertSetting(tx, oak.org, { ...elm.setting, channel: null });
    await tx.insert(membership).values({
      orgId: oak.org,
      settingId: elm.setting.id,
      personId: oak.person('D01').id,
      staffRef: 'E01',
      roles: ['teacher'],
      state: 'confirmed',
      workingDays: [1, 2, 3, 4, 5],
    });
  });
  const who = [
    { settingId: oak.setting.id, person: oak.person('D01') },
    { settingId: elm.setting.id, person: { ...oak.person('D01'), roles: ['teacher' as const] } },
  ];
  const texts = async (text: string) =>
    messageText(await answerCommand(oak.at(THURSDAY), who, text)).join('\n');
  // At Elm she is a teacher and sees only her own; at Oak she is the DSL.
  expect(await texts('status')).toContain('You, at Elm Primary');
  expect(await texts('status')).toContain(`Oak Primary: write “status ${oak.setting.ref}”.`);
  expect(await texts(`status ${oak.setting.ref}`)).toContain('Oak Primary today');
  expect(await texts('status somewhere-else')).toContain('STOP');
});
