/**
 * Words that come at once from one writer, on a real Postgres: one concern, one alert, whichever replica took them.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stopWords } from '../../src/cycle/stop-words.ts';
import type { Store } from '../../src/store/database.ts';
import { alert, message } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
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

  test('six messages at once are one alert; another writer’s is another', async () => {
    const [one] = stores;
    if (one === undefined) throw new Error('No store was opened');
    const school = await makeSchool(one, { block: 11 });
    const writes = (store: Store, ref: string) =>
      stopWords(
        {
          ...school.at('2026-11-12T12:00:00Z'),
          within: <T>(work: Parameters<typeof store.within<T>>[1]) => store.within(school.org, work),
        },
        [{ person: school.person(ref), setting: school.setting, today: '2026-11-12' }],
        'A boy told me that his dad hits him',
      );
    const both = [...stores, ...stores, ...stores];
    await Promise.all([
      ...both.map((store) => writes(store, 'T01')),
      ...both.map((store) => writes(store, 'T02')),
    ]);
    const rows = await one.within(school.org, async (tx) => ({
      alerts: (await tx.select().from(alert)).map(({ personId }) => personId),
      told: await tx.$count(message),
    }));
    expect(rows.alerts.toSorted()).toEqual([school.person('T01').id, school.person('T02').id].toSorted());
    expect(rows.told).toBe(2);
  });
});
