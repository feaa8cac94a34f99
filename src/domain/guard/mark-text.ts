/**
 * Marks a text: where a word of which group stands, and who may be an adult, a child's name, initials or a class.
 * The rule: every word is looked at once and none is skipped for being far from the start. An everyday phrase hides
 * what is in it, but for talk of training. What marks together mean is left to the signs.
 */
import { RECEIVING, RECEIVING_TO, TITLES, TITLES_OR_WORDS } from './adult-words.ts';
import { mayBeName } from './child-names.ts';
import { type Kind, Marks } from './mark.ts';
import { isOrdinary } from './ordinary-words.ts';
import { mend, type Phrase, phrasesFrom, phrasesOf } from './phrase-book.ts';
import type { Word } from './read-words.ts';
import { ageLength, classLength } from './school-class.ts';

type Reader = {
  words: readonly Word[];
  meant: readonly string[];
  marks: Marks;
  staff: StaffWords;
  /** Where the longest phrase of concern so far ends: "dating app" is no app. */
  taken: number;
};
/** `whole`: names in full, as their words follow each other. `single`: words of them that are read as one of the staff. */
export type StaffWords = { whole: ReadonlySet<string>; single: ReadonlySet<string> };

export function markText(words: readonly Word[], staff: StaffWords): Marks {
  const meant = words.map(({ text }) => mend(text));
  const reader: Reader = { words, meant, marks: new Marks(), staff, taken: 0 };
  for (let at = 0; at < words.length; ) at += markAt(reader, at);
  return reader.marks;
}

/** Marks what begins here, and tells how many words on to look next. */
function markAt(reader: Reader, at: number): number {
  const standing = standingAt(reader, at);
  const everyday = standing.find(({ group }) => group === 'everyday');
  if (everyday) {
    put(reader, 'everyday', at, everyday.words.length);
    for (let within = at; within < at + everyday.words.length; within += 1)
      for (const { group, words } of standingAt(reader, within))
        if (group === 'topic' || group === 'theme') put(reader, group, within, words.length);
    return everyday.words.length;
  }
  const named = markStaff(reader, at);
  if (named > 0) return named;
  const titled = markTitled(reader, at);
  if (titled > 0) return titled;
  const classed = classLength(reader.words, at);
  for (const { group, words } of standing)
    if (group === 'adult' || (words.length > 1 && !CUES.has(group)))
      reader.taken = Math.max(reader.taken, at + words.length);
  for (const { group, words } of standing)
    if ((group === 'work' || group === 'theme') && at + words.length <= reader.taken) continue;
    else if (group === 'adult' && words.length <= classed) continue;
    else if (group === 'adult') markAdult(reader, at, words.length);
    else if (group === 'hypothetical' && isReportedIf(reader, at, words)) continue;
    else put(reader, group, at, words.length);
  const age = ageLength(reader.words, at);
  if (age > 0) put(reader, 'age', at, age);
  if (classed > 0) put(reader, 'class', at, classed);
  if (age + classed > 0) return 1;
  const { single } = reader.staff;
  if (single.has(text(reader, at)) || single.has(stem(reader, at))) put(reader, 'staff', at, 1);
  else if (isName(reader, at, standing)) put(reader, 'name', at, 1);
  else markInitials(reader, at, standing);
  return 1;
}

/** Somebody of the staff by first name and surname: how many words that is. */
function markStaff(reader: Reader, at: number): number {
  const { whole } = reader.staff;
  if (whole.size === 0 || reader.words[at + 1]?.sentence !== reader.words[at]?.sentence) return 0;
  const first = text(reader, at);
  if (!whole.has(`${first} ${text(reader, at + 1)}`) && !whole.has(`${first} ${stem(reader, at + 1)}`))
    return 0;
  put(reader, 'staff', at, 2);
  return 2;
}

/** What makes a remark ordinary, or says nothing of itself: inside these a word of the working day stays one. */
const CUES: ReadonlySet<Kind> = new Set([
  'work',
  'topic',
  'theme',
  'hypothetical',
  'leads',
  'witnessing',
  'status',
  'paper',
  'firstHand',
  'told',
] as const);

/** "He asked if she…", "her legs if she…": of one already spoken of, not of anyone. */
function isReportedIf(reader: Reader, at: number, phrase: readonly string[]): boolean {
  if (phrase[0] !== 'if' || !/^(?:he|she|they)$/.test(phrase[1] ?? '')) return false;
  for (let back = at - 1; back >= Math.max(0, at - 8); back -= 1)
    if (SPOKEN_OF.test(text(reader, back))) return true;
  return false;
}

const SPOKEN_OF = /^(?:s?hes?|him|her|his|they|asked|asking|asks)$/;

/** Every phrase that begins here, the longest first. */
function standingAt(reader: Reader, at: number): readonly Phrase[] {
  const found: Phrase[] = [];
  for (const first of formsAt(reader, at)) {
    for (const second of formsAt(reader, at + 1))
      for (const phrase of phrasesFrom(first, second)) if (stands(reader, phrase, at)) found.push(phrase);
    found.push(...phrasesOf(first));
  }
  return found;
}

const text = ({ words }: Reader, at: number) => words[at]?.text ?? '';
const stem = ({ words }: Reader, at: number) => words[at]?.stem ?? '';

