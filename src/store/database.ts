/**
 * The one door to Postgres: opens the store and lends a transaction bound to one organisation.
 * The rule: the database itself never leaves this room. Work receives `tx`, already running as the program's own
 * role with row-level security on, and sees one organisation's rows or, unbound, only the content-free tables.
 * Opening an embedded database is left to embedded.ts, a server to server.ts, migrating to migrate.ts.
 */
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { OrgId } from '../domain/setting.ts';
import { refusalOf } from './refuse.ts';
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
  /**
   * The same store, whose commits do not wait for the disk: for what nobody has been promised. The next ordinary
   * commit carries them all to it.
   */
  hurried(): Store;
  /** Resolves when something could be recorded now; throws the refusal that says why not. For /readyz. */
  check(): Promise<void>;
  close(): Promise<void>;
};

/** What a kind of database brings: a transaction that begins with `binding`, one SQL statement without values. */
export type Engine = {
  kind: Store['kind'];
  transact<T>(binding: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  check(): Promise<void>;
  close(): Promise<void>;
};

const ROLE = 'vigil_app';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function storeOver(engine: Engine, isHurried = false): Store {
  const bound = async <T>(org: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const binding = bindingOf(org) + (isHurried ? `, set_config('synchronous_commit', 'off', true)` : '');
    try {
      return await engine.transact(binding, work);
    } catch (fault) {
      throw refusalOf(fault);
    }
  };
  return {
    kind: engine.kind,
    within: bound,
    unbound: (work) => bound('', work),
    hurried: () => storeOver(engine, true),
    check: () => engine.check(),
    close: () => engine.close(),
  };
}

/**
 * Binds a transaction to an organisation ('' for none), for its length alone. It is sent as text with the
 * transaction's BEGIN, so the organisation is let in only when it is a plain identifier.
 */
export function bindingOf(org: string): string {
  if (org !== '' && !UUID.test(org)) throw new Error('An organisation is named by its identifier');
  return (
    `select set_config('role', '${ROLE}', true), set_config('app.org', '${org}', true), ` +
    `set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true)`
  );
}
