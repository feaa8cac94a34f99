/**
 * Planning on a real Postgres by two replicas at once: each day is planned once, as it is on the embedded database.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import type { Store } from '../../src/store/database.ts';
import { ledger, message, prompt } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { seededRandom } from '../support/fixed.ts';
import { canRunPostgres, type Postgres, startPostgres, whyNot } from '../support/postgres.ts';
import { makeSchool } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

if (!canRunPostgres) process.stderr.write(`${whyNot}\n`);

describe.runIf(canRunPostgres)('on a real Postgres', () => {
  let postgres: Postgres;
  let one: Store;
  let two: Store;
  let embedded: Store;
  beforeAll(async () => {
    postgres = await startPostgres();
    const { login, owner } = await postgres.fresh();
    one = await openServer(login, { migrateUrl: owner });
    two = await openServer(login, { migrateUrl: owner });
    embedded = await openTestStore();
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one?.close(), two?.close(), embedded?.close()]);
    await postgres?.stop();
  });

  const WEEK = ['09', '10', '11', '12', '13'].map((day) => `2026-11-${day}T06:00:00Z`);

  test('two replicas that wake together plan each day once', async () => {
    const school = await makeSchool(one, { block: 31 });
    const other = (at: string) => ({
      ...school.at(at),
      within: <T>(work: Parameters<typeof two.within<T>>[1]) => two.within(school.org, work),
      random: seededRandom(99), // chance falls otherwise there, so doing it twice would show
    });
    let planned = 0;
    for (const at of WEEK) {
      const results = await Promise.all([planPrompts(school.at(at)), planPrompts(other(at))]);
      for (const { counts } of results) planned += counts.planned ?? 0;
    }
    const rows = await one.within(school.org, (tx) => tx.select().from(prompt));
    expect(rows).toHaveLength(planned);
    const knowledge = rows.filter((row) => row.kind === 'knowledge');
    expect(knowledge).toHaveLength(26); // thirteen staff, two each
    expect(new Set(knowledge.map((row) => `${row.personId} ${row.localDate}`)).size).toBe(26);
    const sent = await one.within(school.org, (tx) => tx.select().from(message));
    expect(sent).toHaveLength(rows.length);
    const entries = await one.within(school.org, (tx) => tx.select().from(ledger));
    expect(new Set(entries.map((entry) => entry.facts.date)).size).toBe(entries.length);
  });

  test('both databases plan the same week from the same seed', async () => {
    const weekOf = async (store: Store) => {
      const school = await makeSchool(store, { block: 32 });
      for (const at of WEEK) await planPrompts(school.at(at));
      const rows = await store.within(school.org, (tx) => tx.select().from(prompt));
      return rows
        .map((row) => `${row.askAt.toISOString()} ${row.personId} ${row.questionId} ${row.occurrence}`)
        .sort();
    };
    expect(await weekOf(one)).toEqual(await weekOf(embedded));
  });
});
