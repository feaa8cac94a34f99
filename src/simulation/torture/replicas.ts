/**
 * Two Vigils, then three, up to as many as are asked for, on one Postgres: a Monday's questions, digest, commands and
 * presses, with whichever is in the middle of sending killed again and again.
 * The rule: each thing is done once, whoever does it. Handover is from the kill until the record says that another has
 * the lane: what was left to send may be little, and what is sent next late. Nothing is hurried, so it is the real lease
 * that is measured.
 */
import { CLAIMED, isCommitted } from './arm.ts';
import { checkRecord } from './check-record.ts';
import { type House, openHouse, type Real } from './house.ts';
import { QUERIES, rowsFrom } from './kept-rows.ts';
import { type ReplicaGroup, replicaGroup } from './replica-group.ts';
import type { Staff } from './school.ts';
import { schoolMornings } from './school-morning.ts';
import { staffAtWork } from './staff-at-work.ts';
import { addReport, emptyReport, type Given, quantile, type Report, seconds, type Trial } from './trial.ts';
import { untilQuiet } from './until-quiet.ts';

const STAFF = 30;
const KILLS = 2;
const LOOK_MS = 250;
const LONGEST_MS = 200_000;

export function replicas(most: number): Trial {
  return async (given) => {
    const postgres = await given.server();
    const prepared = await given.school('postgres', STAFF);
    const report = emptyReport();
    for (let size = 2; size <= Math.max(2, most); size += 1) {
      const house = await openHouse(prepared, given.real, postgres, { copied: true });
      try {
        addReport(report, await trySize(given, house, prepared.staff, size));
      } finally {
        await house.close();
      }
    }
    return report;
  };
}

async function trySize(given: Given, house: House, staff: readonly Staff[], size: number): Promise<Report> {
  const group = replicaGroup(house);
  try {
    return await tryGroup(given, house, staff, { group, size });
  } finally {
    // A trial that was given up leaves none of them behind.
    for (const replica of [...group.replicas]) await group.kill(replica);
  }
}

async function tryGroup(
  { real, random, say }: Given,
  house: House,
  staff: readonly Staff[],
  { group, size }: { group: ReplicaGroup; size: number },
): Promise<Report> {
  const people = staffAtWork({ slack: house.slack, staff, real, random });
  await group.add(schoolMornings(random, house.kind).next(true));
  while (group.replicas.length < size) await group.add(null);
  people.begin();
  const handovers: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const sender = await group.whoNext(
      (seen) => isCommitted(seen) && seen.transaction.some((text) => CLAIMED.test(text)),
    );
    const keeper = await keeperIn(house);
    await group.kill(sender);
    handovers.push(await untilKeptAnew(house, real, keeper));
    await group.add(null);
  }
  await people.rest();
  people.begin(true);
  const quietAt = await untilQuiet(house, real);
  await people.rest();
  const stopped = await group.stop();
  const verdict = checkRecord(house.slack, people.log, rowsFrom(await house.read(...QUERIES)), {
    quietAt,
  });
  if (stopped.some((code) => code !== 0))
    verdict.other.push({ check: 'ends with 0 when it is stopped', where: stopped.join(' ') });
  say(
    `${size} replicas, ${KILLS} killed while sending: ${verdict.taps} presses, ${verdict.acknowledged} told, ` +
      `${verdict.lost.length} lost, ${verdict.doubled.length} doubled, ${verdict.repeats} repeats; ` +
      `another has the lane after ${seconds(quantile(handovers, 0.5))} s (median), ${seconds(quantile(handovers, 1))} s at most`,
  );
  return { ...emptyReport(), ...verdict, kills: KILLS };
}

async function keeperIn(house: House): Promise<string | null> {
  const [rows] = await house.read('select leased_by from lane where leased_by is not null');
  const [row, more] = rows ?? [];
  if (more) throw new Error('One lane of one installation, and there is more than one');
  return row ? String(row.leased_by) : null;
}

/** Seconds until another has the lane. */
async function untilKeptAnew(house: House, real: Real, before: string | null): Promise<number> {
  const from = real.monotonic();
  for (;;) {
    const keeper = await keeperIn(house);
    if (keeper !== null && keeper !== before) return (real.monotonic() - from) / 1000;
    if (real.monotonic() - from > LONGEST_MS) throw new Error('Nobody took the lane over');
    await real.wait(LOOK_MS);
  }
}
