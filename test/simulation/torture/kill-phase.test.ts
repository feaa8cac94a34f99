/**
 * The killer's short form: the real program on a real Postgres, killed as soon as a reply is committed, and what people
 * were told held against the record. The long one is `npm run vigil -- torture`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type Prepared, prepareHouse } from '../../../src/simulation/torture/house.ts';
import { killPhase } from '../../../src/simulation/torture/kill-phase.ts';
import {
  canRunPostgres,
  type Postgres,
  startPostgres,
} from '../../../src/simulation/torture/postgres-server.ts';
import { staffOf } from '../../../src/simulation/torture/school.ts';
import { seededRandom } from '../../support/fixed.ts';
import { realWorld } from '../../support/real-world.ts';

const STAFF = staffOf(24);

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

  test.each(['post-commit'] as const)(
    '%s: nothing told is lost, nothing is doubled',
    async (phase) => {
      const house = await openHouse(school, real, postgres, { copied: true });
      try {
        const result = await killPhase({
          house,
          staff: STAFF,
          phase,
          kills: 1,
          real,
          random: seededRandom(11),
        });
        const { verdict } = result;
        expect(result.kills).toBe(1);
        expect(verdict.acknowledged).toBeGreaterThan(0);
        expect({ lost: verdict.lost, doubled: verdict.doubled, other: verdict.other }).toEqual({
          lost: [],
          doubled: [],
          other: [],
        });
        expect(verdict.repeats).toBeLessThanOrEqual(10);
        expect(result.stopped).toBe(0);
      } finally {
        await house.close();
      }
    },
    600_000,
  );
});
