/**
 * The command `simulate`: runs seeds of the simulated world, says which rules were looked at and what broke, makes a
 * failure small, and prints the command that replays it.
 * The rule: its last line is "N seeds, N violations", of the mutants "N mutants, N caught". It ends with 1 where a
 * rule was broken or a mutant missed.
 */
import { availableParallelism } from 'node:os';
import { checkClockChanges, YEARS, ZONES } from './clock-changes.ts';
import { FAULT_KINDS } from './fault-plan.ts';
import { INVARIANTS } from './invariants.ts';
import { runMutants } from './run-mutants.ts';
import type { Answered } from './seed-jobs.ts';
import { openSeedPool, type SeedPool } from './seed-pool.ts';
import { shrinkFaults } from './shrink-faults.ts';
import { readOptions, type SimulateArgs, type SimulateOptions } from './simulate-options.ts';

export type SimulatePorts = {
  print(line: string): void;
  /** How things go meanwhile: not a result. */
  tell(line: string): void;
  /** Milliseconds that have passed, from any beginning. */
  elapsed(): number;
  /** True once somebody has asked it to stop. */
  isStopped(): boolean;
};

const TELL_EVERY_MS = 15_000;
/** One seed in so many is also run under other names. */
export const RENAMED_EVERY = 25;
/** A longer one takes too long to be run three times. */
const MOST_RENAMED_DAYS = 20;
/** Failures made small; of more it is enough to know. */
const MOST_SHRUNK = 3;

export async function simulate(args: SimulateArgs, ports: SimulatePorts): Promise<0 | 1 | 2> {
  const read = readOptions(args);
  if ('fault' in read) {
    ports.tell(read.fault);
    return 2;
  }
  const options = read.ok;
  describe(ports);
  const pool = await openSeedPool(options.workers ?? availableParallelism());
  try {
    return options.mutants ? await runMutants(pool, options, ports) : await runSeeds(pool, options, ports);
  } finally {
    await pool.close();
  }
}

function describe({ print }: SimulatePorts): void {
  const active = INVARIANTS.filter((rule) => !('waits' in rule));
  print(`${active.length} of ${INVARIANTS.length} rules active, ${FAULT_KINDS.length} kinds of fault`);
  for (const [at, rule] of INVARIANTS.entries())
    print(`${String(at + 1).padStart(3)} ${standingOf(rule)}: ${rule.says}`);
}

function standingOf(rule: (typeof INVARIANTS)[number]): string {
  if ('waits' in rule) return `waits for ${rule.waits}`;
  return 'elsewhere' in rule ? `active, ${rule.elsewhere}` : 'active';
}

async function runSeeds(pool: SeedPool, options: SimulateOptions, ports: SimulatePorts): Promise<0 | 1> {
  const { print, tell, elapsed } = ports;
  const { seeds, days, keep, staff, endDay } = options;
  let violations = clocksDiffer(print);
  const started = elapsed();
  const kinds = new Set<string>();
  let told = started;
  let next = seeds.from;
  let [done, renamed, met, sent, answers] = [0, 0, 0, 0, 0];
  const failed: Answered[] = [];
  const lane = async () => {
    while (!ports.isStopped() && (options.forever || next <= seeds.to)) {
      const seed = next;
      next += 1;
      const isRenamed = keep === null && days <= MOST_RENAMED_DAYS && seed % RENAMED_EVERY === 0;
      const ran = await pool.run({ seed, days, keep, staff, endDay, renamed: isRenamed });
      done += 1;
      if (isRenamed) renamed += 1;
      met += ran.met;
      sent += ran.sent;
      answers += ran.answers;
      violations += ran.violations.length;
      for (const kind of ran.kinds) kinds.add(kind);
      if (options.hashes) print(`seed ${seed} ${ran.hash}`);
      if (ran.violations.length > 0) {
        failed.push(ran);
        report(ran, print);
      }
      if (elapsed() - told < TELL_EVERY_MS) continue;
      told = elapsed();
      tell(`${done} seeds, ${violations} violations, ${rate(done, told - started)} seeds a minute`);
    }
  };
  await Promise.all(Array.from({ length: pool.size }, lane));
  const took = elapsed() - started;
  for (const ran of failed.slice(0, MOST_SHRUNK)) await replayOf(pool, ran, options, ports);
  print(`${met} faults of ${kinds.size} kinds, ${sent} messages, ${answers} answers told as recorded`);
  print(`${renamed} seeds run under other names too, without faults, for rule 21`);
  print(`${rate(done, took)} seeds of ${days} days a minute, ${pool.size} at once`);
  print(`${done} seeds, ${violations} violations`);
  return violations === 0 ? 0 : 1;
}

const rate = (count: number, ms: number) => (ms <= 0 ? 0 : Math.round((count * 600_000) / ms) / 10);

function clocksDiffer(print: SimulatePorts['print']): number {
  const { changes, compared, differ } = checkClockChanges();
  print(
    `${changes} clock changes in ${ZONES.length} zones, ${YEARS.from} to ${YEARS.to}: ` +
      `${compared} moments told two ways, ${differ.length} apart`,
  );
  for (const line of differ.slice(0, 10)) print(`  ${line}`);
  return differ.length;
}

function report({ seed, violations, hash, faults }: Answered, print: SimulatePorts['print']): void {
  print(`seed ${seed} broke ${violations.length}; ${faults.length} faults, trace ${hash.slice(0, 16)}`);
  for (const { invariant, what } of violations.slice(0, 10)) print(`  ${invariant}: ${what}`);
}

/** Prints the smallest run found in which the same rule breaks, as a command. */
async function replayOf(
  pool: SeedPool,
  { seed, faults, violations, tail }: Answered,
  { days, keep, staff, endDay }: SimulateOptions,
  { print, isStopped }: SimulatePorts,
): Promise<void> {
  const rules = new Set(violations.map(({ invariant }) => invariant));
  if (rules.has(21) && rules.size === 1) {
    print(`seed ${seed}: npm run vigil -- simulate --seeds ${seed}-${seed} --days ${days}`);
    return;
  }
  const found = await shrinkFaults({
    faults,
    days: endDay ?? days,
    fails: async (tried) => {
      if (isStopped()) return false;
      const ran = await pool.run({
        seed,
        days,
        ...tried,
        staff: tried.staff ?? staff,
        endDay: tried.endDay ?? endDay,
      });
      return ran.violations.some(({ invariant }) => rules.has(invariant));
    },
  });
  const kept =
    found.keep.length === faults.length && keep === null ? '' : ` --faults ${found.keep.join(',') || 'none'}`;
  const smaller = [
    found.staff === null ? '' : ` --staff ${found.staff}`,
    found.endDay === null ? '' : ` --end-day ${found.endDay}`,
  ].join('');
  print(
    `seed ${seed}: ${faults.length} faults made ${found.keep.length} in ${found.runs} runs; the last of it:`,
  );
  for (const line of tail.slice(-12)) print(`  ${line}`);
  print(`  npm run vigil -- simulate --seeds ${seed}-${seed} --days ${days}${kept}${smaller}`);
}
