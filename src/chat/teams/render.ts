/**
 * Draws the neutral message as an Adaptive Card for Teams.
 * The rule: every word and every act of it is in the card and no word is added; text is never markup; and the card
 * is within Teams' size, shortened where there are words to say so, or said to be too long. Sending is left to
 * teams.ts.
 */
import type { Block, Form, Message } from '../../domain/message.ts';
import type { DrawPicture } from '../chat.ts';
import { type LeftOutLine, shortenMessage } from '../shorten-message.ts';
import type { Card, Element } from './card-shapes.ts';
import { type Extras, fitCard, fitsBare } from './fit-card.ts';
import { oneLine, unmarked } from './plain-text.ts';
import { renderButtons, renderLink } from './render-buttons.ts';
import { renderChart } from './render-chart.ts';
import { isOpen, renderForm, type Typed } from './render-form.ts';
import { renderTable } from './render-table.ts';
import { renderFields, renderHeading, renderLine, renderList } from './render-text.ts';

/** `summary` goes beside the card, for the notification: Teams reads no Markdown there. */
export type Drawn =
  | { kind: 'drawn'; card: object; summary: string; bytes: number }
  | { kind: 'too_long'; summary: string };

/**
 * `typed`: a form sent with something wrong in it, to be put right. `leftOut`: what is said where a message is too
 * long; without it, it is too long.
 */
export type RenderOptions = { picture?: DrawPicture; typed?: Typed; leftOut?: LeftOutLine };

export function renderCard(message: Message, options: RenderOptions = {}): Drawn {
  const summary = oneLine(message.summary);
  const fitted = fittedCard(message, options) ?? shorterCard(message, options);
  return fitted === null ? { kind: 'too_long', summary } : { kind: 'drawn', ...fitted, summary };
}

const drawing = (message: Message, options: RenderOptions) => (extras: Extras) =>
  cardOf(message, { ...options, extras });
const fittedCard = (message: Message, options: RenderOptions) => fitCard(drawing(message, options));

function shorterCard(message: Message, options: RenderOptions): ReturnType<typeof fitCard> {
  if (options.leftOut === undefined) return null;
  const fits = (shorter: Message) => fitsBare(drawing(shorter, options));
  const shorter = shortenMessage(message, options.leftOut, fits);
  return shorter === null ? null : fittedCard(shorter, options);
}

type Drawing = RenderOptions & { extras: Extras };

function cardOf(message: Message, drawing: Drawing): Card {
  const body = bodyOf(message.blocks, drawing);
  const spoken = unmarked(message.summary);
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: 'en',
    speak: spoken,
    fallbackText: spoken,
    msteams: { width: 'Full' },
    body: body.length > 0 ? body : renderLine(message.summary),
  };
}

/** A divider is a line above what comes next; there is none after the last. */
function bodyOf(blocks: readonly Block[], drawing: Drawing): Element[] {
  const body: Element[] = [];
  const draw = elementsFor(blocks, drawing);
  let divided = false;
  for (const block of blocks) {
    const [first, ...more] = draw(block);
    if (block.type === 'divider') divided = body.length > 0;
    if (first === undefined) continue;
    body.push(divided ? { ...first, separator: true, spacing: 'Large' } : first, ...more);
    divided = false;
  }
  return body;
}

function elementsFor(blocks: readonly Block[], { extras, picture, typed }: Drawing) {
  const forms = blocks.filter((block): block is Form => block.type === 'form');
  const form = { extras, typed, alone: forms.length === 1 };
  const buttons = { extras, leaveInputs: forms.some((one) => isOpen(one, form)) };
  return (block: Block): Element[] => {
    switch (block.type) {
      case 'heading':
        return renderHeading(block.text);
      case 'text':
        return renderLine(block.text, block.tone);
      case 'list':
        return renderList(block.lines);
      case 'fields':
        return renderFields(block.fields);
      case 'table':
        return renderTable(block, extras);
      case 'chart':
        return renderChart(block.chart, { extras, picture });
      case 'buttons':
        return renderButtons(block.buttons, buttons);
      case 'link':
        return renderLink(block);
      case 'form':
        return renderForm(block, form);
      case 'divider':
        return [];
    }
  };
}
