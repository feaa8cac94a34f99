/**
 * Runs every planted bug until a rule catches it, and prints the table of what was caught, by which rule and when.
 * The rule: a seed that breaks a rule without the bug says nothing of the bug, so what counts is what breaks besides.
 */
import { MUTANTS } from './mutants.ts';
import type { Answered } from './seed-jobs.ts';
import type { SeedPool } from './seed-pool.ts';
import type { SimulateOptions } from './simulate-options.ts';

/** Seeds tried for each. */
const MOST_SEEDS = 40;

export type Catch = { name: string; says: string; seed: number | null; rules: number[]; what: string };

type Ports = { print(line: string): void; tell(line: string): void; isStopped(): boolean };

export async function runMutants(
  pool: SeedPool,
  { seeds, days }: Pick<SimulateOptions, 'seeds' | 'days'>,
  { print, tell, isStopped }: Ports,
): Promise<0 | 1> {
  const honest = new Map<number, Promise<Answered>>();
  const waiting = [...MUTANTS];
  const caught: Catch[] = [];
  const lane = async () => {
    for (let mutant = waiting.shift(); mutant && !isStopped(); mutant = waiting.shift()) {
      const found = await catchMutant(pool, mutant, { seeds, days }, honest);
      caught.push(found);
      tell(`${found.name}: ${found.seed === null ? 'missed' : `caught at seed ${found.seed}`}`);
    }
  };
  await Promise.all(Array.from({ length: pool.size }, lane));
  const width = Math.max(...MUTANTS.map(({ name }) => name.length));
  for (const { name, says } of MUTANTS) {
    const found = caught.find((one) => one.name === name);
    const how = found?.seed == null ? 'MISSED' : `rule ${found.rules.join(', ')} at seed ${found.seed}`;
    print(`${name.padEnd(width)}  ${how.padEnd(28)}  ${says}`);
  }
  const count = caught.filter(({ seed }) => seed !== null).length;
  print(`${MUTANTS.length} mutants, ${count} caught`);
  return count === MUTANTS.length ? 0 : 1;
}

export async function catchMutant(
  pool: SeedPool,
  { name, says }: { name: string; says: string },
  { seeds, days }: Pick<SimulateOptions, 'seeds' | 'days'>,
  honest: Map<number, Promise<Answered>>,
): Promise<Catch> {
  const last = Math.min(seeds.to, seeds.from + MOST_SEEDS - 1);
  for (let seed = seeds.from; seed <= last; seed += 1) {
    const ran = await pool.run({ seed, days, mutant: name });
    if (ran.violations.length === 0) continue;
    const without = honest.get(seed) ?? pool.run({ seed, days });
    honest.set(seed, without);
    const usual = new Set((await without).violations.map(({ invariant }) => invariant));
    const broken = ran.violations.filter(({ invariant }) => !usual.has(invariant));
    if (broken.length > 0) {
      const rules = [...new Set(broken.map(({ invariant }) => invariant))];
      return { name, says, seed, rules, what: broken[0]?.what ?? '' };
    }
  }
  return { name, says, seed: null, rules: [], what: '' };
}
