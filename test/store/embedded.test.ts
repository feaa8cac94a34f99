/**
 * The embedded database keeps what it said it recorded: synced before it answers, there after a kill, and never
 * opened by two, half made, or on a disk that is full.
 */
import fs, {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrgId } from '../../src/domain/setting.ts';
import { DurableFiles, durableParameters } from '../../src/store/durable-files.ts';
import { openEmbedded, ownerOf } from '../../src/store/embedded.ts';
import { embeddedEngine } from '../../src/store/embedded-engine.ts';
import { checkSpace, freeBytes } from '../../src/store/free-space.ts';
import { DatabaseBusy, isAway, isStopped, NewerDatabase, NoRoom, NoSpace } from '../../src/store/refusals.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { startChild } from '../support/child.ts';

const ORG = '00000001-0000-4000-8000-000000000001' as OrgId;
const homes: string[] = [];
let made = '';
beforeAll(async () => {
  made = newHome();
  await (await openEmbedded(made)).close();
});
/** A home with a database in it already: making one takes seconds, copying it does not. */
const madeHome = () => {
  const home = newHome();
  cpSync(made, home, { recursive: true });
  return home;
};
const newHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'vigil-embedded-'));
  homes.push(home);
  return home;
};
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

describe('syncing', () => {
  let files: DurableFiles;
  let client: PGlite;
  beforeAll(async () => {
    files = new DurableFiles(join(madeHome(), 'database'));
    client = await PGlite.create({ fs: files, startParams: durableParameters(PGlite.defaultStartParams) });
    await client.exec('create table kept (n int)');
  });
  afterAll(() => client.close());

  test('the engine is set to ask for it', async () => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings
       where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'wal_sync_method') order by 1`,
    );
    expect(rows.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
      'fsync=on',
      'full_page_writes=on',
      'synchronous_commit=on',
      'wal_sync_method=fsync',
    ]);
  });

  test('every commit has reached the disk before it is answered, and a read costs none', async () => {
    for (let n = 0; n < 20; n += 1) {
      const before = files.syncs;
      await client.query('insert into kept values ($1)', [n]);
      expect(files.syncs).toBeGreaterThan(before);
    }
    const before = files.syncs;
    await client.query('select * from kept');
    expect(files.syncs).toBe(before);
  });

  test('a checkpoint syncs the tables as well as the log', async () => {
    const before = files.syncs;
    await client.exec('checkpoint');
    expect(files.syncs - before).toBeGreaterThan(2);
  });
});

describe('opening', () => {
  test('a second opening is refused until the first is closed', async () => {
    const home = madeHome();
    const store = await openEmbedded(home);
    await expect(openEmbedded(home)).rejects.toBeInstanceOf(DatabaseBusy);
    await store.close();
    await (await openEmbedded(home)).close();
  });

  test('one half made by a killed process is made again, for the owner alone, a second process refused', async () => {
    const home = join(newHome(), 'new', 'data');
    mkdirSync(join(home, 'database-in-the-making', 'base'), { recursive: true, mode: 0o700 });
    writeFileSync(join(home, 'database-in-the-making', 'PG_VERSION'), '18\n');
    const first = openEmbedded(home);
    const child = startChild(opener, { HOME_OF_STORE: home });
    expect(await child.line()).toBe('DatabaseBusy');
    await child.ended;
    const store = await first;
    await expect(store.check()).resolves.toBeUndefined();
    await store.close();
    expect(readdirSync(home)).toEqual(['database']);
    expect(statSync(join(home, 'database')).mode & 0o777).toBe(0o700);
  });

  test('a database newer than the program is refused in plain words, and let go', async () => {
    const home = madeHome();
    const store = await openEmbedded(home);
    await ownerOf(store)?.execute(sql`update house set migrations = 9999`);
    await store.close();
    const refused = openEmbedded(home);
    await expect(refused).rejects.toBeInstanceOf(NewerDatabase);
    await expect(refused).rejects.toThrow(/made by a newer Vigil \(schema 9999\).*Start the newer version/);
    expect(existsSync(join(home, 'vigil.lock'))).toBe(false);
  });

  test('too little room is refused before anything is made', async () => {
    const home = newHome();
    const free = await freeBytes(home);
    await expect(openEmbedded(home, undefined, free * 2)).rejects.toThrow(
      /MB are free on the disk.*Make room/,
    );
    expect(readdirSync(home)).toEqual([]);
    await expect(checkSpace(home, free * 2)).rejects.toBeInstanceOf(NoSpace);
    await expect(checkSpace(home, 1)).resolves.toBeUndefined();
  });
});

test('what was said to be recorded is there after kill -9, round after round', async () => {
  const home = madeHome();
  let told = 0;
  for (let round = 0; round < 3; round += 1) {
    const child = startChild(recorder, { HOME_OF_STORE: home, FIRST: String(told + 1) });
    for (let lines = 0; lines < 15 + 9 * round; lines += 1) told = Number(await child.line());
    await child.kill();
    const store = await openEmbedded(home);
    const [found] = rowsOf<{ rows: number; last: number }>(
      await store.within(ORG, (tx) =>
        tx.execute(sql`select count(*) as rows, max(subject::int) as last from ledger`),
      ),
    );
    await store.close();
    // The last may have been recorded and not yet told; none told may be missing.
    expect(found?.last).toBeGreaterThanOrEqual(told);
    expect(found?.rows).toBe(found?.last);
    told = found?.last ?? 0;
  }
}, 180_000);

test('with too little room it goes on reading, says what is in the way of writing, and writes again once there is room', async () => {
  const client = await PGlite.create();
  await client.exec('create table kept (n text)');
  let isFull = false;
  const engine = embeddedEngine(
    client,
    async () => {
      if (isFull) throw new NoSpace('Only 12 MB are free');
    },
    () => true,
    async () => undefined,
  );
  const add = () => engine.transact('select 1', (tx) => tx.execute(sql`insert into kept values ('one')`));
  const read = () => engine.transact('select 1', (tx) => tx.execute(sql`select * from kept`));
  await add();
  isFull = true;
  const refused = await add().catch((fault: unknown) => fault);
  expect(refused).toBeInstanceOf(NoRoom);
  expect(refused).toMatchObject({ message: 'Only 12 MB are free' });
  // Who presses meanwhile is kept in the spool or told, and nothing has to be started again.
  expect([isAway(refused), isStopped(refused)]).toEqual([true, false]);
  await expect(engine.check()).rejects.toBeInstanceOf(NoSpace);
  expect(await read()).toMatchObject({ rows: [{ n: 'one' }] });
  isFull = false;
  await add();
  expect(await read()).toMatchObject({ rows: [{ n: 'one' }, { n: 'one' }] });
  await engine.close();
});

test.each([
  ['in a table', 'checkpoint'],
  ['in the log, which ends the engine itself', 'select pg_switch_wal()'],
])(
  'a disk that fills up %s is said, at once and again, and what was recorded is there',
  async (_where, before) => {
    const home = madeHome();
    const open = () =>
      PGlite.create({
        fs: new DurableFiles(join(home, 'database')),
        startParams: durableParameters(PGlite.defaultStartParams),
      });
    const client = await open();
    await client.exec('create table kept (n text)');
    const engine = embeddedEngine(
      client,
      async () => undefined,
      () => true,
      async () => undefined,
    );
    const fill = () =>
      engine.transact('select 1', (tx) =>
        tx.execute(sql`insert into kept select repeat(md5(n::text), 200) from generate_series(1, 5000) n`),
      );
    await fill();
    await client.exec(before);
    const write = fs.writeSync;
    fs.writeSync = () => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    try {
      await expect(fill()).rejects.toBeInstanceOf(NoSpace);
    } finally {
      fs.writeSync = write;
    }
    await expect(fill()).rejects.toBeInstanceOf(NoSpace);
    await expect(engine.check()).rejects.toBeInstanceOf(NoSpace);
    await engine.close();
    const again = await open();
    expect((await again.query('select count(*) as rows from kept')).rows).toEqual([{ rows: 5000 }]);
    await again.close();
  },
);

const opener = `
  const { openEmbedded } = await import('./src/store/embedded.ts');
  await openEmbedded(process.env.HOME_OF_STORE).then(
    async (store) => { console.log('opened'); await store.close(); },
    (fault) => console.log(fault.name),
  );`;

const recorder = `
  const { sql } = await import('drizzle-orm');
  const { openEmbedded } = await import('./src/store/embedded.ts');
  const { writeSync } = await import('node:fs');
  const store = await openEmbedded(process.env.HOME_OF_STORE);
  for (let n = Number(process.env.FIRST); ; n += 1) {
    await store.within('${ORG}', async (tx) => {
      await tx.execute(sql\`insert into organisation (org_id, name, created_at)
        values ('${ORG}', 'x', now()) on conflict do nothing\`);
      await tx.execute(sql\`insert into ledger (org_id, entry_id, at, kind, subject, facts)
        values ('${ORG}', gen_random_uuid(), now(), 'x', \${String(n)}, '{}')\`);
    });
    writeSync(1, n + '\\n');
  }`;
