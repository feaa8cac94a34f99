/**
 * The killer's short form on the embedded database: the real program, killed as a plan is being synced to the disk,
 * before a message is marked as sent, and as a reply is being synced; and a second process on its directory, refused.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type Prepared, prepareHouse } from '../../../src/simulation/torture/house.ts';
import { killPhases } from '../../../src/simulation/torture/kill-phase.ts';
import { staffOf } from '../../../src/simulation/torture/school.ts';
import { seededRandom } from '../../support/fixed.ts';
import { realWorld } from '../../support/real-world.ts';

const STAFF = staffOf(30);
const MOMENTS = ['enqueue', 'pre-mark', 'pre-commit'] as const;

describe('Vigil on its own database, killed', () => {
  const real = realWorld();
  let school: Prepared;
  beforeAll(async () => {
    school = await prepareHouse('pglite', STAFF, real, null);
  }, 300_000);
  afterAll(() => school?.discard());

  test('in three moments, once each: nothing told is lost, nothing is doubled', async () => {
    const house = await openHouse(school, real, null, { copied: true });
    try {
      const { kills, stopped, verdict } = await killPhases({
        house,
        staff: STAFF,
        phases: MOMENTS,
        kills: 1,
        real,
        random: seededRandom(11),
      });
      expect(kills).toBe(MOMENTS.length);
      expect(verdict.acknowledged).toBeGreaterThan(0);
      expect({ lost: verdict.lost, doubled: verdict.doubled, other: verdict.other }).toEqual({
        lost: [],
        doubled: [],
        other: [],
      });
      expect(stopped).toBe(0);
    } finally {
      await house.close();
    }
  }, 600_000);

  test('a second process on the same directory is refused, and the first goes on', async () => {
    const house = await openHouse(school, real, null, { copied: true });
    try {
      const first = await house.start(new Date('2026-11-02T12:00:00Z'));
      const second = await house.startRefused();
      expect(second.code).toBe(1);
      expect(second.errors).toContain('in use by');
      expect(first.ended).toBe(false);
      expect(await first.stop()).toBe(0);
    } finally {
      await house.close();
    }
  }, 300_000);
});
