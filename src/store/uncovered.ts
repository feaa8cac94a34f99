/**
 * Checks that cannot be put to anybody: nobody holds their role, or nobody who does can be reached.
 * The rule: told by role and count, so that a check nobody was asked is seen to be missing rather than taken as done.
 */
import type { UncoveredFacts } from '../domain/digest.ts';
import { coverOf } from '../domain/duty-holder.ts';
import type { LocalDate } from '../domain/local-time.ts';
import { type Audience, roleLabel } from '../domain/role.ts';
import type { Setting } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { listPeople, listReachable } from './people.ts';
import { listQuestions } from './questions.ts';

export async function listUncovered(
  tx: Tx,
  setting: Pick<Setting, 'id' | 'phase'>,
  today: LocalDate,
): Promise<UncoveredFacts[]> {
  const people = await listPeople(tx, setting.id);
  const reachable = await listReachable(tx, setting.id);
  const checks = new Map<Audience, number>();
  for (const { question } of await listQuestions(tx, setting.id))
    if (question.kind === 'duty' && question.phases.includes(setting.phase))
      checks.set(question.audience, (checks.get(question.audience) ?? 0) + 1);
  return [...checks]
    .flatMap(([audience, count]) => {
      const { gap } = coverOf(audience, { people, reachable, today });
      return gap === null ? [] : [{ owner: roleLabel(audience), why: gap, checks: count }];
    })
    .sort((one, other) => one.owner.localeCompare(other.owner));
}
