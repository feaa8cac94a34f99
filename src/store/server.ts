/**
 * A Postgres server: migrated as its owner over a connection of its own, then used as the program's role alone.
 * The rule: whoever DATABASE_URL logs in as, even a superuser, every transaction runs as vigil_app with row-level
 * security on; a role by that name that could see past the walls is refused before any work.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { type Db, type Store, storeOver } from './database.ts';
import { migrate } from './migrate.ts';
import { DEADLOCK, LOCK_NOT_HAD, StatementRefused, StoreRefusal } from './refusals.ts';
import { refusalOf } from './refuse.ts';
import { rowsOf } from './rows.ts';
import * as schema from './schema/index.ts';
import { poolOf } from './server-pool.ts';
import { openSession, type SessionLimits } from './server-session.ts';

export type ServerLimits = SessionLimits & {
  connections: number;
  /** The server gives a statement up after this. */
  statementMs: number;
  /** And one that waits for somebody else's lock after this. */
  lockMs: number;
  /** And a transaction whose program asks for nothing more. */
  idleMs: number;
};

/** The server gives a statement up after 4 s, so a link that is silent for longer than that is dead. */
const SERVER_LIMITS: ServerLimits = {
  connections: 10,
  connectSeconds: 3,
  statementMs: 4_000,
  lockMs: 2_000,
  silenceMs: 4_500,
  idleMs: 6_000,
};
/** The owner has no limit but this: changing a table waits so long for those who use it, who would wait behind it. */
const OWNER_CONNECT_SECONDS = 10;
const MIGRATE_TRIES = 20;
const MIGRATE_WAIT_MS = 500;

/** Opens the database at `url`, migrating it first by way of `migrateUrl` where the two are separate logins. */
export async function openServer(
  url: string,
  options: { migrateUrl?: string | null; limits?: Partial<ServerLimits> } = {},
): Promise<Store> {
  const { migrateUrl } = options;
  const limits = { ...SERVER_LIMITS, ...options.limits };
  await migrateServer(migrateUrl ?? url);
  const pool = poolOf(limits.connections, () => openSession(url, limits));
  const timeouts =
    `, set_config('statement_timeout', '${limits.statementMs}', true)` +
    `, set_config('lock_timeout', '${limits.lockMs}', true)` +
    `, set_config('idle_in_transaction_session_timeout', '${limits.idleMs}', true)`;
  const store = storeOver({
    kind: 'server',
    transact: (binding, work) => pool.lend((session) => session.transact(binding + timeouts, work)),
    check: () => store.unbound(async (tx) => void (await tx.execute(sql`select 1`))),
    close: () => pool.close(),
  });
  return store;
}

/** A table that is in use is not waited for: those who use it finish, and it is tried again. */
async function migrateServer(url: string): Promise<void> {
  await asOwner(url, async (owner) => {
    for (let tries = 1; ; tries += 1)
      try {
        await migrate(owner);
        break;
      } catch (fault) {
        const refusal = refusalOf(fault);
        const isInUse =
          refusal instanceof StatementRefused && [LOCK_NOT_HAD, DEADLOCK].includes(refusal.code);
        if (!isInUse || tries >= MIGRATE_TRIES) throw fault;
        await pause(MIGRATE_WAIT_MS);
      }
    await checkRole(owner);
  });
}

/** Lends the owner's own connection, outside any role and any organisation: for migrating and moving alone. */
export async function asOwner<T>(url: string, work: (owner: Db) => Promise<T>): Promise<T> {
  const client = postgres(url, {
    max: 1,
    connect_timeout: OWNER_CONNECT_SECONDS,
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
