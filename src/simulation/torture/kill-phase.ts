/**
 * One phase on one database: Vigil is started on a school morning, people answer, and it is killed in that moment,
 * again and again; then it is left in peace until all is quiet, stopped, and its record is held against the side log.
 * The rule: a start whose moment did not come is not a kill; too many of them in a row and the phase fails, since a
 * phase that is never reached proves nothing.
 */
import type { Random } from '../../domain/ids.ts';
import { armOnServer } from './arm.ts';
import { ANNOUNCE, armInProcess } from './arm-in-process.ts';
import { checkRecord, QUERIES, rowsFrom, type Verdict } from './check-record.ts';
import type { House, Real } from './house.ts';
import type { Phase } from './phases.ts';
import type { Program } from './run-program.ts';
import type { Staff } from './school.ts';
import { schoolMornings } from './school-morning.ts';
import { type StaffAtWork, staffAtWork } from './staff-at-work.ts';
import { untilQuiet } from './until-quiet.ts';

export type PhaseResult = {
  phase: Phase;
  kills: number;
  verdict: Verdict;
  /** Seconds from each start until it was up, and then from the first press to its ✓, where there was a press. */
  recoveries: number[];
  /** Exit code of the graceful stop at the end. */
  stopped: number | null;
};

const NOT_REACHED_MS = 75_000;
const MOST_MISSES = 4;
/** By then a morning has been planned, at five past a minute, and its first questions put. */
const PLANNED_MS = 90_000;
const LOOK_MS = 200;

export async function killPhase(parts: {
  house: House;
  staff: readonly Staff[];
  phase: Phase;
  kills: number;
  real: Real;
  random: Random;
  onKill?(kills: number): void;
}): Promise<PhaseResult> {
  const { house, phase, real, random } = parts;
  const people = staffAtWork({ slack: house.slack, staff: parts.staff, real, random });
  const mornings = schoolMornings(random);
  const recoveries: number[] = [];
  const isPlanning = phase === 'plan' || phase === 'enqueue';
  let kills = 0;
  let misses = 0;
  while (kills < parts.kills) {
    const began = real.monotonic();
    const program = await startFor(house, mornings.next(isPlanning && misses > 0));
    const isKilled = await killOnce({ ...parts, people, program });
    recoveries.push(...recoveryFrom(people, began, program));
    if (isKilled) {
      kills += 1;
      parts.onKill?.(kills);
      misses = 0;
      if (house.kind === 'postgres') {
        const verdict = await judge(house, people, false);
        if (verdict.lost.length + verdict.doubled.length > 0) break;
      }
    } else misses += 1;
    if (misses >= MOST_MISSES) throw new Error(`${phase} was not reached on ${house.kind}, ${misses} times`);
  }
  const began = real.monotonic();
  const last = await startFor(house, mornings.next(false));
  people.begin(true);
  await untilShown(people, real, began);
  await untilQuiet(house, real);
  await people.rest();
  recoveries.push(...recoveryFrom(people, began, last));
  const stopped = await last.stop();
  return { phase, kills, verdict: await judge(house, people, true), recoveries, stopped };
}

async function startFor(house: House, at: Date): Promise<Program> {
  const program = await house.start(at, house.kind === 'pglite' ? { preload: ANNOUNCE } : {});
  house.slack.deliverTo(`${program.url}/slack/events`);
  return program;
}

/** False when the moment did not come. */
async function killOnce(parts: {
  house: House;
  phase: Phase;
  real: Real;
  random: Random;
  people: StaffAtWork;
  program: Program;
}): Promise<boolean> {
  const { house, real, people, program } = parts;
  const armed =
    house.kind === 'postgres' ? armOnServer(house, parts.phase, real, parts.random) : armInProcess(parts);
  if (house.kind === 'postgres') people.begin();
  const waited = new AbortController();
  const given = real.wait(NOT_REACHED_MS, waited.signal).then(
    () => false,
    () => false,
  );
  const reached = await Promise.race([armed.reached, given]);
  waited.abort();
  await program.kill();
  armed.disarm();
  await people.rest();
  return reached;
}

async function judge(house: House, people: StaffAtWork, isQuiet: boolean): Promise<Verdict> {
  return checkRecord(house.slack, people.log, rowsFrom(await house.read(...QUERIES)), isQuiet);
}

/** Until somebody has answered; where there is nothing to answer, for as long as it could have taken. */
async function untilShown({ log }: StaffAtWork, real: Real, began: number): Promise<void> {
  const isShown = () => log.taps.some(({ at, shownAt }) => at >= began && shownAt !== null);
  while (!isShown() && real.monotonic() - began < PLANNED_MS) await real.wait(LOOK_MS);
}

/** Until it was up, and from the first press after that until it was shown as recorded. */
function recoveryFrom({ log }: StaffAtWork, began: number, { bootMs }: Program): number[] {
  const first = log.taps.find((tap) => tap.at >= began && tap.shownAt !== null);
  return first === undefined || first.shownAt === null ? [] : [(bootMs + first.shownAt - first.at) / 1000];
}
