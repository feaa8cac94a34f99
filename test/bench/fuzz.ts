/**
 * Inputs put out of shape through every parser at a door, ten thousand each, or `--count N`; `--seed N` for others,
 * `--parser NAME` for one of them alone.
 * Each parser's longest is set beside JSON.parse over the shipped example, which stands for this machine at this moment.
 */
import { PARSERS, type Parser } from '../fuzz/parsers.ts';
import { LONGEST_MS, runFuzz } from '../fuzz/run-fuzz.ts';
import { numberAfter, wordAfter } from './measure.ts';
import type { Row } from './tap.ts';

const COUNT = 10_000;

export async function benchFuzz(): Promise<Row[]> {
  const count = numberAfter('--count') ?? COUNT;
  const seed = numberAfter('--seed') ?? 1;
  const baseline = baselineMs();
  const rows: Row[] = [];
  for (const parser of parsersAsked(wordAfter('--parser'))) {
    const { inputs, maxMs, meanMs, findings } = runFuzz(parser, count, seed);
    for (const finding of findings) process.stderr.write(`${JSON.stringify(finding)}\n`);
    if (findings.length > 0) process.exitCode = 1;
    const row = {
      name: `${parser.name}: ${inputs.toLocaleString('en-GB')} inputs, ${findings.length} findings, longest`,
      unit: 'ms',
      value: maxMs,
      min: meanMs,
      max: maxMs,
      baseline: `JSON.parse of 64 KB ${baseline.toFixed(3)}; ${LONGEST_MS} is the most`,
      ratio: maxMs / baseline,
    };
    rows.push(row);
    process.stderr.write(`${row.name} ${maxMs.toFixed(2)} ms, mean ${meanMs.toFixed(4)} ms\n`);
  }
  return rows;
}

function parsersAsked(name: string | null): readonly Parser[] {
  if (name === null) return PARSERS;
  const asked = PARSERS.filter((parser) => parser.name === name);
  if (asked.length === 0)
    throw new Error(
      `There is no parser "${name}"; there is ${PARSERS.map((parser) => parser.name).join(', ')}`,
    );
  return asked;
}

function baselineMs(): number {
  const text = JSON.stringify(Array.from({ length: 3_000 }, (_, n) => ({ verb: 'answer', n })));
  const times = Array.from({ length: 101 }, () => {
    const began = performance.now();
    JSON.parse(text);
    return performance.now() - began;
  });
  return times.sort((one, other) => one - other)[50] ?? Number.NaN;
}
