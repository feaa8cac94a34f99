/**
 * The one door to Postgres: opens the store and lends a transaction bound to one organisation.
 * The rule: the database itself never leaves this file. Work receives `tx`, already running as the program's own
 * role with row-level security on, and sees one organisation's rows or, unbound, only the content-free tables.
 * Opening an embedded database is left to embedded.ts, a server to server.ts, migrating to migrate.ts.
 */
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { OrgId } from '../domain/setting.ts';
import type * as schema from './schema/index.ts';

export type Schema = typeof schema;
export type Db = PgDatabase<PgQueryResultHKT, Schema>;
/** A transaction, the only thing a step is ever given. */
export type Tx = Omit<Db, 'transaction' | '$client'>;

export type Store = {
  readonly kind: 'embedded' | 'server';
  /** Runs `work` in one transaction that sees and writes `org`'s rows alone. */
  within<T>(org: OrgId, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs `work` with no organisation: it sees installation_route, lane and wake, and no rows of any other table. */
  unbound<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const ROLE = 'vigil_app';

export function storeOver(db: Db, kind: Store['kind'], close: () => Promise<void>): Store {
  const bound = async <T>(org: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.transaction(async (tx) => {
      await tx.execute(
        sql`select set_config('role', ${ROLE}, true), set_config('app.org', ${org}, true), set_config('timezone', 'UTC', true)`,
      );
      return work(tx as unknown as Tx);
    });
  return {
    kind,
    within: bound,
    unbound: (work) => bound('', work),
    close,
  };
}
