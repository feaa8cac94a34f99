/**
 * Moving an embedded database to a server: whole, exact, only into an empty one, and never half.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrgId } from '../../src/domain/setting.ts';
import type { Store } from '../../src/store/database.ts';
import { ownerOf } from '../../src/store/embedded.ts';
import { moveDatabase } from '../../src/store/move.ts';
import { DatabaseUnreachable, MoveDiffers, StoreRefusal, TargetNotEmpty } from '../../src/store/refusals.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { asOwner, openServer } from '../../src/store/server.ts';
import { listTables, sumOf } from '../../src/store/table-copy.ts';
import { fillEveryTable } from '../support/every-table.ts';
import { canRunPostgres, type Database, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

describe.runIf(canRunPostgres)('moving', () => {
  let server: Postgres;
  let source: Store;
  let schools: School[];

  beforeAll(async () => {
    server = await startPostgres();
    source = await openTestStore();
    schools = [
      await makeSchool(source, { block: 1 }),
      await makeSchool(source, { block: 2, canary: 'twin' }),
    ];
    for (const { org } of schools) await fillEveryTable(source, org, `of ${org}`);
    await source.within(schools[0]?.org as OrgId, (tx) =>
      tx.execute(sql`insert into ledger (org_id, entry_id, at, kind, subject, facts)
        select org_id, gen_random_uuid(), now(), 'many', n::text, '{}' from organisation, generate_series(1, 1234) n`),
    );
  });
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  const sums = async (store: Store) => {
    const owner = ownerOf(store);
    if (!owner) throw new Error('no owner');
    const tables = await listTables(owner);
    return Promise.all(tables.map(async (table) => [table.name, await sumOf(owner, table, null)] as const));
  };
  const superuserSums = ({ superuser }: Database) =>
    asOwner(superuser, async (owner) => {
      await owner.execute(sql`set timezone to 'UTC'`);
      const tables = await listTables(owner);
      const found = [];
      for (const table of tables) found.push([table.name, await sumOf(owner, table, null)] as const);
      return found;
    });

  test('every row of every table arrives exactly, and the source is left as it was', async () => {
    const to = await server.fresh();
    const before = await sums(source);
    expect(before.filter(([, sum]) => sum.rows === 0)).toEqual([]);
    const lines: string[] = [];
    const moved = await moveDatabase(source, to.login, {
      migrateUrl: to.owner,
      report: (line) => lines.push(line),
    });
    expect(await superuserSums(to)).toEqual(before);
    expect(await sums(source)).toEqual(before);
    expect(moved).toMatchObject({
      organisations: 2,
      tables: before.length,
      rows: before.reduce((count, [, sum]) => count + sum.rows, 0),
    });
    expect(moved.said).toContain('Moved 2 organisations');
    expect(lines.filter((line) => line.startsWith('ledger: ')).length).toBe(2);
    const store = await openServer(to.login, { migrateUrl: to.owner });
    for (const { org, people } of schools) {
      const [row] = rowsOf<{ people: number }>(
        await store.within(org, (tx) => tx.execute(sql`select count(*) as people from membership`)),
      );
      expect(row?.people).toBe(people.length);
    }
    await store.close();
  });

  test('an empty server that was never migrated will do, and one address for both', async () => {
    const to = await server.fresh('empty');
    const moved = await moveDatabase(source, to.owner);
    expect(moved.organisations).toBe(2);
    await expect(moveDatabase(source, to.owner)).rejects.toBeInstanceOf(TargetNotEmpty);
  });

  test('a server with one organisation is refused, even one that nothing else points to', async () => {
    const to = await server.fresh();
    const store = await openServer(to.login, { migrateUrl: to.owner });
    await store.within(schools[0]?.org as OrgId, (tx) =>
      tx.execute(sql`insert into organisation (org_id, name, created_at)
        values (current_setting('app.org')::uuid, 'here first', now())`),
    );
    await store.close();
    await expect(moveDatabase(source, to.login, { migrateUrl: to.owner })).rejects.toBeInstanceOf(
      TargetNotEmpty,
    );
    const [organisation] = (await superuserSums(to)).filter(([name]) => name === 'organisation');
    expect(organisation?.[1].rows).toBe(1);
    const walls = await asOwner(to.owner, (owner) =>
      owner.execute(sql`select relforcerowsecurity as forced from pg_class where relname = 'organisation'`),
    );
    expect(rowsOf(walls)).toEqual([{ forced: true }]);
  });

  test('a copy that is not its original is not kept', async () => {
    const to = await server.fresh();
    await asOwner(to.owner, async (owner) => {
      await owner.execute(sql`create function spoil() returns trigger language plpgsql as
        'begin new.name := upper(new.name); return new; end'`);
      await owner.execute(
        sql`create trigger spoil before insert on person for each row execute function spoil()`,
      );
    });
    await expect(moveDatabase(source, to.login, { migrateUrl: to.owner })).rejects.toBeInstanceOf(
      MoveDiffers,
    );
    expect((await superuserSums(to)).filter(([, sum]) => sum.rows > 0)).toEqual([]);
  });

  test('a server cannot be the source, and one that is not there is said to be so', async () => {
    const to = await server.fresh();
    const store = await openServer(to.owner);
    await expect(moveDatabase(store, to.owner)).rejects.toBeInstanceOf(StoreRefusal);
    await store.close();
    await expect(moveDatabase(source, 'postgres://nobody:secret@127.0.0.1:1/none')).rejects.toSatisfy(
      (fault) => fault instanceof DatabaseUnreachable && !fault.message.includes('secret'),
    );
  });
});
