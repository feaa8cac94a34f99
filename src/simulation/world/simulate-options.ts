/**
 * What `simulate` was asked for, read from the command line.
 * The rule: what cannot be read is said in one line, with an example; nothing is guessed.
 */
import { z } from 'zod';

export type SimulateArgs = Record<string, string | boolean | undefined>;

export type SimulateOptions = {
  seeds: { from: number; to: number };
  days: number;
  /** The faults to keep, by their numbers; null for all of the seed's. */
  keep: number[] | null;
  staff: number | null;
  endDay: number | null;
  mutants: boolean;
  forever: boolean;
  hashes: boolean;
  workers: number | null;
};

/** A school year, from the end of August to the end of July. */
export const YEAR_DAYS = 330;
const DAYS = 14;

const whole = z.coerce.number().int().min(1).max(1_000_000_000);
const schema = z.object({
  seeds: z
    .string()
    .regex(/^\d+(-\d+)?$/)
    .optional(),
  days: whole.optional(),
  years: whole.optional(),
  faults: z
    .string()
    .regex(/^(none|\d+(,\d+)*)$/)
    .optional(),
  staff: whole.optional(),
  endDay: whole.optional(),
  workers: z.coerce.number().int().min(0).max(64).optional(),
  mutants: z.literal(true).optional(),
  forever: z.literal(true).optional(),
  hashes: z.literal(true).optional(),
});

const EXAMPLES: Record<string, string> = {
  seeds: '--seeds: give a seed or a range, such as 1-100',
  faults: '--faults: give the numbers of the faults to keep, such as 3,7,12, or none',
};

export function readOptions(args: SimulateArgs): { ok: SimulateOptions } | { fault: string } {
  const read = schema.safeParse(args);
  if (!read.success) {
    const name = String(read.error.issues[0]?.path[0] ?? '');
    return { fault: EXAMPLES[name] ?? `--${name}: give a whole number` };
  }
  const {
    seeds = '1-100',
    years,
    days,
    faults,
    staff,
    endDay,
    workers,
    mutants,
    forever,
    hashes,
  } = read.data;
  const [from = 1, to = from] = seeds.split('-').map(Number);
  if (to < from) return { fault: EXAMPLES.seeds ?? '' };
  const last = years !== undefined && args.seeds === undefined ? years : to;
  return {
    ok: {
      seeds: { from, to: last },
      days: days ?? (years === undefined ? DAYS : YEAR_DAYS),
      keep: faults === undefined ? null : faults === 'none' ? [] : faults.split(',').map(Number),
      staff: staff ?? null,
      endDay: endDay ?? null,
      mutants: mutants ?? false,
      forever: forever ?? false,
      hashes: hashes ?? false,
      workers: workers ?? null,
    },
  };
}
