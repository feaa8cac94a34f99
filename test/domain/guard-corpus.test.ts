/**
 * The kept half of the guard’s corpus is what it says: enough of each sort, nothing twice, nothing longer than a
 * note may be. How much of it the guard stops is measured by the bench, and asserted nowhere.
 */
import { expect, test } from 'vitest';
import { KEPT } from '../fixtures/guard-kept.ts';

const LONGEST = 280;
const of = (stop: (typeof KEPT)[number]['stop']) => KEPT.filter((phrase) => phrase.stop === stop);

test('there are enough phrases of each sort', () => {
  expect(of('child').length).toBeGreaterThanOrEqual(115);
  expect(of('adult').length).toBeGreaterThanOrEqual(45);
  expect(of(null).length).toBeGreaterThanOrEqual(160);
});

test('each is what a person could send: not empty, not trimmed by anybody, no longer than a note', () => {
  for (const { text } of KEPT) {
    expect(text.trim()).toBe(text);
    expect(text.length, text).toBeGreaterThan(0);
    expect(text.length, text).toBeLessThanOrEqual(LONGEST);
  }
});

/** With names, numbers and case taken out, so that one sentence with another name in it counts as the same. */
const bare = (text: string) =>
  text
    .replace(/\b\p{Lu}[\p{L}’'-]*/gu, 'N')
    .replace(/\d+/g, '0')
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

test('no two are the same, nor the same but for a name, a number, case or stops', () => {
  const seen = new Map<string, string>();
  const twice: [string, string][] = [];
  for (const { text } of KEPT) {
    const earlier = seen.get(bare(text));
    if (earlier !== undefined) twice.push([earlier, text]);
    seen.set(bare(text), text);
  }
  expect(twice).toEqual([]);
});

/** The share of pairs of neighbouring words that two phrases have in common. */
function alike(one: Set<string>, two: Set<string>): number {
  const shared = [...one].filter((pair) => two.has(pair)).length;
  return shared / Math.max(1, Math.min(one.size, two.size));
}

test('no phrase is another one reworded: never half of its neighbouring words', () => {
  const pairs = KEPT.map(({ text }) => {
    const words = bare(text).split(' ');
    return { text, pairs: new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`)) };
  }).filter((phrase) => phrase.pairs.size >= 4);
  const near = pairs.flatMap((one, at) =>
    pairs
      .slice(at + 1)
      .filter((two) => alike(one.pairs, two.pairs) >= 0.5)
      .map((two) => [one.text, two.text]),
  );
  expect(near).toEqual([]);
});
