/**
 * The embedded database: PGlite in a directory of its own, one process at a time.
 * The rule: what was committed survives the power going; a second process is refused before it can open anything.
 * A new database is made beside its place and renamed into it, so one that is there is whole.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { type Db, type Store, storeOver } from './database.ts';
import { lockDirectory } from './directory-lock.ts';
import { DurableFiles, durableParameters, keptPlans, syncDirectory, syncTree } from './durable-files.ts';
import { embeddedEngine } from './embedded-engine.ts';
import { checkSpace, FLOOR_BYTES } from './free-space.ts';
import { migrate } from './migrate.ts';
import * as schema from './schema/index.ts';

type OnEngine = [mayWrite: () => Promise<void>, held: () => boolean, closed: () => Promise<void>];

/** The database's owner behind a store, for what must see every organisation: `move` alone. */
const owners = new WeakMap<Store, Db>();

export function ownerOf(store: Store): Db | null {
  return owners.get(store) ?? null;
}

/** Opens the database in `directory`, or in memory when it is null (tests, from a migrated dump). */
export async function openEmbedded(
  directory: string | null,
  dump?: Blob,
  floor: number = FLOOR_BYTES,
): Promise<Store> {
  if (directory === null) {
    const client = await PGlite.create({
      startParams: keptPlans(PGlite.defaultStartParams),
      ...(dump ? { loadDataDir: dump } : {}),
    });
    if (!dump) await migrate(ownerDb(client));
    return storeOn(
      client,
      async () => undefined,
      () => true,
      async () => undefined,
    );
  }
  const home = resolve(directory);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(home);
  try {
    await checkSpace(home, floor);
    const place = join(home, 'database');
    if (!existsSync(place)) await make(place);
    const client = await openFiles(place);
    try {
      await migrate(ownerDb(client));
    } catch (fault) {
      await client.close();
      throw fault;
    }
    return storeOn(client, () => checkSpace(home, floor), lock.held, lock.release);
  } catch (fault) {
    await lock.release();
    throw fault;
  }
}

function storeOn(client: PGlite, ...watched: OnEngine): Store {
  const store = storeOver(embeddedEngine(client, ...watched));
  owners.set(store, ownerDb(client));
  return store;
}

const ownerDb = (client: PGlite): Db => drizzle(client, { schema }) as unknown as Db;

/** Makes an empty database. What an earlier, broken-off making left behind is thrown away. */
async function make(place: string): Promise<void> {
  const draft = `${place}-in-the-making`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  await (await openFiles(draft)).close();
  await syncTree(draft);
  renameSync(draft, place);
  syncDirectory(join(place, '..'));
}

async function openFiles(place: string): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableFiles(place),
    startParams: durableParameters(PGlite.defaultStartParams),
  });
}
