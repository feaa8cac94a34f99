/**
 * Words with their places, classes, slips of the pen, and how marks are found near each other.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from '../../../src/domain/guard/fold-text.ts';
import { type Mark, Marks } from '../../../src/domain/guard/mark.ts';
import { mend } from '../../../src/domain/guard/phrase-book.ts';
import { readWords, SENTENCE_GAP } from '../../../src/domain/guard/read-words.ts';
import { ageLength, classLength } from '../../../src/domain/guard/school-class.ts';

const read = (text: string) => readWords(foldText(text));

test('words are read without apostrophes, with the possessive known', () => {
  expect(read('Ellie’s mum doesn’t').map(({ text, stem, owns }) => [text, stem, owns])).toEqual([
    ['ellies', 'ellie', true],
    ['mum', 'mum', false],
    ['doesnt', 'doesnt', false],
  ]);
});

test('a sentence that ends leaves a gap; a title, initials and a line break do not', () => {
  expect(read('one. two').map(({ place }) => place)).toEqual([0, 1 + SENTENCE_GAP]);
  expect(read('Mr. Smith').map(({ sentence }) => sentence)).toEqual([0, 0]);
  expect(read('J. T. has').map(({ sentence }) => sentence)).toEqual([0, 0, 0]);
  expect(read('one\ntwo').map(({ place }) => place)).toEqual([0, 1]);
  expect(read('version 3.2 now').map(({ sentence }) => sentence)).toEqual([0, 0, 0, 0]);
});

test('a class, a year group and an age are told from times and units', () => {
  const length = (text: string, at = 0) => classLength(read(text), at);
  for (const text of ['4b', '10x', 'y6', 'yr11', 'Year 4', 'class 5', 'sixth form', 'reception'])
    expect(length(text)).toBeGreaterThan(0);
  for (const text of ['4pm', '2nd', '30min', '5gb', '14b', 'year end', 'form filled', 'ks2'])
    expect(length(text)).toBe(0);
  expect(length('on reception', 1)).toBe(0);
  expect(length('year 7 old')).toBe(0);
  expect(ageLength(read('aged 9'), 0)).toBe(2);
  expect(ageLength(read('is 2 hours late'), 0)).toBe(0);
});

test('a slip of the pen is mended towards a word that is looked for, an ordinary word never', () => {
  expect(mend('bruisse')).toBe('bruise');
  expect(mend('puched')).toBe('punched');
  expect(mend('sed')).toBe('said');
  for (const word of ['cruise', 'fitting', 'monday', 'policy', 'gate']) expect(mend(word)).toBe(word);
});

test('what is near is what a plain look through every mark finds', () => {
  const place = fc.nat({ max: 60 });
  fc.assert(
    fc.property(fc.uniqueArray(place, { maxLength: 20 }), place, fc.nat({ max: 9 }), (places, at, words) => {
      const mark = (from: number): Mark => ({ from, to: from, sentence: 0, before: '' });
      const marks = new Marks();
      for (const from of [...places].sort((a, b) => a - b)) marks.put('harm', mark(from));
      const before = places.filter((from) => from < at && at - from <= words);
      const after = places.filter((from) => from > at && from - at <= words);
      expect(marks.before(mark(at), words, 'harm')?.from ?? -1).toBe(Math.max(-1, ...before));
      expect(marks.after(mark(at), words, 'harm')?.from ?? 99).toBe(Math.min(99, ...after));
      expect(marks.near(mark(at), words, 'harm')).toBe(
        places.includes(at) || before.length + after.length > 0,
      );
      expect(marks.beside(mark(at), words, 'harm')).toBe(before.length + after.length > 0);
    }),
  );
});
