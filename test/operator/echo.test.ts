/**
 * Hostile words in a file that a spreadsheet opens and on a terminal: no cell begins a formula, nothing moves the
 * cursor or turns the reading round, and the words are still there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { forTerminal } from '../../src/operator/for-terminal.ts';
import { personZip } from '../../src/papers/person-export.ts';
import { EVERY_WORD, seen } from '../support/hostile-words.ts';

describe('in a person’s export', () => {
  const rows = EVERY_WORD.map((word) => ({ text: word, more: { said: word }, [word]: 'as a heading' }));
  const paper = {
    personId: 'person',
    name: EVERY_WORD.join(' '),
    made: new Date('2026-11-10T10:00:00Z'),
    settings: EVERY_WORD.map((word) => ({ ref: 'oak', name: word, periods: {} })),
    records: { note: rows },
    unopened: 1,
  };
  const files = unzipSync(personZip(paper));
  const csv = strFromU8(files['tables/note.csv'] ?? new Uint8Array());

  test('no cell begins a formula, whichever mark a spreadsheet parts the line by', () => {
    const cells = (parse(csv, { bom: true }) as string[][]).flat();
    const parted = csv.replace(/^\ufeff/, '').split(/[;\t\n]/);
    // A reader that knows no quotation marks sees them as letters, and they are taken off to be stricter than it is.
    const starts = [...cells, ...parted.map((part) => part.replace(/^"/, ''))];
    const begin = starts.filter((cell) => /^[\s\p{C}\u{2800}]*[=+\-@|%＝＋－＠]/u.test(cell));
    expect(begin).toEqual([]);
    expect(csv).not.toMatch(/(?![\r\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
  });

  test('the words are there, cell by cell, with an apostrophe before a formula alone', () => {
    const read = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
    expect(read.map(({ text = '' }) => seen(text).replaceAll("'", ''))).toEqual(
      EVERY_WORD.map((word) => seen(word).replaceAll("'", '')),
    );
    const kept = JSON.parse(strFromU8(files['everything.json'] ?? new Uint8Array()));
    expect(kept.tables.note.map(({ text }: { text: string }) => text)).toEqual(EVERY_WORD);
  });
});

describe('on a terminal', () => {
  test('a name is words: it moves nothing, rings nothing and turns nothing round', () => {
    for (const word of EVERY_WORD) {
      const shown = forTerminal(`Nothing waits at ${word}.\nNor at Oak.\n`);
      expect(shown).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      expect(seen(shown).replaceAll('\ufffd', '')).toBe(seen(`Nothing waits at ${word}.\nNor at Oak.\n`));
    }
  });

  /** What these write is ours alone: counts, invented schools, addresses and settings of this computer. */
  const OWN = ['src/main.ts', 'src/operator/open-log.ts', 'src/operator/perform-here.ts'];
  test('the commands’ answers have no other way out', () => {
    const src = new URL('../../src/', import.meta.url);
    const writers = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('simulation'))
      .filter((file) => {
        const lines = readFileSync(new URL(file, src), 'utf8').split('\n');
        const writes = lines.filter((line) => /process\.std(out|err)\.write|console\.\w+\(/.test(line));
        return writes.some(
          (line) => !/forTerminal\(/.test(line) && !/(say|progress|print|tell): /.test(line),
        );
      })
      .map((file) => `src/${file}`);
    expect(writers.filter((file) => !OWN.includes(file))).toEqual([]);
  });
});
