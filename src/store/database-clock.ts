/**
 * The time as the database has it: one clock for every process that works on the same record.
 * The rule: between two readings it goes on by the machine's steady counter, so setting a machine's clock forward or
 * back moves nothing; a machine that has slept catches up at the next reading.
 */
import { sql } from 'drizzle-orm';
import type { Store } from './database.ts';
import { rowsOf } from './rows.ts';

export type DatabaseClock = {
  now(): Date;
  monotonic(): number;
  /** Asks the database anew; throws while it is away. Gives how far off the clock had been, in milliseconds. */
  read(): Promise<number>;
};

/** `now` is the machine's own clock, for before the first reading; `monotonic` its steady counter, in milliseconds. */
export function databaseClock(store: Store, machine: { now(): Date; monotonic(): number }): DatabaseClock {
  let offset = machine.now().getTime() - machine.monotonic();
  return {
    now: () => new Date(Math.round(machine.monotonic() + offset)),
    monotonic: machine.monotonic,
    async read() {
      const asked = machine.monotonic();
      const result = await store.unbound((tx) =>
        tx.execute(sql`select extract(epoch from clock_timestamp()) * 1000 as ms`),
      );
      const answered = machine.monotonic();
      const ms = Number(rowsOf<{ ms: string | number }>(result)[0]?.ms);
      if (!Number.isFinite(ms)) throw new Error('The database did not say what time it is');
      const before = offset;
      offset = ms - (asked + answered) / 2;
      return Math.round(offset - before);
    },
  };
}