/** A phrase stands where its words follow each other within one sentence. */
function stands(reader: Reader, phrase: Phrase, at: number): boolean {
  const sentence = reader.words[at]?.sentence;
  for (let nth = 1; nth < phrase.words.length; nth += 1) {
    if (reader.words[at + nth]?.sentence !== sentence) return false;
    if (!formsAt(reader, at + nth).includes(phrase.words[nth] ?? '')) return false;
  }
  return true;
}

/** The word as meant, and without its possessive s: "child's injuries" are a child's, "mum's" may be "mums". */
function formsAt({ words, meant }: Reader, at: number): readonly string[] {
  const word = words[at];
  if (word === undefined) return [];
  return word.owns ? [meant[at] ?? '', word.stem] : [meant[at] ?? ''];
}

function put(reader: Reader, kind: Kind, at: number, length: number): void {
  const first = reader.words[at];
  const last = reader.words[at + length - 1];
  if (first === undefined || last === undefined) return;
  const before = reader.words[at - 1];
  reader.marks.put(kind, {
    from: first.place,
    to: last.place,
    sentence: first.sentence,
    before: before?.sentence === first.sentence ? before.text : '',
  });
}

/** After "miss" or "coach" these show that it is a word and no title. */
const NO_SURNAME = new Set(
  `the a an any it this that out our your my one two some them him her us you training break lunch lessons school deadline
  checks their his on in for and to of at if when who is was has had said told are be not trip trips from with by driver
  party company firm booked arrived hire parking travel insurance`.split(/\s+/),
);

function markTitled(reader: Reader, at: number): number {
  const title = text(reader, at);
  const next = reader.words[at + 1];
  const follows = next !== undefined && next.sentence === reader.words[at]?.sentence ? next.text : '';
  const isTitle =
    (TITLES.has(title) && /^[a-z]/.test(follows)) ||
    (TITLES_OR_WORDS.has(title) &&
      /^[a-z]/.test(follows) &&
      !NO_SURNAME.has(follows) &&
      !AFTER_MISS.test(follows) &&
      (!isOrdinary(follows) || mayBeName(follows) || title === 'miss'));
  if (isTitle) {
    markAdult(reader, at, 2);
    return 2;
  }
  if (title === 'sir' || (title === 'miss' && AFTER_MISS.test(follows))) {
    markAdult(reader, at, 1);
    put(reader, 'sir', at, 1);
    return 1;
  }
  return 0;
}

/** So pupils speak of a teacher: "miss called us". */
const AFTER_MISS =
  /^(?:said|says|told|tells|was|is|has|had|and|called|calls|made|makes|keeps|kept|shouted|shouts|screamed|hit|hits|grabbed|grabs|pinched|pushed|hugged|hugs|touched|gave|gives|wont|never|always|lets|laughed|threw|asked)$/;

/** "Told Mr Lee", "reported to the head": who was told did not do it. */
function markAdult(reader: Reader, at: number, length: number): void {
  if (
    text(reader, at) === 'head' &&
    /^(?:his|her|their|my|your|a|bumped|banged|hit|(?:bab(?:y|ie)|child|kid|toddler|boy|girl|lad)s)$/.test(
      text(reader, at - 1),
    )
  )
    return;
  let back = at - 1;
  while (/^(?:the|a|an|our|my|his|her|their|class|year)$/.test(text(reader, back))) back -= 1;
  const toward = /^(?:to|with)$/.test(text(reader, back));
  const verb = text(reader, toward ? back - 1 : back);
  const receives = RECEIVING.has(verb) || (toward && RECEIVING_TO.has(verb));
  put(reader, receives ? 'receiver' : 'adult', at, length);
}

/** A word that is in a group is that, unless it is a name that is a word too. */
function isName(reader: Reader, at: number, standing: readonly Phrase[]): boolean {
  const here = text(reader, at);
  if (standing.length > 0 && !(isOrdinary(here) && mayBeName(here))) return false;
  if (reader.meant[at] !== here) return false;
  return (
    mayBeName(here) || ((reader.words[at]?.owns === true || !isOrdinary(here)) && mayBeName(stem(reader, at)))
  );
}

/** After one letter these show that it stands for somebody: "K has", "T told". */
const PERSONAL =
  /^(?:has|had|is|was|says|said|told|tells|got|came|keeps|wont|wants|cant|didnt|doesnt|looks|seems|went|hasnt|isnt|wasnt|still|again)$/;
/** Before one letter these show that it counts things: "plan B is ready". */
const COUNTED =
  /^(?:plan|set|block|group|room|gate|door|team|part|annex|section|option|band|vitamin|hepatitis|hep|appendix|class|form|level|building|wing|house|point|category|type|and|or|phase|zone|bay|site|box|key|list)$/;

/** "JT", "J.T." or "J T": two letters that are no word, or two single letters together. */
function markInitials(reader: Reader, at: number, standing: readonly Phrase[]): void {
  const here = text(reader, at);
  const alone =
    /^[b-hj-z]$|^a$/.test(here) && /^[a-z]$/.test(text(reader, at + 1)) && text(reader, at + 1) !== 'a';
  const pair =
    standing.length === 0 &&
    /^[a-z]{2}$|^[a-z]{2}s$|^[bcdfghjklmnpqrstvwxz]{3}$/.test(here) &&
    !isOrdinary(here);
  const single =
    /^[b-hj-z]$/.test(here) && PERSONAL.test(text(reader, at + 1)) && !COUNTED.test(text(reader, at - 1));
  if (single) put(reader, 'initials', at, 1);
  else if (alone) put(reader, 'initials', at, 2);
  else if (pair) put(reader, 'initials', at, 1);
}
