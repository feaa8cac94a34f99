/**
 * The command: what it prints, how it ends, and how what cannot be read is answered.
 */
import { describe, expect, test } from 'vitest';
import { type SimulatePorts, simulate } from '../../../src/simulation/world/simulate.ts';
import { readOptions } from '../../../src/simulation/world/simulate-options.ts';

function ports(): SimulatePorts & { printed: string[]; told: string[] } {
  const printed: string[] = [];
  const told: string[] = [];
  return {
    printed,
    told,
    print: (line) => void printed.push(line),
    tell: (line) => void told.push(line),
    elapsed: () => 0,
    isStopped: () => false,
  };
}

describe('simulate', () => {
  test('says which rules are active and ends with seeds and violations', async () => {
    const given = ports();
    expect(await simulate({ seeds: '3-4', days: '3', workers: '0', hashes: true }, given)).toBe(0);
    expect(given.printed[0]).toMatch(/^\d+ of 21 rules active, \d+ kinds of fault$/);
    expect(
      given.printed.filter((line) => /^ *\d+ (active|active, by .+|waits for .+): /.test(line)),
    ).toHaveLength(21);
    expect(given.printed.filter((line) => /^seed \d+ [0-9a-f]{64}$/.test(line))).toHaveLength(2);
    expect(given.printed).toContain('0 seeds run under other names too, without faults, for rule 21');
    expect(given.printed.at(-1)).toBe('2 seeds, 0 violations');
  }, 240_000);

  test.each([
    [{ seeds: 'many' }, '--seeds: give a seed or a range, such as 1-100'],
    [{ seeds: '9-3' }, '--seeds: give a seed or a range, such as 1-100'],
    [{ days: '0' }, '--days: give a whole number'],
    [{ faults: 'all' }, '--faults: give the numbers of the faults to keep, such as 3,7,12, or none'],
  ])('%j is answered with what to give', async (args, said) => {
    const given = ports();
    expect(await simulate(args, given)).toBe(2);
    expect(given.told).toEqual([said]);
    expect(given.printed).toEqual([]);
  });

  test('reads ranges, faults and years', () => {
    expect(readOptions({ seeds: '7', faults: 'none' })).toMatchObject({
      ok: { seeds: { from: 7, to: 7 }, days: 14, keep: [] },
    });
    expect(readOptions({ years: '30' })).toMatchObject({ ok: { seeds: { from: 1, to: 30 }, days: 330 } });
    expect(readOptions({ seeds: '5-9', days: '3', faults: '1,4', forever: true })).toMatchObject({
      ok: { seeds: { from: 5, to: 9 }, days: 3, keep: [1, 4], forever: true },
    });
  });
});
