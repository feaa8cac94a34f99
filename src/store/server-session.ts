/**
 * One connection to a Postgres server, for one transaction after another.
 * The rule: it never reconnects by itself, and a transaction's handle dies with the transaction. So no statement can
 * end up outside its transaction, without its role, or in another organisation's; and a link that has gone silent is
 * cut rather than waited on. Keeping several of these is left to server-pool.ts.
 */
import { Socket } from 'node:net';
import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { Tx } from './database.ts';
import { speakAsEmbedded } from './rows.ts';

export type SessionLimits = {
  /** Seconds to wait for the server to answer at all. */
  connectSeconds: number;
  /** A link that leaves a statement without a word of answer for this long is cut. */
  silenceMs: number;
};

export type Session = {
  transact<T>(binding: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** True once the link is gone, whoever ended it. */
  lost(): boolean;
  end(): Promise<void>;
};

/** A socket that tells of its end before anything else hears of it. The driver takes listeners off when it adds TLS. */
class WatchedSocket extends Socket {
  readonly onLost: () => void;
  constructor(onLost: () => void) {
    super();
    this.onLost = onLost;
  }
  override _destroy(fault: Error | null, done: (fault?: Error | null) => void): void {
    this.onLost();
    super._destroy(fault, done);
  }
}

/** What one transaction is given of the connection, for its length. */
type Lent = {
  tx: Tx;
  unsafe(text: string, values?: postgres.ParameterOrJSON<never>[]): ReturnType<postgres.Sql['unsafe']>;
  /** Statements that have no answer yet. */
  waiting(): number;
  close(): void;
};

const dialect = new PgDialect();
/** How often a link that owes an answer is looked at. */
const LOOK_MS = 250;
/** Longer statements are one-off bulk inserts: preparing them would only fill the server's memory. */
const LONGEST_PREPARED = 4_000;

export function openSession(url: string, limits: SessionLimits): Session {
  let socket: WatchedSocket | null = null;
  let lost = false;
  let refuse: (fault: Error) => void = () => undefined;
  /** The driver is not told, nor asked for anything more: it would try to write its goodbye. */
  const onLost = () => {
    lost = true;
    refuse(gone());
  };
  /** Called once by the driver; a second call would be a reconnection, and is refused. */
  const connectOnce = async (to: { host: string[]; port: number[]; path: string | false }) => {
    if (lost || socket) throw gone();
    socket = new WatchedSocket(onLost);
    Object.assign(socket, { host: to.host[0] }); // the name a certificate is checked against
    if (to.path) socket.connect(to.path);
    else socket.connect(to.port[0] ?? 5432, to.host[0] ?? 'localhost');
    socket.setNoDelay(true);
    return socket;
  };
  const lookMs = Math.min(LOOK_MS, limits.silenceMs / 4);
  /**
   * Cuts the link when statements wait and nothing at all is heard on it. Looks are counted, not a clock: a program
   * that was busy, or a machine that was asleep, has not waited for the server meanwhile.
   */
  const watchSilence = ({ waiting }: Lent) => {
    let heard = 0;
    let quietMs = 0;
    return setInterval(() => {
      const bytes = socket?.bytesRead ?? 0;
      quietMs = waiting() === 0 || bytes !== heard ? 0 : quietMs + lookMs;
      heard = bytes;
      if (quietMs < limits.silenceMs) return;
      // Still being looked up or dialled: there is no link to cut yet, and nothing has been sent.
      if (socket) socket.destroy();
      else onLost();
    }, lookMs);
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

  const lend = (): Lent => {
    let open = true;
    let waiting = 0;
    const answered = () => {
      waiting -= 1;
    };
    const unsafe = (text: string, values: postgres.ParameterOrJSON<never>[] = []) => {
      if (!open) throw new Error('A transaction was used after it had ended');
      if (lost) throw gone();
      const prepare = values.length > 0 && text.length <= LONGEST_PREPARED;
      const statement = client.unsafe(text, values, { prepare });
      waiting += 1;
      // The plain promise's own, since the driver takes its `then` for the word to begin.
      Promise.prototype.then.call(statement, answered, answered);
      return statement;
    };
    const session = new PostgresJsSession(
      { unsafe } as unknown as postgres.TransactionSql & postgres.Sql,
      dialect,
      undefined,
    );
    return {
      tx: new PostgresJsTransaction(dialect, session, undefined) as unknown as Tx,
      unsafe,
      waiting: () => waiting,
      close: () => {
        open = false;
      },
    };
  };

  return {
    lost: () => lost,
    end: async () => (lost ? undefined : client.end({ timeout: 5 })),
    async transact(binding, work) {
      const lent = lend();
      const watch = watchSilence(lent);
      // A statement that never left may never be answered, so the end of the link ends the transaction by itself.
      const cut = new Promise<never>((_, reject) => {
        refuse = reject;
      });
      try {
        return await Promise.race([run(lent, binding, work), cut]);
      } finally {
        lent.close();
        clearInterval(watch);
      }
    },
  };

  async function run<T>(lent: Lent, binding: string, work: (tx: Tx) => Promise<T>): Promise<T> {
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
  }
}

function gone(): Error {
  return Object.assign(new Error('The link to the database server is gone'), { code: 'CONNECTION_CLOSED' });
}

/** Postgres answers COMMIT with ROLLBACK, and no error, when a statement had failed and the work did not mind. */
function swallowed(): Error {
  const fault = new Error('current transaction is aborted, so nothing of it was recorded');
  return Object.assign(fault, { code: '25P02' });
}
