/**
 * The roles people hold in a setting and the audiences questions are written for.
 * The rule: an audience is either one role, or one of the two wide ones (all staff, teaching staff),
 * and people who oversee a school without working in it are never "staff".
 */

export const ROLES = [
  'teacher',
  'teaching_assistant',
  'support_staff',
  'dsl',
  'deputy_dsl',
  'headteacher',
  'link_governor',
  'chair_of_governors',
  'clerk',
  'scr_administrator',
  'attendance_lead',
  'it_lead',
  'site_manager',
  'hr_lead',
  'office_manager',
  'front_office',
  'line_manager',
  'pshe_lead',
  'first_aid_lead',
  'trips_lead',
  'trust_safeguarding_lead',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

export const AUDIENCES = ['all_staff', 'teaching_staff', ...ROLES] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Roles held from outside the building: they oversee, they are not "all staff". */
const OVERSIGHT: readonly Role[] = [
  'link_governor',
  'chair_of_governors',
  'clerk',
  'trust_safeguarding_lead',
  'administrator',
];

const LABELS: Record<Audience, string> = {
  all_staff: 'all staff',
  teaching_staff: 'teaching staff',
  teacher: 'teacher',
  teaching_assistant: 'teaching assistant',
  support_staff: 'support staff',
  dsl: 'DSL',
  deputy_dsl: 'deputy DSL',
  headteacher: 'headteacher',
  link_governor: 'link governor',
  chair_of_governors: 'chair of governors',
  clerk: 'clerk to the governors',
  scr_administrator: 'SCR administrator',
  attendance_lead: 'attendance lead',
  it_lead: 'IT lead',
  site_manager: 'site manager',
  hr_lead: 'HR lead',
  office_manager: 'office manager',
  front_office: 'front office',
  line_manager: 'line manager',
  pshe_lead: 'PSHE lead',
  first_aid_lead: 'first aid lead',
  trips_lead: 'trips lead',
  trust_safeguarding_lead: 'trust safeguarding lead',
  administrator: 'administrator',
};

/** How a role or audience is written in a sentence: "site manager", "all staff". */
export function roleLabel(role: Audience): string {
  return LABELS[role];
}

/** True when somebody holding `roles` belongs to `audience`. */
export function inAudience(audience: Audience, roles: readonly Role[]): boolean {
  if (audience === 'all_staff') return roles.some((role) => !OVERSIGHT.includes(role));
  if (audience === 'teaching_staff')
    return roles.includes('teacher') || roles.includes('headteacher') || roles.includes('pshe_lead');
  return roles.includes(audience);
}

/** True for the people a lead's alert may name somebody to: DSL, deputies and the headteacher. */
export function maySeeNames(roles: readonly Role[]): boolean {
  return roles.some((role) => role === 'dsl' || role === 'deputy_dsl' || role === 'headteacher');
}
