/**
 * CSV text as rows of named cells, whoever saved it: with a byte order mark or without, CRLF or LF, commas,
 * semicolons or tabs, quoted cells.
 * The rule: it never throws; a line that cannot be read, or holds a cell that a spreadsheet would run as a
 * formula, is named by its row as the file shows it, and the other lines are kept.
 * What the columns mean is left to each kind of import.
 */
import { distance } from 'fastest-levenshtein';

export const LARGEST_BYTES = 5 * 1024 * 1024;
const MOST_ROWS = 20_000;
const MOST_COLUMNS = 200;
const LONGEST_CELL = 500;

/** Something wrong in one row: where, what, and the mend. It never holds more of the file than a column's name. */
export type RowFault = { row: number; field: string; wrong: string; mend: string };
/** One row: its number in the file (the column names are row 1) and its cells by column. */
export type CsvRow<Column extends string> = { row: number; cells: Partial<Record<Column, string>> };
export type CsvRead<Column extends string> =
  | { kind: 'rows'; columns: Column[]; rows: CsvRow<Column>[]; faults: RowFault[]; unused: string[] }
  /** Nothing of the file can be used. */
  | { kind: 'refused'; faults: string[] };

export function readCsv<Column extends string>(
  text: string,
  { columns, required }: { columns: readonly Column[]; required: readonly Column[] },
): CsvRead<Column> {
  // A character is at least one byte, so most files need not be measured exactly.
  if (text.length > LARGEST_BYTES || new TextEncoder().encode(text).length > LARGEST_BYTES)
    return refused(
      'The file is larger than 5 MB; split it into smaller ones, each with the column names first',
    );
  const kind = otherKindOf(text);
  if (kind !== null)
    return refused(
      `The file is ${kind}, whatever its name ends in; open it, save it as CSV (UTF-8) and try again`,
    );
  if (text.includes('\0'))
    return refused('The file is not plain text; save it as CSV (UTF-8) from the spreadsheet and try again');
  if (text.includes('\u{FFFD}'))
    return refused('Some letters of the file cannot be read; save it as CSV (UTF-8) and try again');
  const plain = text.replace(/^\u{FEFF}/u, '').replace(/^sep=.\r?\n/i, '');
  // Excel's "sep=;" line is a row of the file too.
  const skipped = /^\u{FEFF}?sep=.\r?\n/iu.test(text) ? 1 : 0;
  const [first = ''] = plain.split(/\r\n|\n|\r/, 1);
  const { records, faults } = recordsOf(plain, delimiterOf(first));
  const header = records.shift();
  if (header === undefined || header.cells.every((cell) => cell === ''))
    return refused(`The file is empty; its first row gives the columns: ${columns.join(',')}`);
  if (header.cells.length > MOST_COLUMNS)
    return refused(
      `The first row has more than ${MOST_COLUMNS} columns; it gives the columns: ${columns.join(',')}`,
    );
  const named = nameColumns(header.cells, columns, required);
  if (named.kind === 'refused') return named;
  const rows: CsvRow<Column>[] = [];
  for (const { row, cells } of records) {
    if (cells.every((cell) => cell === '')) continue;
    if (rows.length + faults.length >= MOST_ROWS)
      return refused(
        `The file has more than ${MOST_ROWS.toLocaleString('en-GB')} rows; split it into smaller ones`,
      );
    const found = faultOf(row + skipped, cells, header.cells);
    if (found !== null) faults.push(found);
    else
      rows.push({
        row: row + skipped,
        cells: Object.fromEntries(
          named.names.flatMap((name, at) => (name === null ? [] : [[name, cells[at] ?? '']])),
        ) as Partial<Record<Column, string>>,
      });
  }
  const known = named.names.filter((name) => name !== null);
  return { kind: 'rows', columns: known, rows, faults, unused: named.unused };
}

/** How files begin that are no CSV but are often sent as one. */
const OTHER_KINDS: readonly [begins: string, kind: string][] = [
  ['pk\u0003\u0004', 'an Excel workbook (.xlsx) or a zip'],
  ['ðï\u0011à', 'an old Excel workbook (.xls)'],
  ['%pdf-', 'a PDF'],
  ['{\\rtf', 'a Word or RTF document'],
  ['<!doctype', 'a web page'],
  ['<html', 'a web page'],
  ['<table', 'a web page'],
  ['<?xml', 'XML'],
];

function otherKindOf(text: string): string | null {
  const begin = text.slice(0, 200).trimStart().toLowerCase();
  return OTHER_KINDS.find(([begins]) => begin.startsWith(begins))?.[1] ?? null;
}

const refused = (...faults: string[]): { kind: 'refused'; faults: string[] } => ({ kind: 'refused', faults });

type CsvRecord = { row: number; cells: string[] };

