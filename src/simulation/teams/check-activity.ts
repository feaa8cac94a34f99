/**
 * Reads the activity a bot sends, and refuses what Teams refuses of it.
 * The rule: a message says something, in words or on a card; a card is looked over whole. What this fake does not
 * play (other cards, suggested actions, other kinds of activity) is refused rather than passed over.
 */
import { z } from 'zod';
import { type Answer, refuse } from './answer.ts';
import { CARD_BYTES, cardBytes, cardFaults } from './check-card.ts';
import { asJson } from './check-shape.ts';
import { type Drawing, drawingOf, type Json } from './world.ts';

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
/** About 100 KB, counted as UTF-16. */
const ACTIVITY_BYTES = 100 * 1024;

const activitySchema = z.looseObject({
  type: z.literal('message'),
  text: z.string().nullish(),
  textFormat: z.enum(['markdown', 'plain', 'xml']).nullish(),
  summary: z.string().nullish(),
  attachmentLayout: z.enum(['list', 'carousel']).nullish(),
  attachments: z
    .array(z.looseObject({ contentType: z.literal(CARD_TYPE), content: z.unknown() }))
    .max(1)
    .nullish(),
  suggestedActions: z.null().optional(),
});

export type Read = { drawing: Drawing } | { refusal: Answer };

export function readActivity(given: unknown): Read {
  if (JSON.stringify(given ?? null).length * 2 > ACTIVITY_BYTES)
    return { refusal: refuse('MessageSizeTooBig') };
  const read = activitySchema.safeParse(given);
  if (!read.success)
    return {
      refusal: refuse(
        'BadSyntax',
        read.error.issues.map(({ message, path }) => `${message} at /${path.join('/')}`),
      ),
    };
  const { text, textFormat, summary, attachments } = read.data;
  const card = attachments?.[0]?.content;
  if ((text ?? '').trim() === '' && card === undefined)
    return { refusal: refuse('BadSyntax', ['Activity must have text or an attachment']) };
  const refusal = card === undefined ? null : cardRefusal(card);
  if (refusal) return { refusal };
  return {
    drawing: drawingOf({
      text: text ?? '',
      textFormat: textFormat ?? 'markdown',
      summary: summary ?? '',
      card: asJson(card),
    }),
  };
}

export function cardRefusal(card: unknown): Extract<Answer, { ok: false }> | null {
  const bytes = cardBytes(card);
  if (bytes > CARD_BYTES) return refuse('MessageSizeTooBig', [`the card has ${bytes} bytes`]);
  const faults = cardFaults(card);
  return faults.length > 0 ? refuse('BadArgument', faults) : null;
}

/** A sign that somebody is typing says nothing and is not kept. */
export const isTyping = (given: Json): boolean => given.type === 'typing';
