/**
 * What a drawn message offers to be pressed: which question, which answer, and what is written on the button.
 * The rule: it is read from the blocks alone, as somebody at a screen has them.
 */
import { z } from 'zod';
import { elementsOf } from '../slack/check-blocks.ts';
import type { Json } from '../slack/world.ts';

const buttonSchema = z.looseObject({
  type: z.literal('button'),
  value: z.string(),
  text: z.looseObject({ text: z.string() }),
  accessibility_label: z.string().optional(),
});
const actSchema = z.looseObject({ verb: z.string(), token: z.string(), arg: z.string().optional() });

/** `words` are written on it, `aloud` is what is read out for it, which no two buttons share. */
export type Offered = { verb: string; token: string; arg: string; words: string; aloud: string };

/** The buttons of ours in a message, as they are read aloud. */
export function offeredIn(blocks: readonly Json[]): Offered[] {
  return blocks.flatMap(elementsOf).flatMap((element) => {
    const button = buttonSchema.safeParse(element);
    if (!button.success) return [];
    const act = actSchema.safeParse(parsed(button.data.value));
    if (!act.success) return [];
    const { text, accessibility_label: aloud = text.text } = button.data;
    const { verb, token, arg = '' } = act.data;
    return [{ verb, token, arg, words: text.text, aloud }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
