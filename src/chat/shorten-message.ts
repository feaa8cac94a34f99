/**
 * A message that is too long for a platform, made short enough, for any platform's renderer.
 * The rule: nothing goes without a line in its place that says how much is missing and where to see it. Lists are cut
 * and long texts ended before questions are put off, a question goes with all its buttons or not at all, and what the
 * message ends with (whom to go to with a worry) stays. The line's words are given; whether it fits is the platform's
 * to say.
 */
import { chartTable } from '../domain/chart.ts';
import type { Block, Message, MessageKind } from '../domain/message.ts';
import { cut } from './plain-text.ts';

/** `asks`: things to press or fill in that are not shown, such as questions; `lines`: of text, lists and tables. */
export type LeftOut = { asks: number; lines: number };
export type LeftOutLine = (kind: MessageKind, left: LeftOut) => string;

/** Lines of a list or rows of a table that are still shown, first to last try. */
const LINES = [60, 40, 25, 15, 8, 4];
/** A chart says what it shows in one sentence too; below this many lines that is all of it. */
const CHARTED = 15;
/** Letters of each text, before a question is put off, and when nothing else is left to give. */
const LETTERS = [1_500, 600];
const FEWEST_LETTERS = 200;

/** The longest of its shorter forms that fits; null where none does. */
export function shortenMessage(
  message: Message,
  leftOut: LeftOutLine,
  fits: (shorter: Message) => boolean,
): Message | null {
  const say = (left: LeftOut) => leftOut(message.kind, left);
  const formed = (blocks: Block[]): Message => ({ ...message, blocks });
  let blocks = message.blocks;
  for (const form of shorterTexts(message.blocks, say)) {
    blocks = form;
    if (fits(formed(blocks))) return formed(blocks);
  }
  const units = unitsOf(blocks);
  const first = (kept: number) => formed(firstUnits(units, kept, say));
  const kept = mostThat((count) => fits(first(count)), units.length - 1);
  if (kept > 0) return first(kept);
  const least = firstUnits(units, 1, say).flatMap((block) => withLetters(block, FEWEST_LETTERS, say));
  return fits(formed(least)) ? formed(least) : null;
}

/** With fewer and fewer lines, then with fewer letters. */
function* shorterTexts(whole: Block[], say: (left: LeftOut) => string): Generator<Block[]> {
  let blocks = whole;
  for (const most of LINES) {
    blocks = whole.flatMap((block) => withLines(block, most, say));
    yield blocks;
  }
  const listed = blocks;
  for (const most of LETTERS) yield listed.flatMap((block) => withLetters(block, most, say));
}

/** The greatest number up to `most` of which that holds, as it does of every smaller one; 0 for none. */
function mostThat(holds: (count: number) => boolean, most: number): number {
  let [yes, no] = [0, most + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** The block with so many lines at most, and a line for those that are not shown. */
function withLines(block: Block, most: number, say: (left: LeftOut) => string): Block[] {
  const all = linesOf(block);
  if (all <= most) return [block];
  const missing = quiet(say({ asks: 0, lines: all - most }));
  switch (block.type) {
    case 'list':
      return [{ ...block, lines: block.lines.slice(0, most) }, missing];
    case 'fields':
      return [{ ...block, fields: block.fields.slice(0, most) }, missing];
    case 'table':
      return [{ ...block, rows: block.rows.slice(0, most) }, missing];
    case 'chart':
      return most > CHARTED
        ? [block]
        : [{ type: 'text', text: block.chart.describe }, quiet(say({ asks: 0, lines: all }))];
    default:
      return [block];
  }
}

function linesOf(block: Block): number {
  switch (block.type) {
    case 'heading':
    case 'text':
      return 1;
    case 'list':
      return block.lines.length;
    case 'fields':
      return block.fields.length;
    case 'table':
      return block.rows.length;
    case 'chart':
      return chartTable(block.chart).rows.length;
    case 'buttons':
    case 'link':
    case 'form':
    case 'divider':
      return 0;
  }
}

const isAsking = ({ type }: Block) => type === 'buttons' || type === 'form';

/** What belongs together: a question with its buttons, or a part under its heading. */
function unitsOf(blocks: readonly Block[]): Block[][] {
  const units: Block[][] = [];
  for (const block of blocks) {
    const last = units.at(-1);
    const before = last?.at(-1);
    const begins = block.type === 'divider' || block.type === 'heading';
    const isAfterAsking = before !== undefined && isAsking(before) && !isAsking(block);
    if (last === undefined || before === undefined || begins || isAfterAsking) units.push([block]);
    else last.push(block);
  }
  return units;
}

/** So many from the first on, and the last where it is small print; in place of the others, a line. */
function firstUnits(units: readonly Block[][], kept: number, say: (left: LeftOut) => string): Block[] {
  const end = units.at(-1);
  const isEnd = end !== undefined && kept < units.length && end.every(isSmallPrint);
  const hidden = units.slice(kept, isEnd ? -1 : undefined);
  if (hidden.length === 0) return units.flat();
  const asks = hidden.filter((unit) => unit.some(isAsking)).length;
  const lines = hidden.filter((unit) => !unit.some(isAsking)).flat();
  const left = { asks, lines: lines.reduce((total, block) => total + linesOf(block), 0) };
  const missing = left.asks + left.lines === 0 ? [] : [quiet(say(left))];
  return [...units.slice(0, kept).flat(), ...missing, ...(isEnd ? end : [])];
}

const isSmallPrint = (block: Block) =>
  block.type === 'divider' || (block.type === 'text' && block.tone === 'quiet');

/** Every text with so many letters at most, and a line for those whose end is not shown; buttons keep their words. */
function withLetters(block: Block, most: number, say: (left: LeftOut) => string): Block[] {
  let ended = 0;
  const short = (text: string) => {
    if (text.length > most) ended += 1;
    return cut(text, most);
  };
  const shorter = shortTexts(block, short);
  return ended === 0 ? [block] : [shorter, quiet(say({ asks: 0, lines: ended }))];
}

function shortTexts(block: Block, short: (text: string) => string): Block {
  switch (block.type) {
    case 'heading':
    case 'text':
      return { ...block, text: short(block.text) };
    case 'list':
      return { ...block, lines: block.lines.map(short) };
    case 'fields':
      return { ...block, fields: block.fields.map((field) => ({ ...field, value: short(field.value) })) };
    case 'table':
      return {
        ...block,
        rows: block.rows.map((row) =>
          row.map((cell) => (typeof cell === 'string' ? short(cell) : { ...cell, text: short(cell.text) })),
        ),
      };
    case 'chart':
    case 'buttons':
    case 'link':
    case 'form':
    case 'divider':
      return block;
  }
}

const quiet = (text: string): Block => ({ type: 'text', tone: 'quiet', text });
