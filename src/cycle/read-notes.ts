/**
 * Reads the notes of a setting's last four weeks, for a lead on the board: opened for that look, and kept nowhere else.
 * The rule: leads alone, and never one that could tell of a case; that somebody looked is in the ledger, or nothing is
 * shown. A note is read with the question and the answer it was written to.
 */
import { tellsOfCases } from '../domain/access.ts';
import { answerWords } from '../domain/answer-words.ts';
import type { NotesFacts } from '../domain/board.ts';
import { NOTES_SHOWN, NOTES_WEEKS } from '../domain/note.ts';
import type { Tx } from '../store/database.ts';
import { listNotes } from '../store/notes.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';
import { noteViewed } from './note-viewed.ts';
import { noteOpener } from './open-note.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

export async function readNotes(
  context: Context,
  tx: Tx,
  reader: Writer,
  mayName: boolean,
): Promise<NotesFacts> {
  if (!mayName) return { is: 'not_shown' };
  const from = new Date(context.now.getTime() - NOTES_WEEKS * WEEK_MS);
  const all = (await listNotes(tx, reader.setting.id, from)).filter(
    ({ standard, kind }) => !tellsOfCases(standard, kind),
  );
  const shown = all.slice(0, NOTES_SHOWN);
  const open = context.keys === undefined ? null : noteOpener(context.keys);
  const rows = [];
  for (const row of shown) {
    const words = open === null ? null : await open(tx, row);
    if (words !== null) rows.push({ row, words });
  }
  await noteViewed(context, tx, reader, { on: 'notes', of: rows.map(({ row }) => row) });
  return {
    is: 'shown',
    rows: rows.map(({ row: { standard, question, answer, localDate, name }, words }) => ({
      standard,
      question: question.text,
      answer: answerWords(question.answer, answer),
      on: localDate,
      name,
      words,
    })),
    unopened: shown.length - rows.length,
    earlier: all.length - shown.length,
  };
}
