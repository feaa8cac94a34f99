/**
 * Opens a sealed note for whoever may have it: its writer, in their own export, and leads on the board.
 * The rule: one that does not open, its key being shredded, missing or another, is null, and whoever looked is told how
 * many are; no fault tells what it held.
 */
import type { Tx } from '../store/database.ts';
import type { KeyRing } from '../store/keys.ts';
import { notePlace, type SealedNote } from '../store/notes.ts';
import { KeyMissing, SealedUnreadable } from '../store/refusals.ts';

export type OpenNote = (tx: Tx, row: SealedNote) => Promise<string | null>;

export function noteOpener(keys: KeyRing): OpenNote {
  return async (tx, { orgId, replyId, personId, sealed }) => {
    try {
      const opened = await keys.openForPerson(tx, sealed, notePlace(orgId, replyId), personId);
      return opened.is === 'open' ? opened.text : null;
    } catch (fault) {
      if (fault instanceof KeyMissing || fault instanceof SealedUnreadable) return null;
      throw fault;
    }
  };
}
