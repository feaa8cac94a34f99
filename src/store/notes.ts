/**
 * The rows of notes: what somebody added to an answer, sealed under their own key.
 * The rule: a note is the replier's own and belongs to one reply; its text is never here. keys.ts seals and opens it.
 */
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import type { Place } from './keys.ts';
import { note } from './schema/index.ts';

/** What a note's bytes are bound to. */
export const notePlace = (org: OrgId, replyId: string): Place => ({
  org,
  table: 'note',
  row: replyId,
  column: 'sealed',
});

export type NewNote = {
  replyId: string;
  settingId: string;
  personId: string;
  sealed: Uint8Array;
  writtenAt: Date;
};

/** Keeps it with its reply, in place of one that was there. */
export async function saveNote(tx: Tx, org: OrgId, made: NewNote): Promise<void> {
  const { sealed, writtenAt } = made;
  await tx
    .insert(note)
    .values({ orgId: org, ...made })
    .onConflictDoUpdate({ target: [note.orgId, note.replyId], set: { sealed, writtenAt } });
}

/** Removes every note of the organisation: how many there were. */
export async function removeAllNotes(tx: Tx): Promise<number> {
  return (await tx.delete(note).returning({ replyId: note.replyId })).length;
}
