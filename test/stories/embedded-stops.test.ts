/**
 * The disk of the embedded database fills up under the real program: whoever presses then is told what became of it,
 * the program ends so that it is started again, and every answer that was acknowledged is there.
 * The rule: the disk is full only as the program's own files see it, so it runs anywhere and needs no rights.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkRecord } from '../../src/simulation/torture/check-record.ts';
import { openHouse, type Prepared, prepareHouse } from '../../src/simulation/torture/house.ts';
import { QUERIES, rowsFrom } from '../../src/simulation/torture/kept-rows.ts';
import { type Program, programFile } from '../../src/simulation/torture/run-program.ts';
import { staffOf } from '../../src/simulation/torture/school.ts';
import { schoolMornings } from '../../src/simulation/torture/school-morning.ts';
import { type StaffAtWork, staffAtWork } from '../../src/simulation/torture/staff-at-work.ts';
import { untilQuiet } from '../../src/simulation/torture/until-quiet.ts';
import { seededRandom } from '../support/fixed.ts';
import { realWorld } from '../support/real-world.ts';

const STAFF = staffOf(20);
const FILL_DISK = programFile('./fill-disk');
const PATIENTLY = { timeout: 60_000, interval: 50 };
/** It looks every two seconds, and ends within ten of having seen it; the rest is a slow machine's. */
const ENDED = { timeout: 30_000, interval: 50 };

describe('the embedded database stops', () => {
  const real = realWorld();
  let school: Prepared;
  let house: Awaited<ReturnType<typeof openHouse>>;
  let people: StaffAtWork;
  beforeAll(async () => {
    school = await prepareHouse('pglite', STAFF, real, null);
  }, 300_000);
  afterAll(() => school?.discard());
  beforeEach(async () => {
    house = await openHouse(school, real, null, { copied: true });
    people = staffAtWork({ slack: house.slack, staff: STAFF, real, random: seededRandom(7) });
  });
  afterEach(() => house.close());

  const start = async (at: Date, preload?: string): Promise<Program> => {
    const program = await house.start(at, preload === undefined ? {} : { preload });
    house.slack.deliverTo(`${program.url}/slack/events`);
    return program;
  };
  const lastTold = () => {
    people.log.look(real.monotonic());
    return people.log.taps.at(-1)?.told;
  };
  /** Somebody who has a question answers it. */
  const answer = async () => {
    await expect.poll(() => people.hasWaiting(), PATIENTLY).toBe(true);
    await people.answerOne();
  };

  test.each([
    { full: 'database', told: 'received' },
    { full: 'all', told: 'not saved' },
  ] as const)(
    'no room under $full: a press is told $told, it ends with 1, and started again it has all that was acknowledged',
    async ({ full, told }) => {
      const mornings = schoolMornings(seededRandom(7), 'pglite');
      const program = await start(mornings.next(true), FILL_DISK);
      await answer();
      await expect.poll(lastTold, PATIENTLY).toBe('recorded');
      await expect.poll(() => people.hasWaiting(), PATIENTLY).toBe(true);

      program.tell(`full ${full}`);
      await answer();
      await expect.poll(lastTold, PATIENTLY).toBe(told);
      await expect.poll(() => program.ended, ENDED).toBe(true);
      expect(await program.stop()).toBe(1);
      expect(house.spooled()).toBe(told === 'received' ? 1 : 0);

      // In hours again, so that what was being sent just then can be looked for.
      const again = await start(mornings.last('closing'));
      people.begin(true);
      const quietAt = await untilQuiet(house, real);
      await people.rest();
      expect(await again.stop()).toBe(0);
      expect(house.spooled()).toBe(0);
      const { acknowledged, lost, doubled, other } = checkRecord(
        house.slack,
        people.log,
        rowsFrom(await house.read(...QUERIES)),
        { quietAt },
      );
      expect({ lost, doubled, other }).toEqual({ lost: [], doubled: [], other: [] });
      expect(acknowledged).toBeGreaterThan(1);
    },
    400_000,
  );
});
