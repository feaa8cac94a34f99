/**
 * What a bank file would change of the questions a setting has.
 * The rule: a question that is not in the file stays as it is; what kind a question is and which standard it belongs to
 * never change, since its answers have been counted under them.
 */
import { saysTheSame } from './own-question.ts';
import type { Question } from './question.ts';

export type BankChange = {
  added: Question[];
  changed: { before: Question; after: Question; parts: string[] }[];
  same: number;
  /** The setting's own that the file does not have. */
  left: number;
};
/** A part of a question that a file may not change. */
export type Fixed = { id: string; part: 'kind' | 'standard' };

export function diffBank(
  held: readonly Question[],
  brought: readonly Question[],
): { change: BankChange; fixed: Fixed[] } {
  const byId = new Map(held.map((question) => [question.id, question]));
  const change: BankChange = { added: [], changed: [], same: 0, left: 0 };
  const fixed: Fixed[] = [];
  for (const after of brought) {
    const before = byId.get(after.id);
    if (before === undefined) change.added.push(after);
    else if (saysTheSame(before, after)) change.same += 1;
    else {
      change.changed.push({ before, after, parts: partsOf(before, after) });
      for (const part of ['kind', 'standard'] as const)
        if (before[part] !== after[part]) fixed.push({ id: after.id, part });
    }
  }
  const ids = new Set(brought.map(({ id }) => id));
  change.left = held.filter(({ id }) => !ids.has(id)).length;
  return { change, fixed };
}

/** Names of the parts that differ, in the order a bank file has them. */
function partsOf(before: Question, after: Question): string[] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Question)[];
  return parts.filter((part) => {
    if (part === 'version') return false;
    const alike = { ...before, [part]: after[part] };
    return !saysTheSame(before, alike);
  });
}
