/**
 * The words of a message that somebody forwarded to Vigil: Slack puts them beside the text, which may be empty.
 * The rule: they are examined as if they had been typed here, and are no command. What a link shows of itself is nobody's
 * words, and is left.
 */
import { z } from 'zod';
import { WORDS_READ } from '../../domain/command.ts';

const MOST = 20;
const piece = z
  .object({
    is_share: z.boolean().nullish(),
    is_msg_unfurl: z.boolean().nullish(),
    text: z.string().nullish(),
  })
  .catch({});

/** What else is attached cannot be read, and keeps nothing from being heard. */
export const attached = z
  .array(piece)
  .transform((all) => all.slice(0, MOST))
  .nullish()
  .catch(null);

/** Typed and forwarded together, as much as is read of any words; the forwarded alone says whether there is any. */
export function withForwarded(
  text: string,
  attachments: z.infer<typeof attached>,
): { text: string; isForward: boolean } {
  const forwarded = (attachments ?? []).flatMap((one) =>
    one.is_share || one.is_msg_unfurl ? (one.text ?? []) : [],
  );
  if (forwarded.length === 0) return { text, isForward: false };
  return { text: [text, ...forwarded].join('\n').slice(0, WORDS_READ), isForward: true };
}
