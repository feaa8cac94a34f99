/**
 * The checks find what they are for: a bug planted behind each port, and in the record itself, is caught; all of them
 * together are `simulate --mutants`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MUTANTS } from '../../../src/simulation/world/mutants.ts';
import { runSeed } from '../../../src/simulation/world/run-seed.ts';
import { openSimulatedDatabase, type SimulatedDatabase } from '../../../src/store/simulated-database.ts';

let db: SimulatedDatabase;
beforeAll(async () => {
  db = await openSimulatedDatabase();
});
afterAll(() => db.close());

/** Most bugs show in few days, and soon. */
const SOON = { seed: 3, days: 8 };
/** By the rule that should see each. */
const SHOWN: [name: string, rule: number, run?: { seed: number; days: number }][] = [
  ['wrong_week', 1],
  ['nothing_planned', 1],
  ['not_put_again', 1, { seed: 4, days: 14 }],
  ['reply_lost', 2],
  ['filed_too_soon', 2, { seed: 1, days: 14 }],
  ['stolen_button', 4],
  ['mark_before_send', 6],
  ['prompts_withdrawn', 6],
  ['outside_hours', 7],
  ['nobody_chased', 11, { seed: 1, days: 14 }],
  ['digest_miscounts', 12],
  ['no_digests', 12],
  ['tenant_leak', 14],
  ['audit_row_lost', 15],
];

describe('a planted bug', () => {
  test.each(SHOWN)('%s breaks rule %i', async (name, rule, run = SOON) => {
    const mutant = MUTANTS.find((one) => one.name === name);
    if (!mutant) throw new Error('There is no such mutant');
    const { violations } = await runSeed(db, { ...run, wraps: mutant.make() });
    if (mutant.mend) await db.run(mutant.mend);
    expect(violations.map(({ invariant }) => invariant)).toContain(rule);
  });

  test('is gone once it is mended', async () => {
    expect((await runSeed(db, SOON)).violations).toEqual([]);
  });

  test('there are at least fifteen, each with a name of its own', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(15);
  });
});
