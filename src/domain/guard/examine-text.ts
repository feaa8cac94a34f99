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
import type { Marks } from './mark.ts';
import { markText } from './mark-text.ts';
import { readWords } from './read-words.ts';
import { staffWords } from './staff-words.ts';

export function examineText(text: string, known?: { staffNames: readonly string[] }): GuardFinding | null {
  const folded = foldText(text);
  const words = readWords(folded);
  const staff = staffWords(known?.staffNames ?? []);
  // A first name that somebody on the staff has too: read once as anybody's, and once as theirs.
  const marks = markText(words, staff.whole);
  const asStaff = staff.any.single.size === 0 ? marks : markText(words, staff.any);
  const byName = asStaff !== marks && findAllegation(asStaff);
  const alleged = findAllegation(marks) || (byName && isByOneOfStaff(asStaff));
  const seen = new Set<GuardSign>([
    ...findNumbers(folded),
    ...findNamedChild(asStaff),
    // "Emma in 4B" may be who teaches it; with a plan, a paper or a child beside it, it is no colleague.
    ...findNamedChild(marks).filter((sign) => sign !== 'name_with_class' || isOfChild(marks)),
    ...findDisclosure(marks),
    ...findDisclosure(asStaff),
    ...(alleged || byName ? (['allegation'] as const) : []),
  ]);
  if (seen.size === 0) return null;
  return { about: alleged ? 'adult' : 'child', signs: GUARD_SIGNS.filter((sign) => seen.has(sign)) };
}

const isOfChild = (marks: Marks): boolean => marks.of('status', 'paper', 'oneChild').length > 0;

/**
 * One name that is on the staff list, no other, and a child at the other end: more likely the colleague than a pupil of
 * the same name. With another name beside it, or none at the other end, it may be a pupil, and a lead is told.
 */
function isByOneOfStaff(marks: Marks): boolean {
  const staff = marks.of('staff');
  const [one] = staff;
  if (one === undefined || staff.length > 1 || marks.of('name', 'initials').length > 0) return false;
  if (marks.near(one, 2, 'class', 'age', 'paper', 'relative')) return false;
  return marks.after(one, 14, 'child', 'children', 'pronoun') !== null;
}
