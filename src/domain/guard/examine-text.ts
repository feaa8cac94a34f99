/**
 * The child-data guard: examines a text that somebody typed, before it is stored, for what may be about one child or
 * about wrong done by an adult.
 * The rule: no outside service, no clock, the whole text and not its beginning; null means only that no sign was seen.
 * It will miss some. Who is then told, and in which words, is left to the cycle and the messages.
 */
import { findAllegation } from './find-allegation.ts';
import { findDisclosure } from './find-disclosure.ts';
import { findNamedChild } from './find-named-child.ts';
import { findNumbers } from './find-numbers.ts';
import { GUARD_SIGNS, type GuardFinding, type GuardSign } from './finding.ts';
import { foldText } from './fold-text.ts';
import { markText } from './mark-text.ts';
import { isOrdinary } from './ordinary-words.ts';
import { readWords } from './read-words.ts';

export function examineText(text: string, known?: { staffNames: readonly string[] }): GuardFinding | null {
  const folded = foldText(text);
  const marks = markText(readWords(folded), staffWords(known?.staffNames ?? []));
  const alleged = findAllegation(marks);
  const seen = new Set<GuardSign>([
    ...findNumbers(folded),
    ...findNamedChild(marks),
    ...findDisclosure(marks),
    ...(alleged ? (['allegation'] as const) : []),
  ]);
  if (seen.size === 0) return null;
  return { about: alleged ? 'adult' : 'child', signs: GUARD_SIGNS.filter((sign) => seen.has(sign)) };
}

/** First names and surnames; a surname that is an ordinary word (Hall, Green) would hide too much. */
function staffWords(names: readonly string[]): ReadonlySet<string> {
  const words = names.flatMap((name) => readWords(foldText(name))).map((word) => word.text);
  return new Set(words.filter((word) => word.length > 2 && !isOrdinary(word)));
}
