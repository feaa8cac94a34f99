/**
 * What was sent and could not be marked, because the record was away: kept in this process, marked first of all later.
 * The rule: only while the record still has a message as being sent. What another process has found half sent
 * meanwhile is that one's; should this process die too, nothing is lost but the knowledge, and it is looked for.
 */
import type { Tx } from '../store/database.ts';
import { type Outbound, stillSending } from '../store/deliveries.ts';
import type { Sent } from './settle-sends.ts';

export type Unmarked = { sends: Sent[]; unsent: Outbound[] };

/** One process's, by installation. */
export type UnmarkedSends = Map<string, Unmarked>;

/** What of it is still to be marked. */
export async function recallUnmarked(tx: Tx, kept: Unmarked): Promise<Unmarked> {
  const ids = [
    ...kept.sends.map(({ message }) => message.messageId),
    ...kept.unsent.map(({ messageId }) => messageId),
  ];
  const sending = await stillSending(tx, ids);
  return {
    sends: kept.sends.filter(({ message }) => sending.has(message.messageId)),
    unsent: kept.unsent.filter(({ messageId }) => sending.has(messageId)),
  };
}
