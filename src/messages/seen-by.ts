/**
 * Who sees an answer, in the words that stand beside its question.
 * The rule: it is said before the answer is given, and says no less than what domain/access lets others see.
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
