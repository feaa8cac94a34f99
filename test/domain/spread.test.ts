/**
 * Moments spread over windows: inside them, everywhere in them, and never in the past.
 */
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/seeded.ts';
import { momentWithin, remaining } from '../../src/domain/spread.ts';

const at = (time: string) => new Date(`2026-11-10T${time}:00Z`);
const windows = [
  { from: at('08:00'), to: at('08:30') },
  { from: at('15:15'), to: at('16:30') },
];

test('moments fall inside the windows, each with its own window’s end, and in proportion', () => {
  const random = seededRandom(7);
  let morning = 0;
  const quarters = new Set<number>();
  for (let count = 0; count < 1_000; count += 1) {
    const moment = momentWithin(windows, random);
    const home = windows.find(({ from, to }) => moment && from <= moment.at && moment.at < to);
    expect(home?.to).toEqual(moment?.until);
    if (home === windows[0]) morning += 1;
    quarters.add(Math.floor((moment?.at.getTime() ?? 0) / 900_000));
  }
  expect(quarters.size).toBe(7); // every quarter of an hour of both windows
  expect(morning).toBeGreaterThan(230); // 30 of 105 minutes is 286 of 1,000
  expect(morning).toBeLessThan(345);
});

test('the least and the most chance are both inside', () => {
  expect(momentWithin(windows, { next: () => 0 })).toEqual({ at: at('08:00'), until: at('08:30') });
  const last = momentWithin(windows, { next: () => 1 - Number.EPSILON });
  expect(last?.until).toEqual(at('16:30'));
  expect(last && last.at < at('16:30')).toBe(true);
});

test('woken late, only what is left of the day is used', () => {
  expect(remaining(windows, at('07:00'))).toEqual(windows);
  expect(remaining(windows, at('08:10'))).toEqual([{ from: at('08:10'), to: at('08:30') }, windows[1]]);
  expect(remaining(windows, at('08:30'))).toEqual([windows[1]]);
  expect(remaining(windows, at('16:30'))).toEqual([]);
  expect(momentWithin([], seededRandom(1))).toBeNull();
});
