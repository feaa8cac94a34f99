/**
 * Finds what tells of harm or danger to a child: what a child said, hurts, fear of home, want, harm to oneself.
 * The rule: what names somebody or was seen by the writer counts in any company; talk of children as such does not
 * where it stands in talk of training, policy or what one would do. Who did the harm is left to find-allegation.
 */
import type { GuardSign } from './finding.ts';
import type { Kind, Mark, Marks } from './mark.ts';

const ONE: readonly Kind[] = ['child', 'pronoun', 'name', 'initials', 'staff'];
const NAMED: readonly Kind[] = ['name', 'initials', 'pronoun'];
const ANY: readonly Kind[] = [...ONE, 'they'];

export function findDisclosure(marks: Marks): GuardSign[] {
  const found: GuardSign[] = [];
  const some = (sign: GuardSign, kinds: readonly Kind[], holds: (mark: Mark) => boolean) => {
    if (!found.includes(sign) && marks.of(...kinds).some((mark) => holds(mark) && !isTalk(marks, mark)))
      found.push(sign);
  };
  some('self_harm', ['selfHarm'], () => true);
  some('self_harm', ['selfHarmTopic'], (mark) => marks.near(mark, 6, ...ONE));
  some(
    'injury',
    ['injury'],
    (mark) => marks.near(mark, 8, ...ANY, 'relative', 'class') || marks.beside(mark, 8, 'body'),
  );
  some('injury', ['injury'], (mark) => marks.near(mark, 8, 'hurtCue') && !isWork(marks, mark));
  some('injury', ['body'], (mark) => marks.before(mark, 2, 'name', 'initials') !== null);
  some('injury', ['soreness'], (mark) => marks.near(mark, 4, 'body') && marks.near(mark, 8, ...ONE));
  some('disclosure', ['homeFear', 'secretStrong', 'ofTheirOwn'], () => true);
  some('disclosure', ['harm'], (mark) => isHarmTold(marks, mark));
  some('disclosure', ['force'], (mark) => isForce(marks, mark));
  some('disclosure', ['fear'], (mark) => isFear(marks, mark));
  some('disclosure', ['neglect'], (mark) => isNeglect(marks, mark));
  some('disclosure', ['danger'], (mark) => isOfRelative(marks, mark));
  some('disclosure', ['peril'], (mark) => isPeril(marks, mark));
  some(
    'disclosure',
    ['gone'],
    (mark) => marks.before(mark, 2, 'child', 'name', 'initials', 'heShe') !== null,
  );
  some('disclosure', ['stranger'], (mark) => marks.near(mark, 8, 'child', 'name', 'initials'));
  some('disclosure', ['suffering'], (mark) => marks.before(mark, 5, ...ANY, 'i') !== null);
  some('disclosure', ['secret'], (mark) => isSecret(marks, mark));
  some('disclosure', ['told'], (mark) => isTold(marks, mark));
  some('disclosure', ['intimate'], (mark) => isFamilyTold(marks, mark));
  some('disclosure', ['heShe', 'pronoun', 'oneChild'], (mark) => isPersonal(marks, mark));
  some('disclosure', ['bareChild'], (mark) => mark.before === '' && isPersonal(marks, mark));
  some('disclosure', ['life'], (mark) => isLife(marks, mark));
  some('disclosure', ['kin'], (mark) => isFamily(marks, mark));
  some('disclosure', ['unseen'], (mark) => marks.near(mark, 6, 'child', 'name', 'initials', 'family'));
  some('disclosure', ['child'], (mark) => marks.before(mark, 1, 'class') !== null && isPersonal(marks, mark));
  some('disclosure', ['myRelative'], (mark) =>
    marks.near(mark, 5, 'harm', 'force', 'danger', 'fear', 'neglect', 'secret', 'peril', 'body'),
  );
  some('disclosure', ['worry'], (mark) => isWorry(marks, mark));
  return found;
}

/** A relative or a child at one end of it, and somebody who tells it or bears it. */
function isHarmTold(marks: Marks, mark: Mark): boolean {
  if (marks.near(mark, 5, 'relative')) {
    const both =
      marks.before(mark, 5, 'relative') !== null &&
      marks.after(mark, 4, 'relative', 'me', 'children') !== null;
    return both || marks.near(mark, 8, ...ANY, 'told');
  }
  if (marks.before(mark, 4, ...ONE) === null) return false;
  return marks.after(mark, 4, ...ANY, 'body') !== null || marks.before(mark, 8, 'told') !== null;
}

