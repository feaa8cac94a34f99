/**
 * The simulated world: the same seed lives the same days, faults or none; what is left out moves nothing else.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkRenaming } from '../../../src/simulation/world/check-renaming.ts';
import { FAULT_KINDS, planFaults } from '../../../src/simulation/world/fault-plan.ts';
import { type RunResult, runSeed } from '../../../src/simulation/world/run-seed.ts';
import { openSimulatedDatabase, type SimulatedDatabase } from '../../../src/store/simulated-database.ts';

let db: SimulatedDatabase;
beforeAll(async () => {
  db = await openSimulatedDatabase();
});
afterAll(() => db.close());

describe('a run', () => {
  test('has the same trace again, also after other runs on the same database', async () => {
    const first = await runSeed(db, { seed: 5, days: 5 });
    const other = await runSeed(db, { seed: 6, days: 2 });
    const again = await runSeed(db, { seed: 5, days: 5 });
    expect(again.hash).toBe(first.hash);
    expect(other.hash).not.toBe(first.hash);
  });

  test('keeps every rule while it is asked, answered, crashed and cut off', async () => {
    const { violations, faults, met, sent, answers } = await runSeed(db, { seed: 3, days: 14 });
    expect(violations).toEqual([]);
    expect(faults.length).toBeGreaterThan(5);
    expect(met).toBeGreaterThan(5);
    expect(sent).toBeGreaterThan(20);
    expect(answers).toBeGreaterThan(10);
  });

  test('does without faults what it does with none of them kept, and fewer staff are fewer people', async () => {
    const calm = await runSeed(db, { seed: 7, days: 5, keep: new Set() });
    const few = await runSeed(db, { seed: 7, days: 5, keep: new Set(), staff: 1 });
    expect([calm.violations, few.violations]).toEqual([[], []]);
    expect(calm.faults).toEqual([]);
    expect(few.sim.schoolOf('oak').people.length).toBeLessThan(calm.sim.schoolOf('oak').people.length);
  });

  test('sends the same under other names and in another order', async () => {
    expect(await checkRenaming(db, 4, 5)).toEqual([]);
  });
});

describe('the plan of faults', () => {
  test('is the seed’s own, and has every kind within a few hundred seeds', () => {
    expect(planFaults(12, 14)).toEqual(planFaults(12, 14));
    const kinds = new Set<string>();
    for (let seed = 0; seed < 200; seed += 1) for (const { kind } of planFaults(seed, 14)) kinds.add(kind);
    expect([...kinds].sort()).toEqual([...FAULT_KINDS].sort());
  });

  test('moves nothing that comes before the first fault kept', async () => {
    const { sim, faults } = await runSeed(db, { seed: 9, days: 4 });
    const late = faults.toSorted((one, two) => two.at - one.at)[0];
    if (!late) throw new Error('The seed has no faults');
    const earlier = ({ sim: { history } }: Pick<RunResult, 'sim'>) =>
      history.pressings.filter(({ at }) => at < sim.start + late.at).map(({ answer, ...press }) => press);
    const calm = earlier(await runSeed(db, { seed: 9, days: 4, keep: new Set() }));
    expect(calm.length).toBeGreaterThan(0);
    expect(earlier(await runSeed(db, { seed: 9, days: 4, keep: new Set([late.index]) }))).toEqual(calm);
  });
});
