/**
 * The record's own clock: a machine's clock that is wrong, or is set, moves nothing; one that slept catches up.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { databaseClock } from '../../src/store/database-clock.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const HOUR = 3_600_000;

test('is the database’s after the first reading, however wrong the machine’s is', async () => {
  const wrong = { now: () => new Date(Date.now() + 5 * HOUR), monotonic: () => performance.now() };
  const clock = databaseClock(store, wrong);
  expect(clock.now().getTime() - Date.now()).toBeGreaterThan(4 * HOUR);
  const moved = await clock.read();
  expect(Math.abs(moved + 5 * HOUR)).toBeLessThan(60_000);
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(60_000);
});

test('goes on by the steady counter between readings, whatever is done to the machine’s clock', async () => {
  let set = 0;
  let counter = 1_000;
  const clock = databaseClock(store, { now: () => new Date(Date.now() + set), monotonic: () => counter });
  await clock.read();
  const before = clock.now().getTime();
  set = -5 * HOUR;
  counter += 2_000;
  expect(clock.now().getTime()).toBe(before + 2_000);
});

test('a machine that slept catches up at the next reading', async () => {
  let counter = 1_000;
  const clock = databaseClock(store, { now: () => new Date(), monotonic: () => counter });
  await clock.read();
  counter -= HOUR; // the counter stood still for an hour
  expect(Math.abs((await clock.read()) - HOUR)).toBeLessThan(60_000);
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(60_000);
});

test('throws while the database is away, and goes on as it was', async () => {
  const away: Store = { ...store, unbound: () => Promise.reject(new Error('away')) };
  const clock = databaseClock(away, { now: () => new Date(5_000), monotonic: () => 1_000 });
  await expect(clock.read()).rejects.toThrow('away');
  expect(clock.now()).toEqual(new Date(5_000));
});
