/**
 * Marks a text: where a word of which group stands, and who may be an adult, a child's name, initials or a class.
 * The rule: every word is looked at once and none is skipped for being far from the start. An everyday phrase hides
 * what is in it, but for talk of training. What marks together mean is left to the signs.
 */
import { RECEIVING, RECEIVING_TO, TITLES, TITLES_OR_WORDS } from './adult-words.ts';
import { mayBeName } from './child-names.ts';
import { type Kind, Marks } from './mark.ts';
import { isOrdinary } from './ordinary-words.ts';
import { mend, type Phrase, phrasesFrom } from './phrase-book.ts';
import type { Word } from './read-words.ts';

type Reader = { words: readonly Word[]; meant: readonly string[]; marks: Marks; staff: StaffWords };
export type StaffWords = ReadonlySet<string>;

export function markText(words: readonly Word[], staff: StaffWords): Marks {
  const reader: Reader = { words, meant: words.map(({ text }) => mend(text)), marks: new Marks(), staff };
  for (let at = 0; at < words.length; ) at += markAt(reader, at);
  return reader.marks;
}

/** Marks what begins here, and tells how many words on to look next. */
function markAt(reader: Reader, at: number): number {
  const standing = phrasesFrom(reader.meant[at] ?? '').filter((phrase) => stands(reader, phrase, at));
  const everyday = standing.find(({ group }) => group === 'everyday');
  if (everyday) {
    const last = at + everyday.words.length;
    for (let within = at; within < last; within += 1)
      for (const phrase of phrasesFrom(reader.meant[within] ?? ''))
        if (phrase.group === 'topic' && stands(reader, phrase, within))
          put(reader, 'topic', within, phrase.words.length);
    return everyday.words.length;
  }
  const titled = markTitled(reader, at);
  if (titled > 0) return titled;
  for (const { group, words } of standing)
    if (group === 'adult') markAdult(reader, at, words.length);
    else put(reader, group, at, words.length);
  if (markClass(reader, at)) return 1;
  if (reader.staff.has(text(reader, at)) || reader.staff.has(stem(reader, at))) put(reader, 'staff', at, 1);
  else if (isName(reader, at, standing)) put(reader, 'name', at, 1);
  else markInitials(reader, at, standing);
  return 1;
}

const text = ({ words }: Reader, at: number) => words[at]?.text ?? '';
const stem = ({ words }: Reader, at: number) => words[at]?.stem ?? '';

/** A phrase stands where its words follow each other within one sentence. */
function stands({ words, meant }: Reader, phrase: Phrase, at: number): boolean {
  const sentence = words[at]?.sentence;
  return phrase.words.every(
    (word, nth) => meant[at + nth] === word && words[at + nth]?.sentence === sentence,
  );
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
      (!isOrdinary(follows) || mayBeName(follows) || title === 'miss'));
  if (isTitle) {
    markAdult(reader, at, 2);
    return 2;
  }
  if (title === 'sir' || (title === 'miss' && /^(?:said|told|was|is|has|had|and)$/.test(follows))) {
    markAdult(reader, at, 1);
    return 1;
  }
  return 0;
}

/** "Told Mr Lee", "reported to the head": who was told did not do it. */
function markAdult(reader: Reader, at: number, length: number): void {
  if (
    text(reader, at) === 'head' &&
    /^(?:his|her|their|my|your|a|bumped|banged|hit)$/.test(text(reader, at - 1))
  )
    return;
  let back = at - 1;
  while (/^(?:the|a|an|our|my|his|her|their|class|year)$/.test(text(reader, back))) back -= 1;
  const toward = /^(?:to|with)$/.test(text(reader, back));
  const verb = text(reader, toward ? back - 1 : back);
  const receives = RECEIVING.has(verb) || (toward && RECEIVING_TO.has(verb));
  put(reader, receives ? 'receiver' : 'adult', at, length);
}

const CLASS =
  /^(?:(?:[1-9]|1[0-3])[a-z]{1,2}|(?:y|yr|year)(?:[1-9]|1[0-3])[a-z]{0,2}|[r][1-4]?[a-z]?|eyfs|ks[1-5])$/;
const NO_CLASS =
  /^\d+(?:am|pm|st|nd|rd|th|hr|hs|yo|yr|km|cm|mm|kg|gb|mb|ft|in|up|of|to|g|m|x|k|p|ml)$|^r$|^ra$|^rb$|^ks\d$/;
const NUMBER =
  /^(?:[1-9]|1[0-3]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|r)[a-z]?$|^(?:[1-9]|1[0-3])s$/;

function markClass(reader: Reader, at: number): boolean {
  const here = text(reader, at);
  const next = text(reader, at + 1);
  if (/^(?:year|yr|yrs|y|grade|form|class|set)$/.test(here) && NUMBER.test(next)) {
    if (!/^(?:olds?|yo)$/.test(text(reader, at + 2))) put(reader, 'class', at, 2);
    return false;
  }
  if (
    /^(?:reception|nursery|preschool)$/.test(here) &&
    !/^(?:on|at|to|the|from)$/.test(text(reader, at - 1))
  ) {
    put(reader, 'class', at, 1);
    return false;
  }
  if (/^(?:class|form|tutor)$/.test(here) && /^(?:my|our)$/.test(text(reader, at - 1)))
    put(reader, 'class', at, 1);
  if (/^(?:sixth|lower|upper)$/.test(here) && /^(?:form|sixth)$/.test(next)) put(reader, 'class', at, 2);
  if (
    /^(?:[1-9]|1[0-3])$/.test(here) &&
    /^[a-h]$/.test(next) &&
    /^(?:in|class|year|form)$/.test(text(reader, at - 1))
  )
    put(reader, 'class', at, 2);
  if (/^(?:aged?|[1-9]yo|1[0-8]yo)$/.test(here) && (/yo$/.test(here) || /^(?:[1-9]|1[0-8])$/.test(next)))
    put(reader, 'age', at, 1);
  if (!CLASS.test(here) || NO_CLASS.test(here)) return false;
  put(reader, 'class', at, 1);
  return true;
}

/** A word that is in a group is that, unless it is a name that is a word too. */
function isName(reader: Reader, at: number, standing: readonly Phrase[]): boolean {
  const here = text(reader, at);
  if (standing.some(({ words }) => words.length === 1) && !(isOrdinary(here) && mayBeName(here)))
    return false;
  if (reader.meant[at] !== here) return false;
  return mayBeName(here) || (!isOrdinary(here) && mayBeName(stem(reader, at)));
}

/** "JT", "J.T." or "J T": two letters that are no word, or two single letters together. */
function markInitials(reader: Reader, at: number, standing: readonly Phrase[]): void {
  const here = text(reader, at);
  const alone =
    /^[b-hj-z]$|^a$/.test(here) && /^[a-z]$/.test(text(reader, at + 1)) && text(reader, at + 1) !== 'a';
  const pair =
    standing.length === 0 &&
    /^[a-z]{2}$|^[a-z]{2}s$|^[bcdfghjklmnpqrstvwxz]{3}$/.test(here) &&
    !isOrdinary(here);
  if (alone) put(reader, 'initials', at, 2);
  else if (pair) put(reader, 'initials', at, 1);
}
