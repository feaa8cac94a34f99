/**
 * Who is in charge on a real Postgres, asked by two replicas at once and answered by two leads at once: one question, one
 * alert, and one person who stands.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askCharge } from '../../src/cycle/ask-charge.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import type { Store } from '../../src/store/database.ts';
import { alert, charge, membership, message, naming } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { worldOf } from '../support/members.ts';
import { canRunPostgres, type Postgres, startPostgres, whyNot } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';

if (!canRunPostgres) process.stderr.write(`${whyNot}\n`);

describe.runIf(canRunPostgres)('on a real Postgres', () => {
  let postgres: Postgres;
  let one: Store;
  let two: Store;
  beforeAll(async () => {
    postgres = await startPostgres();
    const { login, owner } = await postgres.fresh();
    one = await openServer(login, { migrateUrl: owner });
    two = await openServer(login, { migrateUrl: owner });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one?.close(), two?.close()]);
    await postgres?.stop();
  });

  const on = (store: Store, school: School): School => ({
    ...school,
    at: (moment) => ({
      ...school.at(moment),
      within: <T>(work: Parameters<typeof store.within<T>>[1]) => store.within(school.org, work),
    }),
  });

  test('it is asked once, alerted once, and of two who answer at once the last one stands alone', async () => {
    for (let block = 61; block < 65; block += 1) {
      const school = await makeSchool(one, { block });
      const both = (moment: string) =>
        Promise.all([one, two].map((store) => askCharge(on(store, school).at(moment))));
      await both('2026-11-10T08:00:00Z');
      const read = () =>
        one.within(school.org, async (tx) => ({
          charges: await tx.select().from(charge),
          asked: (await tx.select().from(message)).filter(({ kind }) => kind === 'charge'),
          alerts: await tx.select().from(alert),
          namings: await tx.select().from(naming),
          named: (await tx.select().from(membership)).flatMap(({ inCharge, personId }) =>
            inCharge.map(() => personId),
          ),
        }));
      const asked = await read();
      expect(asked.charges).toHaveLength(1);
      expect(asked.asked).toHaveLength(1);
      // It never goes, so the half hour is begun anew once.
      await both('2026-11-10T08:30:10Z');
      await both('2026-11-10T09:00:20Z');
      expect((await read()).alerts).toHaveLength(1);
      const token = asked.charges[0]?.token ?? '';
      const names = (store: Store, who: string, whom: string) =>
        takePress(worldOf(store, [on(store, school)], '2026-11-10T09:05:00Z'), {
          from: { platform: 'local', externalId: school.externalId, userId: `U-${who}` },
          eventKey: `${who} names ${whom}`,
          token,
          verb: 'name_lead',
          arg: school.person(whom).id,
        });
      await Promise.all([names(one, 'D01', 'D01'), names(two, 'H01', 'D02')]);
      const after = await read();
      expect(after.namings).toHaveLength(2);
      expect(after.named).toEqual([after.charges[0]?.namedId]);
      expect(after.alerts.map(({ state }) => state)).toEqual(['closed']);
    }
  });
});
