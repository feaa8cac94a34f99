/**
 * A fresh, migrated store for a test file: PGlite in memory, loaded from one dump made once per run.
 * The rule: each file has its own, so no test can see another's rows.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { Db, Store } from '../../src/store/database.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { migrate, shippedMigrations } from '../../src/store/migrate.ts';
import * as schema from '../../src/store/schema/index.ts';

export async function openTestStore(): Promise<Store> {
  return openEmbedded(null, await migratedDump());
}

/** The dump is kept by the hash of the migrations, so a changed schema makes a new one. */
async function migratedDump(): Promise<Blob> {
  const mark = createHash('sha256')
    .update(JSON.stringify(shippedMigrations().map((m) => m.hash)))
    .digest('hex');
  const path = join(tmpdir(), `vigil-test-${mark.slice(0, 16)}.tar`);
  if (!existsSync(path)) {
    const client = await PGlite.create();
    await migrate(drizzle(client, { schema }) as unknown as Db);
    const dump = await client.dumpDataDir('none');
    const draft = join(mkdtempSync(join(tmpdir(), 'vigil-dump-')), 'dump.tar');
    writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
    renameSync(draft, path);
    await client.close();
  }
  return new Blob([new Uint8Array(readFileSync(path))]);
}
