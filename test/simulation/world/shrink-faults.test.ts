/**
 * A failing run is made small: to the faults that matter, and no further than it still fails.
 */
import { describe, expect, test } from 'vitest';
import { shrinkFaults } from '../../../src/simulation/world/shrink-faults.ts';

const faults = Array.from({ length: 30 }, (_, index) => index);

describe('shrinking', () => {
  test('finds the two faults of thirty that break it together, the staff and the days', async () => {
    const found = await shrinkFaults({
      faults,
      days: 14,
      fails: async ({ keep, staff, endDay }) =>
        keep.includes(4) && keep.includes(21) && (staff ?? 9) >= 2 && (endDay ?? 14) >= 6,
      mostRuns: 100,
    });
    expect(found).toMatchObject({ keep: [4, 21], staff: 2, endDay: 6 });
  });

  test('finds that no fault is needed', async () => {
    const found = await shrinkFaults({ faults, days: 14, fails: async ({ endDay }) => (endDay ?? 14) >= 3 });
    expect(found).toMatchObject({ keep: [], staff: 1, endDay: 3 });
  });

  test('runs no more often than it may, and gives back what was seen to fail', async () => {
    let runs = 0;
    const found = await shrinkFaults({
      faults,
      days: 14,
      mostRuns: 7,
      fails: async ({ keep }) => {
        runs += 1;
        return keep.length > 14;
      },
    });
    expect(runs).toBe(7);
    expect(found.runs).toBe(7);
    expect(found.keep.length).toBeGreaterThan(14);
  });
});
