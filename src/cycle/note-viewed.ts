/**
 * Notes that somebody was shown what others have answered or not, by name: one row of the ledger a view.
 * The rule: it is written in the transaction that reads, so no name is shown of which no row is kept. One's own is no
 * view, and a look at help is never noted. What is shown where it cannot be written is the caller's.
 */
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** The row could not be written: the same may be shown without names. */
export class UnnotedViewError extends Error {
  constructor(cause: unknown) {
    super('A view of named answers could not be recorded', { cause });
    this.name = 'UnnotedViewError';
  }
}

export type Viewed = {
  on: 'due' | 'board' | 'notes';
  /** One of each answer, or want of one, that is shown by name. */
  of: readonly { personId: string }[];
};

export async function noteViewed(
  context: Context,
  tx: Tx,
  { person, setting }: Writer,
  { on, of }: Viewed,
): Promise<void> {
  const others = of.filter(({ personId }) => personId !== person.id);
  if (others.length === 0) return;
  const facts = { on, answers: others.length, people: new Set(others.map(({ personId }) => personId)).size };
  try {
    await appendLedger(tx, context.org, [
      ledgerEntry(context, 'answers_viewed', setting.id, facts, person.id),
    ]);
  } catch (fault) {
    throw new UnnotedViewError(fault);
  }
}

/** Shows it with names where that can be noted, without them where it cannot, and says so in the log. */
export async function showNoted<T>(
  context: Context,
  mayNames: boolean,
  show: (tx: Tx, names: boolean) => Promise<T>,
): Promise<T> {
  try {
    return await context.within((tx) => show(tx, mayNames));
  } catch (fault) {
    if (!(fault instanceof UnnotedViewError)) throw fault;
    context.log.error({ org: context.org }, 'view_not_recorded');
    return context.within((tx) => show(tx, false));
  }
}
