/**
 * Who may see what of a setting, by the roles they hold in it.
 * The rule: staff see their own answers and nobody else's; those who oversee see rates, overdue and actions but
 * no named staff; leads see the setting. What could tell of one case is for the headteacher alone.
 */
import type { Kind } from './question.ts';
import { maySeeNames, type Role } from './role.ts';
import type { StandardId } from './standard.ts';

export type View = 'lead' | 'oversight' | 'staff';

const OVERSEERS: readonly Role[] = ['link_governor', 'chair_of_governors', 'trust_safeguarding_lead'];

export function viewFor(roles: readonly Role[]): View {
  if (maySeeNames(roles)) return 'lead';
  return roles.some((role) => OVERSEERS.includes(role)) ? 'oversight' : 'staff';
}

/** Sees everything, allegations included. */
export function seesCases(roles: readonly Role[]): boolean {
  return roles.includes('headteacher');
}

/**
 * True for answers that could tell of a case: a duty under allegations and low-level concerns ("none arose" or
 * "yes" both say whether there was one). Neither its rating nor its action goes where others can see.
 */
export function tellsOfCases(standard: StandardId, kind: Kind): boolean {
  return standard === 'allegations' && kind === 'duty';
}

/** Stands for the indicator of such a check where others can see that it is overdue, and not which it is. */
export const PRIVATE_INDICATOR = 'one-for-the-headteacher-alone';
