/**
 * No cell that is written begins like a formula, whichever mark a spreadsheet parts the line by; and plain words come
 * back as they were.
 */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine, safeCell } from '../../src/domain/safe-cell.ts';

const FORMULA = /^[\s\p{Cf}]*[=+\-@|%＝＋－＠\t\r\0]/u;
const piece = fc.oneof(
  fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '\0', ';', ',', '"', "'", ' ', '\u200b', '\u202e'),
  fc.constantFrom('=HYPERLINK("http://x","y")', "=cmd|'/C calc'!A0", '@SUM(1+1)', '-2+3', '＝1', 'Ben Osei'),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const hostile = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

test('whatever is written, no cell begins like a formula, parted by commas, semicolons or tabs', () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), (cells) => {
      const line = csvLine(cells);
      const [read] = parse(line, { relax_column_count: true }) as string[][];
      expect(read).toHaveLength(cells.length);
      for (const cell of read ?? []) expect(cell).not.toMatch(FORMULA);
      // A spreadsheet that parts by another mark sees our quotation marks as letters.
      for (const mark of [';', '\t'])
        for (const part of line
          .trimEnd()
          .split('\n')
          .flatMap((one) => one.split(mark)))
          expect(part.replace(/^"/, '')).not.toMatch(FORMULA);
    }),
    { numRuns: 2_000 },
  );
});

test('plain words come back as they were', () => {
  for (const words of ['Ben Osei', "O'Brien, Ana", 'Said "no" twice', 'Étienne – 5 of 14', 'a@oak.example'])
    expect([safeCell(words), parse(csvLine([words, 'x']))]).toEqual([words, [[words, 'x']]]);
});

test('a formula is kept as words, an apostrophe before it', () => {
  expect(safeCell('=1+1')).toBe("'=1+1");
  expect(safeCell(' \t=1+1')).toBe("'=1+1");
  expect(safeCell('-1')).toBe("'-1");
  expect(safeCell('\u200b@SUM(A1)')).toBe("'\u200b@SUM(A1)");
  expect(safeCell('a;=1')).toBe("a;'=1");
  expect(csvLine(['=1', 'a"b'])).toBe('"\'=1","a""b"\r\n');
});

test('a long cell of nothing to be seen takes no longer than its length allows', () => {
  const began = performance.now();
  for (const unit of ['\n', '\u200b', ';', ' ', '-', '"']) safeCell(unit.repeat(200_000));
  expect(performance.now() - began).toBeLessThan(2_000);
});