function isForce(marks: Marks, mark: Mark): boolean {
  const agent = marks.before(mark, 4, 'relative', 'child', 'name', 'initials');
  return agent !== null && marks.after(mark, 3, ...ONE, 'body') !== null;
}

/** Want, of one child or of two kinds. */
function isNeglect(marks: Marks, mark: Mark): boolean {
  if (marks.near(mark, 6, ...ONE) || marks.beside(mark, 6, 'neglect', 'injury')) return true;
  if (marks.near(mark, 6, 'they') && marks.near(mark, 10, 'told', ...ONE)) return true;
  return (
    marks.near(mark, 9, 'relative', 'family') && marks.near(mark, 10, ...ANY, 'told', 'children', 'intimate')
  );
}

/** A grown-up's trouble, where a child is spoken of too. */
function isOfRelative(marks: Marks, mark: Mark): boolean {
  if (!marks.near(mark, 5, 'relative')) return false;
  return !marks.shares(mark, 15, 'work') || marks.near(mark, 10, ...ANY, 'told', 'children', 'intimate');
}

/**
 * One person is spoken of, who is no adult named before, and not a word of the working day: what a remark for an audit
 * has in it is far easier to foresee than what may befall a child.
 */
function isPersonal(marks: Marks, mark: Mark): boolean {
  if (isWork(marks, mark) || marks.shares(mark, 15, 'everyday')) return false;
  return marks.before(mark, 12, 'adult', 'receiver', 'staff', 'name') === null;
}

const WORK: readonly Kind[] = ['work', 'topic', 'hypothetical'];
const isWork = (marks: Marks, mark: Mark) => WORK.some((kind) => marks.shares(mark, 15, kind));

/** What befalls a child at home, in the body or among friends, of one who is no adult named before. */
function isLife(marks: Marks, mark: Mark): boolean {
  const child = marks.near(mark, 6, ...ONE, 'age') || (marks.near(mark, 6, 'class') && !isWork(marks, mark));
  return child && marks.before(mark, 12, 'adult', 'receiver', 'staff') === null;
}

/** Worry about somebody, and not about a gate. */
function isWorry(marks: Marks, mark: Mark): boolean {
  if (mark.before === 'no' || marks.after(mark, 3, 'work') !== null) return false;
  return marks.near(mark, 5, ...ONE, 'class', 'relative') || marks.near(mark, 8, 'body');
}

/** "Dad left them with the neighbour": a relative and whoever is theirs, and not a word of the working day. */
function isFamily(marks: Marks, mark: Mark): boolean {
  if (mark.before === 'my' || mark.before === 'our') return false;
  if (marks.near(mark, 4, 'body') && marks.near(mark, 10, 'child', 'children', 'they')) return true;
  if (isWork(marks, mark)) return false;
  return marks.near(mark, 10, ...ANY, 'children', 'kin') || marks.near(mark, 8, 'life', 'neglect', 'fear');
}

function isPeril(marks: Marks, mark: Mark): boolean {
  return marks.near(mark, 6, ...ONE) || (marks.near(mark, 6, 'they') && marks.near(mark, 8, 'told'));
}

function isFamilyTold(marks: Marks, mark: Mark): boolean {
  return (
    marks.near(mark, 8, ...ONE, 'told') &&
    marks.near(mark, 10, 'harm', 'force', 'secret', 'danger', 'neglect', 'fear', 'firstHand')
  );
}

function isFear(marks: Marks, mark: Mark): boolean {
  return (
    marks.near(mark, 6, ...ONE) &&
    (marks.near(mark, 7, 'relative', 'told') || marks.near(mark, 4, 'name', 'child', 'initials'))
  );
}

function isSecret(marks: Marks, mark: Mark): boolean {
  return marks.near(mark, 8, 'relative', 'told') && marks.near(mark, 8, ...ONE);
}

/** "A girl disclosed to me", "he told me about his uncle". */
function isTold(marks: Marks, mark: Mark): boolean {
  if (marks.before(mark, 4, ...ONE) === null) return false;
  if (marks.after(mark, 6, 'secret', 'fear') !== null) return true;
  return (
    marks.before(mark, 3, 'child') !== null && marks.after(mark, 8, 'pronoun', 'relative', 'they') !== null
  );
}

/** Talk of children as such: training, policy, what one would do. */
function isTalk(marks: Marks, mark: Mark): boolean {
  const about = (kind: Kind, words: number) => marks.shares(mark, words, kind);
  const theme = about('theme', 12) && !about('oneChild', 6);
  if (!about('topic', 12) && !theme && !about('hypothetical', 12)) return false;
  return !(about('firstHand', 16) || NAMED.some((kind) => about(kind, 6)));
}
