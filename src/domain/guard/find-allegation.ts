/**
 * Finds what tells of wrong done by an adult who works or helps with children.
 * The rule: the one who stands nearest before the deed did it, so a parent or another child there makes it no matter of
 * an adult in school; one who was only told of it did nothing. Adults as such (staff, teachers) are what audits are
 * about, and never enough.
 */
import type { Kind, Mark, Marks } from './mark.ts';

const ADULT: readonly Kind[] = ['adult', 'adults', 'staff'];
const CHILD: readonly Kind[] = ['child', 'children', 'pronoun', 'they', 'name', 'initials', 'class'];
const WORK: readonly Kind[] = ['work', 'topic', 'hypothetical'];
/** Before a child: whoever did it is one too. */
const OTHER = new Set(['other', 'another', 'younger', 'smaller']);
const OTHER_AGENT: readonly Kind[] = ['relative', 'child', 'name', 'initials'];

export function findAllegation(marks: Marks): boolean {
  return (
    marks.of('crossing', 'harm', 'force').some((mark) => isDone(marks, mark)) ||
    marks.of('contact').some((mark) => !isTalk(marks, mark) && isAgent(marks, mark, 9)) ||
    marks.of('adult').some((mark) => isWithChild(marks, mark)) ||
    marks.of('nearness', 'harshness', 'seclusion').some((mark) => isConduct(marks, mark)) ||
    marks.of('addressing').some((mark) => isAddressed(marks, mark)) ||
    marks.of('staffAll').some((mark) => isByStaff(marks, mark)) ||
    marks.of('giving', 'nearness', 'seclusion').some((mark) => isByOneUnnamed(marks, mark)) ||
    marks
      .of('whomToTell')
      .some((mark) => marks.after(mark, 10, 'adult') !== null && !isWork(marks, mark, 15)) ||
    marks
      .of('manner')
      .some((mark) => marks.after(mark, 6, 'child', 'children') !== null && !isTalk(marks, mark)) ||
    marks.of('childPlace').some((mark) => isAgent(marks, mark, 9) && !marks.shares(mark, 12, 'work')) ||
    marks.of('sir').some((mark) => isToWriter(marks, mark)) ||
    marks.of('staffDeed').some((mark) => !isTalk(marks, mark)) ||
    marks.of('adult').some((mark) => isBeside(marks, mark)) ||
    marks.of('adult').some((mark) => isWithSomebody(marks, mark)) ||
    marks.of('adults').some((mark) => isTeamWithChild(marks, mark)) ||
    marks.of('told').some((mark) => isToldOf(marks, mark)) ||
    marks.of('lowLevel').some((mark) => isLowLevel(marks, mark)) ||
    marks.of('wrong', 'unfit').some((mark) => isWrong(marks, mark)) ||
    marks.of('unease').some((mark) => isAbout(marks, mark))
  );
}

/** An adult did it, and a child is at the other end. */
function isDone(marks: Marks, mark: Mark): boolean {
  if (isTalk(marks, mark)) return false;
  const child = otherEnd(marks, mark);
  if (child === null) return false;
  if (mark.before !== 'and' && mark.before !== 'then')
    return isAgent(marks, mark, 9) || isDoneBy(marks, mark);
  return marks.before(mark, 12, ...ADULT) !== null;
}

const otherEnd = (marks: Marks, mark: Mark) =>
  marks.within(mark, ...CHILD) ?? marks.after(mark, 7, ...CHILD) ?? marks.before(mark, 8, ...CHILD);

/** As above, or done by somebody with a name to children as a group. */
function isConduct(marks: Marks, mark: Mark): boolean {
  return isDone(marks, mark) || (isByOneNamed(marks, mark) && !isTalk(marks, mark));
}

/** An adult speaks to or handles somebody, who follows at once. */
function isAddressed(marks: Marks, mark: Mark): boolean {
  const whom = marks.within(mark, ...CHILD) ?? marks.after(mark, 2, ...CHILD);
  if (whom === null || marks.near(mark, 6, 'witnessing') || isWork(marks, mark, 12)) return false;
  return isAgent(marks, mark, 5);
}

