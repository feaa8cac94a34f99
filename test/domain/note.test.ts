/**
 * Notes: 280 characters, in one line, with nothing in them that cannot be seen.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanNote, NOTE_MOST, NOTE_READ, noteFault, takesNote } from '../../src/domain/note.ts';

test('a note of 280 characters is taken and one of 281 is not, however they are written', () => {
  for (const letter of ['a', 'é', '𝒂', '😀']) {
    expect(noteFault(letter.repeat(NOTE_MOST))).toBeNull();
    expect(noteFault(letter.repeat(NOTE_MOST + 1))).toContain('this one has 281');
  }
  expect(noteFault(cleanNote(`  ${'a'.repeat(NOTE_MOST)}\r\n `))).toBeNull();
});

test.each(['', '   ', '\n\n', '\u200b\u2060', '\u202e \u0000', '\u200d'])(
  'nothing to be seen is no note: %j',
  (text) => {
    expect(noteFault(cleanNote(text))).toBe('Write your note first, or leave it.');
  },
);

describe('cleaning', () => {
  test.each([
    ['Gate 3\u0000 sticks', 'Gate 3 sticks'],
    ['one\r\ntwo\tthree', 'one two three'],
    ['C\u200bH\u2060ILD', 'CHILD'],
    ['\u202eDLIHC\u202c', 'DLIHC'],
    ['cafe\u0301', 'café'],
    ['👩\u200d🏫 told me', '👩\u200d🏫 told me'],
    ['a\ud800b', 'ab'],
    ['half\u00adway', 'halfway'],
  ])('%j is kept as %j', (text, clean) => {
    expect(cleanNote(text)).toBe(clean);
  });

  test('whatever is typed: one line, no controls, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const clean = cleanNote(text);
        expect(clean).not.toMatch(/[\p{Cc}\u2028\u2029\u200b\u202a-\u202e\u2066-\u2069]/u);
        expect(clean).toBe(clean.trim());
        expect(cleanNote(clean)).toBe(clean);
      }),
    );
    expect(cleanNote('a'.repeat(100_000))).toHaveLength(NOTE_READ);
  });
});

test('a note goes with checks and confirmations, and never where results are without names', () => {
  expect(takesNote({ kind: 'duty', standard: 'site' })).toBe(true);
  expect(takesNote({ kind: 'attestation', standard: 'training' })).toBe(true);
  expect(takesNote({ kind: 'knowledge', standard: 'training' })).toBe(false);
  expect(takesNote({ kind: 'duty', standard: 'site', anonymous: true })).toBe(false);
  expect(takesNote({ kind: 'duty', standard: 'allegations' })).toBe(false);
});

test('what the guard cannot read is not kept', () => {
  for (const text of ['мене б’є батько', 'أبي يضربني', '我爸爸打我', 'ਮੇਰੇ ਪਿਤਾ ok'])
    expect(noteFault(cleanNote(text))).toContain('Please write it in English');
  for (const text of ['Both gates done, José', 'Asked Łukasz', '𝓭𝓸𝓷𝓮', '12/12', 'told 王 at the gate', '👍'])
    expect(noteFault(cleanNote(text))).toBeNull();
});
