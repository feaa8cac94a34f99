/**
 * The second copy of a prompt or nudge whose first may or may not have arrived.
 * The rule: it says so, and its buttons are the same, so one answer serves both.
 */
import type { Message } from '../domain/message.ts';

export function againMessage(message: Message): Message {
  return {
    ...message,
    summary: `(again) ${message.summary}`,
    blocks: [
      {
        type: 'text',
        tone: 'quiet',
        text: '(again) The first copy of this may not have reached you. Answering either one is enough.',
      },
      ...message.blocks,
    ],
  };
}
