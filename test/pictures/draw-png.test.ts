/**
 * A chart as PNG: a picture another reader can read, with its letters in it, small enough to go in a message.
 */
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DrawPicture } from '../../src/chat/chat.ts';
import { drawPicture } from '../../src/pictures/draw-png.ts';
import { anyChart, givenChart, KINDS, TWELVE } from './given-chart.ts';

const draw: DrawPicture = drawPicture;

/** Read by somebody else's decoder. */
function read(png: Uint8Array): {
  width: number;
  height: number;
  darkIn: (top: number, bottom: number) => number;
} {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const { pixels } = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}"/></svg>`,
  ).render();
  const darkIn = (top: number, bottom: number) => {
    let dark = 0;
    for (let at = top * width; at < bottom * width; at += 1)
      if ((pixels[at * 4] ?? 255) < 100 && (pixels[at * 4 + 3] ?? 0) > 200) dark += 1;
    return dark;
  };
  return { width, height, darkIn };
}

test('has its title’s letters in it, from the font we ship', () => {
  const { width, darkIn } = read(draw(givenChart({ title: 'Answered in the week of 9 November' })));
  expect(width).toBe(480);
  expect(darkIn(12, 32)).toBeGreaterThan(400);
  expect(read(draw(givenChart({ title: '' }))).darkIn(12, 32)).toBe(0);
});

test('has a bar’s colour where its bar is', () => {
  const { darkIn, height } = read(draw(givenChart({ series: [{ name: 'x', values: [12, 12, 12] }] })));
  expect(darkIn(40, height)).toBeGreaterThan(9_000);
});

test.each(KINDS)('of twelve labels as %s is at most 16 KB, of five 8 KB', (kind) => {
  const of = (labels: string[]) =>
    draw(givenChart({ kind, labels, series: [{ name: 'x', values: labels.map((_, at) => at) }] })).length;
  expect(of(TWELVE)).toBeLessThan(16_000);
  expect(of(['Met', 'Partially met', 'Not met', 'Not yet assessed', 'Not applicable'])).toBeLessThan(8_000);
});

test('is the same bytes every time', () => {
  for (const kind of KINDS) expect(draw(givenChart({ kind }))).toEqual(draw(givenChart({ kind })));
});

test('is never refused, whatever the chart', () => {
  fc.assert(
    fc.property(anyChart, (chart) => {
      expect(read(draw(chart)).width).toBe(480);
    }),
    { numRuns: 25 },
  );
});

test.each(['__proto__', 'constructor', 'toString'])('the word %s changes no other picture', (word) => {
  const before = draw(givenChart());
  for (const kind of KINDS) {
    const series = [{ name: word, values: [1, 2, 3] }];
    draw(
      givenChart({
        kind,
        title: word,
        labels: [word, `${word} ${word}`, 'Tue'],
        series: [...series, ...series],
      }),
    );
    draw(givenChart({ kind, title: `${'w'.repeat(200)} ${word}`, labels: [], series }));
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(draw(givenChart())).toEqual(before);
  expect(Object.keys(Object)).toEqual([]);
});
