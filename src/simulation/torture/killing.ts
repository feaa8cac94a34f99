/**
 * The killer: every phase asked for, on each kind of database, so many kills each, as a table.
 * The rule: each phase starts on a fresh copy of one school. How each moment is reached is printed with the table, so
 * that nobody need take our word for what was tried.
 */
import { openHouse } from './house.ts';
import { killPhase, type PhaseResult } from './kill-phase.ts';
import { IN_PROCESS, ON_SERVER, type Phase } from './phases.ts';
import { emptyReport, quantile, type Report, seconds, type Trial } from './trial.ts';

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

export function killing(phases: readonly Phase[], kills: number): Trial {
  return async ({ real, random, say, progress, server, school, kinds }) => {
    const report: Report = emptyReport();
    say(rowOf(HEAD));
    for (const kind of kinds) {
      const postgres = kind === 'postgres' ? await server() : null;
      const prepared = await school(kind, STAFF);
      for (const phase of phases) {
        const house = await openHouse(prepared, real, postgres, { copied: true });
        try {
          const onKill = (done: number) => progress(`${phase} on ${kind}: ${done} of ${kills} kills`);
          const { staff } = prepared;
          const result = await killPhase({ house, staff, phase, kills, real, random, onKill });
          say(rowOf(cellsOf(kind, result)));
          add(report, result);
        } finally {
          await house.close();
        }
      }
    }
    for (const kind of kinds)
      for (const phase of phases)
        say(`${phase} on ${kind}: ${(kind === 'postgres' ? ON_SERVER : IN_PROCESS)[phase]}`);
    return report;
  };
}

function add(report: Report, { kills, verdict, stopped, phase }: PhaseResult): void {
  report.kills += kills;
  report.lost.push(...verdict.lost);
  report.doubled.push(...verdict.doubled);
  report.other.push(...verdict.other);
  if (stopped !== 0)
    report.other.push({ check: 'ends with 0 when it is stopped', where: `${phase}: ${stopped}` });
}

function cellsOf(kind: string, { phase, kills, verdict, recoveries }: PhaseResult): string[] {
  const { taps, acknowledged, lost, doubled, repeats } = verdict;
  const counts = [kills, taps, acknowledged, lost.length, doubled.length, repeats].map(String);
  return [phase, kind, ...counts, seconds(quantile(recoveries, 0.5)), seconds(quantile(recoveries, 1))];
}

const rowOf = (cells: readonly string[]): string =>
  cells.map((cell, place) => (place < 2 ? cell.padEnd(12) : cell.padStart(10))).join(' ');
