/**
 * A chat of a stage, with what the cycle asks of it written down. The rule: what is sent and what comes of it are the
 * chat's own.
 */
import type { Address, Chat } from '../../src/chat/chat.ts';
import type { Message } from '../../src/domain/message.ts';
import type { Called } from './stage.ts';

export type Watching = {
  /** Before each post. */
  before(to: Address, message: Message): Promise<void>;
  /** After it, whatever came of it. */
  posted(message: Message, key: string): void;
};

export function countCalls(chat: Chat, { before, posted }: Watching): { chat: Chat; calls: Called[] } {
  const calls: Called[] = [];
  return {
    calls,
    chat: {
      ...chat,
      async post(to, message, key) {
        await before(to, message);
        const outcome = await chat.post(to, message, key);
        posted(message, key);
        calls.push({ did: 'post', to, kind: message.kind, outcome: outcome.kind });
        return outcome;
      },
      async update(to, platformId, message) {
        const outcome = await chat.update(to, platformId, message);
        calls.push({ did: 'update', to, kind: message.kind, outcome: outcome.kind });
        return outcome;
      },
    },
  };
}
