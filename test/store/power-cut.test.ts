/**
 * The power goes while the embedded database is at work: of what was said to be recorded nothing is lost, and what is
 * found can be opened. The same without syncing loses rows, so that the trial is known to be one.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DurableFiles, durableParameters, syncTree } from '../../src/store/durable-files.ts';
import { ForgetfulFiles } from '../support/forgetful-files.ts';

const CUTS = 4;
const ROWS_BETWEEN = 40;
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'vigil-power-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const SYNCING = durableParameters(PGlite.defaultStartParams);
const openFiles = (fs: DurableFiles, startParams = SYNCING) => PGlite.create({ fs, startParams });

const rowsIn = async (place: string): Promise<number[]> => {
  const client = await openFiles(new DurableFiles(place));
  const { rows } = await client.query<{ n: number }>('select n from kept order by n');
  await client.exec('reindex table kept; insert into kept values (-1)');
  await client.close();
  return rows.map(({ n }) => n);
};

/** What was said to be recorded when the power went, and what was found then, at each of the cuts. */
async function cutAndLook(name: string, parameters: string[]): Promise<{ said: number; found: number[] }[]> {
  // As the program makes one: whole on the disk before anything is kept in it.
  const made = join(home, name);
  await (await openFiles(new DurableFiles(made))).close();
  await syncTree(made);
  const files = new ForgetfulFiles(made);
  const client = await openFiles(files, parameters);
  await client.exec('create table kept (n int primary key, filler text); checkpoint');
  const cuts: { said: number; place: string }[] = [];
  let said = 0;
  for (let cut = 0; cut < CUTS; cut += 1) {
    for (let n = 0; n < ROWS_BETWEEN; n += 1) {
      await client.query('insert into kept values ($1, repeat($2, 900))', [said, String(n)]);
      said += 1;
    }
    if (cut === 1) await client.exec('checkpoint');
    // What is not committed may be lost or not; it must only not stand in the way.
    if (cut === 2) await client.exec('begin; insert into kept values (1000000)');
    const place = join(home, `${name}-${cut}`);
    mkdirSync(place, { mode: 0o700 });
    files.cutTo(place);
    cuts.push({ said, place });
    if (cut === 2) await client.exec('rollback');
  }
  expect(files.unsafe).toBeGreaterThan(0);
  await client.close();
  const looked: { said: number; found: number[] }[] = [];
  // One that cannot even be opened has lost them all.
  for (const { said: count, place } of cuts)
    looked.push({ said: count, found: await rowsIn(place).catch(() => []) });
  return looked;
}

test('all that was said to be recorded is there after a power cut, and it can be written to', async () => {
  const looked = await cutAndLook('synced', SYNCING);
  expect(looked).toHaveLength(CUTS);
  for (const { said, found } of looked) expect(found).toEqual(Array.from({ length: said }, (_, n) => n));
});

test('as the engine is shipped, rows are lost', async () => {
  const looked = await cutAndLook('shipped', [...PGlite.defaultStartParams]);
  expect(looked.some(({ said, found }) => found.length < said)).toBe(true);
});
