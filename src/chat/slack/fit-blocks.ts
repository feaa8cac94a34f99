/**
 * A message's pieces as no more blocks, and no more text in them, than Slack takes.
 * The rule: nothing is left out but dividers. First rows of buttons that stand together become one, then dividers go,
 * then neighbouring text shares a block: one step at a time for the whole message, so that its parts stay alike.
 */
import type { types as slack } from '@slack/bolt';
import { LIMITS } from './limits.ts';
import { blocksOf, type Piece, textParts } from './piece.ts';

/** How many blocks, and how much text in all of them. */
export type Room = { blocks: number; text: number };

/** Null when even so they are too many, or too much. */
export function fitBlocks(pieces: readonly Piece[], room: Room): slack.KnownBlock[] | null {
  let fitted = [...pieces];
  for (const step of [joinButtons, dropDividers, joinSmallPrint, joinText]) {
    const blocks = fitted.flatMap(blocksOf);
    if (isWithin(blocks, room)) return blocks;
    fitted = step(fitted);
  }
  const blocks = fitted.flatMap(blocksOf);
  return isWithin(blocks, room) ? blocks : null;
}

function isWithin(blocks: readonly slack.KnownBlock[], room: Room): boolean {
  return blocks.length <= room.blocks && textLength(blocks) + blocks.length * LIMITS.blockText <= room.text;
}

/** Every text of a block, however deep. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((total: number, each) => total + textLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (total, [name, each]) =>
      total + (name === 'text' && typeof each === 'string' ? each.length : textLength(each)),
    0,
  );
}

/** A question's answers and the ways of leaving it, in one row. */
function joinButtons(pieces: readonly Piece[]): Piece[] {
  return joined(pieces, (last, next) =>
    last.is === 'buttons' && next.is === 'buttons'
      ? { is: 'buttons', buttons: [...last.buttons, ...next.buttons] }
      : null,
  );
}

function dropDividers(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(({ is }) => is !== 'divider');
}

function joinSmallPrint(pieces: readonly Piece[]): Piece[] {
  return joined(pieces, (last, next) => {
    if (last.is !== 'quiet' || next.is !== 'quiet') return null;
    const text = `${last.text}\n${next.text}`;
    return text.length <= LIMITS.quiet ? { is: 'quiet', text } : null;
  });
}

function joinText(pieces: readonly Piece[]): Piece[] {
  return joined(pieces, (last, next) => {
    const [before, after] = [textParts(last), textParts(next)];
    return before === null || after === null ? null : { is: 'rich', parts: [...before, ...after] };
  });
}

/** Goes through the pieces once, putting each together with the one before where `join` can. */
function joined(pieces: readonly Piece[], join: (last: Piece, next: Piece) => Piece | null): Piece[] {
  const whole: Piece[] = [];
  for (const next of pieces) {
    const last = whole.at(-1);
    const both = last === undefined ? null : join(last, next);
    if (both === null) whole.push(next);
    else whole[whole.length - 1] = both;
  }
  return whole;
}
