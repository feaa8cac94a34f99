/**
 * A table's rows as text, read in batches from one database and written to another.
 * The rule: every value crosses as Postgres's own text for it and is cast back to the column's type, so jsonb,
 * arrays, microseconds, bytes and nulls arrive exactly; and both sides are summed by one and the same statement.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { rowsOf } from './rows.ts';

type Column = { name: string; type: string };
/** `walled`: behind row-level security, so written one organisation at a time. */
export type Table = { name: string; walled: boolean; columns: Column[] };
export type Carried = { rows: number; hash: string };
type Runs = Pick<Db, 'execute'>;

const BATCH = 500;
/** Says which migrations a database has had; each has its own. */
const NOT_CARRIED = 'house';

/** Every table that is carried, those that others point to first. */
export async function listTables(db: Runs): Promise<Table[]> {
  const columns = rowsOf<{ table: string; walled: boolean; name: string; type: string }>(
    await db.execute(sql`
      select c.relname as "table", c.relrowsecurity as walled, a.attname as name,
        format_type(a.atttypid, a.atttypmod) as type
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> ${NOT_CARRIED}
      order by c.relname collate "C", a.attname collate "C"`),
  );
  const pointing = rowsOf<{ table: string; to: string }>(
    await db.execute(sql`
      select conrelid::regclass::text as "table", confrelid::regclass::text as "to"
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`),
  );
  const tables = new Map<string, Table>();
  for (const { table, walled, name, type } of columns) {
    const found = tables.get(table) ?? { name: table, walled, columns: [] };
    found.columns.push({ name, type });
    tables.set(table, found);
  }
  const ordered: Table[] = [];
  while (ordered.length < tables.size) {
    const placed = new Set(ordered.map((table) => table.name));
    const next = [...tables.values()].filter(
      ({ name }) => !placed.has(name) && pointing.every((key) => key.table !== name || placed.has(key.to)),
    );
    if (next.length === 0) throw new Error('Tables point to each other in a circle');
    ordered.push(...next);
  }
  return ordered;
}

/** Every organisation that any row belongs to, so that none is left behind. */
export async function listOwners(db: Runs, tables: Table[]): Promise<string[]> {
  const each = tables.map(({ name }) => sql`select org_id from ${sql.identifier(name)}`);
  const found = await db.execute(
    sql`select distinct org_id::text as org from (${sql.join(each, sql` union all `)}) as owned order by 1`,
  );
  return rowsOf<{ org: string }>(found).map(({ org }) => org);
}

/** Copies the table's rows (of one organisation, or all of them) and says how many there were. */
export async function copyTable(
  from: Runs,
  to: Runs,
  table: Table,
  org: string | null,
): Promise<{ rows: number }> {
  const names = columnsOf(table);
  const texts = sql.join(
    table.columns.map(({ name }) => sql`${sql.identifier(name)}::text`),
    sql`, `,
  );
  await from.execute(sql`
    declare carried no scroll cursor for
    select json_build_array(${texts})::text as row from ${sql.identifier(table.name)} ${ofOrganisation(org)}`);
  let rows = 0;
  for (;;) {
    const batch = rowsOf<{ row: string }>(await from.execute(sql.raw(`fetch ${BATCH} from carried`)));
    if (batch.length === 0) break;
    rows += batch.length;
    const cast = sql.join(
      table.columns.map(({ type }, at) => sql`(r.row ->> ${sql.raw(String(at))})::${sql.raw(type)}`),
      sql`, `,
    );
    await to.execute(sql`
      insert into ${sql.identifier(table.name)} (${names})
      select ${cast} from json_array_elements(${`[${batch.map(({ row }) => row).join(',')}]`}::json) as r(row)`);
  }
  await from.execute(sql`close carried`);
  return { rows };
}

/** Counts and hashes a table's rows: the same on two databases only when every value of every row is. */
export async function sumOf(db: Runs, table: Table, org: string | null): Promise<Carried> {
  const found = await db.execute(sql`
    select count(*)::int as rows, md5(coalesce(string_agg(hash, '' order by hash collate "C"), '')) as hash
    from (select md5(row(${columnsOf(table)})::text) as hash
      from ${sql.identifier(table.name)} ${ofOrganisation(org)}) as hashed`);
  const [sum] = rowsOf<Carried>(found);
  if (!sum) throw new Error(`The table ${table.name} could not be summed`);
  return sum;
}

const columnsOf = (table: Table): SQL =>
  sql.join(
    table.columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );

const ofOrganisation = (org: string | null): SQL => (org === null ? sql`` : sql`where org_id = ${org}::uuid`);
