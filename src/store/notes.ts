/**
 * The rows of notes: what somebody added to an answer, sealed under their own key.
 * The rule: a note is the replier's own and belongs to one reply; its text is never here. keys.ts seals and opens it.
 */
import type { Tx } from './database.ts';
import { note } from './schema/index.ts';

/** Removes every note of the organisation: how many there were. */
export async function removeAllNotes(tx: Tx): Promise<number> {
  return (await tx.delete(note).returning({ replyId: note.replyId })).length;
}
