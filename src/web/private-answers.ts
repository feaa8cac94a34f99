/**
 * What the local page has shown one person alone: answers to commands, private lines, and a message redrawn in a
 * way its row does not hold (choosing when to be asked again).
 * The rule: kept in this process only and only the last few, as chat platforms do; never in the store or a log.
 */

import type { Message } from '../domain/message.ts';
import type { Said } from '../store/conversations.ts';

export type Place = 'messages' | 'channel';

export type PrivateAnswer = {
  id: string;
  /** The message it was an answer to; null when it stands by itself. */
  after: string | null;
  at: Date;
  body: Message;
  /** Of the form that was opened by it in a window of its own, where a platform has those. */
  opens?: string;
};

const KEPT = 12;

export type PrivateAnswers = ReturnType<typeof privateAnswers>;

export function privateAnswers() {
  const answers = new Map<string, PrivateAnswer[]>();
  const redrawn = new Map<string, { revision: number; body: Message }>();
  const keyOf = (...parts: string[]) => JSON.stringify(parts);

  return {
    add(userId: string, place: Place, answer: PrivateAnswer): void {
      const key = keyOf(userId, place);
      answers.set(key, [...(answers.get(key) ?? []), answer].slice(-KEPT));
    },
    list(userId: string, place: Place): PrivateAnswer[] {
      return answers.get(keyOf(userId, place)) ?? [];
    },
    /** Gives a private answer a new body; null when it is no longer here. */
    replace(userId: string, place: Place, id: string, body: Message): PrivateAnswer | null {
      const found = answers.get(keyOf(userId, place))?.find((answer) => answer.id === id);
      if (!found) return null;
      found.body = body;
      delete found.opens;
      return found;
    },
    remove(userId: string, place: Place, id: string): void {
      const key = keyOf(userId, place);
      answers.set(
        key,
        (answers.get(key) ?? []).filter((answer) => answer.id !== id),
      );
    },
    /** Remembers a redraw until the message's row is revised. */
    redraw(userId: string, said: Said, body: Message): void {
      const key = keyOf(userId, said.platformId);
      redrawn.delete(key);
      if (JSON.stringify(body) !== JSON.stringify(said.body))
        redrawn.set(key, { revision: said.revision, body });
      for (const oldest of redrawn.keys()) {
        if (redrawn.size <= 200) break;
        redrawn.delete(oldest);
      }
    },
    /** The body to show somebody: their redraw where it is still of this revision, otherwise the row's. */
    bodyFor(userId: string, said: Said): Message {
      const found = redrawn.get(keyOf(userId, said.platformId));
      return found && found.revision === said.revision ? found.body : said.body;
    },
  };
}
