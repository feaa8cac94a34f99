/**
 * One run of the simulated world from one seed: made, lived through, and checked.
 * The rule: everything in it comes from what is given; the same gives the same trace, whatever ran before it on the
 * same database.
 */
import { instantAt } from '../../domain/local-time.ts';
import { saveInstallation } from '../../store/installations.ts';
import { insertOrganisation } from '../../store/organisations.ts';
import { saveAddress, savePerson } from '../../store/people.ts';
import { addQuestions, useQuestions } from '../../store/questions.ts';
import { insertSetting } from '../../store/settings.ts';
import type { SimulatedDatabase } from '../../store/simulated-database.ts';
import { WAKE_STEPS, wakeBy } from '../../store/wakes.ts';
import { beginFaults } from './begin-faults.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { faultDesk } from './fault-desk.ts';
import { type Fault, planFaults } from './fault-plan.ts';
import { emptyHistory } from './history.ts';
import { checkInvariants, type Violation } from './invariants.ts';
import { noteWaits } from './note-waits.ts';
import { chooseStart } from './school-year.ts';
import {
  planSchool,
  SCHOOL_KEYS,
  type SchoolKey,
  type SchoolNames,
  type SimSchool,
  userOf,
} from './schools.ts';
import { simBots } from './sim-bots.ts';
import { simChat } from './sim-chat.ts';
import { simClock } from './sim-clock.ts';
import { simDoor } from './sim-door.ts';
import { keepPace } from './sim-pace.ts';
import { type SimPlatform, simPlatform } from './sim-platform.ts';
import { type SimStaff, simStaff } from './sim-staff.ts';
import { HONEST, type Sim, type Wraps } from './sim-world.ts';
import { makeTrace } from './trace.ts';
import { scheduleWorkload } from './workload.ts';

export type RunGiven = {
  seed: number;
  days: number;
  /** Which of the seed's faults happen; all of them unless said. */
  keep?: ReadonlySet<number> | null;
  /** To stop after so many days, of the same seed and faults. */
  endDay?: number | null;
  /** How many of each school's ordinary staff there are; all unless said. */
  staff?: number | null;
  wraps?: Wraps;
  /** The schools' own words, and in which order they are made. */
  names?: Record<SchoolKey, SchoolNames>;
  order?: readonly SchoolKey[];
};

export type RunResult = {
  seed: number;
  hash: string;
  violations: Violation[];
  faults: Fault[];
  met: number;
  sent: number;
  answers: number;
  tail: string[];
  sim: Sim;
};

export const NAMES: Record<SchoolKey, SchoolNames> = {
  oak: { canary: 'kestrel-7431', mark: 'oak' },
  elm: { canary: 'lapwing-9026', mark: 'elm' },
};
const DAY_MS = 86_400_000;
/** Nothing goes wrong any more from the late morning of the last whole day on, in London: what lasts has ended then. */
const CALM_MS = 18 * 3_600_000;
/** More happenings than any honest day has. */
const MOST_A_DAY = 2_500;

