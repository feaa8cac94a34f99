/**
 * The nightly removal on a real Postgres: two replicas at once take each row once and write one night, whose counts
 * are whole.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyRetention } from '../../src/cycle/apply-retention.ts';
import type { Store } from '../../src/store/database.ts';
import { inboundEvent, ledger, reply, retentionRun } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { historyOf } from '../support/history.ts';
import { canRunPostgres, type Postgres, startPostgres, whyNot } from '../support/postgres.ts';
import { makeSchool } from '../support/school.ts';

if (!canRunPostgres) process.stderr.write(`${whyNot}\n`);

describe.runIf(canRunPostgres)('on a real Postgres', () => {
  let postgres: Postgres;
  let stores: Store[] = [];
  beforeAll(async () => {
    postgres = await startPostgres();
    const { login, owner } = await postgres.fresh();
    stores = [await openServer(login, { migrateUrl: owner }), await openServer(login, { migrateUrl: owner })];
  }, 60_000);
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await postgres?.stop();
  });

  test('two replicas that come together take each row once and write one night', async () => {
    const [one] = stores;
    if (one === undefined) throw new Error('No store was opened');
    const school = await makeSchool(one, { block: 7 });
    const past = historyOf(one, school, 907);
    for (const person of ['T01', 'T02', 'T03', 'T04'])
      await past.add({
        question: 'TRN-K1',
        person,
        on: '2026-11-10',
        verdict: 'good',
        closesAt: new Date('2026-11-20T20:00:00Z'),
      });
    await one.within(school.org, (tx) =>
      tx.insert(inboundEvent).values(
        Array.from({ length: 1_700 }, (_, at) => ({
          orgId: school.org,
          platform: 'slack',
          eventKey: `old ${at}`,
          takenAt: new Date('2026-10-01T08:00:00Z'),
        })),
      ),
    );
    const context = (store: Store) => ({
      ...school.at('2028-09-02T03:00:00Z'),
      within: <T>(work: Parameters<typeof store.within<T>>[1]) => store.within(school.org, work),
    });
    await Promise.all([...stores, ...stores].map((store) => applyRetention(context(store))));
    const rows = await one.within(school.org, async (tx) => ({
      runs: await tx.select().from(retentionRun),
      events: await tx.$count(inboundEvent),
      replies: await tx.$count(reply),
      counted: (await tx.select().from(ledger)).map(({ facts }) => Number(facts.removed)),
    }));
    expect([rows.events, rows.replies]).toEqual([0, 0]);
    expect(rows.runs).toHaveLength(1);
    expect(rows.runs[0]?.removed).toEqual({ answers: 4, questions: 4, events: 1_700 });
    expect(rows.counted.reduce((total, each) => total + each, 0)).toBe(1_708);
  });
});
