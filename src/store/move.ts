/**
 * Carries an embedded database, whole, to an empty Postgres server.
 * The rule: all or nothing. Everything is read in one transaction of the source, which is only read, and written in
 * one transaction of the server, as the program's own role, one organisation at a time: so the walls are up while
 * moving too. Before it is kept, every table of every organisation is counted and hashed on both sides by the same
 * statement. How a table is read and written as text is left to table-copy.ts.
 */
import { sql } from 'drizzle-orm';
import { bindingOf, type Db, type Store } from './database.ts';
import { ownerOf } from './embedded.ts';
import { MoveDiffers, StoreRefusal, TargetNotEmpty } from './refusals.ts';
import { rowsOf } from './rows.ts';
import { asOwner, openServer } from './server.ts';
import { type Carried, copyTable, listOwners, listTables, sumOf, type Table } from './table-copy.ts';

export type Moved = {
  organisations: number;
  tables: number;
  rows: number;
  /** What was done, in a sentence or two for whoever asked. */
  said: string;
};

export type MoveOptions = {
  /** The owner's login on the server, where it is not the one in the address. */
  migrateUrl?: string | null;
  /** Told a line as each table is done. */
  report?: (line: string) => void;
};

/** Throws TargetNotEmpty when the server holds anything, MoveDiffers when a copy is not its original. */
export async function moveDatabase(source: Store, toUrl: string, options: MoveOptions = {}): Promise<Moved> {
  const from = ownerOf(source);
  if (!from)
    throw new StoreRefusal('Only the embedded database can be moved; this one is on a server already.');
  const report = options.report ?? (() => undefined);
  const ownerUrl = options.migrateUrl ?? toUrl;
  await (await openServer(toUrl, { migrateUrl: ownerUrl })).close(); // migrates it, and proves the login works
  const moved = await asOwner(ownerUrl, (to) =>
    from.transaction((reading) =>
      to.transaction(async (writing) => {
        await refuseUnlessEmpty(writing);
        return carry(reading as unknown as Db, writing as unknown as Db, report);
      }),
    ),
  );
  return moved;
}

/**
 * The owner too is behind the walls, so for one look they are opened to it. That takes the table for this
 * transaction alone, so that no program can start a school on the server while it is being filled.
 */
async function refuseUnlessEmpty(writing: Pick<Db, 'execute'>): Promise<void> {
  await writing.execute(sql`alter table organisation no force row level security`);
  const found = await writing.execute(sql`
    select exists (select from organisation) or exists (select from installation_route)
      or exists (select from lane) or exists (select from wake) as used`);
  await writing.execute(sql`alter table organisation force row level security`);
  if (rowsOf<{ used: boolean }>(found)[0]?.used !== false)
    throw new TargetNotEmpty(
      'The server database already holds an organisation, so nothing was moved. Give the address of an empty one.',
    );
}

async function carry(reading: Db, writing: Db, report: (line: string) => void): Promise<Moved> {
  await reading.execute(
    sql.raw(`select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true)`),
  );
  const tables = await listTables(reading);
  const organisations = await listOwners(reading, tables);
  let rows = 0;
  // The ledger's rows keep their places in the chain, which the program itself may not give them.
  await writing.execute(sql`alter table ledger disable trigger user`);
  for (const org of organisations) {
    await writing.execute(sql.raw(bindingOf(org)));
    for (const table of tables.filter((one) => one.walled)) rows += (await one(table, org)).rows;
    report(`Organisation ${organisations.indexOf(org) + 1} of ${organisations.length} carried`);
  }
  await writing.execute(sql.raw(bindingOf('')));
  for (const table of tables.filter((one) => !one.walled)) rows += (await one(table, null)).rows;
  await writing.execute(sql`select set_config('role', 'none', true)`);
  await writing.execute(sql`alter table ledger enable trigger user`);
  return {
    organisations: organisations.length,
    tables: tables.length,
    rows,
    said:
      `Moved ${organisations.length} organisations: ${rows} rows in ${tables.length} tables, ` +
      'each counted and compared on both sides. The embedded database was left as it was. ' +
      'Set DATABASE_URL to the server, start Vigil, and keep the old folder until you have looked.',
  };

  async function one(table: Table, org: string | null): Promise<Carried> {
    const carried = await copyTable(reading, writing, table, org);
    const [read, written] = [await sumOf(reading, table, org), await sumOf(writing, table, org)];
    if (read.rows !== written.rows || read.hash !== written.hash || carried.rows !== read.rows)
      throw new MoveDiffers(
        `The table ${table.name} did not arrive as it left (${read.rows} rows there, ${written.rows} here), ` +
          'so nothing was kept on the server. The embedded database was left as it was; please report this.',
      );
    report(`${table.name}: ${read.rows} rows`);
    return read;
  }
}
