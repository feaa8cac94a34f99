/**
 * What a button carries, checked at every platform's door: the same shape on all of them.
 * The rule: nothing in it is believed; who may press what, and what it means, is looked up in the record.
 */
import { z } from 'zod';
import { type Act, VERBS } from '../domain/message.ts';
import type { IncomingPress, Sender } from './chat.ts';

export const actSchema = z.strictObject({
  verb: z.enum(VERBS),
  token: z.string().min(1).max(80),
  arg: z.string().max(80).optional(),
  after: z.number().int().min(0).max(10_000).optional(),
});

/** `platformId` is of the message pressed, where the platform says. */
export function pressOf(from: Sender, eventKey: string, act: Act, platformId?: string | null): IncomingPress {
  return { from, eventKey, ...act, ...(platformId == null ? {} : { platformId }) };
}
