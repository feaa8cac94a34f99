/**
 * The killer: every phase asked for, on each kind of database, so many kills each, as a table.
 * The rule: each phase starts on a fresh copy of one school. How each moment is reached is printed with the table, so
 * that nobody need take our word for what was tried.
 */
import { openHouse } from './house.ts';
import { killPhases, type PhaseResult } from './kill-phase.ts';
import { IN_PROCESS, ON_SERVER, type Phase } from './phases.ts';
import { addReport, emptyReport, quantile, type Report, seconds, type Trial, unmeasured } from './trial.ts';

const STAFF = 30;
const HEAD = [
  'phase',
  'database',
  'kills',
  'presses',
  'told',
  'lost',
  'doubled',
  'repeats',
  'recovery s',
  'at most',
];

/** One house has so many fresh mornings, some of which are started on in vain. */
const MOST_A_HOUSE = 25;

export function killing(phases: readonly Phase[], kills: number): Trial {
  return async ({ real, random, say, progress, server, school, kinds }) => {
    const report: Report = emptyReport();
    say(rowOf(HEAD));
    for (const kind of kinds) {
      const postgres = kind === 'postgres' ? await server() : null;
      const prepared = await school(kind, STAFF);
      const { staff } = prepared;
      for (const phase of phases) {
        for (let before = 0; before < kills; before += MOST_A_HOUSE) {
          const house = await openHouse(prepared, real, postgres, { copied: true });
          try {
            const result = await killPhases({
              house,
              staff,
              phases: [phase],
              kills: Math.min(MOST_A_HOUSE, kills - before),
              real,
              random,
              onKill: (_, done) => progress(`${phase} on ${kind}: ${before + done} of ${kills} kills`),
            });
            say(rowOf(cellsOf(kind, phase, result)));
            addReport(report, reportOf(kind, phase, result));
          } finally {
            await house.close();
          }
        }
      }
    }
    for (const kind of kinds)
      for (const phase of phases)
        say(`${phase} on ${kind}: ${(kind === 'postgres' ? ON_SERVER : IN_PROCESS)[phase]}`);
    return report;
  };
}

function reportOf(
  kind: string,
  phase: Phase,
  { kills, inDoubt, verdict, stopped, recoveries }: PhaseResult,
): Report {
  const where = `${phase} on ${kind}`;
  const other = [...verdict.other, ...unmeasured({ [`recovery, ${where}`]: quantile(recoveries, 1) })];
  if (stopped !== 0) other.push({ check: 'ends with 0 when it is stopped', where: `${where}: ${stopped}` });
  if (inDoubt !== null && verdict.repeats > inDoubt)
    other.push({
      check: 'at most one repeat per send in doubt',
      where: `${where}: ${verdict.repeats} repeats, ${inDoubt} in doubt`,
    });
  return { kills, lost: verdict.lost, doubled: verdict.doubled, other };
}

function cellsOf(kind: string, phase: Phase, { kills, verdict, recoveries }: PhaseResult): string[] {
  const { taps, acknowledged, lost, doubled, repeats } = verdict;
  const counts = [kills, taps, acknowledged, lost.length, doubled.length, repeats].map(String);
  return [phase, kind, ...counts, seconds(quantile(recoveries, 0.5)), seconds(quantile(recoveries, 1))];
}

const rowOf = (cells: readonly string[]): string =>
  cells.map((cell, place) => (place < 2 ? cell.padEnd(12) : cell.padStart(10))).join(' ');
