/**
 * Seals the ledger: every row that has no place in its organisation's chain yet is given the next, a batch a transaction.
 * The rule: it never rests while a row may yet appear that counted on this run. A row added asks for sealing within the
 * minute unless that is asked for already, so one that was being written while this run began may have asked for
 * nothing: while anybody is writing, it looks again in a minute. What a seal is made of is domain/ledger-chain.
 */
import { isAnybodyWriting, sealNext } from '../store/seals.ts';
import type { Context, StepResult } from './context.ts';

const AGAIN_MS = 60_000;

export async function sealLedger(context: Context): Promise<StepResult> {
  const left = await sealInBatches(context);
  switch (left) {
    case 'none':
      return { counts: {}, nextDue: null };
    case 'maybe':
      return { counts: {}, nextDue: new Date(context.now.getTime() + AGAIN_MS) };
    case 'some':
      return { counts: {}, nextDue: context.now };
  }
}

/** Seals all there is, and says whether more is left: `some` where it was told to stop. */
export async function sealInBatches(context: Context): Promise<'none' | 'maybe' | 'some'> {
  for (;;) {
    const { sealed, writing } = await context.within(async (tx) => {
      const writing = await isAnybodyWriting(tx);
      return { writing, sealed: await sealNext(tx, context.org) };
    });
    if (sealed === 0) return writing ? 'maybe' : 'none';
    if (context.stopping?.() === true) return 'some';
  }
}
