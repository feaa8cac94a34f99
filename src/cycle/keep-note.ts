/**
 * Keeps a note with the answer that stands: examined, sealed under its writer's own key, in place of one before.
 * The rule: examining it is stop-note's, and comes first. A note belongs to the answer it was written for; an answer
 * changed since has none until another is written. Whoever wrote is always told when it was not kept.
 * Who may write, and while what, is record-reply's.
 */
import type { IncomingPress } from '../chat/chat.ts';
import type { Message } from '../domain/message.ts';
import { cleanNote, noteFault, takesNote } from '../domain/note.ts';
import type { Tx } from '../store/database.ts';
import { notePlace, saveNote } from '../store/notes.ts';
import type { ShownPrompt } from '../store/pressed.ts';
import { writePress } from '../store/replies.ts';
import type { Context } from './context.ts';
import { type About, drawEvery, drawPressed, withPrompt } from './draw-prompts.ts';
import { ledgerEntry } from './ledger-entry.ts';

export type NoteOutcome =
  | { is: 'kept'; message: Message }
  /** A sentence for its box: it may be put right and sent again. */
  | { is: 'to_mend'; mend: string }
  /** There is no answer it could go with, or that answer has been changed since the form was opened. */
  | { is: 'no_answer' }
  | { is: 'changed_since' }
  /** This question takes none, or there is nothing to examine or seal it with. */
  | { is: 'not_taken' };

export async function keepNote(
  context: Context,
  tx: Tx,
  about: About,
  press: IncomingPress,
): Promise<NoteOutcome> {
  const { now, org, keys, guard } = context;
  const { prompt, setting } = about;
  const { reply } = prompt;
  if (guard === undefined || press.note === undefined) return { is: 'not_taken' };
  const note = cleanNote(press.note);
  if (!maySeal(context) || keys === undefined || !takesNote(prompt.question)) return { is: 'not_taken' };
  if (prompt.state !== 'answered' || reply === null) return { is: 'no_answer' };
  if (press.after !== reply.revision) return { is: 'changed_since' };
  const mend = noteFault(note);
  if (mend !== null) return { is: 'to_mend', mend };
  const { personId, promptId } = prompt;
  const sealed = await keys.sealForPerson(tx, note, notePlace(org, reply.replyId), { personId, now });
  if (sealed.is === 'shredded') return { is: 'not_taken' };
  const after = withPrompt(about, withNote(prompt, reply));
  const event = { platform: press.from.platform, eventKey: press.eventKey };
  const facts = { reply: reply.replyId, replaced: reply.hasNote };
  await writePress(tx, org, {
    at: now,
    event,
    draws: drawEvery(after, now),
    ledger: [ledgerEntry(context, 'note_kept', promptId, facts, personId)],
    wakes: [{ step: 'deliver-messages', dueAt: now }],
  });
  await saveNote(tx, org, {
    replyId: reply.replyId,
    settingId: setting.id,
    personId,
    sealed: sealed.sealed,
    writtenAt: now,
  });
  return { is: 'kept', message: drawPressed(after, press.platformId, now) };
}

/** Whether notes are offered here at all: there is something to examine and to seal them with. */
export function maySeal({ keys, guard }: Context): boolean {
  return guard !== undefined && keys?.canSeal() === true;
}

function withNote(prompt: ShownPrompt, reply: NonNullable<ShownPrompt['reply']>): ShownPrompt {
  return { ...prompt, reply: { ...reply, hasNote: true } };
}
