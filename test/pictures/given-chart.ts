/**
 * Charts for the tests of pictures: one of each kind as a school would meet it, with noughts, gaps and long labels.
 */
import fc from 'fast-check';
import type { Chart, ChartKind } from '../../src/domain/chart.ts';
import { STANDARDS } from '../../src/domain/standard.ts';

export const KINDS: ChartKind[] = ['bars', 'columns', 'lines', 'shares'];

export const TWELVE = STANDARDS.map(({ name }) => name);

export const givenChart = (change: Partial<Chart> = {}): Chart => ({
  kind: 'bars',
  title: 'Answered, of 38 asked',
  labelled: 'Day',
  labels: ['Mon', 'Tue', 'Wed'],
  series: [{ name: 'Answered', values: [3, 0, 12] }],
  describe: 'Most answered on Wednesday.',
  ...change,
});

const HARD = [
  '<script>alert(1)</script>',
  '" onload="x',
  "&amp; ' ]]>",
  '\u0000\u001b\ud83d\ufffe',
  '👩‍👩‍👧‍👦 Łódź',
  '{a|b}',
  '__proto__',
  'constructor',
  'x'.repeat(300),
];
const text = fc.oneof(fc.constantFrom(...HARD), fc.string({ unit: 'grapheme', maxLength: 60 }));
const number = fc.oneof(
  fc.constantFrom(null, 0, -3, Number.NaN, Number.POSITIVE_INFINITY, 2e21),
  fc.nat(40),
  fc.double({ min: 0, max: 100, noNaN: true }),
);
const tone = fc.constantFrom('good' as const, 'warn' as const, 'bad' as const, 'quiet' as const);

/** Whatever may be asked for, sensible or not. */
export const anyChart: fc.Arbitrary<Chart> = fc.record(
  {
    kind: fc.constantFrom(...KINDS),
    title: text,
    labelled: text,
    labels: fc.array(text, { maxLength: 13 }),
    tones: fc.array(tone, { maxLength: 13 }),
    series: fc.array(
      fc.record(
        { name: text, tone, values: fc.array(number, { maxLength: 13 }) },
        { requiredKeys: ['name', 'values'] },
      ),
      { maxLength: 4 },
    ),
    describe: text,
  },
  { requiredKeys: ['kind', 'title', 'labelled', 'labels', 'series', 'describe'] },
);
