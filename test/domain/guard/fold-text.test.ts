/**
 * Folding: what looks the same becomes the same, and nothing grows without bound.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from '../../../src/domain/guard/fold-text.ts';

test('capitals, accents, width and style are folded', () => {
  expect(foldText('ÉLLÍE')).toBe('ellie');
  expect(foldText('Ｅｌｌｉｅ')).toBe('ellie');
  expect(foldText('𝐄𝓵𝕝𝒊𝖊')).toBe('ellie');
  expect(foldText('ﬁne')).toBe('fine');
});

test('look-alikes of other alphabets are folded, small and capital', () => {
  expect(foldText('Εllіе')).toBe('ellie');
  expect(foldText('ѕаіd')).toBe('said');
});

test('quotes, dashes and kinds of space are one', () => {
  expect(foldText('doesn’t doesn‘t doesn`t')).toBe("doesn't doesn't doesn't");
  expect(foldText('self‑harm – now')).toBe('self-harm - now');
  expect(foldText('a\u00a0b\u2003c\n\td')).toBe('a b c d');
});

test('what cannot be seen is gone, and a picture is a gap', () => {
  expect(foldText('E\u200bl\u00adl\u2060i\u034fe\ufe0f')).toBe('ellie');
  expect(foldText('sad😟face')).toBe('sad face');
});

test('it is plain, and at most four times as long, whatever came', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const folded = foldText(text);
      expect([...folded].filter((character) => character > '\u007f')).toEqual([]);
      expect(folded.length).toBeLessThanOrEqual(4 * text.length);
    }),
    { numRuns: 500 },
  );
});

test('a sign that stands for a whole word is cut', () => {
  expect(foldText('\u33af').length).toBe(4);
});

test('folding twice is folding once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(foldText(foldText(text))).toBe(foldText(text));
    }),
    { numRuns: 500 },
  );
});
