/**
 * Which answers stand, and what they come to: blocks, corrections, dates that stand, cases kept out.
 */

import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOf } from '../../src/domain/access.ts';
import type { Question } from '../../src/domain/question.ts';
import { listOverdue } from '../../src/store/counts.ts';
import type { Store } from '../../src/store/database.ts';
import { insertDigest, readDigest } from '../../src/store/digests.ts';
import { listOverdueNamed } from '../../src/store/dues.ts';
import { listEvidence } from '../../src/store/evidence.ts';
import { settingQuestion } from '../../src/store/schema/index.ts';
import { readStatus } from '../../src/store/status.ts';
import { historyOf } from '../support/history.ts';
import { makeSchool, QUESTIONS, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const shared = QUESTIONS.find((question) => question.id === 'SIT-D1') as Question;
const CASES: Question = {
  ...shared,
  id: 'ALG-D1',
  standard: 'allegations',
  indicator: 'lado-contact',
  audience: 'headteacher',
  cadence: 'half_termly',
  answer: {
    kind: 'choice',
    choices: [
      { key: 'yes', label: 'Yes', verdict: 'good' },
      { key: 'no', label: 'No', verdict: 'poor' },
      { key: 'none', label: 'None arose', verdict: 'not_applicable' },
    ],
  },
};
const TRAINED: Question = {
  ...shared,
  id: 'TRN-D1',
  standard: 'training',
  indicator: 'dsl-trained',
  audience: 'dsl',
  cadence: 'monthly',
  answer: { kind: 'date', within: 730, again: 90 },
};

const school = (): Promise<School> => {
  block += 1;
  return makeSchool(store, { block, questions: [...QUESTIONS, CASES, TRAINED] });
};
const evidenceOf = (at: School, asOf: string, cases = false) =>
  store.within(at.org, (tx) => listEvidence(tx, at.setting, asOf, { cases }));

test('knowledge is let out five at a time, in the order of the first answers', async () => {
  const oak = await school();
  const past = historyOf(store, oak, 800 + block);
  const refs = ['T01', 'T02', 'T03', 'T04', 'T05', 'T06', 'A01', 'A02', 'D01', 'D02'];
  const shown: number[] = [];
  for (const person of refs) {
    await past.add({
      question: 'TRN-K1',
      person,
      on: '2026-11-10',
      verdict: person === 'T06' ? 'poor' : 'good',
    });
    const [found] = await evidenceOf(oak, '2026-11-15');
    shown.push(found ? found.good + found.poor : 0);
  }
  expect(shown).toEqual([0, 0, 0, 0, 5, 5, 5, 5, 5, 10]);
  // Five poor answers more push the first five good ones out: the newest ten count.
  for (const person of ['T01', 'T02', 'T03', 'T04', 'T05'])
    await past.add({ question: 'TRN-K1', person, on: '2026-11-13', verdict: 'poor' });
  expect(await evidenceOf(oak, '2026-11-15')).toMatchObject([{ good: 4, poor: 6 }]);
});

test('a block is stale only as a whole, so one answer never drops out by itself', async () => {
  const oak = await school();
  const past = historyOf(store, oak, 800 + block);
  for (const [person, on] of [
    ['T01', '2026-09-08'],
    ['T02', '2026-09-08'],
    ['T03', '2026-09-09'],
    ['T04', '2026-10-06'],
    ['T05', '2026-10-07'],
  ] as const)
    await past.add({ question: 'TRN-K1', person, on, verdict: 'good' });
  // Monthly: 30 school days. The newest, 7 October, is 30 school days before 25 November; the oldest went long before.
  const good = async (day: string) => (await evidenceOf(oak, day)).map((found) => found.good);
  expect(await good('2026-10-08')).toEqual([5]);
  expect(await good('2026-11-25')).toEqual([5]);
  expect(await good('2026-11-26')).toEqual([]);
});

test('a question switched off, or answered after the date, is not evidence; but its last poor answer stands', async () => {
  const oak = await school();
  const past = historyOf(store, oak, 800 + block);
  await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-11-09', verdict: 'poor' });
  expect(await evidenceOf(oak, '2026-11-08')).toEqual([]);
  expect(await evidenceOf(oak, '2026-11-09')).toMatchObject([{ indicator: 'site-security', poor: 1 }]);
  await store.within(oak.org, (tx) =>
    tx.update(settingQuestion).set({ state: 'off' }).where(eq(settingQuestion.questionId, 'SIT-D1')),
  );
  // Switching the check off mends nothing.
  expect(await evidenceOf(oak, '2026-11-09')).toMatchObject([{ indicator: 'site-security', poor: 1 }]);
  await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-11-10', verdict: 'good' });
  expect(await evidenceOf(oak, '2026-11-10')).toEqual([]);
});

test('“not sure” and “need time” neither count nor hide what was known', async () => {
  const oak = await school();
  const past = historyOf(store, oak, 800 + block);
  await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-11-09', verdict: 'poor' });
  await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-11-11', verdict: 'unsure' });
  await past.add({ question: 'TRN-A1', person: 'T01', on: '2026-11-09', verdict: 'pending' });
  expect(await evidenceOf(oak, '2026-11-12')).toMatchObject([
    { indicator: 'site-security', poor: 1, good: 0 },
  ]);
});

test('a poor check stands until a better answer replaces it: silence never mends a rating', async () => {
  const oak = await school();
  const past = historyOf(store, oak, 800 + block);
  await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-09-15', verdict: 'poor' });
  expect(await evidenceOf(oak, '2026-12-10')).toMatchObject([{ indicator: 'site-security', poor: 1 }]);
  await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-12-11', verdict: 'good' });
  expect(await evidenceOf(oak, '2026-12-11')).toMatchObject([
    { indicator: 'site-security', good: 1, poor: 0 },
  ]);
  // A good answer does go stale: weekly, eight school days.
  expect(await evidenceOf(oak, '2027-01-20')).toEqual([]);
});

test('a date that stands is not stale while it does, even from the year before', async () => {
  const oak = await school();
  const past = historyOf(store, oak, 800 + block);
  await past.add({
    question: 'TRN-D1',
    person: 'D01',
    on: '2026-06-15',
    verdict: 'good',
    answer: { kind: 'date', date: '2025-01-10' },
  });
  expect(await evidenceOf(oak, '2026-11-09')).toMatchObject([{ indicator: 'dsl-trained', good: 1 }]);
  expect(await evidenceOf(oak, '2027-01-10')).toHaveLength(1);
  expect(await evidenceOf(oak, '2027-01-11')).toEqual([]);
});

test('what could tell of a case is for the headteacher alone: rating and action both', async () => {
  const oak = await school();
  const past = historyOf(store, oak, 800 + block);
  const said = await past.add({ question: 'ALG-D1', person: 'H01', on: '2026-11-09', verdict: 'poor' });
  await past.openAction({
    replyId: said.replyId ?? '',
    question: 'ALG-D1',
    owner: 'H01',
    on: '2026-11-09',
    dueOn: '2026-11-10',
  });
  const now = new Date('2026-11-16T08:00:00Z');
  const facts = await store.within(oak.org, (tx) => readDigest(tx, oak.setting, '2026-W46', now));
  expect(facts.openActions).toEqual([]);
  expect(facts.standards.find((row) => row.standard === 'allegations')?.rating).toBe('not_yet_assessed');
  const statusFor = (ref: string) =>
    store.within(oak.org, (tx) =>
      readStatus(tx, oak.setting, now, accessOf(oak.person(ref).roles, oak.setting)),
    );
  const ratingIn = async (ref: string) =>
    (await statusFor(ref)).standards.find((row) => row.id === 'allegations')?.rating;
  expect((await statusFor('T01')).standards).toEqual([]);
  for (const ref of ['D01', 'D02', 'G01', 'G02']) {
    expect(await ratingIn(ref)).toBe('not_yet_assessed');
    expect((await statusFor(ref)).openActions).toBe(0);
  }
  expect(await ratingIn('H01')).toBe('not_met');
  expect((await statusFor('H01')).openActions).toBe(1);
});

test('an overdue check that could tell of a case is counted for all, and named to the headteacher alone', async () => {
  const oak = await school();
  const past = historyOf(store, oak, 800 + block);
  const late = { on: '2026-11-02', state: 'overdue', dueOn: '2026-11-04' } as const;
  await past.add({ question: 'ALG-D1', person: 'H01', ...late });
  const indicator = oak.questions.find(({ id }) => id === 'ALG-D1')?.indicator ?? '';
  const now = new Date('2026-11-16T08:00:00Z');
  const facts = await store.within(oak.org, (tx) => readDigest(tx, oak.setting, '2026-W46', now));
  expect(facts.overdue).toMatchObject([{ owner: 'headteacher', people: 1 }]);
  expect(JSON.stringify(facts)).not.toContain(indicator);
  const named = (cases: boolean) =>
    store.within(oak.org, (tx) => listOverdueNamed(tx, oak.setting.id, { cases }));
  expect((await named(false)).map((row) => row.indicator)).toEqual(['one-for-the-headteacher-alone']);
  expect((await named(true)).map((row) => row.indicator)).toEqual([indicator]);
});

test('a week has one digest, whoever writes it first', async () => {
  const oak = await school();
  const asOf = new Date('2026-11-16T08:00:00Z');
  const write = () =>
    store.within(oak.org, async (tx) => {
      const facts = await readDigest(tx, oak.setting, '2026-W46', asOf);
      return insertDigest(tx, oak.org, {
        settingId: oak.setting.id,
        week: '2026-W46',
        asOf,
        head: null,
        facts,
        messageId: null,
      });
    });
  expect(await Promise.all([write(), write()])).toEqual([true, false]);
});

test('overdue attestations are taken on only when every day’s alert about them is', async () => {
  const oak = await school();
  const past = historyOf(store, oak, 800 + block);
  await past.add({
    question: 'TRN-A1',
    person: 'T01',
    on: '2026-10-19',
    state: 'overdue',
    dueOn: '2026-11-09',
  });
  await past.add({
    question: 'TRN-A1',
    person: 'T02',
    on: '2026-10-20',
    state: 'overdue',
    dueOn: '2026-11-10',
  });
  const taken = async () =>
    (await store.within(oak.org, (tx) => listOverdue(tx, oak.setting.id))).map((row) => [
      row.people,
      row.acknowledged,
    ]);
  await past.overdueAlert({ on: '2026-11-09' }, 'acknowledged');
  expect(await taken()).toEqual([[2, false]]);
  await past.overdueAlert({ on: '2026-11-10' }, 'acknowledged');
  expect(await taken()).toEqual([[2, true]]);
});
