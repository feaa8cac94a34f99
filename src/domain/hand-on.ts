/**
 * Who is given a question that somebody says is not for them.
 * The rule: never somebody who has met it; a check goes to another holder of the role, else a deputy, else the
 * headteacher, but what could tell of a case only to another holder; a knowledge question to the person of its
 * audience longest unasked; an attestation to nobody, since it is about oneself.
 */
import { tellsOfCases } from './access.ts';
import { type Random, shuffled } from './ids.ts';
import type { LocalDate } from './local-time.ts';
import type { Question } from './question.ts';
import { inAudience } from './role.ts';
import type { Person } from './setting.ts';

/** Somebody employed, reachable, and who has not met the question. */
export type Candidate = { person: Person; lastAsked: LocalDate | null };

export function chooseNext(
  { kind, audience, standard }: Pick<Question, 'kind' | 'audience' | 'standard'>,
  candidates: readonly Candidate[],
  random: Random,
): Person | null {
  const fit = candidates.filter(({ person }) => inAudience(audience, person.roles));
  switch (kind) {
    case 'attestation':
      return null;
    case 'knowledge':
      return longestUnasked(shuffled(random, fit));
    case 'duty': {
      // A deputy who answered would say whether there was a case.
      if (tellsOfCases(standard, kind)) return fit[0]?.person ?? null;
      const deputies = candidates.filter(({ person }) => person.roles.includes('deputy_dsl'));
      const heads = candidates.filter(({ person }) => person.roles.includes('headteacher'));
      return [fit, deputies, heads].find((group) => group.length > 0)?.[0]?.person ?? null;
    }
  }
}

/** Equals keep the order they came in, so the shuffle decides between them. */
function longestUnasked(candidates: readonly Candidate[]): Person | null {
  const dayOf = ({ lastAsked }: Candidate) => lastAsked ?? '';
  return candidates.toSorted((one, other) => dayOf(one).localeCompare(dayOf(other)))[0]?.person ?? null;
}
