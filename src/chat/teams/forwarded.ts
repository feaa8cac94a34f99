/**
 * The words of somebody's message that was forwarded or quoted to Vigil: Teams attaches them, written out as JSON.
 * The rule: they are examined as if they had been typed here; what an app wrote, Vigil itself most of all, is nobody's
 * words and is left. Nothing that is only pointed at is fetched.
 */
import { z } from 'zod';

const REFERENCE = /messageReference$/i;
const sender = z.object({ application: z.unknown().nullish() }).nullish();
const content = z.object({
  originalMessageContent: z.string().nullish(),
  originalMessageSender: sender,
  messagePreview: z.string().nullish(),
  messageSender: sender,
});

export type Attached = { contentType: string; content?: unknown };

export function forwardedIn(attachments: readonly Attached[]): string[] {
  return attachments.flatMap((each) => (REFERENCE.test(each.contentType) ? wordsIn(each.content) : []));
}

function wordsIn(given: unknown): string[] {
  const read = content.safeParse(typeof given === 'string' ? asJson(given) : given);
  if (!read.success) return [];
  const { originalMessageContent, originalMessageSender, messagePreview, messageSender } = read.data;
  return [
    ...(originalMessageSender?.application ? [] : [originalMessageContent ?? '']),
    ...(messageSender?.application ? [] : [messagePreview ?? '']),
  ].filter((words) => words.trim() !== '');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
