/**
 * Opens a sealed note for whoever may have it: its writer, in their own export.
 * The rule: one that does not open, its key being shredded, missing or another, is null, and the export says how many
 * are; no fault tells what it held.
 */

import type { OpenNote } from '../cycle/export-person.ts';
import type { KeyRing } from '../store/keys.ts';
import { notePlace } from '../store/notes.ts';
import { KeyMissing, SealedUnreadable } from '../store/refusals.ts';

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
