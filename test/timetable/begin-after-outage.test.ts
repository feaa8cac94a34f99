/**
 * After an outage nothing begins until what was kept is filed, and a few seconds more for the other processes.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { type Beginning, beginAfterOutage } from '../../src/timetable/begin-after-outage.ts';

let ms: number;
let isAway: boolean;
let isFiled: boolean;
beforeEach(() => {
  ms = 1_000_000;
  isAway = false;
  isFiled = true;
});

const begin = (shared: boolean): Beginning =>
  beginAfterOutage(
    {
      now: () => new Date(0),
      monotonic: () => ms,
      async read() {
        if (isAway) throw new Error('away');
      },
    },
    { fileFirst: async () => isFiled, shared },
  );
const look = async ({ time, mayBegin }: Beginning) => {
  await time.read();
  return mayBegin();
};

test('a record of this process alone: at once, but for what waits to be filed', async () => {
  const beginning = begin(false);
  isFiled = false;
  expect(await look(beginning)).toBe(false);
  isFiled = true;
  expect(await look(beginning)).toBe(true);
});

describe('five seconds are held', () => {
  test('after a start on a record others use', async () => {
    const beginning = begin(true);
    expect(await look(beginning)).toBe(false);
    ms += 4_999;
    expect(await look(beginning)).toBe(false);
    ms += 1;
    expect(await look(beginning)).toBe(true);
  });

  test('after each outage, from the first look that is answered', async () => {
    const beginning = begin(false);
    isAway = true;
    await expect(look(beginning)).rejects.toThrow('away');
    ms += 1_800_000;
    await expect(look(beginning)).rejects.toThrow('away');
    isAway = false;
    expect(await look(beginning)).toBe(false);
    ms += 4_999;
    expect(await look(beginning)).toBe(false);
    ms += 1;
    expect(await look(beginning)).toBe(true);
    ms += 1;
    expect(await look(beginning)).toBe(true);
  });
});
