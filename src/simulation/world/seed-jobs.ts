/**
 * What may be asked of a process that runs seeds, and what it answers: plain data both ways.
 * The rule: an answer holds nothing of the run itself but counts, the trace's hash and what was broken.
 */
import type { SimulatedDatabase } from '../../store/simulated-database.ts';
import { checkRenaming } from './check-renaming.ts';
import type { Violation } from './invariants.ts';
import { MUTANTS } from './mutants.ts';
import { runSeed } from './run-seed.ts';

export type Job = {
  seed: number;
  days: number;
  keep?: readonly number[] | null;
  staff?: number | null;
  endDay?: number | null;
  /** Also under other names. */
  renamed?: boolean;
  mutant?: string;
};

export type Answered = {
  seed: number;
  hash: string;
  violations: Violation[];
  /** Indexes of the faults there were, and how many were met. */
  faults: number[];
  kinds: string[];
  met: number;
  sent: number;
  answers: number;
  tail: string[];
};

const TAIL = 40;

export async function answerJob(db: SimulatedDatabase, job: Job): Promise<Answered> {
  const { seed, days, keep = null, staff = null, endDay = null } = job;
  const mutant = job.mutant === undefined ? null : MUTANTS.find(({ name }) => name === job.mutant);
  if (mutant === undefined) throw new Error(`There is no mutant called ${job.mutant}`);
  const ran = await runSeed(db, {
    seed,
    days,
    keep: keep === null ? null : new Set(keep),
    staff,
    endDay,
    ...(mutant ? { wraps: mutant.make() } : {}),
  });
  if (mutant?.mend) await db.run(mutant.mend);
  const { hash, met, sent, answers, faults, tail } = ran;
  const renamed = job.renamed ? await checkRenaming(db, seed, days) : [];
  return {
    seed,
    hash,
    violations: [...ran.violations, ...renamed],
    faults: faults.map(({ index }) => index),
    kinds: [...new Set(faults.map(({ kind }) => kind))],
    met,
    sent,
    answers,
    tail: tail.slice(-TAIL),
  };
}
