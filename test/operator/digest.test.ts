/**
 * The digest as JSON tells no more of one person's answer than the channel was told.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digest } from '../../src/operator/digest.ts';
import type { Store } from '../../src/store/database.ts';
import { insertDigest, readDigest } from '../../src/store/digests.ts';
import { givenFor } from '../support/given.ts';
import { historyOf } from '../support/history.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const FRIDAY = '2026-11-13T16:00:00Z';
let store: Store;
let oak: School;
beforeAll(async () => {
  store = await openTestStore();
  oak = await makeSchool(store, { block: 1 });
});
afterAll(() => store.close());

test('“not sure” is not told of few, nor of a week that is not over', async () => {
  const past = historyOf(store, oak);
  const told = async () => {
    const { out } = await digest(givenFor(store, [oak], FRIDAY), {
      setting: oak.setting.ref,
      week: '2026-W46',
    });
    return JSON.parse(out).participation;
  };
  const answer = (person: string) =>
    past.add({ question: 'TRN-K1', person, on: '2026-11-10', verdict: 'unsure' });
  await answer('T01');
  expect(await told()).toMatchObject({ asked: 1, answered: 1, notSure: null });
  for (const person of ['T02', 'T03', 'T04', 'T05']) await answer(person);
  expect(await told()).toMatchObject({ asked: 5, answered: 5, notSure: null });
  const now = new Date(FRIDAY);
  await store.within(oak.org, async (tx) => {
    const facts = await readDigest(tx, oak.setting, '2026-W46', now);
    const head = { sequence: 1, hash: 'a'.repeat(64) };
    const made = { settingId: oak.setting.id, week: facts.week, asOf: now, messageId: null, facts, head };
    await insertDigest(tx, oak.org, made);
  });
  expect(await told()).toMatchObject({ answered: 5, notSure: 5 });
});
