/**
 * Who was told too late while the record was away: counted, and forgiven only what the machine itself was late by.
 */
import { describe, expect, test } from 'vitest';
import { watchLateness } from '../../../src/simulation/torture/late-machine.ts';
import { type Pressed, toldInTime } from '../../../src/simulation/torture/told-in-time.ts';

const tap = (at: number, toldAt: number | null): Pressed => ({ at, toldAt });
const AWAY = [{ from: 1_000, to: 60_000 }];
const punctual = { within: () => 0 };

describe('told within three seconds', () => {
  test('whoever was told in time, and whoever pressed while the record was there, is no finding', () => {
    const taps = [tap(2_000, 4_999), tap(500, 20_000), tap(60_000, null)];
    expect(toldInTime(taps, AWAY, punctual)).toEqual([]);
  });

  test('whoever was told later, or never, is', () => {
    const [found] = toldInTime([tap(2_000, 5_500), tap(3_000, null), tap(3_000, 3_100)], AWAY, punctual);
    expect(found).toMatchObject({ check: 'told within three seconds' });
    expect(found?.where).toContain('2 of 3 presses');
    expect(found?.where).toContain('1 of them never');
  });

  test('a machine that was late itself is allowed for by so much, and nobody told nothing is forgiven by it', () => {
    const late = { within: () => 1_000 };
    expect(toldInTime([tap(2_000, 5_900)], AWAY, late)).toEqual([]);
    expect(toldInTime([tap(2_000, 6_100)], AWAY, late)).toHaveLength(1);
    expect(toldInTime([tap(2_000, null)], AWAY, late)).toHaveLength(1);
  });
});

describe('how late the machine is', () => {
  test('is what waiting took beyond what was asked for, of the time it is asked about', async () => {
    let clock = 0;
    const took = [50, 450, 50, 90];
    const watch = watchLateness({
      monotonic: () => clock,
      wait: async () => {
        const ms = took.shift();
        if (ms === undefined) return new Promise(() => undefined);
        clock += ms;
      },
    });
    await new Promise((done) => setImmediate(done));
    expect(watch.within(0, 1_000)).toBe(440);
    expect(watch.within(0, 50)).toBe(0);
    expect(watch.within(100, 200)).toBe(400);
    expect(watch.within(560, 1_000)).toBe(40);
  });
});
