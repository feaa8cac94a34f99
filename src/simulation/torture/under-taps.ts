/**
 * A trial under presses: a school on a server, its questions all put, people pressing at a steady rate while something
 * is done to the world; then left until it is quiet, stopped, and held against the side log.
 * The rule: what is done is the trial's; what may never come of it is the same for all of them.
 */
import { checkRecord, lostAmong, type Verdict } from './check-record.ts';
import type { Finding } from './finding.ts';
import { type House, openHouse } from './house.ts';
import { QUERIES, rowsFrom } from './kept-rows.ts';
import { watchLateness } from './late-machine.ts';
import type { Postgres } from './postgres-server.ts';
import type { Program } from './run-program.ts';
import { FIRST_MORNING } from './school-morning.ts';
import { type SteadyTaps, steadyTaps } from './steady-taps.ts';
import { type Away, toldInTime } from './told-in-time.ts';
import { emptyReport, type Figures, type Given, type Report, unmeasured } from './trial.ts';
import { untilQuiet } from './until-quiet.ts';

type UnderTaps = { house: House; postgres: Postgres; taps: SteadyTaps; program: Program };

/** What a trial did and measured; `away` is when the record was, `missed` what it promised and did not keep. */
export type Done = { kills: number; figures: Figures; away?: readonly Away[]; missed?: readonly Finding[] };

/** What one window is too short for comes in the next: the machine may be slow. */
const WINDOWS = ['02', '03', '04', '05', '06'].flatMap((day) =>
  ['08:30:03', '15:30:03'].map((time) => `2026-11-${day}T${time}Z`),
);
const WINDOW_MS = 55_000;
const PLANNED = `select count(*)::int as n from message where kind = 'prompt'`;
const LOOK_MS = 500;
const LONGEST_MS = 300_000;

export async function underTaps(
  { real, random, say, server, school }: Given,
  { staff: count, rate }: { staff: number; rate: number },
  work: (under: UnderTaps) => Promise<Done>,
): Promise<Report> {
  const postgres = await server();
  const prepared = await school('postgres', count);
  const { staff } = prepared;
  const late = watchLateness(real);
  const house = await openHouse(prepared, real, postgres, { copied: true });
  try {
    const program = await house.start(FIRST_MORNING);
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
    for (const moment of WINDOWS.slice(1)) {
      if (areThere()) break;
      await house.jumpRecord(new Date(moment));
      const began = real.monotonic();
      while (!areThere() && real.monotonic() - began < WINDOW_MS) await real.wait(LOOK_MS);
    }
    if (!areThere()) throw new Error(`Too few questions were put:\n${program.log}`);
    taps.begin();
    const { kills, figures, away = [], missed = [] } = await work({ house, postgres, taps, program });
    await taps.end();
    const quietAt = await untilQuiet(house, real);
    taps.log.look(real.monotonic());
    const stopped = await program.stop();
    const kept = rowsFrom(await house.read(...QUERIES));
    const verdict = checkRecord(house.slack, taps.log, kept, { quietAt, starts: [] });
    verdict.lost.push(...lostAmong(taps.log, kept));
    verdict.other.push(...toldInTime(taps.log.taps, away, late), ...unmeasured(figures), ...missed);
    if (stopped !== 0)
      verdict.other.push({ check: 'ends with 0 when it is stopped', where: String(stopped) });
    say(`  ${wordsFor(verdict, taps)}`);
    return { ...emptyReport(), ...verdict, kills };
  } finally {
    await late.stop();
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
