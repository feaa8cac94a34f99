/**
 * As many seeds of fourteen days as fit in four minutes, and not a rule broken: begun where the last release's ended,
 * so that each test run lives days of its own only where the seeds are moved on.
 */
import { expect, test } from 'vitest';
import { openSeedPool } from '../../../src/simulation/world/seed-pool.ts';
import { RENAMED_EVERY } from '../../../src/simulation/world/simulate.ts';

const BUDGET_MS = 200_000;
const FIRST_SEED = 1;
const DAYS = 14;

test(
  'seeds of fourteen days keep every rule',
  async () => {
    const began = performance.now();
    const pool = await openSeedPool(0);
    const broken: string[] = [];
    let seeds = 0;
    let renamings = 0;
    try {
      while (performance.now() - began < BUDGET_MS) {
        const renamed = seeds % RENAMED_EVERY === 0;
        const { seed, violations } = await pool.run({ seed: FIRST_SEED + seeds, days: DAYS, renamed });
        seeds += 1;
        if (renamed) renamings += 1;
        for (const { invariant, what } of violations) broken.push(`seed ${seed}, rule ${invariant}: ${what}`);
      }
    } finally {
      await pool.close();
    }
    process.stdout.write(
      `${seeds} seeds of ${DAYS} days, ${renamings} under other names too, ${broken.length} violations\n`,
    );
    expect(broken).toEqual([]);
    expect(seeds).toBeGreaterThan(0);
    expect(renamings).toBeGreaterThan(0);
  },
  BUDGET_MS + 60_000,
);
