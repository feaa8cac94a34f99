/**
 * Three Vigils on one Postgres with one Slack, over a week: questions, presses, commands, alerts and a digest, each
 * done once, whoever does it; and one of them killed in the middle of sending, whose lane another takes.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLAIMED, isCommitted } from '../../src/simulation/torture/arm.ts';
import { checkRecord } from '../../src/simulation/torture/check-record.ts';
import { type House, openHouse, prepareHouse } from '../../src/simulation/torture/house.ts';
import { QUERIES, rowsFrom } from '../../src/simulation/torture/kept-rows.ts';
import {
  canRunPostgres,
  type Postgres,
  startPostgres,
} from '../../src/simulation/torture/postgres-server.ts';
import { type ReplicaGroup, replicaGroup } from '../../src/simulation/torture/replica-group.ts';
import { CHANNEL, staffOf } from '../../src/simulation/torture/school.ts';
import { staffAtWork } from '../../src/simulation/torture/staff-at-work.ts';
import { untilQuiet } from '../../src/simulation/torture/until-quiet.ts';
import { seededRandom } from '../support/fixed.ts';
import { realWorld } from '../support/real-world.ts';

const STAFF = staffOf(24);
const MONDAY = new Date('2026-11-02T08:29:58Z');
/** Answers told of as recorded, so that something is judged. */
const ENOUGH = 5;
const AFTERNOON = new Date('2026-11-02T15:30:00Z');
const NEXT_MONDAY = new Date('2026-11-09T08:30:30Z');
const PATIENTLY = { timeout: 150_000 };

describe.runIf(canRunPostgres)('three replicas', () => {
  const real = realWorld();
  let postgres: Postgres;
  let house: House;
  let group: ReplicaGroup;
  beforeAll(async () => {
    postgres = await startPostgres({ durable: true });
    const school = await prepareHouse('postgres', STAFF, real, postgres);
    house = await openHouse(school, real, postgres);
    group = replicaGroup(house);
    await group.add(MONDAY);
    await Promise.all([group.add(null), group.add(null)]);
  }, 300_000);
  afterAll(async () => {
    await group?.stop();
    await house?.close();
    await postgres?.stop();
  }, 120_000);

  test('each thing is done once, and a killed one’s lane is taken over', async () => {
    const { slack } = house;
    const people = staffAtWork({ slack, staff: STAFF, real, random: seededRandom(3) });
    const posts = () => slack.callsOf('chat.postMessage').length;
    people.begin();
    const sender = await group.whoNext(
      (seen) => isCommitted(seen) && seen.transaction.some((text) => CLAIMED.test(text)),
    );
    await group.kill(sender);
    expect(group.replicas).toHaveLength(2);

    // Its lane is another's when its lease is over: what was left of the morning comes in the afternoon.
    const atKill = posts();
    await house.jumpRecord(AFTERNOON);
    await expect.poll(posts, PATIENTLY).toBeGreaterThan(atKill);

    // A command is answered once, whichever has it.
    const asker = slack.person('U0D01');
    for (let asked = 1; asked <= 3; asked += 1) {
      await asker.command('/vigil help');
      await expect
        .poll(
          () => asker.ephemerals.filter(({ text }) => text.includes('What you can ask')).length,
          PATIENTLY,
        )
        .toBe(asked);
    }
    // Everybody answers what they have.
    people.begin(true);
    await untilQuiet(house, real);
    await people.rest();

    // A week later: what was not answered is told of, and the digest comes.
    await house.jumpRecord(NEXT_MONDAY);
    people.begin(true);
    const digests = () => asker.channel(CHANNEL).filter(({ text }) => text.includes('Week of'));
    await expect.poll(() => digests().length, PATIENTLY).toBeGreaterThan(0);
    const quietAt = await untilQuiet(house, real);
    await people.rest();
    expect(digests()).toHaveLength(1);
    const alerts = asker
      .channel(CHANNEL)
      .flatMap(({ summary, text }) => (text.includes('I have it') ? [summary] : []));
    expect(alerts.length).toBeGreaterThan(0);
    expect(new Set(alerts).size).toBe(alerts.length);

    expect(await group.stop()).toEqual([0, 0]);
    const verdict = checkRecord(slack, people.log, rowsFrom(await house.read(...QUERIES)), {
      quietAt,
    });
    expect(verdict.acknowledged).toBeGreaterThan(ENOUGH);
    expect({ lost: verdict.lost, doubled: verdict.doubled, other: verdict.other }).toEqual({
      lost: [],
      doubled: [],
      other: [],
    });
  }, 600_000);
});
