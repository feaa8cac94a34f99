/**
 * What a row of one organisation may point to, on both databases, read from the catalogue: every key from table to
 * table is tried with a row of the twin’s, and so is every column that has no key, every function the program may
 * call, and every connection that has just served the twin.
 */
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store, Tx } from '../../src/store/database.ts';
import { StatementRefused } from '../../src/store/refusals.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { openServer } from '../../src/store/server.ts';
import type { Table } from '../../src/store/table-copy.ts';
import { addRow, fillEveryTable, tablesOf } from '../support/every-table.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

/** Columns that name a row elsewhere and have no key to it: what they name, and from where they are written. */
const NO_KEY: Record<string, { names: string; why: string; fresh?: Record<string, string> }> = {
  'alert.acknowledged_by': { names: 'person', why: 'whoever pressed, from the row they were known by' },
  'charge.alert_id': { names: 'alert', why: 'made with the alert, in the same transaction' },
  'digest.message_id': { names: 'message', why: 'made with the digest, before the message is there' },
  'ledger.actor': { names: 'person', why: 'the ledger stands when the person has been erased' },
  'message.alert_id': { names: 'alert', why: 'made with the alert, in the same transaction' },
  'message.charge_id': { names: 'charge', why: 'made with the question, in the same transaction' },
  'prompt.handed_from': { names: 'prompt', why: 'the prompt that was pressed, as it was read' },
  'prompt.reply_id': { names: 'reply', why: 'the reply points to the prompt, with a key' },
  'reply.person_id': {
    names: 'person',
    why: 'the prompt’s own, to which there is a key',
    fresh: { revision: '71' },
  },
  'reply.setting_id': {
    names: 'setting',
    why: 'the prompt’s own, to which there is a key',
    fresh: { revision: '72' },
  },
  'setting.channel_installation_id': {
    names: 'installation',
    why: 'whatever is sent there is a message, which has the key',
  },
};
/** What the program may call that runs as the owner, to whom the walls may not apply. */
const AS_OWNER = ['remove_replies', 'seal_ledger_rows'];
const FOREIGN_KEY = '23503';
const THERE_ALREADY = '23505';
const kinds = canRunPostgres ? (['embedded', 'server'] as const) : (['embedded'] as const);

type Key = { name: string; table: string; to: string; own: string[]; theirs: string[] };

