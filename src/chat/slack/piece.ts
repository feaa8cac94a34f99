/**
 * A message's blocks half-way to Slack: what each piece is, so that pieces can still be put together.
 * The rule: a piece becomes as many blocks as Slack's sizes need, and none when it has nothing to show.
 * Making pieces is left to render.ts and its neighbours, putting them together to fit-blocks.ts.
 */
import type { types as slack } from '@slack/bolt';
import { isBlank, split, tidy } from '../plain-text.ts';
import { LIMITS } from './limits.ts';
import { plainText } from './plain-text.ts';
import { type RichPart, richBlocks, richLine, richRuns, type Weight } from './rich-text.ts';

/** The text in a piece has been tidied. */
export type Piece =
  | { is: 'heading'; text: string }
  /** Small print. */
  | { is: 'quiet'; text: string }
  | { is: 'rich'; parts: RichPart[] }
  | { is: 'table'; block: slack.TableBlock }
  | { is: 'buttons'; buttons: slack.Button[] }
  | { is: 'divider' };

export function headingPiece(given: string): Piece[] {
  const text = tidy(given).trim();
  if (isBlank(text)) return [];
  return text.length <= LIMITS.heading ? [{ is: 'heading', text }] : linePiece(text, 'strong');
}

export function quietPiece(text: string): Piece[] {
  return [{ is: 'quiet', text: tidy(text) }];
}

export function linePiece(text: string, weight: Weight): Piece[] {
  return partsPiece(richLine(text, weight));
}

export function partsPiece(parts: RichPart[]): Piece[] {
  return parts.length === 0 ? [] : [{ is: 'rich', parts }];
}

/** A line for each. Slack's own fields would be plain text, in which a label cannot be told from a value. */
export function fieldsPiece(fields: readonly { label: string; value: string }[]): Piece[] {
  return partsPiece(
    fields.flatMap(({ label, value }) =>
      richRuns([{ text: isBlank(label) ? '' : `${label}: `, bold: true }, { text: value }]),
    ),
  );
}

/** The same as lines of text; null for what is no text. */
export function textParts(piece: Piece): RichPart[] | null {
  switch (piece.is) {
    case 'heading':
      return richLine(piece.text, 'strong');
    case 'quiet':
      return richLine(piece.text);
    case 'rich':
      return piece.parts;
    case 'table':
    case 'buttons':
    case 'divider':
      return null;
  }
}

export function blocksOf(piece: Piece): slack.KnownBlock[] {
  switch (piece.is) {
    case 'heading':
      return [{ type: 'header', text: plainText(piece.text) }];
    case 'quiet':
      return split(piece.text, LIMITS.quiet).map((text) => ({
        type: 'context',
        elements: [plainText(text)],
      }));
    case 'rich':
      return richBlocks(piece.parts);
    case 'table':
      return [piece.block];
    case 'buttons':
      return inGroups(piece.buttons, LIMITS.buttons).map((elements) => ({ type: 'actions', elements }));
    case 'divider':
      return [{ type: 'divider' }];
  }
}

function inGroups<T>(all: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) =>
    all.slice(index * most, (index + 1) * most),
  );
}