export async function runSeed(db: SimulatedDatabase, given: RunGiven): Promise<RunResult> {
  const { seed, days, keep = null, wraps = HONEST, names = NAMES, order = SCHOOL_KEYS } = given;
  const { from, schoolYear } = chooseStart(chanceFrom(seed, 'start'), days);
  const start = instantAt(from, '05:00', 'Europe/London').getTime();
  const ranDays = given.endDay ?? days;
  const end = start + ranDays * DAY_MS;
  const calmFrom = end - CALM_MS;
  const faults = planFaults(seed, days).filter(({ index }) => keep === null || keep.has(index));
  const clock = simClock(start);
  const streams = new Map<string, Chance>();
  let offset = 0;
  const schools = order.map((key, place) =>
    fewer(
      planSchool({ key, seed, place, schoolYear, names: names[key] }, chanceFrom(seed, 'zone', key)),
      given.staff ?? null,
    ),
  );
  const byKey = new Map(schools.map((school) => [school.key, school]));
  const byOrg = new Map(schools.map((school) => [school.org, school.key]));
  const found = <K, V>(map: Map<K, V>, key: K): V => {
    const value = map.get(key);
    if (value === undefined) throw new Error('There is no such school in this world');
    return value;
  };
  const sim: Sim = {
    seed,
    start,
    calmFrom,
    end,
    clock,
    dbNow: () => clock.now() + offset,
    moveClock(by) {
      offset = by;
      sim.history.clockMoves.push(clock.now());
    },
    trace: makeTrace(),
    db,
    desk: faultDesk(faults, start, calmFrom, clock.now),
    history: emptyHistory(),
    schools,
    schoolOf: (key) => found(byKey, key),
    keyOf: (org) => found(byOrg, org),
    chance(school, purpose) {
      const name = `${school ?? 'nobody'} ${purpose}`;
      const stream = streams.get(name) ?? chanceFrom(seed, 'delays', name);
      streams.set(name, stream);
      return stream;
    },
    wraps,
  };
  await db.clear();
  await db.setTime(new Date(start));
  for (const school of schools) await writeSchool(sim, school);
  if (wraps.plant !== null) await db.run(wraps.plant);
  const isOver = await live(sim, ranDays);
  const violations = isOver
    ? checkInvariants(sim, await db.snapshot(), await db.changes())
    : [{ invariant: 18, what: 'there is no end of what is due' }];
  return {
    seed,
    hash: sim.trace.hash(),
    violations,
    faults,
    met: sim.desk.met(),
    sent: sim.history.copies.length,
    answers: sim.history.told.filter(({ recorded }) => recorded).length,
    tail: sim.trace.tail(),
    sim,
  };
}

async function live(sim: Sim, days: number): Promise<boolean> {
  const { clock } = sim;
  const platforms = new Map<string, SimPlatform>();
  const platformOf = ({ key }: Pick<SimSchool, 'key'>) => {
    const platform = platforms.get(key);
    if (!platform) throw new Error('A school has lost its workspace');
    return platform;
  };
  let staff: SimStaff | null = null;
  for (const school of sim.schools) {
    const platform = simPlatform(sim, school);
    platforms.set(school.key, platform);
    platform.onArrival((copy) => staff?.sees(school, copy));
  }
  const bots = simBots(
    sim,
    (_bot, all) =>
      new Map(
        sim.schools.map((school) => [
          school.platform,
          keepPace(sim.wraps.chat(simChat(sim, all, school, platformOf(school)), school), clock.now),
        ]),
      ),
  );
  const door = simDoor(sim, bots, platformOf);
  staff = simStaff(sim, door.press);
  scheduleWorkload(sim, door, days);
  beginFaults(sim, bots, door, staff);
  noteWaits(sim);
  const isOver = await clock.run(sim.end, () => bots.planLooks(), MOST_A_DAY * Math.max(2, days));
  for (const { name, disk } of bots.bots)
    sim.history.disks.push({ bot: name, waiting: [...disk.presses.keys()], aside: disk.aside });
  return isOver;
}

async function writeSchool(sim: Sim, school: SimSchool): Promise<void> {
  const { org, setting, installationId, platform, externalId, questions } = school;
  const made = new Date(sim.start);
  await sim.db.store.within(org, async (tx) => {
    const clock = { clock: 'wall' as const, storedNow: null, invented: false };
    await insertOrganisation(tx, org, { name: setting.name, ...clock }, made);
    await saveInstallation(tx, org, { installationId, platform, externalId, botUserId: null });
    await insertSetting(tx, org, setting);
    for (const person of school.people) {
      if (school.joiners.includes(person)) continue;
      await savePerson(tx, org, setting.id, person, made);
      await saveAddress(tx, org, { personId: person.id, installationId, userId: userOf(school, person) });
    }
    await addQuestions(tx, org, questions);
    await useQuestions(tx, org, setting.id, questions);
    for (const step of WAKE_STEPS) await wakeBy(tx, org, step, made, 'wall');
  });
}

/** With fewer of those who hold no role of their own. */
function fewer(school: SimSchool, staff: number | null): SimSchool {
  if (staff === null) return school;
  const ordinary = school.people.filter(({ staffRef }) => /^[TAI]/.test(staffRef));
  const kept = new Set(ordinary.slice(0, Math.max(1, staff)));
  return {
    ...school,
    people: school.people.filter((person) => !ordinary.includes(person) || kept.has(person)),
  };
}
