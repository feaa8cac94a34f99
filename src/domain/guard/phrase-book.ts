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

/** Of one word, and of more by their first two. */
const single = new Map<string, Phrase[]>();
const longer = new Map<string, Map<string, Phrase[]>>();
const NONE: readonly Phrase[] = [];
const slips = new Map<string, string>();
for (const [group, listed] of Object.entries(BOOK) as [Group, string][])
  for (const phrase of listed.split(',')) for (const words of expand(phrase)) add(group, words);
for (const seconds of longer.values())
  for (const phrases of seconds.values()) phrases.sort((a, b) => b.words.length - a.words.length);

/** The phrases that are this one word. */
export function phrasesOf(word: string): readonly Phrase[] {
  return single.get(word) ?? NONE;
}

/** The longer phrases that may begin with these two words, the longest first. */
export function phrasesFrom(first: string, second: string): readonly Phrase[] {
  return longer.get(first)?.get(second) ?? NONE;
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
  const [first = '', second] = words;
  if (second === undefined) append(single, first, { group, words });
  else {
    const seconds = longer.get(first) ?? new Map<string, Phrase[]>();
    longer.set(first, seconds);
    append(seconds, second, { group, words });
  }
  for (const word of words) learnSlips(word);
}

/** Said twice in a group, it is there once. */
function append(phrases: Map<string, Phrase[]>, key: string, phrase: Phrase): void {
  const there = phrases.get(key) ?? [];
  phrases.set(key, there);
  const same = (one: Phrase) => one.group === phrase.group && one.words.join(' ') === phrase.words.join(' ');
  if (!there.some(same)) there.push(phrase);
}

function learnSlips(word: string): void {
  if (word.length < SHORTEST_MENDED) return;
  slips.set(word, word);
  for (const shorter of withoutOne(word)) if (!slips.has(shorter)) slips.set(shorter, word);
}

function* withoutOne(word: string): Generator<string> {
  for (let at = 0; at < word.length; at += 1) yield word.slice(0, at) + word.slice(at + 1);
}
