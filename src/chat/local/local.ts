/**
 * Chat in the browser on this computer: a message is "sent" once its row says so, and the page reads it from there.
 * The rule: nothing is kept here; whoever has the page open is told that something changed and looks again.
 * Drawing is left to render, reading conversations to store/conversations.
 */
import type { Address, Chat, SendOutcome } from '../chat.ts';

/** Whose conversation changed: one person's direct messages, or a channel. */
export type LocalChange = { externalId: string } & ({ userId: string } | { channelId: string });

export type LocalChat = Chat & {
  /** Calls `listener` after each change; gives back a way to stop. */
  onChange(listener: (change: LocalChange) => void): () => void;
  /** Says that a conversation has changed by another way than a send, such as a button pressed on the page. */
  tell(change: LocalChange): void;
};

export function localChat(): LocalChat {
  const listeners = new Set<(change: LocalChange) => void>();
  const tell = (change: LocalChange) => {
    for (const listener of listeners) listener(change);
  };
  const changed = ({ externalId, kind, id }: Address) =>
    tell(kind === 'person' ? { externalId, userId: id } : { externalId, channelId: id });
  return {
    platform: 'local',
    async post(to, _message, key): Promise<SendOutcome> {
      changed(to);
      return { kind: 'sent', platformId: key };
    },
    async update(to, platformId): Promise<SendOutcome> {
      changed(to);
      return { kind: 'sent', platformId };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    tell,
    async close() {
      listeners.clear();
    },
  };
}
