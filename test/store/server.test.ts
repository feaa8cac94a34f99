/**
 * A real Postgres server: its walls hold whoever logs in, it is migrated once by however many start, and of two
 * programs one gets each wake. Links that break are in server-links.test.ts.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OrgId } from '../../src/domain/setting.ts';
import type { Store, Tx } from '../../src/store/database.ts';
import { schemaNumber } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open-store.ts';
import { DatabaseUnreachable, NewerDatabase } from '../../src/store/refusals.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { asOwner, openServer } from '../../src/store/server.ts';
import { claimWake, finishWake, wakeBy } from '../../src/store/wakes.ts';
import { startChild } from '../support/child.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool } from '../support/school.ts';

const ORG = '00000001-0000-4000-8000-000000000001' as OrgId;

describe.runIf(canRunPostgres)('on a server', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  const ask = async <T>(url: string, text: string): Promise<T[]> =>
    rowsOf<T>(await asOwner(url, (owner) => owner.execute(sql.raw(text))));
  const addNote = (note: string) => async (tx: Tx) => {
    await tx.execute(sql`insert into organisation (org_id, name, created_at)
      values (${ORG}::uuid, 'noted', now()) on conflict do nothing`);
    await tx.execute(sql`insert into ledger (org_id, entry_id, at, kind, subject, facts)
      values (${ORG}::uuid, gen_random_uuid(), now(), 'note', ${note}, '{}')`);
  };

  describe('who may do what', () => {
    test('a superuser in DATABASE_URL is held by the walls all the same', async () => {
      const to = await server.fresh();
      const store = await openServer(to.superuser);
      await makeSchool(store, { block: 1 });
      const twin = await makeSchool(store, { block: 2 });
      const seen = await store.within(twin.org, (tx) => tx.execute(sql`select distinct org_id from person`));
      expect(rowsOf(seen)).toEqual([{ org_id: twin.org }]);
      await store.close();
    });

    test('the plain login can become vigil_app and nobody else', async () => {
      const to = await server.fresh();
      const store = await openServer(to.login, { migrateUrl: to.owner });
      for (const other of ['vigil_owner', 'postgres']) {
        const out = store.within(ORG, (tx) => tx.execute(sql.raw(`set role ${other}`)));
        await expect(out).rejects.toMatchObject({ code: '42501' });
      }
      const back = store.within(ORG, async (tx) => {
        await tx.execute(sql`reset role`);
        await tx.execute(sql`select * from person`);
      });
      await expect(back).rejects.toMatchObject({ code: '42501' });
      const off = store.within(ORG, (tx) => tx.execute(sql`alter table person no force row level security`));
      await expect(off).rejects.toMatchObject({ code: '42501' });
      await store.close();
    });

    test('nothing of a transaction stays with the connection', async () => {
      const to = await server.fresh();
      const store = await openServer(to.login, { migrateUrl: to.owner, limits: { connections: 1 } });
      await store.within(ORG, addNote('one'));
      const after = await store.unbound((tx) =>
        tx.execute(sql`select (select count(*) from ledger) as seen, current_setting('app.org') as org`),
      );
      expect(rowsOf(after)).toEqual([{ seen: 0, org: '' }]);
      await store.close();
    });

    test('a role by our name that sees past the walls is refused', async () => {
      const to = await server.fresh();
      await ask(to.superuser, 'alter role vigil_app bypassrls');
      try {
        await expect(openServer(to.login, { migrateUrl: to.owner })).rejects.toThrow(/alter role vigil_app/);
      } finally {
        await ask(to.superuser, 'alter role vigil_app nobypassrls');
      }
    });

    test('a wrong password or database is said without the address', async () => {
      const to = await server.fresh();
      const fault = await openServer(`${to.login}_gone`).catch((thrown: unknown) => thrown);
      expect(fault).toBeInstanceOf(DatabaseUnreachable);
      expect(String(fault)).not.toContain('vigil_login');
    });
  });

  describe('migrating', () => {
    const opener = `
      const { openServer } = await import('./src/store/server.ts');
      const store = await openServer(process.env.URL_OF_SERVER);
      console.log('opened');
      await store.close();`;

    test('two processes and two here that start at once on an empty database all open it, migrated once', async () => {
      const to = await server.fresh('empty');
      const children = [1, 2].map(() => startChild(opener, { URL_OF_SERVER: to.owner }));
      const here = await Promise.all([openServer(to.owner), openServer(to.owner)]);
      for (const child of children) expect(await child.line()).toBe('opened');
      await Promise.all(children.map((child) => child.ended));
      await Promise.all(here.map((store) => store.close()));
      expect(await ask(to.owner, 'select migrations from house')).toEqual([{ migrations: schemaNumber() }]);
    });

    test('it waits while another migrates, and then sees what that one made', async () => {
      const to = await server.fresh();
      const opening = await asOwner(to.owner, (other) =>
        other.transaction(async (tx) => {
          await tx.execute(sql`select pg_advisory_xact_lock(1986619244)`);
          const second = openServer(to.owner).catch((fault: unknown) => fault);
          const waits = sql`select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted`;
          for (let waiting = 0; waiting === 0; )
            waiting = rowsOf<{ waiting: number }>(await tx.execute(waits))[0]?.waiting ?? 0;
          await tx.execute(sql`update house set migrations = 9999`);
          return { second };
        }),
      );
      expect(await opening.second).toBeInstanceOf(NewerDatabase);
    });

    test('a newer database is refused by a program and left alone', async () => {
      const to = await server.fresh();
      await ask(to.owner, 'update house set migrations = 9999');
      await expect(openServer(to.login, { migrateUrl: to.owner })).rejects.toBeInstanceOf(NewerDatabase);
      expect(await ask(to.owner, 'select migrations from house')).toEqual([{ migrations: 9999 }]);
    });

    test('a login that may not migrate opens a database that is up to date', async () => {
      const to = await server.fresh();
      await ask(to.owner, 'create role vigil_inherits login inherit in role vigil_app').catch(
        () => undefined,
      );
      const store = await openStore({
        databaseUrl: to.login.replace('vigil_login', 'vigil_inherits'),
        migrateUrl: null,
        dataDir: '/nowhere',
      });
      await expect(store.check()).resolves.toBeUndefined();
      await store.close();
    });
  });

  describe('two programs on one database', () => {
    let stores: [Store, Store];
    beforeEach(async () => {
      const to = await server.fresh();
      stores = [await openServer(to.owner), await openServer(to.owner)];
      return async () => {
        await Promise.all(stores.map((store) => store.close()));
      };
    });

    test('of many claims of one wake at once exactly one is granted, again and again', async () => {
      const now = new Date('2026-11-09T08:00:00Z');
      for (let round = 0; round < 10; round += 1) {
        await stores[0].within(ORG, (tx) => wakeBy(tx, ORG, 'plan-prompts', now));
        const claims = await Promise.all(
          Array.from({ length: 12 }, (_, n) => claimWake(stores[n % 2 ? 1 : 0], ORG, 'plan-prompts', now)),
        );
        const [lease, ...others] = claims.filter((claim) => claim !== null);
        expect(others).toEqual([]);
        if (!lease) throw new Error('Nobody was granted it');
        await finishWake(stores[0], ORG, { step: 'plan-prompts', lease, nextDue: null });
      }
    });

    test('a wake whose holder died is given again when its lease has ended, and once', async () => {
      const now = new Date('2026-11-09T08:00:00Z');
      await stores[0].within(ORG, (tx) => wakeBy(tx, ORG, 'send-digests', now));
      const lease = await claimWake(stores[0], ORG, 'send-digests', now);
      if (lease === null) throw new Error('It was not granted');
      expect(await claimWake(stores[1], ORG, 'send-digests', now)).toBeNull();
      await stores[1].unbound((tx) =>
        tx.execute(sql`update wake set leased_until = now() - interval '1 second'`),
      );
      const claims = await Promise.all(stores.map((store) => claimWake(store, ORG, 'send-digests', now)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      // Whoever had it first comes back: the wake is not theirs to end any more.
      await finishWake(stores[0], ORG, { step: 'send-digests', lease, nextDue: now });
      expect(await claimWake(stores[1], ORG, 'send-digests', now)).toBeNull();
    });
  });
});
