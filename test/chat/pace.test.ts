/**
 * The pace: how many go within any stretch of time, by a clock of the test's own on which nobody waits.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openPace, type PaceLane, type Window } from '../../src/chat/pace.ts';

/** A clock on which whoever pauses sleeps until the test lets time go on, to the next who is to wake. */
function sleepers() {
  let now = 0;
  let asleep: { at: number; wake(): void }[] = [];
  const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    clock: {
      now: () => now,
      pause: (ms: number) => new Promise<void>((wake) => void asleep.push({ at: now + ms, wake })),
    },
    asleep: () => asleep.length,
    async until(end: number): Promise<void> {
      await breathe();
      for (;;) {
        const next = Math.min(...asleep.map(({ at }) => at));
        if (next > end) break;
        now = next;
        const woken = asleep.filter(({ at }) => at === next);
        asleep = asleep.filter(({ at }) => at !== next);
        for (const { wake } of woken) wake();
        await breathe();
      }
      now = end;
    },
  };
}

const ONE_AND_TWO: Window[] = [
  { most: 2, ms: 1_000 },
  { most: 3, ms: 5_000 },
];
const lane = (name: string, windows: readonly Window[] = ONE_AND_TWO): PaceLane => ({ name, windows });

function follow(lanes: readonly PaceLane[], count: number) {
  const { clock, ...time } = sleepers();
  const pace = openPace(clock);
  const went: number[] = [];
  for (let n = 0; n < count; n += 1) void pace.turn(lanes).then(() => went.push(clock.now()));
  return { ...time, clock, pace, went };
}

describe('at the edges of its windows', () => {
  test('the next goes when the window has room again, and not a millisecond before', async () => {
    const { until, went } = follow([lane('a')], 3);
    await until(999);
    expect(went).toEqual([0, 0]);
    await until(1_000);
    expect(went).toEqual([0, 0, 1_000]);
  });

  test('the longer window holds where the shorter one would not', async () => {
    const { until, went } = follow([lane('a')], 5);
    await until(4_999);
    expect(went).toEqual([0, 0, 1_000]);
    await until(10_000);
    expect(went).toEqual([0, 0, 1_000, 5_000, 5_000]);
  });
});

describe('with a longest wait', () => {
  test('what may go within it goes, having waited', async () => {
    const { clock, until } = sleepers();
    const pace = openPace(clock);
    const given: [number, number][] = [];
    for (let n = 0; n < 4; n += 1)
      void pace.turn([lane('a')], 5_000).then((wait) => given.push([wait, clock.now()]));
    await until(20_000);
    expect(given).toEqual([
      [0, 0],
      [0, 0],
      [0, 1_000],
      [0, 5_000],
    ]);
  });

  test('what may not is told at once how far off it is, and is not counted', async () => {
    const { clock, until, asleep } = sleepers();
    const pace = openPace(clock);
    const full = lane('full', [{ most: 1, ms: 60_000 }]);
    const shared = lane('shared', [{ most: 1, ms: 1_000 }]);
    expect(await pace.turn([full], 0)).toBe(0);
    await until(15_000);
    expect(await pace.turn([full, shared], 44_999)).toBe(45_000);
    expect(await pace.turn([full], 0)).toBe(45_000);
    expect(asleep()).toBe(0);
    // The other lane is still free, and this one no fuller than it was.
    expect(await pace.turn([shared], 0)).toBe(0);
    let went: number | null = null;
    void pace.turn([full], 45_000).then((wait) => {
      went = wait === 0 ? clock.now() : -1;
    });
    await until(60_000);
    expect(went).toBe(60_000);
  });

  test('what others go before is not waited for longer than that in all', async () => {
    const { clock, until, asleep } = sleepers();
    const pace = openPace(clock);
    const one = lane('one', [{ most: 1, ms: 1_000 }]);
    const given: [number, number][] = [];
    for (let n = 0; n < 6; n += 1)
      void pace.turn([one], 3_000).then((wait) => given.push([wait, clock.now()]));
    await until(60_000);
    expect(asleep()).toBe(0);
    expect(given.filter(([wait]) => wait === 0).map(([, at]) => at)).toEqual([0, 1_000, 2_000, 3_000]);
    const late = given.filter(([wait]) => wait > 0);
    expect(late).toEqual([
      [1_000, 3_000],
      [1_000, 3_000],
    ]);
  });

  test('a rest is as long as it is asked for', async () => {
    const { clock, until } = sleepers();
    const pace = openPace(clock);
    let rested: number | null = null;
    void pace.rest(5_000).then(() => {
      rested = clock.now();
    });
    await until(4_999);
    expect(rested).toBeNull();
    await until(5_000);
    expect(rested).toBe(5_000);
  });
});

test('nobody waits for another’s conversation', async () => {
  const { until, went, pace, clock } = follow([lane('busy')], 50);
  await until(10);
  expect(went).toHaveLength(2);
  let other: number | null = null;
  void pace.turn([lane('quiet')]).then(() => {
    other = clock.now();
  });
  await until(10);
  expect(other).toBe(10);
});

