/**
 * Brings a database up to this program's schema, under a lock, and refuses one that is too new for it.
 * The rule: migrations run as the owner, before any work; the program itself never runs as the owner. A migration only
 * ever adds to what the program before it knows (a test holds it to that), so a program one migration behind still
 * starts: while one replica after another is upgraded, and when the upgrade is taken back.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { MigrationMeta } from 'drizzle-orm/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Db } from './database.ts';
import { NewerDatabase } from './refusals.ts';
import { rowsOf } from './rows.ts';

const FOLDER = fileURLToPath(new URL('../../drizzle', import.meta.url));
const LOCK = 1_986_619_244; // "vigl", so that two programs starting at once migrate one after the other

export function shippedMigrations(): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: FOLDER });
}

/**
 * A change that waits for a table in use makes everybody after it wait too, so it is given up soon. A migration that
 * changes several tables takes prompt before message, as a press does: the other way round each waits for the other.
 */
const LOCK_MS = 400;

/** By how many migrations a database may be ahead of the program that opens it. */
const AHEAD = 1;

/** Runs what has not been run, in one transaction. Throws NewerDatabase when the database is too far ahead. */
export async function migrate(db: Db): Promise<void> {
  const migrations = shippedMigrations();
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    await tx.execute(sql`select set_config('lock_timeout', ${String(LOCK_MS)}, true)`);
    const known = await tx.execute(sql`select to_regclass('public.house') is not null as made`);
    const made = rowsOf<{ made: boolean }>(known)[0]?.made ?? false;
    const done = made
      ? (rowsOf<{ migrations: number }>(await tx.execute(sql`select migrations from house`))[0]?.migrations ??
        0)
      : 0;
    if (done > migrations.length + AHEAD) throw new NewerDatabase(done, migrations.length);
    for (const migration of migrations.slice(done))
      for (const statement of migration.sql) await tx.execute(sql.raw(statement));
    if (done < migrations.length)
      await tx.execute(sql`
        insert into house (one, migrations) values (true, ${migrations.length})
        on conflict (one) do update set migrations = excluded.migrations`);
  });
}

/** The number of migrations this program ships, read from the journal beside them. */
export function schemaNumber(): number {
  const journal = JSON.parse(readFileSync(`${FOLDER}/meta/_journal.json`, 'utf8')) as { entries: unknown[] };
  return journal.entries.length;
}
