/**
 * Whom a question of each kind may be put to, and how often.
 * The rule: knowledge is for many people, so that nobody can be told apart; a duty is one named role's; and what is asked
 * about allegations is the headteacher's, or the DSL's where they have agreed.
 */
import type { Cadence, Kind } from './question.ts';
import { AUDIENCES, type Audience } from './role.ts';
import type { StandardId } from './standard.ts';

/** Held by many people, so that a sample of them can be asked and nobody need be named. */
export const WIDE: readonly Audience[] = [
  'all_staff',
  'teaching_staff',
  'teacher',
  'teaching_assistant',
  'support_staff',
];

export const CADENCES_OF: Record<Kind, readonly Cadence[]> = {
  knowledge: ['weekly', 'fortnightly', 'monthly', 'half_termly', 'termly', 'annual'],
  attestation: ['half_termly', 'termly', 'annual'],
  duty: ['daily', 'weekly', 'fortnightly', 'monthly', 'half_termly', 'termly', 'annual'],
};

/** Who may be asked about allegations by name. */
export const CASE_AUDIENCES: readonly Audience[] = ['headteacher', 'dsl'];

export function audiencesOf(kind: Kind, standard: StandardId): readonly Audience[] {
  if (kind === 'knowledge') return WIDE;
  if (standard === 'allegations') return CASE_AUDIENCES;
  return kind === 'duty' ? AUDIENCES.filter((audience) => !WIDE.includes(audience)) : AUDIENCES;
}
