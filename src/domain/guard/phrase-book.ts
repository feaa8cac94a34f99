/**
 * The groups of words as a book to look phrases up in: by the first word, longest phrase first, with slips of the pen.
 * The rule: looking up costs the same however long the text is, and no phrase is built while it is read. A word that is
 * neither English nor a name may be one letter away from a longer word of the book; an ordinary word never is.
 */
import { ADULT_WORDS } from './adult-words.ts';
import { mayBeName } from './child-names.ts';
import { CHILD_WORDS } from './child-words.ts';
import { CONDUCT_WORDS } from './conduct-words.ts';
import { CUE_WORDS } from './cue-words.ts';
import { LIFE_WORDS } from './life-words.ts';
import { isOrdinary } from './ordinary-words.ts';
import { RISK_WORDS } from './risk-words.ts';
import { WORK_WORDS } from './work-words.ts';

const BOOK = {
  ...CHILD_WORDS,
  ...LIFE_WORDS,
  ...RISK_WORDS,
  ...ADULT_WORDS,
  ...CONDUCT_WORDS,
  ...CUE_WORDS,
  ...WORK_WORDS,
};
export type Group = keyof typeof BOOK;
export type Phrase = { group: Group; words: readonly string[] };

/** How words are written in haste or by the young. */
const SPELT = new Map(
  `dnt dont, dosnt doesnt, doesn doesnt, wna wanna, gna gonna, sed said, sez says, tld told, fink think, bin been, bein being,
  mam mum, wnt want, wnts wants, hm home, skool school, abt about, wiv with, frm from, hav have, jus just, coz because, iz is,
  smthn something, sumthing something, somethin something, sumone someone, sum1 someone, some1 someone, no1 nobody, noone nobody,
  cryin crying, hittin hitting, hurtin hurting, touchin touching, cuttin cutting, shoutin shouting, tellin telling, doin doing,
  goin going, livin living, sayin saying, askin asking, wonna wanna, wana wanna, scard scared, scarred scared, bruse bruise,
  bruses bruises, bruised bruised, hungrey hungry, teh the, hsa has, hwo who, chld child, studnt student, techer teacher,
  dadd dad, mumm mum, hurtz hurts, hitz hits, kiddo child, bairn child, wean child, wee little, mentined mentioned`
    .split(',')
    .map((pair) => pair.trim().split(' ') as [string, string]),
);

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
  const spelt = SPELT.get(word);
  if (spelt !== undefined) return spelt;
  if (word.length < SHORTEST_MENDED || isOrdinary(word) || mayBeName(word) || /[0-9]/.test(word)) return word;
  const known = slips.get(word);
  if (known !== undefined) return known;
  for (const shorter of withoutOne(word)) {
    const meant = slips.get(shorter);
    if (meant !== undefined && Math.abs(meant.length - word.length) <= 1) return meant;
  }
  return word;
}

/** "a b/c d" is "a b d" and "a c d"; "grab~" is grab, grabs, grabbed and grabbing. */
function expand(phrase: string): string[][] {
  let made: string[][] = [[]];
  for (const word of phrase.trim().split(/\s+/))
    made = made.flatMap((before) =>
      word
        .split('/')
        .flatMap(inflect)
        .map((choice) => [...before, choice]),
    );
  return made.filter((words) => words[0] !== '');
}

function inflect(word: string): string[] {
  if (!word.endsWith('~')) return [word];
  const stem = word.slice(0, -1);
  const doubled = /[^aeiou][aeiou][bdgklmnprt]$/.test(stem) ? stem + stem.at(-1) : stem;
  const short = stem.replace(/e$/, '');
  const [third, past] = /[sxz]$|[cs]h$/.test(stem)
    ? [`${stem}es`, `${stem}ed`]
    : /[^aeiou]y$/.test(stem)
      ? [`${stem.slice(0, -1)}ies`, `${stem.slice(0, -1)}ied`]
      : [`${stem}s`, short === stem ? `${doubled}ed` : `${stem}d`];
  return [stem, third, past, short === stem ? `${doubled}ing` : `${short}ing`];
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
