/**
 * An answer as it is stored with a reply: what was chosen or entered, nothing else.
 * The rule: an answer holds a key, a number or a date, never free text.
 * What it says about the setting is left to domain/reply.
 */
import { z } from 'zod';

export const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), key: z.string().max(40) }),
  z.strictObject({ kind: z.literal('count'), count: z.number().int().min(0).max(99_999) }),
  z.strictObject({
    kind: z.literal('two_counts'),
    part: z.number().int().min(0).max(99_999),
    whole: z.number().int().min(0).max(99_999),
  }),
  z.strictObject({ kind: z.literal('percent'), percent: z.number().min(0).max(100) }),
  z.strictObject({ kind: z.literal('date'), date: z.iso.date() }),
  z.strictObject({ kind: z.literal('not_sure') }),
]);

/** `choice` carries yes/partly/no, a bank choice's key, a scenario's key, or read/need_time/other_format. */
export type Answer = z.infer<typeof answerSchema>;