describe.each(kinds)('one organisation’s rows and another’s, on the %s database', (kind) => {
  let server: Postgres | null = null;
  let store: Store;
  let one: School;
  let two: School;
  let tables: Table[];

  beforeAll(async () => {
    if (kind === 'embedded') store = await openTestStore();
    else {
      server = await startPostgres();
      const { login, owner } = await server.fresh();
      // One connection, so that whatever one organisation leaves behind on it the other meets.
      store = await openServer(login, { migrateUrl: owner, limits: { connections: 1 } });
    }
    one = await makeSchool(store, { block: 1, canary: 'canary-one' });
    two = await makeSchool(store, { block: 2, canary: 'canary-two' });
    await fillEveryTable(store, one.org, 'canary-one');
    await fillEveryTable(store, two.org, 'canary-two');
    tables = (await tablesOf(store)).filter((table) => table.walled);
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  const read = async <T>(query: SQL): Promise<T[]> =>
    rowsOf<T>(await store.unbound((tx) => tx.execute(query)));
  const named = (name: string) => sql.identifier(name);
  const tableOf = (name: string): Table => {
    const found = tables.find((table) => table.name === name);
    if (!found) throw new Error(`There is no table ${name} behind the walls`);
    return found;
  };
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (fault: unknown) => fault,
    );

  const keys = () =>
    read<Key>(sql`
      select conname as name, conrelid::regclass::text as "table", confrelid::regclass::text as "to",
        array(select attname::text from unnest(conkey) with ordinality as k(n, at)
          join pg_attribute on attrelid = conrelid and attnum = n order by at) as own,
        array(select attname::text from unnest(confkey) with ordinality as k(n, at)
          join pg_attribute on attrelid = confrelid and attnum = n order by at) as theirs
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 2, 1`);

  type Row = Record<string, string>;
  const rowsIn = (school: School, table: string, columns: readonly string[]) =>
    store.within(school.org, async (tx) => {
      const asText = columns.map((name) => sql`${named(name)}::text as ${named(name)}`);
      return rowsOf<Row>(
        await tx.execute(sql`select ${sql.join(asText, sql`, `)} from ${named(table)} order by 1`),
      );
    });
  /** A row of `other`’s such as `mine` has not got: the bank’s questions are called the same in both. */
  const onlyOf = async (other: School, mine: School, table: string, columns: readonly string[]) => {
    const own = new Set((await rowsIn(mine, table, columns)).map((row) => JSON.stringify(row)));
    const found = (await rowsIn(other, table, columns)).find((row) => !own.has(JSON.stringify(row)));
    if (!found) throw new Error(`Nothing in ${table} is the twin’s alone`);
    return found;
  };
  const turn = async (tx: Tx, table: string, given: ReadonlyMap<string, string>) => {
    const typed = new Map(tableOf(table).columns.map(({ name, type }) => [name, type]));
    const set = [...given].map(
      ([name, value]) => sql`${named(name)} = ${value}::text::${sql.raw(typed.get(name) ?? 'text')}`,
    );
    await tx.execute(sql`update ${named(table)} set ${sql.join(set, sql`, `)}
      where ctid = (select ctid from ${named(table)} limit 1)`);
  };
  /** Every row there is of `school`’s, as text. */
  const everything = (school: School) =>
    store.within(school.org, async (tx) => {
      const kept: string[] = [];
      for (const { name } of tables)
        for (const { row } of rowsOf<{ row: string }>(
          await tx.execute(sql`select t::text as row from ${named(name)} as t order by 1`),
        ))
          kept.push(`${name} ${row}`);
      return kept;
    });

  test('a row that points to the twin’s is refused by every key there is, both ways', async () => {
    const all = await keys();
    const before = [await everything(one), await everything(two)];
    let tried = 0;
    for (const [mine, other] of [
      [one, two],
      [two, one],
    ] as const)
      for (const key of all) {
        const own = key.own.filter((name) => name !== 'org_id');
        // A key to the organisation itself: a row of another's is refused by the walls.
        if (own.length === 0) continue;
        const theirs = key.theirs.filter((name) => name !== 'org_id');
        const row = await onlyOf(other, mine, key.to, theirs);
        const given = new Map(own.map((name, at) => [name, row[theirs[at] ?? ''] ?? '']));
        const add = (tx: Tx) => addRow(tx, tableOf(key.table), mine.org, 'pointing', given, true);
        let fault = await refusalOf(store.within(mine.org, add));
        // There is such a row already: it is turned to point to the twin's.
        if (fault instanceof StatementRefused && fault.code === THERE_ALREADY)
          fault = await refusalOf(store.within(mine.org, (tx) => turn(tx, key.table, given)));
        if (!(fault instanceof StatementRefused)) throw new Error(`${key.name} let a row through`);
        // Columns are shared between keys, so another of the table may be the first to refuse.
        const mayRefuse = all
          .filter(({ table, own: cols }) => table === key.table && cols.some((name) => own.includes(name)))
          .map(({ name }) => name);
        expect([key.name, fault.code]).toEqual([key.name, FOREIGN_KEY]);
        expect(mayRefuse).toContain(fault.constraint);
        tried += 1;
      }
    expect(tried).toBe(2 * all.filter(({ own }) => own.length > 1).length);
    expect(tried).toBeGreaterThan(60);
    expect([await everything(one), await everything(two)]).toEqual(before);
  });

  test('every column that names a row elsewhere has a key, or is listed with why not', async () => {
    const without = await read<{ column: string }>(sql`
      select c.relname || '.' || a.attname as "column" from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
        and a.atttypid = 'uuid'::regtype and a.attname <> 'org_id'
        and not exists (select from pg_constraint k where k.conrelid = c.oid
          and (k.contype = 'f' or k.contype = 'p') and a.attnum = any(k.conkey))
      order by 1`);
    expect(without.map(({ column }) => column)).toEqual(Object.keys(NO_KEY).sort());
  });

  test('what runs as the owner touches nothing of the twin’s', async () => {
    const called = await read<{ name: string }>(sql`
      select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
        and has_function_privilege('vigil_app', oid, 'execute') order by 1`);
    expect(called.map(({ name }) => name)).toEqual(AS_OWNER);
    const before = await everything(two);
    const entries = await rowsIn(two, 'ledger', ['entry_id']);
    expect(entries.length).toBeGreaterThan(0);
    await store.within(one.org, async (tx) => {
      const removed = await tx.execute(
        sql`select remove_replies(${two.setting.id}::uuid, '2099-01-01'::timestamptz, gen_random_uuid(), now(), current_date) as gone`,
      );
      expect(rowsOf(removed)).toEqual([{ gone: 0 }]);
    });
    for (const first of [1, 2]) {
      const seal = (tx: Tx) =>
        tx.execute(sql`select seal_ledger_rows(${first}::bigint, array[${entries[0]?.entry_id}]::uuid[],
          array['a hash']) as sealed`);
      const outcome = await store.within(one.org, seal).then(
        (result) => rowsOf<{ sealed: number }>(result)[0]?.sealed,
        (fault: unknown) => (fault instanceof StatementRefused ? 'refused' : fault),
      );
      expect(['refused', 0]).toContain(outcome);
    }
    // Unbound, they are for nobody at all.
    await store.unbound(async (tx) => {
      const removed = await tx.execute(
        sql`select remove_replies(${two.setting.id}::uuid, '2099-01-01'::timestamptz, gen_random_uuid(), now(), current_date) as gone`,
      );
      expect(rowsOf(removed)).toEqual([{ gone: 0 }]);
    });
    expect(await everything(two)).toEqual(before);
  });

  test('where there is no key, the twin’s row is not there to be found', async () => {
    for (const [column, { names, fresh = {} }] of Object.entries(NO_KEY)) {
      const [table = '', own = ''] = column.split('.');
      const id = `${names}_id`;
      const row = await onlyOf(two, one, names, [id]);
      const found = await store.within(one.org, async (tx) => {
        const given = new Map([[own, row[id] ?? ''], ...Object.entries(fresh)]);
        await addRow(tx, tableOf(table), one.org, `naming ${column}`, given, true);
        return rowsOf<{ pointing: number; found: number }>(
          await tx.execute(sql`select count(*)::int as pointing, count(n.org_id)::int as found
            from ${named(table)} as t left join ${named(names)} as n on n.${named(id)} = t.${named(own)}
            where t.${named(own)} = ${row[id]}::uuid`),
        );
      });
      expect([column, found]).toEqual([column, [{ pointing: 1, found: 0 }]]);
    }
  });

  test('changes and removals that name nobody reach nothing of the twin’s', async () => {
    const before = await everything(two);
    const undone = new Error('undone on purpose');
    let tried = 0;
    for (const { name, columns } of tables)
      for (const change of [
        sql`delete from ${named(name)}`,
        ...columns
          .filter((column) => column.type === 'text')
          .map((column) => sql`update ${named(name)} set ${named(column.name)} = 'forgotten'`),
      ]) {
        // Kept where the database lets it be, undone where it was kept: the twin is looked at either way.
        await store
          .within(one.org, async (tx) => {
            const touched = await tx.execute(sql`${change} returning org_id::text as org`);
            for (const { org } of rowsOf<{ org: string }>(touched)) expect(org).toBe(one.org);
            tried += 1;
            throw undone;
          })
          .catch((fault: unknown) => {
            if (fault !== undone && !(fault instanceof StatementRefused)) throw fault;
          });
      }
    expect(tried).toBeGreaterThan(40);
    expect(await everything(two)).toEqual(before);
  });

  test('a join that forgets whose it is joins nothing of the twin’s', async () => {
    for (const key of await keys()) {
      const joined = await store.within(one.org, async (tx) =>
        rowsOf<{ left: string; right: string }>(
          await tx.execute(sql`select a.org_id::text as "left", b.org_id::text as "right"
            from ${named(key.table)} as a cross join ${named(key.to)} as b`),
        ),
      );
      expect(joined.length).toBeGreaterThan(0);
      expect(new Set(joined.flatMap((row) => [row.left, row.right]))).toEqual(new Set([one.org]));
    }
  });

  test('a connection keeps nothing of whom it served, however the transaction ended', async () => {
    const boundTo = () =>
      store.unbound(async (tx) => {
        const [bound] = rowsOf<{ org: string | null; role: string }>(
          await tx.execute(
            sql`select nullif(current_setting('app.org', true), '') as org, current_user as role`,
          ),
        );
        const people = rowsOf(await tx.execute(sql`select * from person`));
        return { ...bound, people: people.length };
      });
    const nobody = { org: null, role: 'vigil_app', people: 0 };
    const endings: ((tx: Tx) => Promise<unknown>)[] = [
      (tx) => tx.execute(sql`select * from person`),
      async () => Promise.reject(new RangeError('the work failed')),
      (tx) => tx.execute(sql`select 1 / 0`),
      (tx) => tx.execute(sql`insert into person (org_id, person_id) values (${two.org}::uuid, null)`),
      // A fault swallowed by the work: nothing of it is kept, and the next transaction starts afresh.
      (tx) => tx.execute(sql`select nothing_of_the_kind`).catch(() => null),
    ];
    for (const ending of endings) {
      await store.within(two.org, ending).catch(() => null);
      expect(await boundTo()).toEqual(nobody);
      const [mine] = await store.within(one.org, async (tx) =>
        rowsOf<{ orgs: string[] }>(
          await tx.execute(sql`select array_agg(distinct org_id::text) as orgs from person`),
        ),
      );
      expect(mine?.orgs).toEqual([one.org]);
    }
    // Two at once over what connections there are: each sees its own, to the last row.
    const seen = await Promise.all(
      Array.from({ length: 40 }, (_, at) => {
        const { org } = at % 2 === 0 ? one : two;
        return store
          .within(org, async (tx) => {
            const rows = rowsOf<{ org: string }>(
              await tx.execute(sql`select org_id::text as org from person`),
            );
            if (at % 5 === 0) await tx.execute(sql`select 1 / 0`).catch(() => null);
            return rows.every((row) => row.org === org);
          })
          .catch(() => true);
      }),
    );
    expect(seen).toEqual(seen.map(() => true));
  });
});
