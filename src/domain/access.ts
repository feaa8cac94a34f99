/**
 * Who may see what of a setting, by the roles they hold in it at that moment.
 * The rule: everybody sees their own answers; leads see the setting and its names; whoever owns a standard sees that
 * one, and those who oversee all of them, by role and never by name; a trust's lead sees a school's totals; an
 * administrator the staff list and no answer. Somebody with several roles sees what each of them does. What could tell
 * of one case is the headteacher's, and the DSL's where the headteacher lets them.
 */
import type { Kind } from './question.ts';
import { maySeeNames, type Role } from './role.ts';
import { STANDARD_IDS, type StandardId } from './standard.ts';

export type Access = {
  /** The school as a whole: suggested ratings, how many checks are overdue, how many actions are open. */
  totals: boolean;
  /** The standards whose indicators, overdue checks and actions they see one by one. */
  standards: readonly StandardId[];
  /** Who a check waits for, by name. */
  names: boolean;
  /** Who is on the staff list, and whom chat cannot reach. */
  list: boolean;
  /** What could tell of one case. */
  cases: boolean;
};

const OVERSEERS: readonly Role[] = ['link_governor', 'chair_of_governors'];

/** The standard each owner answers for. Others who have a check to do in one see their own answers, as all staff do. */
const OWNS: Partial<Record<Role, StandardId>> = {
  scr_administrator: 'recruitment',
  hr_lead: 'recruitment',
  attendance_lead: 'attendance',
  it_lead: 'online',
  site_manager: 'site',
  pshe_lead: 'voice',
};

type Permission = { dslSeesCases: boolean };

export function accessOf(roles: readonly Role[], setting: Permission): Access {
  const names = maySeeNames(roles);
  const all = names || roles.some((role) => OVERSEERS.includes(role));
  return {
    totals: all || roles.includes('trust_safeguarding_lead'),
    standards: all ? STANDARD_IDS : ownedBy(roles),
    names,
    list: names || roles.includes('administrator'),
    cases: seesCases(roles, setting),
  };
}

/** In the order of the standards, each once. */
function ownedBy(roles: readonly Role[]): StandardId[] {
  return STANDARD_IDS.filter((standard) => roles.some((role) => OWNS[role] === standard));
}

/** Every standard one by one: leads, and those who oversee the setting. */
export function seesAllStandards({ standards }: Pick<Access, 'standards'>): boolean {
  return standards.length === STANDARD_IDS.length;
}

/** Anything of the setting beyond their own answers and the staff list. */
export function seesBoard({ totals, standards }: Access): boolean {
  return totals || standards.length > 0;
}

/** Sees everything, allegations included. A deputy never does. */
export function seesCases(roles: readonly Role[], { dslSeesCases }: Permission): boolean {
  return roles.includes('headteacher') || (dslSeesCases && roles.includes('dsl'));
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
