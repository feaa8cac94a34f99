/**
 * Runs a transaction, and once more when Postgres undid it to let another go on.
 * The rule: nothing was done the first time, so the work must keep nothing of it outside the transaction.
 */
import type { Tx } from '../store/database.ts';
import { DEADLOCK, StatementRefused } from '../store/refusals.ts';
import type { Context } from './context.ts';

export async function retryDeadlock<T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await context.within(work);
  } catch (fault) {
    if (!(fault instanceof StatementRefused) || fault.code !== DEADLOCK) throw fault;
    return context.within(work);
  }
}
