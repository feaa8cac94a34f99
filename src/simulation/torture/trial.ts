/**
 * What every trial is given, and what it gives back.
 * The rule: a trial prints what it measured as it goes, and reports what was lost, doubled or otherwise wrong. A figure
 * that came to nothing is wrong too: whatever it was to show has not been shown.
 */
import type { Random } from '../../domain/ids.ts';
import type { Finding } from './finding.ts';
import type { Kind, Prepared, Real } from './house.ts';
import type { Postgres } from './postgres-server.ts';

export type Given = {
  real: Real;
  random: Random;
  say(line: string): void;
  /** How far a long trial is: for whoever watches, and no part of what it found. */
  progress(line: string): void;
  /** A Postgres of our own, started when it is first asked for. */
  server(): Promise<Postgres>;
  /** A school of that size, made once and copied for every trial. */
  school(kind: Kind, staff: number): Promise<Prepared>;
  kinds: readonly Kind[];
};

export type Report = { kills: number; lost: Finding[]; doubled: Finding[]; other: Finding[] };
export type Trial = (given: Given) => Promise<Report>;

export const emptyReport = (): Report => ({ kills: 0, lost: [], doubled: [], other: [] });

export function addReport(total: Report, { kills, lost, doubled, other }: Report): void {
  total.kills += kills;
  total.lost.push(...lost);
  total.doubled.push(...doubled);
  total.other.push(...other);
}

export const noFindings = ({ lost, doubled, other }: Report): boolean =>
  lost.length + doubled.length + other.length === 0;

/** In rising order, the one at or below which `share` of them are; not a number where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const seconds = (value: number): string => (Number.isNaN(value) ? '-' : value.toFixed(1));

/** Measured figures, by what they are of. */
export type Figures = Record<string, number>;

export const unmeasured = (figures: Figures): Finding[] =>
  Object.entries(figures)
    .filter(([, value]) => !Number.isFinite(value))
    .map(([name]) => ({ check: 'every figure is a number', where: name }));

/** What took longer than it was promised to: both in seconds. One that was not measured is no promise kept. */
export const missedPromises = (figures: Figures, promised: Figures): Finding[] =>
  Object.entries(promised)
    .filter(([name, most]) => !((figures[name] ?? Number.NaN) < most))
    .map(([name, most]) => ({
      check: 'promise missed',
      where: `${name}: ${seconds(figures[name] ?? Number.NaN)} s, promised ${most} s`,
    }));
