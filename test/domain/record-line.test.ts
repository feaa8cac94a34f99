/**
 * The line at a digest's foot: written one way, and read back from whatever a channel makes of it.
 */
import { describe, expect, test } from 'vitest';
import { readRecordLines, recordLine } from '../../src/domain/record-line.ts';

const HASH = '3f9a22c1d00e417b8856a9c0e1f2d3b4'.padEnd(64, '0');
const LINE = 'Record: 1,204 changes sealed, ending 3f9a 22c1 d00e 417b 8856 a9c0 e1f2 d3b4';
const ENDING = HASH.slice(0, 32);

test('it says how many changes are sealed and shows half of the seal', () => {
  expect(recordLine({ sequence: 1204, hash: HASH })).toBe(LINE);
  expect(recordLine({ sequence: 1, hash: HASH })).toContain('1 change sealed');
  expect(recordLine({ sequence: 0, hash: HASH })).toContain('0 changes sealed');
});

describe('read back', () => {
  const read: [string, string][] = [
    ['as it stands', LINE],
    ['quoted, with a time before it', `[08:00] Vigil:\n> ${LINE}\n`],
    ['with a date right after it', `${LINE}\n2026-11-16 Vigil APP 08:00`],
    ['wrapped', LINE.replace('1,204 ', '1,204\n').replace('417b ', '417b\n    ')],
    ['wrapped in a quotation', LINE.replace('417b ', '417b\n> ')],
    ['with hard spaces', LINE.replaceAll(' ', '\u00a0')],
    ['with another mark in the number, and in capitals', LINE.replace('1,204', '1.204').toUpperCase()],
    ['as code', `\`${LINE}\``],
    ['without spaces in its ending', LINE.replace(/ending .*/, `ending ${ENDING}`)],
    ['with the whole seal', LINE.replace(/ending .*/, `ending ${HASH}`)],
    ['at the end of a sentence', `${LINE}.`],
  ];
  test.each(read)('%s', (_how, text) => {
    const { heads, faults } = readRecordLines(text);
    expect(faults).toEqual([]);
    expect(heads).toMatchObject([{ sequence: 1204, ending: ENDING }]);
  });

  test('many at once, each with its line, and nothing else in a channel is taken for one', () => {
    const text = [
      'Week of 9 Nov. Needs a person today: 2. Changed: 1.',
      LINE,
      'Ada: I sealed the changes, ending the meeting at 4',
      `2026-11-23 08:00 Vigil\nRecord: 1,310 changes sealed, ending ${ENDING}`,
    ].join('\n');
    expect(readRecordLines(text)).toEqual({
      heads: [
        { line: 2, sequence: 1204, ending: ENDING },
        { line: 5, sequence: 1310, ending: ENDING },
      ],
      faults: [],
    });
  });

  test.each([
    ['an ending that lost its last group', LINE.slice(0, -5), /28 digits/],
    ['and has a date after it', `${LINE.slice(0, -5)}\n2026-11-16`, /28 digits/],
    ['one with a letter that is none of its digits', LINE.replace('22c1', '22g1'), /4 digits/],
    ['no number', LINE.replace('1,204 ', ''), /how many/],
    ['a number past all counting', LINE.replace('1,204', '99999999999999999'), /how many/],
  ])('what cannot be read is named by its line: %s', (_what, text, says) => {
    const { heads, faults } = readRecordLines(`first\n${text}`);
    expect(heads).toEqual([]);
    expect(faults).toEqual([{ line: 2, says: expect.stringMatching(says) }]);
  });

  test('a large file of digits is read at once', () => {
    const began = performance.now();
    expect(readRecordLines('1'.repeat(2_000_000)).heads).toEqual([]);
    expect(readRecordLines(`${LINE}\n`.repeat(20_000)).heads).toHaveLength(20_000);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
