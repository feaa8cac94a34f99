/**
 * The rows of notes: what somebody added to an answer, sealed under their own key.
 * The rule: a note is the replier's own and belongs to one reply; its text is never here. keys.ts seals and opens it.
 */
import { sql } from 'drizzle-orm';
import type { Answer } from '../domain/answer.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { Kind, Question } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { StandardId } from '../domain/standard.ts';
import type { Tx } from './database.ts';
import type { Place } from './keys.ts';
import { rowsOf } from './rows.ts';
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

export type SealedNote = Pick<typeof note.$inferSelect, 'orgId' | 'replyId' | 'personId' | 'sealed'>;

export type NoteListed = SealedNote & {
  name: string;
  standard: StandardId;
  kind: Kind;
  question: Pick<Question, 'text' | 'answer'>;
  answer: Answer;
  /** The day of the answer it goes with. */
  localDate: LocalDate;
};

/** Those on answers that stand, written since `from`, the newest first; sealed as they are. */
export async function listNotes(tx: Tx, settingId: string, from: Date): Promise<NoteListed[]> {
  const result = await tx.execute(sql`
    select n.org_id as "orgId", n.reply_id as "replyId", n.person_id as "personId", n.sealed, w.name, r.standard,
      r.kind, r.answer, r.local_date::text as "localDate",
      jsonb_build_object('text', v.body ->> 'text', 'answer', v.body -> 'answer') as question
    from note n
    join reply r on r.org_id = n.org_id and r.reply_id = n.reply_id
    join prompt p on p.org_id = r.org_id and p.prompt_id = r.prompt_id and p.reply_id = r.reply_id
    join question_version v
      on v.org_id = r.org_id and v.question_id = r.question_id and v.version = r.question_version
    join person w on w.org_id = n.org_id and w.person_id = n.person_id
    where n.setting_id = ${settingId} and n.written_at >= ${from.toISOString()}::timestamptz
    order by n.written_at desc, n.reply_id`);
  return rowsOf<NoteListed>(result);
}

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
