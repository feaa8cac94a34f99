/**
 * The groups of words as a book to look phrases up in: by the first word, longest phrase first, with slips of the pen.
 * The rule: looking up costs the same however long the text is, and no phrase is built while it is read. A word that is
 * neither English nor a name may be one letter away from a longer word of the book; an ordinary word never is.
 */
import { ADULT_WORDS } from './adult-words.ts';
import { mayBeName } from './child-names.ts';
import { CHILD_WORDS } from './child-words.ts';
import { CUE_WORDS } from './cue-words.ts';
import { isOrdinary } from './ordinary-words.ts';
import { RISK_WORDS } from './risk-words.ts';

const BOOK = { ...CHILD_WORDS, ...RISK_WORDS, ...ADULT_WORDS, ...CUE_WORDS };
export type Group = keyof typeof BOOK;
export type Phrase = { group: Group; words: readonly string[] };

/** Shorter words are too near to each other. */
const SHORTEST_MENDED = 5;

const byFirstWord = new Map<string, Phrase[]>();
const slips = new Map<string, string>();
for (const [group, listed] of Object.entries(BOOK) as [Group, string][])
  for (const phrase of listed.split(',')) for (const words of expand(phrase)) add(group, words);
for (const phrases of byFirstWord.values()) phrases.sort((a, b) => b.words.length - a.words.length);

/** The phrases that may begin with this word, the longest first. */
export function phrasesFrom(word: string): readonly Phrase[] {
  return byFirstWord.get(word) ?? [];
}

/** The word of the book that was most likely meant; the word itself where it is one, or is like none. */
export function mend(word: string): string {
  if (word.length < SHORTEST_MENDED || isOrdinary(word) || mayBeName(word) || /[0-9]/.test(word)) return word;
  const known = slips.get(word);
  if (known !== undefined) return known;
  for (const shorter of withoutOne(word)) {
    const meant = slips.get(shorter);
    if (meant !== undefined && Math.abs(meant.length - word.length) <= 1) return meant;
  }
  return word;
}

/** "a b/c d" is "a b d" and "a c d". */
function expand(phrase: string): string[][] {
  let made: string[][] = [[]];
  for (const word of phrase.trim().split(/\s+/))
    made = made.flatMap((before) => word.split('/').map((choice) => [...before, choice]));
  return made.filter((words) => words[0] !== '');
}

function add(group: Group, words: string[]): void {
  const first = words[0] ?? '';
  const phrases = byFirstWord.get(first) ?? [];
  phrases.push({ group, words });
  byFirstWord.set(first, phrases);
  for (const word of words) learnSlips(word);
}

function learnSlips(word: string): void {
  if (word.length < SHORTEST_MENDED) return;
  slips.set(word, word);
  for (const shorter of withoutOne(word)) if (!slips.has(shorter)) slips.set(shorter, word);
}

function* withoutOne(word: string): Generator<string> {
  for (let at = 0; at < word.length; at += 1) yield word.slice(0, at) + word.slice(at + 1);
}
