/**
 * The inks: seen on white paper by whoever needs contrast, and told apart by whoever sees no colour.
 */
import { expect, test } from 'vitest';
import { INKS, inksFor, PAPER, SOFT, TEXT, TONES } from '../../src/pictures/colours.ts';

/** WCAG 2's own reckoning. */
function light(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
const contrast = (color: string) => (light(PAPER) + 0.05) / (light(color) + 0.05);

test('every ink and all text stands out by at least 4.5 to 1', () => {
  const all = [
    TEXT,
    SOFT,
    ...INKS.map(({ color }) => color),
    ...Object.values(TONES).map(({ color }) => color),
  ];
  expect(all.filter((color) => contrast(color) < 4.5)).toEqual([]);
});

test('the tones differ in pattern, not in colour alone', () => {
  expect(new Set(Object.values(TONES).map(({ decal }) => decal)).size).toBe(4);
});

test('no two series of one picture are alike, with tones or without', () => {
  for (const tones of [
    [undefined, undefined, undefined, undefined],
    [undefined, undefined, 'warn', 'bad', 'quiet'],
    ['warn', 'warn', undefined, 'warn'],
  ] as const) {
    const inks = inksFor(tones).map(({ color, decal }) => JSON.stringify([color, decal]));
    expect(new Set(inks).size).toBe(tones.length);
  }
});
