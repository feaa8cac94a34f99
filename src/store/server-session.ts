/**
 * One connection to a Postgres server, for one transaction after another.
 * The rule: it never reconnects by itself, and a transaction's handle dies with the transaction. So no statement can
 * end up outside its transaction, without its role, or in another organisation's; and a link that has gone silent is
 * cut rather than waited on. Keeping several of these is left to server-pool.ts.
 */
import { connect, type Socket } from 'node:net';
import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { Tx } from './database.ts';
import { speakAsEmbedded } from './rows.ts';

export type SessionLimits = {
  /** Seconds to wait for the server to answer at all. */
  connectSeconds: number;
  /** Milliseconds of silence, in the middle of a transaction, after which the link is taken to be dead. */
  silenceMs: number;
};

export type Session = {
  transact<T>(binding: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** True once the link is gone, whoever ended it. */
  lost(): boolean;
  end(): Promise<void>;
};

const dialect = new PgDialect();
/** Longer statements are one-off bulk inserts: preparing them would only fill the server's memory. */
const LONGEST_PREPARED = 4_000;

export function openSession(url: string, limits: SessionLimits): Session {
  let socket: Socket | null = null;
  let lost = false;
  let busy = false;
  /** Called once by the driver; a second call would be a reconnection, and is refused. */
  const connectOnce = async (to: { host: string[]; port: number[]; path: string | false }) => {
    if (lost || socket) throw gone();
    socket = to.path ? connect(to.path) : connect(to.port[0] ?? 5432, to.host[0] ?? 'localhost');
    Object.assign(socket, { host: to.host[0] }); // the name a certificate is checked against
    for (const end of ['error', 'end', 'close'] as const)
      socket.once(end, () => {
        lost = true;
      });
    socket.setNoDelay(true);
    socket.setTimeout(limits.silenceMs, () => {
      if (busy) socket?.destroy(gone());
    });
    return socket;
  };
  const options = {
    max: 1,
    idle_timeout: null,
    max_lifetime: null,
    connect_timeout: limits.connectSeconds,
    keep_alive: 60,
    fetch_types: false,
    prepare: true,
    onnotice: () => undefined,
    connection: { application_name: 'vigil' },
    socket: connectOnce,
  } as unknown as postgres.Options<Record<string, never>>; // `socket` is missing from the driver's own types
  const client = postgres(url, options);
  speakAsEmbedded(client);

  const lend = () => {
    let open = true;
    const unsafe = (text: string, values: postgres.ParameterOrJSON<never>[] = []) => {
      if (!open) throw new Error('A transaction was used after it had ended');
      if (lost) throw gone();
      return client.unsafe(text, values, { prepare: values.length > 0 && text.length <= LONGEST_PREPARED });
    };
    const session = new PostgresJsSession(
      { unsafe } as unknown as postgres.TransactionSql & postgres.Sql,
      dialect,
      undefined,
    );
    return {
      tx: new PostgresJsTransaction(dialect, session, undefined) as unknown as Tx,
      unsafe,
      close: () => {
        open = false;
      },
    };
  };

  return {
    lost: () => lost,
    end: () => client.end({ timeout: 5 }),
    async transact(binding, work) {
      const lent = lend();
      busy = true;
      try {
        // Not waited for: the work's first statement travels with it. Should it fail, the server refuses the rest.
        const begun = lent.unsafe(`begin; ${binding}`).execute();
        const bound = begun.then(
          () => null,
          (fault: unknown) => ({ fault }),
        );
        try {
          const result = await work(lent.tx);
          const unbound = await bound;
          if (unbound) throw unbound.fault;
          const ended = await lent.unsafe('commit');
          if (ended.command !== 'COMMIT') throw swallowed();
          return result;
        } catch (fault) {
          const unbound = await bound;
          if (!lost) await lent.unsafe('rollback').catch(() => undefined);
          throw unbound ? unbound.fault : fault;
        }
      } finally {
        lent.close();
        busy = false;
      }
    },
  };
}

function gone(): Error {
  return Object.assign(new Error('The link to the database server is gone'), { code: 'CONNECTION_CLOSED' });
}

/** Postgres answers COMMIT with ROLLBACK, and no error, when a statement had failed and the work did not mind. */
function swallowed(): Error {
  return Object.assign(
    new Error('current transaction is aborted, commands ignored until end of transaction block'),
    {
      code: '25P02',
    },
  );
}
