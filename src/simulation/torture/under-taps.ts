/**
 * A trial under presses: a school on a server, its questions all put, people pressing at a steady rate while something
 * is done to the world; then left until it is quiet, stopped, and held against the side log.
 * The rule: what is done is the trial's; what may never come of it is the same for all of them.
 */
import type { Verdict } from './check-record.ts';
import { checkRecord, QUERIES, rowsFrom } from './check-record.ts';
import { type House, openHouse } from './house.ts';
import type { Postgres } from './postgres-server.ts';
import type { Program } from './run-program.ts';
import { lostAmong, type SteadyTaps, steadyTaps } from './steady-taps.ts';
import { emptyReport, type Given, type Report } from './trial.ts';
import { untilQuiet } from './until-quiet.ts';

export type UnderTaps = { house: House; postgres: Postgres; taps: SteadyTaps; program: Program };

const MORNING = new Date('2026-11-02T08:29:58Z');
/** What one window is too short for comes in the next: the machine may be slow. */
const WINDOWS = ['02T15:30:30', '03T08:30:10', '03T15:30:10', '04T08:30:10', '04T15:30:10'].map(
  (moment) => `2026-11-${moment}Z`,
);
const WINDOW_MS = 110_000;
const PLANNED = `select count(*)::int as n from message where kind = 'prompt'`;
const LOOK_MS = 500;
const LONGEST_MS = 300_000;

export async function underTaps(
  { real, random, say, server, school }: Given,
  { staff: count, rate }: { staff: number; rate: number },
  work: (under: UnderTaps) => Promise<number>,
): Promise<Report> {
  const postgres = await server();
  const prepared = await school('postgres', count);
  const { staff } = prepared;
  const house = await openHouse(prepared, real, postgres, { copied: true });
  try {
    const program = await house.start(MORNING);
    house.slack.deliverTo(`${program.url}/slack/events`);
    const until = async (is: () => Promise<boolean> | boolean, what: string) => {
      const began = real.monotonic();
      while (!(await is())) {
        if (real.monotonic() - began > LONGEST_MS) throw new Error(`${what} took too long:\n${program.log}`);
        await real.wait(LOOK_MS);
      }
    };
    const rows = async (query: string) => Number((await house.read(query))[0]?.[0]?.n);
    await until(async () => (await rows(PLANNED)) > 0, 'Planning');
    const taps = steadyTaps({ house, staff, real, random, rate });
    const areThere = () => taps.questions() >= count / 2;
    for (const moment of WINDOWS) {
      if (areThere()) break;
      await house.jumpRecord(new Date(moment));
      const began = real.monotonic();
      while (!areThere() && real.monotonic() - began < WINDOW_MS) await real.wait(LOOK_MS);
    }
    if (!areThere()) throw new Error(`Too few questions were put:\n${program.log}`);
    taps.begin();
    const kills = await work({ house, postgres, taps, program });
    await taps.end();
    await untilQuiet(house, real);
    taps.log.look(real.monotonic());
    const stopped = await program.stop();
    const kept = rowsFrom(await house.read(...QUERIES));
    const verdict = checkRecord(house.slack, taps.log, kept, true);
    verdict.lost.push(...lostAmong(taps.log, kept));
    if (stopped !== 0)
      verdict.other.push({ check: 'ends with 0 when it is stopped', where: String(stopped) });
    say(`  ${wordsFor(verdict, taps)}`);
    return { ...emptyReport(), ...verdict, kills };
  } finally {
    await house.close();
  }
}

/** Whoever had no answer in Slack's three seconds is shown Slack's own sign that the app did not respond. */
function wordsFor({ taps, acknowledged, lost, doubled, repeats }: Verdict, { log }: SteadyTaps): string {
  const unsaved = log.taps.filter(({ told }) => told === 'not saved').length;
  const nothing = log.taps.filter(({ told }) => told === 'nothing');
  const warned = nothing.filter(({ status }) => status !== 200).length;
  return (
    `${taps} presses: ${acknowledged} told recorded or received, ${unsaved} told not saved, ` +
    `${warned} warned by Slack, ${nothing.length - warned} told nothing; ` +
    `${lost.length} lost, ${doubled.length} doubled, ${repeats} repeats`
  );
}
