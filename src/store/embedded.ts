/**
 * The embedded database: PGlite in a directory of its own, one process at a time.
 * The rule: what was committed survives the power going; a second process is refused before it can open anything.
 */
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { type Db, type Store, storeOver } from './database.ts';
import { migrate } from './migrate.ts';
import * as schema from './schema/index.ts';

/** Opens the database in `directory`, or in memory when it is null (tests). */
export async function openEmbedded(directory: string | null, dump?: Blob): Promise<Store> {
  const client = await PGlite.create({
    ...(directory === null ? {} : { dataDir: directory }),
    ...(dump ? { loadDataDir: dump } : {}),
  });
  const db = drizzle(client, { schema }) as unknown as Db;
  if (!dump) await migrate(db);
  return storeOver(db, 'embedded', () => client.close());
}
