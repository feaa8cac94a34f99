/**
 * What the bot answered a press with, done to that person's screen alone.
 * The rule: a card takes the place of the one they see, a line stands beneath it; an error, no answer, or one that
 * Teams cannot read leaves the card as it was, and they are told that something went wrong.
 */
import { z } from 'zod';
import { CARD_TYPE, cardRefusal } from './check-activity.ts';
import { asJson } from './check-shape.ts';
import type { Delivery } from './deliver.ts';
import { drawingOf, type Post, type User, type World } from './world.ts';

export const WENT_WRONG = 'Something went wrong. Please try again.';
export const UNREACHABLE = 'Unable to reach app. Please try again.';

const answerSchema = z.discriminatedUnion('type', [
  z.strictObject({ statusCode: z.literal(200), type: z.literal(CARD_TYPE), value: z.unknown() }),
  z.strictObject({
    statusCode: z.literal(200),
    type: z.literal('application/vnd.microsoft.activity.message'),
    value: z.string().min(1),
  }),
  z.strictObject({
    statusCode: z.number().int().min(400).max(599),
    type: z.literal('application/vnd.microsoft.error'),
    value: z.looseObject({ code: z.string(), message: z.string() }),
  }),
]);

export function takeAnswer(world: World, user: User, post: Post, delivery: Delivery): void {
  const warn = () => world.warnings.push({ userId: user.id, text: WENT_WRONG });
  const refuse = (detail: string[]) => {
    world.refused.push({ what: 'adaptiveCard/action', error: 'InvalidInvokeResponse', detail });
    warn();
  };
  if (!delivery.taken) {
    warn();
    return;
  }
  const read = answerSchema.safeParse(delivery.answer);
  if (!read.success) {
    refuse(read.error.issues.map(({ message, path }) => `${message} at /${path.join('/')}`));
    return;
  }
  const { type, value } = read.data;
  switch (type) {
    case CARD_TYPE: {
      const refusal = cardRefusal(value);
      if (refusal) {
        refuse([refusal.error, ...refusal.detail]);
        return;
      }
      const was = post.looks.at(-1)?.drawing;
      post.looks.push({
        to: user.id,
        drawing: drawingOf({ ...was, card: asJson(value) }),
      });
      return;
    }
    case 'application/vnd.microsoft.activity.message':
      world.lines.push({ userId: user.id, text: value });
      return;
    case 'application/vnd.microsoft.error':
      warn();
  }
}
