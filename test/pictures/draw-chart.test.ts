/**
 * A chart as SVG: the same every time, whole, with nothing in it but a drawing, and nought told from nothing.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TONES } from '../../src/pictures/colours.ts';
import { drawSvg } from '../../src/pictures/draw-chart.ts';
import { anyChart, givenChart, KINDS, TWELVE } from './given-chart.ts';

const texts = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );
const ALLOWED = ['svg', 'rect', 'path', 'polyline', 'text', 'defs', 'pattern', 'g', 'clipPath', 'circle'];

describe('any chart', () => {
  test('is drawn and never refused, as a drawing and nothing else', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        const svg = drawSvg(chart);
        const tags = [...svg.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag]) => tag);
        expect(tags.filter((tag) => !ALLOWED.includes(String(tag)))).toEqual([]);
        expect(svg).not.toMatch(/<[^>]*\s(on\w+|style|class|href|xlink:\w+)=/);
        expect(svg).not.toMatch(/NaN|Infinity|undefined|\[object/);
      }),
      { numRuns: 60 },
    );
  });

  test('is the same every time, whatever was drawn in between', () => {
    for (const kind of KINDS) {
      const chart = givenChart({ kind });
      const first = drawSvg(chart);
      drawSvg(givenChart({ kind: 'lines', title: 'Another' }));
      expect(drawSvg(chart)).toBe(first);
    }
  });

  test('names what it refers to after itself, so that two on a page do not borrow from each other', () => {
    const tones = ['bad', 'warn', 'quiet'] as const;
    const ids = (svg: string) => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const [one, other] = [
      drawSvg(givenChart({ tones: [...tones] })),
      drawSvg(givenChart({ tones: [...tones].reverse() })),
    ];
    expect(ids(one).length).toBeGreaterThan(0);
    expect(ids(one).filter((id) => ids(other).includes(id))).toEqual([]);
    for (const [, to] of one.matchAll(/url\(#([^)]+)\)/g)) expect(ids(one)).toContain(to);
  });

  test('is as wide as a telephone’s card', () => {
    for (const kind of KINDS) expect(drawSvg(givenChart({ kind }))).toMatch(/^<svg width="480" height="\d+"/);
  });
});

describe('text from a school', () => {
  const HOSTILE = '<script>&"\'</text>';

  test.each(KINDS)('is escaped in its %s', (kind) => {
    const svg = drawSvg(
      givenChart({
        kind,
        title: HOSTILE,
        labels: [HOSTILE, 'Tue', 'Wed'],
        series: [
          { name: HOSTILE, values: [1, 2, 3] },
          { name: 'Other', values: [1, 2, 3] },
        ],
      }),
    );
    expect(svg).not.toMatch(/<script/);
    expect(svg.match(/&lt;script&gt;&amp;&quot;&#39;&lt;\/text&gt;/g)?.length).toBeGreaterThanOrEqual(2);
  });

  test('loses what no picture can carry', () => {
    const svg = drawSvg(givenChart({ title: 'a\u0000b\ud83dc\u202ed\ne' }));
    expect(texts(svg)).toContain('abcd e');
  });
});

describe('numbers', () => {
  test.each(['bars', 'columns'] as const)(
    'stand at their %s; nought as nought, and none as a dash',
    (kind) => {
      const values = [3, 0, null];
      expect(texts(drawSvg(givenChart({ kind, series: [{ name: 'Answered', values }] })))).toEqual(
        expect.arrayContaining(['3', '0', '–']),
      );
    },
  );

  test('beyond any scale are a dash, and next to nothing is nought', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, -2e21, 1.5e-323, 7];
    const chart = givenChart({ labels: ['a', 'b', 'c', 'd', 'e'], series: [{ name: 'x', values }] });
    const shown = texts(drawSvg(chart)).filter(
      (text) => /^(–|-?[\d.e+]+|NaN|-?Infinity)$/.test(text) && text !== 'e',
    );
    expect(shown).toEqual(['–', '–', '–', '0', '7']);
  });

  test('that are not there break a line: it is neither nought nor bridged', () => {
    const lines = (values: (number | null)[]) =>
      drawSvg(
        givenChart({ kind: 'lines', labels: ['1', '2', '3', '4', '5'], series: [{ name: 'x', values }] }),
      );
    const strokes = (svg: string) =>
      [...svg.matchAll(/<(?:path|polyline)[^>]*stroke-width="2\.5"[^>]*>/g)].map(
        ([stroke]) => stroke.match(/M/g)?.length,
      );
    expect(strokes(lines([1, 2, 3, 4, 5]))).not.toEqual(strokes(lines([1, 2, null, 4, 5])));
    expect(texts(lines([1, 2, null, 4, 5]))).not.toContain('–');
  });

  test('of a whole are a ring; of none, with one unknown, or of too many parts, bars', () => {
    const ring = (values: (number | null)[], labels = values.map((_, at) => `Part ${at}`)) =>
      texts(drawSvg(givenChart({ kind: 'shares', labels, series: [{ name: 'Questions', values }] })));
    expect(ring([26, 4, 0])).toEqual(expect.arrayContaining(['26 · Part 0', '4 · Part 1', '0 · Part 2']));
    expect(ring([0, 0])).toEqual(expect.arrayContaining(['Part 0', '0']));
    expect(ring([2, null])).toEqual(expect.arrayContaining(['Part 1', '–']));
    expect(ring([1, 2, 3, 4, 5, 6, 7])).toEqual(expect.arrayContaining(['Part 6', '7']));
  });

  test('of nothing at all are a title and a dash', () => {
    expect(texts(drawSvg(givenChart({ labels: [], series: [] })))).toEqual(
      expect.arrayContaining(['Answered, of 38 asked', '–']),
    );
    for (const kind of KINDS) {
      const series = [{ name: 'x', values: [null, null, null] }];
      const shown = texts(drawSvg(givenChart({ kind, title: 'Answered', series })));
      expect(shown).toEqual(expect.arrayContaining(['Answered', '–']));
      expect(shown.join()).not.toMatch(/\d/);
    }
  });
});

describe('labels', () => {
  test('of twelve standards are all there, wrapped and not cut, lying and standing', () => {
    for (const kind of ['bars', 'columns'] as const) {
      const values = TWELVE.map((_, at) => at);
      const words = texts(
        drawSvg(givenChart({ kind, labels: TWELVE, series: [{ name: 'x', values }] })),
      ).join(' ');
      for (const label of TWELVE) expect(words).toContain(label);
    }
  });

  test('too long for the picture are shortened in it, a word by its letters', () => {
    const words = texts(drawSvg(givenChart({ labels: ['x'.repeat(400), 'Tue', 'Wed'] })));
    expect(words.filter((word) => /^x+…?$/.test(word))).toHaveLength(3);
    expect(words.some((word) => word.endsWith('…'))).toBe(true);
  });
});

test('a tone colours its own bar, and has a pattern besides', () => {
  const svg = drawSvg(givenChart({ tones: ['good', 'bad', 'quiet'] }));
  const filled = (color: string) => svg.includes(`fill="${color}"`);
  expect([TONES.good, TONES.bad, TONES.quiet, TONES.warn].map(({ color }) => filled(color))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(svg).toMatch(/fill="url\(#/);
});
