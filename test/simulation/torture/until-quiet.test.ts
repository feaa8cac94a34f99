/**
 * When all is quiet: a world of which only the calls and what is under way are known.
 */
import { describe, expect, test } from 'vitest';
import { untilQuiet } from '../../../src/simulation/torture/until-quiet.ts';

const START = Date.UTC(2026, 10, 2, 8, 30);
/** The record's clock need not be the program's. */
const AHEAD_MS = 3_600_000;

/** A call to Slack at those milliseconds, and something under way until then. */
function worldOf(kind: 'postgres' | 'pglite', at: { calls?: number[]; underWayUntil?: number }) {
  let ms = 0;
  const calls: object[] = [];
  const house = {
    kind,
    slack: { calls },
    now: () => new Date(START + ms),
    underWay: async () => ({
      count: ms < (at.underWayUntil ?? 0) ? 1 : 0,
      at: new Date(START + ms + AHEAD_MS),
    }),
  };
  const real = {
    monotonic: () => ms,
    wait: async (wait: number) => {
      ms += wait;
      if (at.calls?.includes(ms)) calls.push({});
    },
  };
  return { house, real, took: () => ms };
}

describe('until quiet', () => {
  test('it is quiet once nothing has been asked for a while, longer where the record cannot be asked', async () => {
    const server = worldOf('postgres', { calls: [1_000] });
    expect((await untilQuiet(server.house, server.real)).getTime()).toBe(START + 4_500 + AHEAD_MS);
    const embedded = worldOf('pglite', { calls: [1_000] });
    expect((await untilQuiet(embedded.house, embedded.real)).getTime()).toBe(START + 1_000);
    expect(embedded.took()).toBe(6_500);
  });

  test.each(['postgres', 'pglite'] as const)(
    'a message that waits half a minute to be looked for is under way on %s',
    async (kind) => {
      const { house, real, took } = worldOf(kind, { underWayUntil: 40_000 });
      await untilQuiet(house, real);
      expect(took()).toBe(40_000);
    },
  );

  test('one that does not become quiet says so', async () => {
    const { house, real } = worldOf('postgres', { underWayUntil: 1e9 });
    await expect(untilQuiet(house, real)).rejects.toThrow('did not become quiet');
  });
});
