/**
 * Puts so many inputs through a parser: none may throw, and none may take longer than a tenth of a second.
 * The rule: an input that took too long by the clock is read again by the processor's own time, and the shortest of
 * three counts, so that a busy machine is no finding; seed and number of an input say which it was.
 */
import { seededRandom } from '../../src/domain/seeded.ts';
import type { Parser } from './parsers.ts';

export const LONGEST_MS = 100;

export type Finding = { parser: string; seed: number; nth: number; why: string; input: string };
export type Fuzzed = { name: string; inputs: number; maxMs: number; meanMs: number; findings: Finding[] };

const MOST_FINDINGS = 5;
const TRIES = 3;

export function runFuzz(parser: Parser, inputs: number, seed: number): Fuzzed {
  const random = seededRandom(seed);
  const fuzzed: Fuzzed = { name: parser.name, inputs, maxMs: 0, meanMs: 0, findings: [] };
  let total = 0;
  for (let nth = 0; nth < inputs && fuzzed.findings.length < MOST_FINDINGS; nth += 1) {
    const input = parser.input(random) as never;
    const found = (why: string) =>
      fuzzed.findings.push({ parser: parser.name, seed, nth, why, input: shown(input) });
    try {
      const took = timed(parser, input);
      total += took;
      const least = took <= LONGEST_MS ? took : leastOf(parser, input, took);
      fuzzed.maxMs = Math.max(fuzzed.maxMs, least);
      if (least > LONGEST_MS) found(`took ${least.toFixed(0)} ms`);
    } catch (fault) {
      found(fault instanceof Error ? `threw ${fault.name}: ${fault.message.slice(0, 200)}` : 'threw');
    }
  }
  fuzzed.meanMs = total / inputs;
  return fuzzed;
}

function timed(parser: Parser, input: never): number {
  const began = performance.now();
  parser.read(input);
  return performance.now() - began;
}

/** In milliseconds of the processor's, whatever else it was busy with. */
function leastOf(parser: Parser, input: never, first: number): number {
  let least = first;
  for (let n = 0; n < TRIES; n += 1) {
    const began = process.cpuUsage();
    parser.read(input);
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

function shown(input: unknown): string {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  return (text ?? String(input)).slice(0, 500);
}