/** The mark the first row is divided by: semicolons where a comma is the decimal point, tabs when pasted. */
function delimiterOf(header: string): string {
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: header.split(mark).length - 1 }));
  return counted.reduce((most, next) => (next.count > most.count ? next : most)).mark;
}

/**
 * Line by line, since a quotation mark left open would swallow every row after it, and none of our columns needs a cell
 * of two lines.
 */
function recordsOf(text: string, delimiter: string): { records: CsvRecord[]; faults: RowFault[] } {
  const records: CsvRecord[] = [];
  const faults: RowFault[] = [];
  const lines = text.split(/\r\n|\n|\r/).slice(0, MOST_ROWS + 2);
  for (const [at, line] of lines.entries()) {
    const cells = splitLine(line, delimiter);
    if (cells !== null)
      records.push({ row: at + 1, cells: cells.map((cell) => cell.normalize('NFC').trim()) });
    else
      faults.push({
        row: at + 1,
        field: 'row',
        wrong: 'a quotation mark is opened and not closed',
        mend: 'close it on the same line, or take it out',
      });
  }
  return { records, faults };
}

/**
 * One line's cells by RFC 4180; null where a quotation mark is opened and not closed. Our own, since it takes as long as
 * the line is: csv-parse takes half a second for 60 KB of stray quotation marks, and everybody would wait for it.
 */
function splitLine(line: string, delimiter: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  // One too many is enough to be refused by.
  while (at <= line.length && cells.length <= MOST_COLUMNS) {
    let cell = '';
    if (line[at] === '"') {
      for (at += 1; ; at += 2) {
        const end = line.indexOf('"', at);
        if (end < 0) return null;
        cell += line.slice(at, end);
        at = end;
        if (line[end + 1] !== '"') break;
        cell += '"';
      }
      at += 1;
    }
    const next = line.indexOf(delimiter, at);
    const end = next < 0 ? line.length : next;
    cells.push(cell + line.slice(at, end));
    at = end + 1;
  }
  return cells;
}

function nameColumns<Column extends string>(
  header: string[],
  columns: readonly Column[],
  required: readonly Column[],
): { kind: 'named'; names: (Column | null)[]; unused: string[] } | { kind: 'refused'; faults: string[] } {
  const faults: string[] = [];
  const unused: string[] = [];
  const names = header.map((cell, at): Column | null => {
    const plain = cell.toLowerCase().replaceAll(/[\s-]+/g, '_');
    const found = columns.find((column) => column === plain);
    if (found !== undefined) return found;
    const meant = plain.length > 40 ? undefined : columns.find((column) => distance(column, plain) <= 2);
    if (meant !== undefined && plain !== '')
      faults.push(`Row 1, column ${at + 1}: there is no such column; did you mean ${meant}?`);
    // Only a plain word is said again: where the names are missing, row 1 is somebody's details.
    else if (/^[a-z_]{1,30}$/.test(plain)) unused.push(plain);
    return null;
  });
  for (const column of columns) {
    const times = names.filter((name) => name === column).length;
    if (times > 1) faults.push(`Row 1: the column ${column} is given ${times} times; keep one`);
  }
  if (faults.length === 0)
    for (const column of required)
      if (!names.includes(column))
        faults.push(
          `Row 1: the column ${column} is missing; the first row gives the columns: ${columns.join(',')}`,
        );
  return faults.length > 0 ? { kind: 'refused', faults } : { kind: 'named', names, unused };
}

/** What no cell may hold, whatever its column. */
function faultOf(row: number, cells: string[], header: string[]): RowFault | null {
  if (cells.length === header.length && cells.every((cell, at) => cell === header[at]))
    return { row, field: 'row', wrong: 'is the column names once more', mend: 'take that row out' };
  if (cells.length > header.length && cells.slice(header.length).some((cell) => cell !== ''))
    return {
      row,
      field: 'row',
      wrong: `has ${cells.length} cells where the first row has ${header.length}`,
      mend: 'put quotation marks round a cell that holds a comma',
    };
  for (const [at, cell] of cells.entries()) {
    const field = /^[\w -]{1,30}$/.test(header[at] ?? '') ? (header[at] ?? '') : `column ${at + 1}`;
    if (/^[=+\-@＝＋－＠]/.test(cell))
      return {
        row,
        field,
        wrong: 'begins with =, +, - or @, which a spreadsheet runs as a formula',
        mend: 'begin it with a letter or a number, or leave it empty',
      };
    if (/[\p{Cc}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2069}\u{FEFF}]/u.test(cell))
      return { row, field, wrong: 'holds a character that cannot be seen', mend: 'type the cell again' };
    if (cell.length > LONGEST_CELL)
      return { row, field, wrong: `is longer than ${LONGEST_CELL} characters`, mend: 'shorten it' };
  }
  return null;
}
