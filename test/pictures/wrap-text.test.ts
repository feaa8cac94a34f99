/**
 * Text broken into lines that fit, and shortened only where there is no more room.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainLine, textWidth, wrapText } from '../../src/pictures/wrap-text.ts';

const ROOM = { width: 180, size: 13, lines: 3 };

test('breaks between words, and leaves a text that fits alone', () => {
  expect(wrapText('Site', ROOM)).toEqual({ lines: ['Site'], whole: true });
  expect(wrapText('Leadership, governance and accountability', ROOM)).toEqual({
    lines: ['Leadership, governance', 'and accountability'],
    whole: true,
  });
});

test('says when a word was broken or the end left off', () => {
  expect(wrapText('w'.repeat(30), ROOM).whole).toBe(false);
  const long = wrapText('word '.repeat(40), ROOM);
  expect(long.whole).toBe(false);
  expect(long.lines).toHaveLength(3);
  expect(long.lines[2]).toMatch(/word…$/);
});

test('every line fits, whatever the text, and none of it is lost but what is said to be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const { lines, whole } = wrapText(text, ROOM);
      expect(lines.length).toBeLessThanOrEqual(ROOM.lines);
      for (const line of lines)
        if ([...line].length > 2) expect(textWidth(line, ROOM.size)).toBeLessThanOrEqual(ROOM.width);
      if (whole) expect(lines.join(' ')).toBe(plainLine(text));
    }),
  );
});

test('a sign of several parts becomes its first, since a plain font has no more', () => {
  expect(plainLine('👩‍👩‍👧‍👦 👍🏽 ❤️ done')).toBe('👩 👍 ❤ done');
});
