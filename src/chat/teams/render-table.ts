/**
 * A table as Teams' own, or as lines of text where it would be too wide for a telephone.
 * The rule: columns are of one width, because telephones have shown others as nothing at all; the words of a cell say
 * what its colour does; and a client without tables gets the same as lines.
 */
import type { Block, Cell, Tone } from '../../domain/message.ts';
import { isBlank, tidy } from '../plain-text.ts';
import type { Element, RichText, Table, TableCell } from './card-shapes.ts';
import type { Extras } from './fit-card.ts';
import { LIMITS } from './limits.ts';
import { oneLine } from './plain-text.ts';
import { close, renderLine, renderRuns } from './render-text.ts';

type TableBlock = Extract<Block, { type: 'table' }>;

const STYLES: Record<Tone, NonNullable<TableCell['style']>> = {
  good: 'good',
  warn: 'warning',
  bad: 'attention',
  quiet: 'emphasis',
};

export function renderTable(table: TableBlock, { tableLines }: Extras): Element[] {
  const caption = renderLine(table.caption, 'strong');
  if (!isOwnTable(table)) return [...caption, ...lines(table)];
  const instead = tableLines ? lines(table) : [];
  const own: Table = {
    type: 'Table',
    spacing: 'Small',
    columns: table.columns.slice(0, LIMITS.tableColumns).map(() => ({ width: 1 })),
    firstRowAsHeaders: true,
    gridStyle: 'emphasis',
    rows: [headRow(table.columns), ...table.rows.map((row) => rowOf(row, table.columns))].map((cells) => ({
      type: 'TableRow',
      cells,
    })),
    ...(instead.length === 0 ? {} : { fallback: { type: 'Container', items: instead } }),
  };
  return [...caption, own];
}

function isOwnTable({ columns, rows }: TableBlock): boolean {
  return (
    columns.length > 0 &&
    columns.length <= LIMITS.tableColumns + LIMITS.tableUnder &&
    rows.length > 0 &&
    rows.length <= LIMITS.tableRows &&
    rows.every((row) => row.length === columns.length)
  );
}

function headRow(columns: readonly string[]): TableCell[] {
  const cells = columns.map((column): TableCell => ({ type: 'TableCell', items: words(column, true) }));
  return stacked(cells);
}

function rowOf(row: readonly Cell[], columns: readonly string[]): TableCell[] {
  const cells = row.map((cell, at): TableCell => {
    const text = wordsOf(cell);
    const named = at < LIMITS.tableColumns ? text : `${columns[at] ?? ''}: ${text}`;
    const style = typeof cell === 'string' ? {} : { style: STYLES[cell.tone] };
    return { type: 'TableCell', ...style, items: words(named, false) };
  });
  return stacked(cells);
}

/** What there is no room for beside the last column stands under it. */
function stacked(cells: readonly TableCell[]): TableCell[] {
  const beside = cells.slice(0, LIMITS.tableColumns);
  const under = cells.slice(LIMITS.tableColumns).flatMap(({ items }) => close(items));
  return beside.map((cell, at) =>
    at === beside.length - 1 ? { ...cell, items: [...cell.items, ...under] } : cell,
  );
}

/** Small, so that a long word has room. An empty cell would be passed over by a reader. */
function words(text: string, bold: boolean): RichText[] {
  const shown = isBlank(tidy(text)) ? '–' : text;
  return renderRuns([{ text: shown, look: { size: 'Small', ...(bold ? { weight: 'Bolder' } : {}) } }]);
}

/** What a row is about in bold; the rest of it on the line below, each value with its column's name. */
function lines({ columns, rows }: TableBlock): RichText[] {
  if (rows.length === 0) return close(renderLine(columns.join(' · ')));
  return rows.flatMap((row) => {
    const places = Array.from({ length: Math.max(columns.length, row.length) }, (_, place) => {
      const name = oneLine(columns[place] ?? '');
      return `${isBlank(name) ? '' : `${name}: `}${oneLine(wordsOf(row[place] ?? ''))}`;
    });
    return [
      ...close(renderLine(places[0] ?? '', 'strong')),
      ...renderLine(places.slice(1).join('; ')).map((line): RichText => ({ ...line, spacing: 'None' })),
    ];
  });
}

function wordsOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}
