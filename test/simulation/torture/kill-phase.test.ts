/**
 * The killer's short form: the real program on a real Postgres, killed once in each of the nine moments, one after
 * another on one record, and what people were told held against that record. The long one is `npm run vigil -- torture`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type Prepared, prepareHouse } from '../../../src/simulation/torture/house.ts';
import { killPhases } from '../../../src/simulation/torture/kill-phase.ts';
import { PHASES } from '../../../src/simulation/torture/phases.ts';
import {
  canRunPostgres,
  type Postgres,
  startPostgres,
} from '../../../src/simulation/torture/postgres-server.ts';
import { staffOf } from '../../../src/simulation/torture/school.ts';
import { seededRandom } from '../../support/fixed.ts';
import { realWorld } from '../../support/real-world.ts';

const STAFF = staffOf(30);

describe.runIf(canRunPostgres)('Vigil on a server, killed', () => {
  const real = realWorld();
  let postgres: Postgres;
  let school: Prepared;
  beforeAll(async () => {
    postgres = await startPostgres({ durable: true });
    school = await prepareHouse('postgres', STAFF, real, postgres);
  }, 300_000);
  afterAll(async () => {
    await postgres?.stop();
  });

  test('in every moment, once: nothing told is lost, nothing is doubled, and only what was in doubt is repeated', async () => {
    const house = await openHouse(school, real, postgres, { copied: true });
    try {
      const { kills, verdict, inDoubt, stopped } = await killPhases({
        house,
        staff: STAFF,
        phases: PHASES,
        kills: 1,
        real,
        random: seededRandom(11),
      });
      const { lost, doubled, other } = verdict;
      expect({ lost, doubled, other }).toEqual({ lost: [], doubled: [], other: [] });
      expect(kills).toBe(PHASES.length);
      expect(verdict.acknowledged).toBeGreaterThan(0);
      expect(verdict.repeats).toBeLessThanOrEqual(inDoubt ?? 0);
      expect(stopped).toBe(0);
    } finally {
      await house.close();
    }
  }, 600_000);
});
