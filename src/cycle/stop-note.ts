/**
 * Examines a note as soon as it is known that somebody of the staff wrote it, whatever becomes of it otherwise.
 * The rule: a question that has closed, was somebody else's or is gone takes no note, but what was written may still be
 * about a child. One that is stopped leaves nothing anywhere: no row, no log, no mark that it was there.
 * What the writer and a lead are told is the guard's; a stranger is told where to go, and a lead of them, by take-press.
 */
import type { IncomingPress } from '../chat/chat.ts';
import type { Message } from '../domain/message.ts';
import { cleanNote } from '../domain/note.ts';
import type { Tx } from '../store/database.ts';
import { findByChatUser, listPeople } from '../store/people.ts';
import type { Pressed } from '../store/pressed.ts';
import type { Context } from './context.ts';
import { findWriterIn } from './find-writers.ts';

/** What its writer is told; null where there is no note, or no sign was seen in it. */
export async function stopNote(
  context: Context,
  tx: Tx,
  { presserId, about }: Pressed,
  { verb, note, from }: IncomingPress,
): Promise<Message | null> {
  const { guard } = context;
  if (verb !== 'keep_note' || note === undefined || guard === undefined || presserId === null) return null;
  const known = await findByChatUser(tx, from.platform, from.externalId, from.userId);
  const settingId = await findWriterIn(context, tx, known, about?.setting.id ?? null);
  if (settingId === null) return null;
  const people = about?.setting.id === settingId ? about.people : await listPeople(tx, settingId);
  const found = guard.examine(cleanNote(note), { staffNames: people.map(({ name }) => name) });
  return found && guard.stop(context, tx, { writerId: presserId, settingId, about: found.about });
}
