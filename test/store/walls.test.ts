/**
 * The walls between organisations, on both databases: every table that carries org_id is behind them, read from the
 * catalogue and tried with twins, so that a table added later without its wall is found here.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store, Tx } from '../../src/store/database.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { openServer } from '../../src/store/server.ts';
import type { Table } from '../../src/store/table-copy.ts';
import { fillEveryTable, tablesOf } from '../support/every-table.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const CONTENT_FREE = ['installation_route', 'lane', 'wake'];
const APPEND_ONLY = [
  'anonymous_release',
  'ledger',
  'legal_hold',
  'not_asked',
  'org_key',
  'person_key',
  'question_version',
  'reply',
  'retention_run',
];
/** Added to and, past its time, removed; never changed. */
const NEVER_CHANGED = ['naming'];
const kinds = canRunPostgres ? (['embedded', 'server'] as const) : (['embedded'] as const);

describe.each(kinds)('walls on the %s database', (kind) => {
  let server: Postgres | null = null;
  let store: Store;
  let one: School;
  let two: School;
  let walled: Table[];

  beforeAll(async () => {
    if (kind === 'embedded') store = await openTestStore();
    else {
      server = await startPostgres();
      const { login, owner } = await server.fresh();
      store = await openServer(login, { migrateUrl: owner });
    }
    one = await makeSchool(store, { block: 1, canary: 'canary-one' });
    two = await makeSchool(store, { block: 2, canary: 'canary-two' });
    await fillEveryTable(store, one.org, 'canary-one');
    await fillEveryTable(store, two.org, 'canary-two');
    walled = (await tablesOf(store)).filter((table) => table.walled);
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  const names = async (query: string) =>
    rowsOf<{ name: string }>(await store.unbound((tx) => tx.execute(sql.raw(query)))).map((row) => row.name);
  const named = ({ name }: Table) => sql.identifier(name);

  describe('as the catalogue has them', () => {
    const tables = `pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`;

    test('every table but the content-free ones forces row-level security', async () => {
      const open = await names(
        `select relname as name from ${tables} and not (relrowsecurity and relforcerowsecurity) order by 1`,
      );
      expect(open).toEqual(['house', ...CONTENT_FREE]);
    });

    test('every table carries org_id, and it leads every key and every index of the walled ones', async () => {
      expect(
        await names(`select relname as name from ${tables} and not exists (
          select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull)`),
      ).toEqual(['house']);
      expect(
        await names(`select i.indexrelid::regclass::text as name from pg_index i
          join pg_class c on c.oid = i.indrelid
          join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
          where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and a.attname <> 'org_id'`),
      ).toEqual([]);
    });

    test('there is one policy a table, for reading and writing alike, bound to the organisation', async () => {
      const policies = rowsOf<{ table: string; sees: string; writes: string; command: string }>(
        await store.unbound((tx) =>
          tx.execute(sql`select tablename as "table", qual as sees, with_check as writes, cmd as command
            from pg_policies where schemaname = 'public' order by 1`),
        ),
      );
      expect(policies.map((policy) => policy.table)).toEqual(walled.map((table) => table.name).sort());
      for (const policy of policies) {
        expect(policy.command).toBe('ALL');
        expect(policy.sees).toMatch(/^\(org_id = \(NULLIF\(current_setting\('app\.org'/);
        expect(policy.writes).toBe(policy.sees);
      }
    });

    test('every key from one table to another carries org_id on both sides, in the same place', async () => {
      const keys = rowsOf<{ name: string; own: string[]; theirs: string[] }>(
        await store.unbound((tx) =>
          tx.execute(sql`
            select conname as name,
              array(select attname::text from unnest(conkey) with ordinality as k(n, at)
                join pg_attribute on attrelid = conrelid and attnum = n order by at) as own,
              array(select attname::text from unnest(confkey) with ordinality as k(n, at)
                join pg_attribute on attrelid = confrelid and attnum = n order by at) as theirs
            from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`),
        ),
      );
      expect(keys.length).toBeGreaterThan(15);
      for (const { name, own, theirs } of keys)
        expect([name, own[0], theirs[0]]).toEqual([name, 'org_id', 'org_id']);
    });

    test('the program’s role owns nothing, can log in nowhere and see past nothing', async () => {
      expect(
        await names(`select relname as name from pg_class where pg_get_userbyid(relowner) = 'vigil_app'
          union select nspname from pg_namespace where pg_get_userbyid(nspowner) = 'vigil_app'
          union select proname from pg_proc where pg_get_userbyid(proowner) = 'vigil_app'`),
      ).toEqual([]);
      expect(
        await names(`select rolname as name from pg_roles where rolname = 'vigil_app'
          and not (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb)`),
      ).toEqual(['vigil_app']);
      expect(
        await names(`select r.rolname as name from pg_auth_members m join pg_roles r on r.oid = m.roleid
          join pg_roles u on u.oid = m.member where u.rolname = 'vigil_app'`),
      ).toEqual([]);
    });

    test('it may not empty a table, make one, nor change what is only ever added', async () => {
      const may = async (privilege: string) =>
        names(`select relname as name from ${tables} and has_table_privilege('vigil_app', c.oid, '${privilege}')
          order by 1`);
      const all = await names(`select relname as name from ${tables} order by 1`);
      for (const privilege of ['truncate', 'trigger', 'references']) expect(await may(privilege)).toEqual([]);
      for (const privilege of ['update', 'delete'])
        expect(
          all.filter(
            (name) =>
              name !== 'house' &&
              !APPEND_ONLY.includes(name) &&
              !(privilege === 'update' && NEVER_CHANGED.includes(name)),
          ),
        ).toEqual(await may(privilege));
      expect(
        await names(`select 'may' as name where has_schema_privilege('vigil_app', 'public', 'create')`),
      ).toEqual([]);
    });
  });

  describe('as twins find them', () => {
    test('each twin has a row in every table, and sees none of the other’s, with no filter', async () => {
      for (const [mine, canary] of [
        [one, 'canary-two'],
        [two, 'canary-one'],
      ] as const) {
        await store.within(mine.org, async (tx) => {
          for (const table of walled) {
            const rows = rowsOf<{ org: string; text: string }>(
              await tx.execute(sql`select org_id::text as org, t::text as text from ${named(table)} as t`),
            );
            expect([table.name, rows.length > 0]).toEqual([table.name, true]);
            expect([table.name, ...new Set(rows.map((row) => row.org))]).toEqual([table.name, mine.org]);
            expect(rows.some((row) => row.text.includes(canary))).toBe(false);
          }
        });
      }
    });

    test('unbound work sees no row of any walled table', async () => {
      await store.unbound(async (tx) => {
        for (const table of walled)
          expect([table.name, rowsOf(await tx.execute(sql`select 1 as one from ${named(table)}`))]).toEqual([
            table.name,
            [],
          ]);
      });
    });

    test('one cannot change or remove a row of the other’s', async () => {
      await store.within(one.org, async (tx) => {
        for (const table of walled.filter(({ name }) => !APPEND_ONLY.includes(name))) {
          const theirs = sql`where org_id = ${two.org}::uuid returning 1 as one`;
          if (!NEVER_CHANGED.includes(table.name))
            expect(
              rowsOf(await tx.execute(sql`update ${named(table)} set org_id = org_id ${theirs}`)),
            ).toEqual([]);
          expect(rowsOf(await tx.execute(sql`delete from ${named(table)} ${theirs}`))).toEqual([]);
        }
      });
    });

    test('one cannot add a row to the other, nor give one of its own away', async () => {
      for (const table of walled) {
        const columns = sql.join(
          table.columns.map(({ name }) => sql.identifier(name)),
          sql`, `,
        );
        const given = sql.join(
          table.columns.map(({ name }) => (name === 'org_id' ? sql`${two.org}::uuid` : sql.identifier(name))),
          sql`, `,
        );
        const add = (tx: Tx) =>
          tx.execute(
            sql`insert into ${named(table)} (${columns}) select ${given} from ${named(table)} limit 1`,
          );
        await expect(store.within(one.org, add), table.name).rejects.toThrow(/row-level security/);
        if (APPEND_ONLY.includes(table.name)) continue;
        const give = (tx: Tx) => tx.execute(sql`update ${named(table)} set org_id = ${two.org}::uuid`);
        await expect(store.within(one.org, give), table.name).rejects.toMatchObject({ code: '42501' });
      }
    });

    test('replies, question versions and the ledger are only ever added to, by their own organisation too', async () => {
      for (const name of APPEND_ONLY) {
        const change = (tx: Tx) => tx.execute(sql`update ${sql.identifier(name)} set org_id = org_id`);
        const remove = (tx: Tx) => tx.execute(sql`delete from ${sql.identifier(name)}`);
        await expect(store.within(one.org, change)).rejects.toMatchObject({ code: '42501' });
        await expect(store.within(one.org, remove)).rejects.toMatchObject({ code: '42501' });
      }
    });
  });
});
