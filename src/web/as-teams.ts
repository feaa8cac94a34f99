/**
 * A message as the card Teams would be sent, and what is pressed on that card.
 * The rule: the card is renderCard's and nothing else's, and a press is read by Teams' own reader, so this page shows
 * neither more nor less than Teams would. The drawing is done in the browser, by Microsoft's own renderer.
 */
import { z } from 'zod';
import type { Sender } from '../chat/chat.ts';
import type { ParsedPress } from '../chat/local/parse.ts';
import { pressOf } from '../chat/parse-act.ts';
import { parseForm } from '../chat/parse-answer.ts';
import { readPressData } from '../chat/teams/press-data.ts';
import { renderCard } from '../chat/teams/render.ts';
import type { FieldFaults, FieldValues } from '../domain/form-field.ts';
import type { Act, Message } from '../domain/message.ts';
import { leftOutLine } from '../messages/left-out.ts';
import { drawPicture } from '../pictures/draw-png.ts';

/** `card` is null where the message is too long for one; Teams is then sent its one line. */
export type CardDrawing = { card: object | null; summary: string; bytes: number };

export function drawCard(
  message: Message,
  sent?: { act: Act; faults: FieldFaults; values: FieldValues },
): CardDrawing {
  const typed = sent && { token: sent.act.token, faults: sent.faults, values: sent.values };
  const drawing = { picture: drawPicture, leftOut: leftOutLine, ...(typed ? { typed } : {}) };
  const drawn = renderCard(message, drawing);
  const { summary } = drawn;
  return drawn.kind === 'drawn'
    ? { card: drawn.card, summary, bytes: drawn.bytes }
    : { card: null, summary, bytes: 0 };
}

const pressed = z.object({
  /** The data of the card's button with what was typed beside it, as Teams sends it. */
  teams: z.string().max(8_000).transform(parsed),
  on: z.string().min(1).max(200).optional(),
});

export function readPress(body: unknown, from: Sender, eventKey: string): ParsedPress {
  const read = pressed.safeParse(body);
  const data = read.success ? readPressData(read.data.teams) : null;
  if (!read.success || data === null) return { kind: 'refused' };
  const { act, values } = data;
  const press = pressOf(from, eventKey, act, read.data.on);
  if (values === null) return { kind: 'press', press };
  // A card says nothing of what day it is; a date too late is refused by the step that takes it.
  const answered = parseForm(act.verb, values, undefined);
  return 'given' in answered
    ? { kind: 'press', press: { ...press, ...answered.given } }
    : { kind: 'faults', act, faults: answered.faults, values };
}

function parsed(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue('not JSON');
    return z.NEVER;
  }
}
