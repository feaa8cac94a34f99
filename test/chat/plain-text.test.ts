/**
 * Text cut and split: never within what a reader calls a character, and split without losing any of it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, isBlank, split, tidy } from '../../src/chat/plain-text.ts';
import { HOSTILE } from '../support/arbitrary-message.ts';

/** Another way of telling characters apart than the program's. */
const FAMILY = '👩‍👩‍👧‍👦';
const UNBROKEN = ['a', 'é', 'e\u0301', '👍🏽', FAMILY, '🇬🇧', 'नि', 'ש', '한'];
const charactersOf = (all: string[]) => fc.array(fc.constantFrom(...all), { maxLength: 60, size: 'max' });
const unbroken = fc.oneof(charactersOf(UNBROKEN), charactersOf(['a', 'e\u0301', 'o\u0308\u0323']));
const characters = fc.oneof(unbroken, charactersOf([' ', '\n', ...UNBROKEN]));

/** True when `beginning` is so many whole characters, and not a part of one. */
function endsBetween(given: readonly string[], beginning: string): boolean {
  let whole = '';
  for (const character of ['', ...given]) {
    whole += character;
    if (whole === beginning) return true;
  }
  return false;
}

describe('cut', () => {
  test('ends between two characters, within its length, and says that it was cut', () => {
    fc.assert(
      fc.property(characters, fc.integer({ min: 14, max: 75 }), (given, most) => {
        const text = given.join('');
        const short = cut(text, most);
        if (text.length <= most) expect(short).toBe(text);
        else {
          expect(short.length).toBeLessThanOrEqual(most);
          expect(short.endsWith('…')).toBe(true);
          const kept = short.slice(0, -1);
          const spaces = text.slice(kept.length).match(/^\s*/)?.[0] ?? '';
          const ends = Array.from({ length: spaces.length + 1 }, (_, at) => kept + spaces.slice(0, at));
          expect(ends.some((end) => endsBetween(given, end))).toBe(true);
        }
      }),
    );
  });

  test('prefers the end of a word, and leaves no mark hanging', () => {
    expect(cut('Tell the DSL or a deputy, then record it', 31)).toBe('Tell the DSL or a deputy, then…');
    expect(cut('Tell the DSL or a deputy, then record it', 27)).toBe('Tell the DSL or a deputy…');
    expect(cut('Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch', 20)).toBe(
      'Llanfairpwllgwyngyl…',
    );
  });
});

describe('split', () => {
  test('gives the whole back, in pieces of its length that end between two characters', () => {
    fc.assert(
      fc.property(characters, fc.integer({ min: 14, max: 40 }), (given, most) => {
        const text = given.join('');
        const pieces = split(text, most);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(most);
        expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
    fc.assert(
      fc.property(unbroken, fc.integer({ min: 14, max: 40 }), (given, most) => {
        let whole = '';
        for (const piece of split(given.join(''), most)) {
          whole += piece;
          expect(endsBetween(given, whole)).toBe(true);
        }
      }),
    );
  });

  test('parts a heap of marks that is too long by itself, never between the halves of a pair', () => {
    const heap = `a${'\u0301'.repeat(50)}${'\u{1e944}'.repeat(50)}`;
    const pieces = split(heap, 21);
    expect(pieces.join('')).toBe(heap);
    for (const piece of pieces) expect(piece).not.toMatch(/\p{Cs}/u);
  });

  test('keeps to lines where one ends near', () => {
    expect(split('First line here.\nSecond one.', 20)).toEqual(['First line here.\n', 'Second one.']);
  });
});

test('tidied text has no half pairs, no control characters but the line’s end, and turns nothing round', () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' })), (text) => {
      const tidied = tidy(text);
      expect(tidied).not.toMatch(/\p{Cs}|(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      expect(tidy(tidied)).toBe(tidied);
    }),
  );
  expect(tidy('O’Brien — 東京 🏴󠁧󠁢󠁥󠁮󠁧󠁿')).toBe('O’Brien — 東京 🏴󠁧󠁢󠁥󠁮󠁧󠁿');
});

test.each(['', ' ', '\n\t', '\u200b', '\u2060\ufeff', '\u00ad', '\u3164', '\u{e0041}'])(
  '%j is blank',
  (text) => {
    expect(isBlank(text)).toBe(true);
    expect(isBlank(`${text}x`)).toBe(false);
  },
);
