/**
 * Draws the neutral message as Slack's blocks.
 * The rule: every word of it is drawn and none is added; text is never markup; and what Slack would refuse for its
 * size is put together, split or numbered until it fits, then shortened where there are words to say so, or said to be
 * too long. A form is a button here: its fields are render-form's. Sending is left to slack.ts.
 */
import type { types as slack } from '@slack/bolt';
import { type Chart, chartTable } from '../../domain/chart.ts';
import type { Block, Message } from '../../domain/message.ts';
import { type LeftOutLine, shortenMessage } from '../shorten-message.ts';
import { fitBlocks } from './fit-blocks.ts';
import { LIMITS } from './limits.ts';
import { fieldsPiece, headingPiece, linePiece, type Piece, partsPiece, quietPiece } from './piece.ts';
import { summaryText } from './plain-text.ts';
import { type Numbering, numbering, renderButtons, renderOpener } from './render-buttons.ts';
import { renderTable } from './render-table.ts';
import { richLine, richLink, richList } from './rich-text.ts';

export type Drawn = { kind: 'drawn'; text: string; blocks: slack.KnownBlock[] };
/** Even put together it is more blocks than Slack takes; its text alone would still go. */
export type TooLong = { kind: 'too_long'; text: string };
/**
 * `plainTables`: a workspace that has refused Slack's own tables gets lines of text. `leftOut`: what is said where a
 * message is too long; without it, it is too long.
 */
export type RenderOptions = { plainTables?: boolean; leftOut?: LeftOutLine };

export function renderMessage(message: Message, options: RenderOptions = {}): Drawn | TooLong {
  const text = summaryText(message.summary);
  const blocks = blocksFor(message, options) ?? shorterBlocks(message, options);
  return blocks === null ? { kind: 'too_long', text } : { kind: 'drawn', text, blocks };
}

function blocksFor({ blocks }: Message, options: RenderOptions): slack.KnownBlock[] | null {
  return fitBlocks(piecesOf(blocks, options), { blocks: LIMITS.messageBlocks, text: LIMITS.messageText });
}

function shorterBlocks(message: Message, options: RenderOptions): slack.KnownBlock[] | null {
  if (options.leftOut === undefined) return null;
  const fits = (shorter: Message) => blocksFor(shorter, options) !== null;
  const shorter = shortenMessage(message, options.leftOut, fits);
  return shorter === null ? null : blocksFor(shorter, options);
}

export function piecesOf(blocks: readonly Block[], options: RenderOptions): Piece[] {
  const idOf = numbering();
  const ownTables = blocks.some(({ type }) => type === 'table');
  let tables = 0;
  return blocks.flatMap((block) => {
    if (block.type !== 'table' && block.type !== 'chart') return pieceOf(block, idOf);
    const asLines = options.plainTables === true || tables >= LIMITS.tables;
    const pieces =
      block.type === 'table' ? renderTable(block, asLines) : chartPieces(block.chart, asLines || ownTables);
    tables += pieces.filter(({ is }) => is === 'table').length;
    return pieces;
  });
}

/** A picture would have to be uploaded; its numbers need not. A message's own table goes before them. */
function chartPieces(chart: Chart, asLines: boolean): Piece[] {
  return [...linePiece(chart.describe, 'plain'), ...renderTable(chartTable(chart), asLines)];
}

function pieceOf(block: Exclude<Block, { type: 'table' | 'chart' }>, idOf: Numbering): Piece[] {
  switch (block.type) {
    case 'heading':
      return headingPiece(block.text);
    case 'text':
      return block.tone === 'quiet' ? quietPiece(block.text) : linePiece(block.text, block.tone ?? 'plain');
    case 'list':
      return partsPiece(richList(block.lines.flatMap((line) => richLine(line))));
    case 'fields':
      return fieldsPiece(block.fields);
    case 'buttons':
      return renderButtons(block.buttons, idOf);
    case 'link':
      return partsPiece(richLink(block));
    case 'form':
      return renderOpener(block, idOf);
    case 'divider':
      return [{ is: 'divider' }];
  }
}
