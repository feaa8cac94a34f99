/**
 * The short form of the fuzz: a few thousand inputs through every parser at a door. `npm run bench -- fuzz` is the long.
 */
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/seeded.ts';
import { PARSERS, type Parser } from './parsers.ts';
import { runFuzz } from './run-fuzz.ts';

const COUNT = 1_500;

test.each(PARSERS.map((parser) => [parser.name, parser] as const))('%s', (_name, parser) => {
  expect(runFuzz(parser, COUNT, 20_261_109).findings).toEqual([]);
});

test.each(PARSERS.map((parser) => [parser.name, parser] as const))(
  '%s is fuzzed with inputs it reads too',
  (_name, parser) => {
    const random = seededRandom(7);
    const outcomes = new Set<string>();
    for (let n = 0; n < 400; n += 1) outcomes.add(kindOf(parser.read(parser.input(random) as never)));
    // Refused every time would mean that only the door was tried, never what is behind it.
    expect([...outcomes].length).toBeGreaterThan(1);
  },
);

const kindOf = (outcome: unknown): string =>
  JSON.stringify(outcome, (_key, value) => (typeof value === 'bigint' ? String(value) : value))?.slice(
    0,
    60,
  ) ?? 'nothing';

test('a parser that throws, or that takes too long, is found', () => {
  const throwing: Parser = {
    name: 'throwing',
    input: (random) => random.next(),
    read: (n: never) => {
      if (n > 0.9) throw new Error('no');
    },
  };
  const slow: Parser = {
    name: 'slow',
    input: () => 1,
    // By the processor's own time, which is what counts on a busy machine.
    read: () => {
      const began = process.cpuUsage();
      for (let spent = 0; spent < 110_000; ) {
        const { user, system } = process.cpuUsage(began);
        spent = user + system;
      }
    },
  };
  expect(runFuzz(throwing, 100, 1).findings[0]?.why).toBe('threw Error: no');
  expect(runFuzz(slow, 1, 1).findings[0]?.why).toMatch(/took \d{3} ms/);
});
