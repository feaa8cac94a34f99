/**
 * Who sees the answer to a question, said before it is given.
 * The rule: knowledge is never shown by name, an anonymous answer has none, and what could tell of a case is for the
 * headteacher, and the DSL only where the headteacher permits (design §7.6).
 */
import { tellsOfCases } from '../domain/access.ts';
import type { PromptView } from '../domain/prompt-view.ts';

export function seenBy({
  kind,
  standard,
  anonymous,
  dslSeesCases,
}: Pick<PromptView, 'kind' | 'standard' | 'anonymous' | 'dslSeesCases'>): string {
  if (anonymous) return 'your answer is not kept with your name.';
  if (kind === 'knowledge') return 'results are not shown by name.';
  if (tellsOfCases(standard, kind))
    return `kept with your name; only the headteacher${dslSeesCases ? ' and the DSL see' : ' sees'} the answer.`;
  return 'kept with your name; the DSL, deputies and headteacher can see it.';
}
