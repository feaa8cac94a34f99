/**
 * A row in every table that belongs to an organisation, made from the catalogue, so that a table added later is
 * walked too without anybody remembering it. Values are awkward on purpose: microseconds, nested json, quotes, bytes.
 */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { OrgId } from '../../src/domain/setting.ts';
import type { Store, Tx } from '../../src/store/database.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { listTables, type Table } from '../../src/store/table-copy.ts';

/** The tables that carry org_id, those that others point to first. */
export function tablesOf(store: Store): Promise<Table[]> {
  return store.unbound((tx) => listTables(tx));
}

/** Adds the rows; every text in them holds `canary`. */
export async function fillEveryTable(store: Store, org: OrgId, canary: string): Promise<void> {
  const tables = await tablesOf(store);
  await store.within(org, async (tx) => {
    for (const table of tables) await addRow(tx, table, org, canary);
  });
}

/**
 * Adds one row; `given` has the text of columns that are to hold something of one’s own. One that is there already is
 * left as it is, unless `strict` asks for the refusal.
 */
export async function addRow(
  tx: Tx,
  table: Table,
  org: OrgId,
  canary: string,
  given: ReadonlyMap<string, string> = new Map(),
  strict = false,
): Promise<void> {
  const pointed = await pointedTo(tx, table.name, org);
  const values = table.columns.map(({ name, type }) => {
    const value =
      name === 'org_id'
        ? org
        : (given.get(name) ?? pointed.get(name) ?? awkward(type, `${canary} ${name}`, org));
    return sql`${value}::text::${sql.raw(type)}`; // as text first: one driver will not take bytes any other way
  });
  const names = table.columns.map(({ name }) => sql.identifier(name));
  await tx.execute(sql`
    insert into ${sql.identifier(table.name)} (${sql.join(names, sql`, `)})
    values (${sql.join(values, sql`, `)}) ${strict ? sql`` : sql`on conflict do nothing`}`);
}

/** For each column of a foreign key, the value it has in a row that is there. */
async function pointedTo(tx: Tx, table: string, org: OrgId): Promise<Map<string, string>> {
  const keys = rowsOf<{ to: string; own: string[]; theirs: string[] }>(
    await tx.execute(sql`
      select confrelid::regclass::text as "to",
        array(select attname::text from unnest(conkey) with ordinality as k(n, at)
          join pg_attribute on attrelid = conrelid and attnum = n order by at) as own,
        array(select attname::text from unnest(confkey) with ordinality as k(n, at)
          join pg_attribute on attrelid = confrelid and attnum = n order by at) as theirs
      from pg_constraint where contype = 'f' and conrelid = ${table}::regclass`),
  );
  const found = new Map<string, string>();
  for (const { to, own, theirs } of keys) {
    const columns = theirs.map((name) => sql`${sql.identifier(name)}::text as ${sql.identifier(name)}`);
    const [row] = rowsOf<Record<string, string>>(
      await tx.execute(
        sql`select ${sql.join(columns, sql`, `)} from ${sql.identifier(to)} where org_id = ${org}::uuid limit 1`,
      ),
    );
    own.forEach((name, at) => {
      const value = row?.[theirs[at] ?? ''];
      if (value !== undefined) found.set(name, value);
    });
  }
  return found;
}

function awkward(type: string, text: string, org: string): string {
  const digest = createHash('md5').update(`${org} ${text}`).digest('hex');
  const known: Record<string, string> = {
    uuid: digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    text: `${text} “naïve” \\ "quoted" 'single'\n{,}\tŁódź 👋`,
    integer: '-3',
    bigint: '9007199254740993',
    boolean: 'true',
    date: '2028-02-29',
    'timestamp with time zone': '2026-03-29 01:30:00.123456+01',
    'double precision': '0.1',
    bytea: '\\x00ff5c27',
    jsonb: JSON.stringify({ text, list: [1, null, 'é"\\'], deep: { number: 0.1 } }),
    'integer[]': '{1,NULL,3}',
    'text[]': '{"a,b","c\\"d",NULL}',
  };
  const value = known[type];
  if (value === undefined) throw new Error(`Say in every-table.ts what an awkward ${type} looks like`);
  return value;
}