test('whoever waits for one lane is not yet counted in the other', async () => {
  const { clock, until } = sleepers();
  const pace = openPace(clock);
  const [full, shared] = [lane('full', [{ most: 1, ms: 60_000 }]), lane('shared', [{ most: 1, ms: 1_000 }])];
  await pace.turn([full]);
  const went: string[] = [];
  void pace.turn([full, shared]).then(() => went.push('waited'));
  void pace.turn([shared]).then(() => went.push('through'));
  await until(500);
  expect(went).toEqual(['through']);
  await until(60_000);
  expect(went).toEqual(['through', 'waited']);
});

test('there are never more than so many within any stretch, however many ask, in whatever lanes', async () => {
  const windows = fc
    .array(fc.record({ most: fc.integer({ min: 1, max: 6 }), ms: fc.integer({ min: 1, max: 4_000 }) }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((list): Window[] => list);
  const asks = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 3_000 }), lanes: fc.uniqueArray(fc.nat(2), { minLength: 1 }) }),
    { minLength: 1, maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(windows, asks, async (limits, asked) => {
      const { clock, until, asleep } = sleepers();
      const pace = openPace(clock);
      const went = new Map<number, number[]>();
      for (const { at, lanes } of asked.toSorted((one, other) => one.at - other.at)) {
        await until(Math.max(at, clock.now()));
        void pace.turn(lanes.map((n) => lane(`lane ${n}`, limits))).then(() => {
          for (const n of lanes) went.set(n, [...(went.get(n) ?? []), clock.now()]);
        });
      }
      await until(10_000_000);
      expect(asleep()).toBe(0);
      const all = [...went.values()].reduce((sum, times) => sum + times.length, 0);
      expect(all).toBe(asked.reduce((sum, { lanes }) => sum + lanes.length, 0));
      for (const times of went.values())
        for (const { most, ms } of limits)
          for (const from of times)
            expect(times.filter((time) => time >= from && time < from + ms).length).toBeLessThanOrEqual(most);
    }),
    { numRuns: 60 },
  );
});

test('ten thousand other conversations do not make it forget the tenant they are all in', async () => {
  const { clock, until } = sleepers();
  const pace = openPace(clock);
  const tenant = lane('tenant', [{ most: 2, ms: 60_000 }]);
  for (const round of [1, 2]) {
    await pace.turn([tenant]);
    for (let n = 0; n < 9_000; n += 1) await pace.turn([lane(`thread ${round} ${n}`)]);
  }
  let third = false;
  void pace.turn([tenant]).then(() => {
    third = true;
  });
  await until(59_999);
  expect(third).toBe(false);
  await until(60_000);
  expect(third).toBe(true);
});

describe('a share left to others', () => {
  test('is theirs when whoever leaves it has taken all of its own', async () => {
    const { clock, until } = sleepers();
    const pace = openPace(clock);
    const bulk: PaceLane = { ...lane('a', [{ most: 6, ms: 60_000 }]), spare: 1 / 3 };
    const person: PaceLane = lane('a', [{ most: 6, ms: 60_000 }]);
    const took: number[] = [];
    for (let n = 0; n < 5; n += 1) took.push(await pace.turn([bulk], 0));
    expect(took).toEqual([0, 0, 0, 0, 60_000]);
    expect(await pace.turn([person], 0)).toBe(0);
    expect(await pace.turn([person], 0)).toBe(0);
    expect(await pace.turn([person], 0)).toBe(60_000);
    await until(60_000);
    expect(await pace.turn([bulk], 0)).toBe(0);
  });

  test('is never all of it', async () => {
    const pace = openPace(sleepers().clock);
    const narrow: PaceLane = { ...lane('a', [{ most: 1, ms: 60_000 }]), spare: 0.9 };
    expect([await pace.turn([narrow], 0), await pace.turn([narrow], 0)]).toEqual([0, 60_000]);
  });
});

describe('a lane that is held', () => {
  test('lets nobody by until it is over, and no other lane is', async () => {
    const { clock, until } = sleepers();
    const pace = openPace(clock);
    pace.hold(lane('a'), 30_000);
    expect(await pace.turn([lane('a')], 5_000)).toBe(30_000);
    expect(await pace.turn([lane('b')], 0)).toBe(0);
    let went: number | null = null;
    void pace.turn([lane('a')]).then(() => {
      went = clock.now();
    });
    await until(29_999);
    expect(went).toBeNull();
    await until(30_000);
    expect(went).toBe(30_000);
  });

  test('is held the longer of two times, whichever is said last', async () => {
    const { clock, until } = sleepers();
    const pace = openPace(clock);
    pace.hold(lane('a'), 30_000);
    pace.hold(lane('a'), 10_000);
    expect(await pace.turn([lane('a')], 0)).toBe(30_000);
    await until(30_000);
    pace.hold(lane('b'), 1_000);
    expect(await pace.turn([lane('a')], 0)).toBe(0);
  });
});