/** "Staff are putting him in a cold shower": staff as such, harshness and one child. */
function isByStaff(marks: Marks, mark: Mark): boolean {
  const deed = marks.after(mark, 7, 'harshness', 'nearness', 'seclusion', 'giving');
  if (deed === null || isWork(marks, mark, 12)) return false;
  return marks.after(deed, 3, 'pronoun', 'oneChild') !== null;
}

/** "Sir called me a fat cow": so writes a pupil. */
function isToWriter(marks: Marks, mark: Mark): boolean {
  const deed = marks.after(mark, 4, 'crossing', 'nearness', 'harshness', 'harm', 'force', 'addressing');
  return deed !== null && marks.after(mark, 8, 'meUs') !== null && !isWork(marks, mark, 12);
}

/** "Karl meets sixth formers": one with a name and children as a group. */
function isByOneNamed(marks: Marks, mark: Mark): boolean {
  const agent = marks.before(mark, 6, 'name', 'initials');
  if (agent === null || agent.sentence !== mark.sentence) return false;
  return (
    marks.after(mark, 3, 'groupOfChildren') !== null || marks.before(mark, 3, 'groupOfChildren') !== null
  );
}

/** "She gave a y6 his old phone": whoever does it to one so young, or to pupils, is seldom a child. */
function isByOneUnnamed(marks: Marks, mark: Mark): boolean {
  const agent = marks.before(mark, 2, 'heShe');
  if (agent === null || agent.sentence !== mark.sentence || isWork(marks, mark, 12)) return false;
  if (marks.before(agent, 12, 'child', 'relative', 'name', 'initials', 'class') !== null) return false;
  const child = marks.after(mark, 4, 'underCare');
  return child !== null && child.sentence === mark.sentence && !OTHER.has(child.before);
}

/** An adult, then "him", "her" or "their", and not a word of the working day. */
function isWithSomebody(marks: Marks, mark: Mark): boolean {
  const whom = marks.after(mark, 8, 'object');
  if (whom === null || whom.sentence !== mark.sentence || isWork(marks, mark, 15)) return false;
  return !marks.near(mark, 12, 'witnessing', 'relative', 'name', 'everyday');
}

/** An adult and a child in one remark, in either order, which is no talk of training. */
function isBeside(marks: Marks, mark: Mark): boolean {
  const child = marks.after(mark, 12, 'child') ?? marks.before(mark, 12, 'oneChild');
  if (child === null || child.sentence !== mark.sentence) return false;
  return !marks.near(mark, 12, 'witnessing', 'relative') && !isTalk(marks, mark);
}

const isWork = (marks: Marks, mark: Mark, words: number) =>
  WORK.some((kind) => marks.shares(mark, words, kind));

/** An adult, then one child, and no word of why that might be ordinary: what is between is seldom foreseen. */
function isWithChild(marks: Marks, mark: Mark): boolean {
  const child =
    marks.after(mark, 10, 'child') ??
    (marks.near(mark, 12, 'work') ? null : marks.after(mark, 8, 'children'));
  if (child === null || child.sentence !== mark.sentence || isTalk(marks, mark)) return false;
  const between = marks.after(mark, 10, 'witnessing', 'topic', 'relative', 'hypothetical', 'name');
  return between === null || between.from >= child.from;
}

/** A team of adults is what audits are about, unless one child is at the other end. */
function isTeamWithChild(marks: Marks, mark: Mark): boolean {
  const child = marks.after(mark, 6, 'oneChild');
  if (child === null || child.sentence !== mark.sentence || isTalk(marks, mark)) return false;
  return marks.after(mark, 6, 'witnessing') === null && !marks.shares(mark, 12, 'work');
}

/** "Pupils tell me that Mr Stone…" */
function isToldOf(marks: Marks, mark: Mark): boolean {
  if (marks.before(mark, 3, 'child', 'children') === null || isTalk(marks, mark)) return false;
  const adult = marks.after(mark, 4, 'adult');
  return adult !== null && adult.sentence === mark.sentence;
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
    (isAgent(marks, mark, 9) || marks.after(mark, 4, ...ADULT) !== null)
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
