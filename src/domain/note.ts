/**
 * A note: a few words somebody adds to an answer of theirs.
 * The rule: at most 280 characters, in one line, with nothing in it that cannot be seen: what hides letters from a
 * reader would hide them from the guard too. Notes go with checks and confirmations, which bear a name; never with
 * knowledge questions, whose results are without names. Whether it tells of a child is the guard's to say.
 */
import { tellsOfCases } from './access.ts';
import type { Question } from './question.ts';

export const NOTE_MOST = 280;
/** How far back leads read notes on the board, and how many at most. */
export const NOTES_WEEKS = 4;
export const NOTES_SHOWN = 50;

/** Longer than any note; what stands beyond it is let go before anything is asked of it. */
export const NOTE_READ = 4_000;

/** Whether a note may go with an answer to it; never one that could tell of a case (design §7.6). */
export function takesNote({
  kind,
  standard,
  anonymous,
}: Pick<Question, 'kind' | 'standard' | 'anonymous'>): boolean {
  if (anonymous === true || tellsOfCases(standard, kind)) return false;
  switch (kind) {
    case 'duty':
    case 'attestation':
      return true;
    case 'knowledge':
      return false;
  }
}

/** The words as they are examined and kept: composed, in one line, without what cannot be seen. */
export function cleanNote(text: string): string {
  return text
    .slice(0, NOTE_READ)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(UNSEEN, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Marks of direction and width, and letters of nobody's; not what joins an emoji to another. */
const UNSEEN = /(?!\u200D)[\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;

/** Why a note cannot be kept, in a sentence for its box; null where it can. */
export function noteFault(note: string): string | null {
  if (note.replace(/\u200D/gu, '').trim() === '') return 'Write your note first, or leave it.';
  if (isUnread(note))
    return 'Please write it in English. Vigil checks each note before it keeps it, and can check no other language.';
  const length = [...note].length;
  return length > NOTE_MOST
    ? `A note has at most ${NOTE_MOST} characters, and this one has ${length}. Please make it shorter.`
    : null;
}

/** Mostly in letters the guard knows nothing of: Arabic, Cyrillic, Chinese. A name in them is no matter. */
function isUnread(note: string): boolean {
  const letters = note.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => !READ.test(letter)).length > letters.length / 2;
}

const READ = /[\p{Script=Latin}\p{Script=Common}]/u;
