/**
 * A Postgres server: migrated as its owner over a connection of its own, then used as the program's role alone.
 * The rule: whoever DATABASE_URL logs in as, even a superuser, every transaction runs as vigil_app with row-level
 * security on; a role by that name that could see past the walls is refused before any work.
 */
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { type Db, type Store, storeOver } from './database.ts';
import { migrate } from './migrate.ts';
import { StoreRefusal } from './refusals.ts';
import { refusalOf } from './refuse.ts';
import { rowsOf } from './rows.ts';
import * as schema from './schema/index.ts';
import { poolOf } from './server-pool.ts';
import { openSession, type SessionLimits } from './server-session.ts';

export type ServerLimits = SessionLimits & { connections: number; statementMs: number };

/** The server gives a statement up after 10 s, so a link that is silent for longer than that is dead. */
const SERVER_LIMITS: ServerLimits = {
  connections: 10,
  connectSeconds: 10,
  statementMs: 10_000,
  silenceMs: 12_000,
};

/** Opens the database at `url`, migrating it first by way of `migrateUrl` where the two are separate logins. */
export async function openServer(
  url: string,
  options: { migrateUrl?: string | null; limits?: Partial<ServerLimits> } = {},
): Promise<Store> {
  const { migrateUrl } = options;
  const limits = { ...SERVER_LIMITS, ...options.limits };
  await asOwner(migrateUrl ?? url, async (owner) => {
    await migrate(owner);
    await checkRole(owner);
  });
  const pool = poolOf(limits.connections, () => openSession(url, limits));
  const timeouts =
    `, set_config('statement_timeout', '${limits.statementMs}', true)` +
    `, set_config('idle_in_transaction_session_timeout', '${limits.silenceMs}', true)`;
  const store = storeOver({
    kind: 'server',
    transact: (binding, work) => pool.lend((session) => session.transact(binding + timeouts, work)),
    check: () => store.unbound(async (tx) => void (await tx.execute(sql`select 1`))),
    close: () => pool.close(),
  });
  return store;
}

/** Lends the owner's own connection, outside any role and any organisation: for migrating and moving alone. */
export async function asOwner<T>(url: string, work: (owner: Db) => Promise<T>): Promise<T> {
  const client = postgres(url, {
    max: 1,
    connect_timeout: SERVER_LIMITS.connectSeconds,
    onnotice: () => undefined,
    connection: { application_name: 'vigil (owner)' },
  });
  try {
    return await work(drizzle(client, { schema }) as unknown as Db);
  } catch (fault) {
    throw refusalOf(fault);
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function checkRole(owner: Db): Promise<void> {
  const found = await owner.execute(
    sql`select rolsuper or rolbypassrls as beyond from pg_roles where rolname = 'vigil_app'`,
  );
  if (rowsOf<{ beyond: boolean }>(found)[0]?.beyond !== false)
    throw new StoreRefusal(
      'The role vigil_app on this server can see past row-level security. ' +
        'Run: alter role vigil_app nosuperuser nobypassrls; then start Vigil again.',
    );
}
