/**
 * The second copy of a message whose first may or may not have arrived.
 * The rule: it says so; a question's buttons are the same in both, so one answer serves both.
 */
import type { Message } from '../domain/message.ts';

export function againMessage(message: Message): Message {
  const either =
    message.kind === 'prompt' || message.kind === 'nudge' ? ' Answering either one is enough.' : '';
  return {
    ...message,
    summary: `(again) ${message.summary}`,
    blocks: [
      {
        type: 'text',
        tone: 'quiet',
        text: `(again) The first copy of this may not have reached you.${either}`,
      },
      ...message.blocks,
    ],
  };
}
