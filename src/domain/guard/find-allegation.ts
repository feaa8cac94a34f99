/**
 * Finds what tells of wrong done by an adult who works or helps with children.
 * The rule: the one who stands nearest before the deed did it, so a parent or another child there makes it no matter of
 * an adult in school; one who was only told of it did nothing. Adults as such (staff, teachers) are what audits are
 * about, and never enough.
 */
import type { Kind, Mark, Marks } from './mark.ts';

const ADULT: readonly Kind[] = ['adult', 'staff'];
const CHILD: readonly Kind[] = ['child', 'children', 'pronoun', 'they', 'name', 'initials', 'class'];
const OTHER_AGENT: readonly Kind[] = ['relative', 'child', 'name', 'initials'];

export function findAllegation(marks: Marks): boolean {
  return (
    marks.of('crossing', 'harm', 'force').some((mark) => isDone(marks, mark)) ||
    marks.of('contact').some((mark) => !isTalk(marks, mark) && isAgent(marks, mark, 7)) ||
    marks.of('adult').some((mark) => isWithChild(marks, mark)) ||
    marks.of('lowLevel').some((mark) => isLowLevel(marks, mark)) ||
    marks.of('wrong').some((mark) => isWrong(marks, mark)) ||
    marks.of('unease').some((mark) => isAbout(marks, mark))
  );
}

/** An adult did it, and a child is at the other end. */
function isDone(marks: Marks, mark: Mark): boolean {
  if (isTalk(marks, mark)) return false;
  const child = marks.after(mark, 7, ...CHILD) ?? marks.before(mark, 8, ...CHILD);
  if (child === null) return false;
  if (mark.before !== 'and' && mark.before !== 'then')
    return isAgent(marks, mark, 7) || isDoneBy(marks, mark);
  return marks.before(mark, 12, ...ADULT) !== null;
}

/** An adult, then one child, and no word of why that might be ordinary: what is between is seldom foreseen. */
function isWithChild(marks: Marks, mark: Mark): boolean {
  const child =
    marks.after(mark, 8, 'child') ?? (marks.near(mark, 12, 'work') ? null : marks.after(mark, 8, 'children'));
  if (child === null || child.sentence !== mark.sentence || isTalk(marks, mark)) return false;
  const between = marks.after(mark, 8, 'witnessing', 'topic', 'relative', 'hypothetical', 'name');
  return between === null || between.from > child.from;
}

/** "Low-level concern: J Barker", "LADO referral about the coach". */
function isLowLevel(marks: Marks, mark: Mark): boolean {
  return (
    mark.before !== 'no' &&
    marks.near(mark, 6, 'adult', 'staff', 'name', 'initials', 'contact') &&
    !isTalk(marks, mark)
  );
}

function isAgent(marks: Marks, mark: Mark, words: number): boolean {
  const adult = marks.before(mark, words, ...ADULT);
  if (adult === null) return false;
  const other = marks.before(mark, words, ...OTHER_AGENT);
  return other === null || other.to < adult.to;
}

/** "Was grabbed by the coach". */
function isDoneBy(marks: Marks, mark: Mark): boolean {
  const adult = marks.after(mark, 4, ...ADULT);
  return adult !== null && (adult.before === 'by' || adult.before === 'the');
}

function isWrong(marks: Marks, mark: Mark): boolean {
  return (
    !isTalk(marks, mark) &&
    mark.before !== 'no' &&
    (isAgent(marks, mark, 7) || marks.after(mark, 4, ...ADULT) !== null)
  );
}

function isAbout(marks: Marks, mark: Mark): boolean {
  const adult = marks.after(mark, 4, ...ADULT) ?? marks.before(mark, 4, ...ADULT);
  const other = marks.after(mark, 4, 'relative', 'name', 'child');
  return (
    adult !== null &&
    mark.before !== 'no' &&
    !isTalk(marks, mark) &&
    (other === null || other.from > adult.from)
  );
}

function isTalk(marks: Marks, mark: Mark): boolean {
  const cue = marks.before(mark, 8, 'hypothetical', 'topic') ?? marks.after(mark, 8, 'hypothetical', 'topic');
  if (cue === null || cue.sentence !== mark.sentence) return false;
  return !marks.near(mark, 16, 'firstHand');
}
