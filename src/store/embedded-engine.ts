/**
 * How the embedded database runs a transaction.
 * The rule: a transaction that did not commit never looks as if it had. The engine commits nothing, and says
 * nothing, when a statement's fault was swallowed; and once its disk is full it never answers again. So the first is
 * asked about before the end, and after the second every transaction, the one under way too, is refused at once.
 */
import type { PGlite, Transaction } from '@electric-sql/pglite';
import { getTableName } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { PgliteSession, PgliteTransaction } from 'drizzle-orm/pglite';
import type { Engine, Tx } from './database.ts';
import { EngineHalted } from './durable-files.ts';
import { preparedQueries } from './prepared-queries.ts';
import {
  DatabaseBusy,
  EngineStopped,
  NoRoom,
  NoSpace,
  StatementRefused,
  type StoreRefusal,
} from './refusals.ts';
import { refusalOf } from './refuse.ts';
import * as schema from './schema/index.ts';

const dialect = new PgDialect();

/** In transactions. */
const TIDY_EVERY = 500;
const TIDY = `vacuum (analyze) ${tableNames().join(', ')}`;

/** Every table of the schema: one that is counted beside one that is not makes for worse plans than neither. */
function tableNames(): string[] {
  return Object.values(schema).map((table) => getTableName(table));
}

/**
 * `mayWrite` throws NoSpace where too little room is left to write: then it only reads, until there is room again.
 * `held` says whether the directory is still ours.
 */
export function embeddedEngine(
  client: PGlite,
  mayWrite: () => Promise<void>,
  held: () => boolean,
  closed: () => Promise<void>,
): Engine {
  let stopped: StoreRefusal | null = null;
  const waiting = new Set<(refusal: StoreRefusal) => void>();
  const stop = (refusal: StoreRefusal) => {
    stopped ??= refusal;
    for (const refuse of waiting) refuse(stopped);
  };
  const watch = (fault: unknown): never => {
    const refusal = refusalOf(fault);
    if (refusal instanceof NoSpace) stop(refusal);
    if (fault instanceof EngineHalted)
      stop(new EngineStopped('The embedded database stopped. Start Vigil again; nothing recorded is lost.'));
    throw fault;
  };
  const guard = () => {
    if (!held())
      stop(
        new DatabaseBusy(
          'Another program has taken over the database while this one was asleep. Start Vigil again.',
        ),
      );
    if (stopped) throw stopped;
  };
  const transaction = preparedQueries(client);
  let sinceTidied = 0;
  /** What stands in the way of writing; null where nothing does. */
  const shortOfRoom = async (): Promise<NoSpace | null> => {
    try {
      await mayWrite();
      return null;
    } catch (fault) {
      if (fault instanceof NoSpace) return fault;
      throw fault;
    }
  };
  /** The engine never tidies by itself: without this, rows written over and over are found by way of all they were. */
  const tidy = async () => {
    sinceTidied += 1;
    if (sinceTidied < TIDY_EVERY) return;
    if ((await shortOfRoom()) !== null) return;
    sinceTidied = 0;
    await client.exec(TIDY);
  };
  const run = async <T>(binding: string, work: (tx: Tx) => Promise<T>) => {
    const short = await shortOfRoom();
    return client.transaction(async (lent) => {
      guard();
      const prepared = transaction();
      let ended = false;
      const query: Transaction['query'] = async (text, values, options) => {
        if (ended) throw new Error('A transaction that has ended was asked again');
        return prepared.query<never>(text, values, options).catch(watch);
      };
      try {
        await query(binding);
        if (short !== null) await query('set transaction read only');
        const session = new PgliteSession({ ...lent, query }, dialect, undefined);
        const result = await work(new PgliteTransaction(dialect, session, undefined) as unknown as Tx);
        // An earlier statement was refused, even if the work did not mind: nothing of it would be kept.
        const failure = await prepared.failure();
        if (failure !== null) throw failure;
        return result;
      } catch (fault) {
        throw short !== null && isReadOnly(fault) ? new NoRoom(short.message) : fault;
      } finally {
        ended = true;
      }
    });
  };
  return {
    kind: 'embedded',
    async transact<T>(binding: string, work: (tx: Tx) => Promise<T>): Promise<T> {
      guard();
      return new Promise<T>((resolve, reject) => {
        waiting.add(reject);
        run(binding, work)
          .catch(watch)
          .then(async (result) => {
            await tidy().catch(watch);
            return result;
          })
          .then(resolve, reject)
          .finally(() => waiting.delete(reject));
      });
    },
    async check() {
      guard();
      await mayWrite();
    },
    async close() {
      if (!stopped) await client.close();
      await closed();
    },
  };
}

/** Something was to be written in a transaction that may only read. */
function isReadOnly(fault: unknown): boolean {
  const refusal = refusalOf(fault);
  return refusal instanceof StatementRefused && refusal.code === '25006';
}
