/**
 * Two replicas that need an organisation's first key, and a person's, at the same moment: one makes it, both use it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { shredPersonKey } from '../../src/store/key-rows.ts';
import type { Place } from '../../src/store/keys.ts';
import { orgKey, personKey } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { ringUnder, TEST_KEY } from '../support/keys.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';

const NOW = new Date('2026-11-10T10:00:00Z');

describe.runIf(canRunPostgres)('on a server', () => {
  let server: Postgres;
  let stores: [Store, Store];
  let school: School;
  beforeAll(async () => {
    server = await startPostgres();
    const { login, owner } = await server.fresh();
    stores = [await openServer(login, { migrateUrl: owner }), await openServer(login, { migrateUrl: owner })];
    school = await makeSchool(stores[0], { block: 1 });
  });
  afterAll(async () => {
    for (const store of stores ?? []) await store.close();
    await server?.stop();
  });

  test('many at once, each in a transaction of its own: one key each, and every text opens on either', async () => {
    const { org } = school;
    const place = (n: number): Place => ({ org, table: 'note', row: `r${n}`, column: 'sealed' });
    const people = school.people.slice(0, 4).map(({ id }) => id);
    const personOf = (n: number) => people[n % people.length] ?? '';
    const sealed = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        stores[n % 2 === 0 ? 0 : 1].within(org, (tx) =>
          ringUnder(TEST_KEY).sealForPerson(tx, `text ${n}`, place(n), { personId: personOf(n), now: NOW }),
        ),
      ),
    );
    const [orgKeys, personKeys] = await stores[0].within(org, async (tx) => [
      await tx.$count(orgKey),
      await tx.$count(personKey),
    ]);
    expect([orgKeys, personKeys]).toEqual([1, people.length]);
    for (const [n, one] of sealed.entries()) {
      if (one.is === 'shredded') throw new Error('Nobody shredded a key');
      for (const store of stores)
        expect(
          await store.within(org, (tx) =>
            ringUnder(TEST_KEY).openForPerson(tx, one.sealed, place(n), personOf(n)),
          ),
        ).toEqual({ is: 'open', text: `text ${n}` });
    }
  });

  test('a shredding waits for whoever is sealing, and whoever comes after it seals nothing', async () => {
    const { org } = school;
    const personId = school.people[8]?.id ?? '';
    const place: Place = { org, table: 'note', row: 'r99', column: 'sealed' };
    const ring = ringUnder(TEST_KEY);
    const order: string[] = [];
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let isHeld = () => {};
    const begun = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const sealing = stores[0].within(org, async (tx) => {
      await ring.sealForPerson(tx, 'text', place, { personId, now: NOW });
      isHeld();
      await held;
      order.push('sealed');
    });
    await begun;
    const shredding = stores[1].within(org, async (tx) => {
      goOn();
      await shredPersonKey(tx, org, personId, NOW);
      order.push('shredded');
    });
    await Promise.all([sealing, shredding]);
    expect(order).toEqual(['sealed', 'shredded']);
    expect(
      await stores[0].within(org, (tx) => ring.sealForPerson(tx, 'text', place, { personId, now: NOW })),
    ).toEqual({ is: 'shredded' });
  });
});
