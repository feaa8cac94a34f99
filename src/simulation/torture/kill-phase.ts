/**
 * One house and the moments in which Vigil is killed in it: it is started on a school morning, people answer, and it is
 * killed in that moment, again and again; then it is left in peace until all is quiet, stopped, and its record is held
 * against the side log.
 * The rule: a start whose moment did not come is not a kill; too many of them in a row and the phase fails, since a
 * phase that is never reached proves nothing. Nothing is waited for that cannot come any more.
 */
import type { Random } from '../../domain/ids.ts';
import { armOnServer } from './arm.ts';
import { ANNOUNCE, armInProcess } from './arm-in-process.ts';
import { checkRecord, type Verdict } from './check-record.ts';
import type { House, Real } from './house.ts';
import { QUERIES, rowsFrom } from './kept-rows.ts';
import type { Phase } from './phases.ts';
import type { Program } from './run-program.ts';
import type { Staff } from './school.ts';
import { schoolMornings } from './school-morning.ts';
import { type StaffAtWork, staffAtWork } from './staff-at-work.ts';
import { untilQuiet } from './until-quiet.ts';

export type PhaseResult = {
  kills: number;
  /** Messages that were being sent when it was killed; null where nobody could look between the kills. */
  inDoubt: number | null;
  verdict: Verdict;
  /** Seconds from each start until it was up, and then from the first press to its ✓, where there was a press. */
  recoveries: number[];
  /** Exit code of the graceful stop at the end. */
  stopped: number | null;
};

/** It is up as a window opens, and plans nine seconds later at most. */
const PLANNING: readonly Phase[] = ['plan', 'enqueue'];
const PLANNED_WITHIN_MS = 20_000;
/** By then the first questions of a planned morning have been put. */
const PUT_WITHIN_MS = 45_000;
/** What only goes on with the questions of a morning. */
const SENDING: readonly Phase[] = ['claim', 'pre-post', 'post-sent', 'pre-mark'];
const MOST_MISSES = 4;
const IN_DOUBT = `select count(*)::int as n from message where state = 'sending'`;

type Killing = {
  house: House;
  staff: readonly Staff[];
  /** One after another, `kills` times each. */
  phases: readonly Phase[];
  kills: number;
  real: Real;
  random: Random;
  onKill?(phase: Phase, kills: number): void;
};

export async function killPhases(given: Killing): Promise<PhaseResult> {
  const { house, phases, real, random } = given;
  const people = staffAtWork({ slack: house.slack, staff: given.staff, real, random });
  const mornings = schoolMornings(random, house.kind);
  const recoveries: number[] = [];
  /** How much stood in conversations at each start: what comes after it is another process's. */
  const starts: number[] = [];
  const start = async (at: Date) => {
    starts.push(postsIn(house));
    const program = await house.start(at, house.kind === 'pglite' ? { preload: ANNOUNCE } : {});
    house.slack.deliverTo(`${program.url}/slack/events`);
    return program;
  };
  let kills = 0;
  let inDoubt = 0;
  for (const phase of phases) {
    let misses = 0;
    for (let done = 0; done < given.kills; ) {
      const began = real.monotonic();
      const program = await start(mornings.next(isFreshFor(phase, misses)));
      const isKilled = await killOnce({ ...given, phase, people, program });
      recoveries.push(...recoveryFrom(people, began, program));
      misses = isKilled ? 0 : misses + 1;
      if (misses >= MOST_MISSES)
        throw new Error(`${phase} was not reached on ${house.kind}, ${misses} times`);
      if (!isKilled) continue;
      done += 1;
      kills += 1;
      given.onKill?.(phase, done);
      if (house.kind === 'pglite') continue;
      inDoubt += Number((await house.read(IN_DOUBT))[0]?.[0]?.n);
      const verdict = await judge(house, people, { starts, quietAt: null });
      if (verdict.lost.length + verdict.doubled.length > 0)
        return { kills, inDoubt, verdict, recoveries, stopped: null };
    }
  }
  const began = real.monotonic();
  const isUnplanned = PLANNING.includes(phases.at(-1) ?? 'plan');
  const last = await start(mornings.last(isUnplanned ? 'opening' : 'closing'));
  people.begin(true);
  if (isUnplanned) await real.wait(PLANNED_WITHIN_MS);
  const quietAt = await untilQuiet(house, real);
  await people.rest();
  recoveries.push(...recoveryFrom(people, began, last));
  const stopped = await last.stop();
  const verdict = await judge(house, people, { starts, quietAt });
  return { kills, inDoubt: house.kind === 'pglite' ? null : inDoubt, verdict, recoveries, stopped };
}

/** A day that nobody has planned, where the moment needs what planning brings. */
const isFreshFor = (phase: Phase, misses: number) =>
  SENDING.includes(phase) || (PLANNING.includes(phase) && misses > 0);

const postsIn = ({ slack }: House) =>
  [...slack.world.workspaces.values()].reduce((sum, { posts }) => sum + posts.length, 0);

/** False when the moment did not come. */
async function killOnce(parts: {
  house: House;
  phase: Phase;
  real: Real;
  random: Random;
  people: StaffAtWork;
  program: Program;
}): Promise<boolean> {
  const { house, phase, real, people, program } = parts;
  const armed =
    house.kind === 'postgres' ? armOnServer(house, phase, real, parts.random) : armInProcess(parts);
  if (house.kind === 'postgres') people.begin();
  const waited = new AbortController();
  const given = real.wait(PLANNING.includes(phase) ? PLANNED_WITHIN_MS : PUT_WITHIN_MS, waited.signal).then(
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

async function judge(
  house: House,
  people: StaffAtWork,
  world: { starts: readonly number[]; quietAt: Date | null },
): Promise<Verdict> {
  return checkRecord(house.slack, people.log, rowsFrom(await house.read(...QUERIES)), world);
}

/** Until it was up, and from the first press after that until it was shown as recorded. */
function recoveryFrom({ log }: StaffAtWork, began: number, { bootMs }: Program): number[] {
  const first = log.taps.find((tap) => tap.at >= began && tap.shownAt !== null);
  return first === undefined || first.shownAt === null ? [] : [(bootMs + first.shownAt - first.at) / 1000];
}
