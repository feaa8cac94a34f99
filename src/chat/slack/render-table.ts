/**
 * A table as Slack's own, or as lines of text where Slack would refuse it.
 * The rule: a message has one table of Slack's at most; any other, and one too big for it, is drawn as a line a row
 * with each value beside its column's name. Colour is never needed: a cell's words say what its tone does.
 */
import type { types as slack } from '@slack/bolt';
import type { Block, Cell } from '../../domain/message.ts';
import { isBlank, tidy } from '../plain-text.ts';
import { LIMITS } from './limits.ts';
import { linePiece, type Piece, partsPiece } from './piece.ts';
import { type Run, richList, richRuns } from './rich-text.ts';

type Table = Extract<Block, { type: 'table' }>;
/** Its cells as text. */
type Grid = { columns: string[]; rows: string[][] };

/** `asLines`: Slack's own table cannot be used here. */
export function renderTable(table: Table, asLines: boolean): Piece[] {
  const grid: Grid = {
    columns: table.columns.map(tidy),
    rows: table.rows.map((row) => row.map((cell) => tidy(wordsOf(cell)))),
  };
  const drawn = asLines || !isTakenBySlack(grid) ? lines(grid) : [ownTable(grid)];
  return [...linePiece(table.caption, 'strong'), ...drawn];
}

function isTakenBySlack({ columns, rows }: Grid): boolean {
  const cells = [columns, ...rows].flat();
  return (
    columns.length > 0 &&
    columns.length <= LIMITS.tableColumns &&
    rows.length > 0 &&
    rows.length < LIMITS.tableRows &&
    rows.every((row) => row.length === columns.length) &&
    cells.reduce((total, cell) => total + Math.max(cell.length, 1), 0) <= LIMITS.tableText
  );
}

function ownTable({ columns, rows }: Grid): Piece {
  return {
    is: 'table',
    block: {
      type: 'table',
      column_settings: columns.map(() => ({ is_wrapped: true })),
      rows: [columns.map(headCell), ...rows.map((row) => row.map(rawCell))],
    },
  };
}

/** Slack marks no row as the heads', so they are bold. */
function headCell(text: string): slack.RichTextBlock | slack.RawTextElement {
  const elements = richRuns([{ text, bold: true }]);
  return elements.length === 1 ? { type: 'rich_text', elements } : rawCell(text);
}

/** Slack takes no empty cell. */
function rawCell(text: string): slack.RawTextElement {
  return { type: 'raw_text', text: isBlank(text) ? '–' : text };
}

function lines({ columns, rows }: Grid): Piece[] {
  if (rows.length === 0) return linePiece(columns.join(' · '), 'plain');
  return partsPiece(richList(rows.flatMap((row) => richRuns(rowRuns(columns, row)))));
}

/** What the row is about in bold; the rest of it on the line below. */
function rowRuns(columns: readonly string[], row: readonly string[]): Run[] {
  const places = Array.from({ length: Math.max(columns.length, row.length) }, (_, place) => place);
  return places.map((place) => {
    const name = columns[place] ?? '';
    const text = `${isBlank(name) ? '' : `${name}: `}${row[place] ?? ''}`;
    if (place === 0) return { text, bold: true };
    return { text: `${place === 1 ? '\n' : '; '}${text}` };
  });
}

function wordsOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}
