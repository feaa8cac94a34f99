/**
 * Finds a child who can be known from what is written: a name or initials with a class, an age, a parent, a plan or a
 * paper of their own.
 * The rule: a name in the place of one who teaches or leads is a grown-up's, and so is a name on the staff list; what
 * was done to a child is left to the other signs.
 */
import type { GuardSign } from './finding.ts';
import type { Mark, Marks } from './mark.ts';

export function findNamedChild(marks: Marks): GuardSign[] {
  const found = new Set<GuardSign>();
  for (const kind of ['name', 'initials'] as const)
    for (const mark of marks.of(kind)) {
      if (isGrownUp(marks, mark)) continue;
      if (hasClass(marks, mark)) found.add(kind === 'name' ? 'name_with_class' : 'initials');
      if (hasOfTheirOwn(marks, mark, kind)) found.add(kind === 'name' ? 'named_child' : 'initials');
      if (found.size === 3) break;
    }
  return [...found];
}

/** "Emma teaches 4B", "4B covered by Emma", "Mr Lee and Emma". */
function isGrownUp(marks: Marks, name: Mark): boolean {
  return marks.near(name, 3, 'leads') || name.before === 'by' || marks.near(name, 1, 'adult', 'staff');
}

/** Right beside a class, with at most a surname or a linking word or two between. */
function hasClass(marks: Marks, name: Mark): boolean {
  return marks.near(name, 3, 'class') && !marks.near(name, 4, 'topic', 'theme');
}

function hasOfTheirOwn(marks: Marks, name: Mark, kind: 'name' | 'initials'): boolean {
  if (marks.near(name, 2, 'relative', 'age')) return true;
  if (kind === 'name' && marks.after(name, 1, 'family') !== null) return true;
  const child = marks.before(name, 2, 'child') ?? (kind === 'name' ? marks.after(name, 1, 'child') : null);
  if (child !== null && child.before !== 'any') return true;
  if (marks.near(name, 3, 'paper') && !marks.near(name, 5, 'topic')) return true;
  return marks.near(name, 5, 'status') && !marks.near(name, 6, 'topic', 'theme');
}
