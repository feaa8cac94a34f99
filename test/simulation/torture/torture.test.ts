/**
 * The torture command's door: what it is asked is read strictly, and what it measures memory by is a straight line.
 */
import { describe, expect, test } from 'vitest';
import { slopeOf } from '../../../src/simulation/torture/load.ts';
import { PHASES, phasesNamed } from '../../../src/simulation/torture/phases.ts';
import { schoolMornings } from '../../../src/simulation/torture/school-morning.ts';
import { torture } from '../../../src/simulation/torture/torture.ts';
import { missedPromises, quantile, unmeasured } from '../../../src/simulation/torture/trial.ts';
import { countedIds, seededRandom } from '../../support/fixed.ts';

const real = {
  now: () => new Date('2026-11-02T08:00:00Z'),
  monotonic: () => 0,
  wait: async () => undefined,
  ids: countedIds(4),
};

describe('what is asked', () => {
  test('phases go by their names, in their own order, with a word for the tick', () => {
    expect(phasesNamed('all')).toEqual([...PHASES]);
    expect(phasesNamed('pre-tick, plan')).toEqual(['plan', 'pre-✓']);
    expect(phasesNamed('plan,lunch')).toBeNull();
  });

  test.each([
    [{ phases: 'lunch' }, '--phases'],
    [{ kills: 'many' }, '--kills'],
    [{ secondProcess: '0' }, '--second-process'],
    [{ database: 'oracle' }, '--database'],
  ])('%j is refused before anything is started', async (asked, option) => {
    const said: string[] = [];
    const { code, errors } = await torture(asked, real, {
      say: (line) => said.push(line),
      progress: () => undefined,
    });
    expect(code).toBe(2);
    expect(errors).toEqual([expect.stringContaining(option)]);
    expect(said).toEqual([]);
  });
});

describe('what is measured', () => {
  test('memory that grows by a megabyte a minute grows by sixty an hour, and flat is flat', () => {
    const samples = (grows: number) =>
      Array.from({ length: 30 }, (_, n) => ({ at: n * 60_000, megabytes: 200 + n * grows }));
    expect(slopeOf(samples(1))).toBeCloseTo(60);
    expect(slopeOf(samples(0))).toBeCloseTo(0);
  });

  test('a quantile is one of the figures', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([3, 1, 2], 1)).toBe(3);
    expect(quantile([], 0.5)).toBeNaN();
  });

  test('a figure that came to nothing is found', () => {
    expect(unmeasured({ drained: 3 })).toEqual([]);
    expect(unmeasured({ drained: Number.NaN })).toEqual([
      { check: 'every figure is a number', where: 'drained' },
    ]);
  });

  test('a promise is missed by what takes as long or longer, and by what was not measured', () => {
    const promised = { drained: 60 };
    expect(missedPromises({ drained: 59.9 }, promised)).toEqual([]);
    const missed: Record<string, number>[] = [{ drained: 60 }, { drained: Number.NaN }, {}];
    for (const figures of missed)
      expect(missedPromises(figures, promised)).toEqual([
        expect.objectContaining({ check: 'promise missed' }),
      ]);
  });

  test('it is always a school morning or afternoon, two minutes and more after the last one', () => {
    const mornings = schoolMornings(seededRandom(5), 'postgres');
    let last = new Date(0);
    for (let n = 0; n < 30; n += 1) {
      const at =
        n % 7 === 6 ? mornings.last(n % 2 === 0 ? 'opening' : 'closing') : mornings.next(n % 3 === 0);
      expect(at.getTime() - last.getTime()).toBeGreaterThan(120_000);
      expect([1, 2, 3, 4, 5]).toContain(at.getUTCDay());
      expect([8, 15]).toContain(at.getUTCHours());
      last = at;
    }
  });

  test('it never goes back to days that are over', () => {
    const mornings = schoolMornings(seededRandom(5), 'postgres');
    for (let day = 0; day < 32; day += 1) mornings.next(true);
    expect(() => mornings.next(true)).toThrow('no more school days');
  });
});
