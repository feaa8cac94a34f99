/**
 * The people of the invented school: thirty staff, two governors and a clerk, none of them real.
 * The rule: every role the bank asks is held by somebody, and telephone numbers are ones kept for fiction.
 */
import type { Role } from '../domain/role.ts';
import type { Contacts } from '../domain/setting.ts';

export const SCHOOL_NAME = 'Quillbrook Primary';
export const SCHOOL_REF = 'demo';

export const CONTACTS: Contacts = {
  frontDoor: '01632 960 301',
  outOfHours: '01632 960 302',
  lado: '01632 960 303',
  chair: 'Oluwaseun Bright, 01632 960 305',
  leadPhone: '01632 960 304',
};

export type InventedPerson = {
  ref: string;
  name: string;
  roles: Role[];
  /** 1 Monday to 5 Friday; all five unless said. */
  days?: number[];
  hours?: [from: string, to: string];
};

export const STAFF: readonly InventedPerson[] = [
  { ref: 'Q01', name: 'Helen Ashdown', roles: ['headteacher', 'line_manager'] },
  { ref: 'Q02', name: 'Priya Raman', roles: ['dsl', 'teacher'] },
  { ref: 'Q03', name: 'Tom Ellery', roles: ['deputy_dsl', 'teacher'] },
  { ref: 'Q04', name: 'Grace Nwosu', roles: ['teacher'] },
  { ref: 'Q05', name: 'Callum Reeve', roles: ['teacher'] },
  { ref: 'Q06', name: 'Sofia Marchetti', roles: ['teacher', 'pshe_lead'] },
  { ref: 'Q07', name: 'Daniel Okafor', roles: ['teacher', 'trips_lead'] },
  { ref: 'Q08', name: 'Ruth Penhallow', roles: ['teacher'], days: [1, 2, 3] },
  { ref: 'Q09', name: 'Imran Siddiqui', roles: ['teacher'] },
  { ref: 'Q10', name: 'Lucy Hartnell', roles: ['teacher'], days: [3, 4, 5] },
  { ref: 'Q11', name: 'Owen Prosser', roles: ['teacher'] },
  { ref: 'Q12', name: 'Mei Tan', roles: ['teacher'] },
  { ref: 'Q13', name: 'Katarzyna Wolska', roles: ['teacher'] },
  { ref: 'Q14', name: 'Joel Baptiste', roles: ['teaching_assistant'] },
  { ref: 'Q15', name: 'Anne Farrow', roles: ['teaching_assistant'] },
  { ref: 'Q16', name: 'Hardeep Gill', roles: ['teaching_assistant'] },
  { ref: 'Q17', name: 'Bethan Rowlands', roles: ['teaching_assistant'], hours: ['08:30', '13:00'] },
  { ref: 'Q18', name: 'Marcus Dell', roles: ['teaching_assistant'] },
  { ref: 'Q19', name: 'Yasmin Haddad', roles: ['teaching_assistant'], days: [1, 2, 4, 5] },
  { ref: 'Q20', name: 'Sue Lockwood', roles: ['teaching_assistant'] },
  { ref: 'Q21', name: 'Peter Quill', roles: ['teaching_assistant', 'first_aid_lead'] },
  { ref: 'Q22', name: 'Nadia Rahman', roles: ['office_manager', 'scr_administrator', 'support_staff'] },
  { ref: 'Q23', name: 'Jean Catterall', roles: ['front_office', 'support_staff'] },
  { ref: 'Q24', name: 'Victor Sands', roles: ['site_manager', 'support_staff'] },
  { ref: 'Q25', name: 'Aoife Brennan', roles: ['attendance_lead', 'support_staff'] },
  { ref: 'Q26', name: 'Rhys Maddox', roles: ['it_lead', 'support_staff'] },
  { ref: 'Q27', name: 'Carol Whitmore', roles: ['hr_lead', 'support_staff'], days: [1, 3, 5] },
  { ref: 'Q28', name: 'Dilys Morgan', roles: ['support_staff'], hours: ['11:30', '13:30'] },
  { ref: 'Q29', name: 'Winston Clarke', roles: ['support_staff'], hours: ['07:00', '10:00'] },
  { ref: 'Q30', name: 'Elena Petrova', roles: ['support_staff'], hours: ['14:30', '17:30'] },
];

export const GOVERNORS: readonly InventedPerson[] = [
  { ref: 'G01', name: 'Martin Sayle', roles: ['link_governor'], hours: ['08:00', '20:00'] },
  { ref: 'G02', name: 'Oluwaseun Bright', roles: ['chair_of_governors'], hours: ['08:00', '20:00'] },
  { ref: 'G03', name: 'Fern Abbott', roles: ['clerk'], hours: ['08:00', '20:00'] },
];

/** Whom the first page offers to be, in this order. Everybody else can be chosen from the list. */
export const PERSONAS: readonly { ref: string; role: string; about: string }[] = [
  { ref: 'Q04', role: 'Teacher', about: 'Answers two tiny questions a week. Sees only her own.' },
  {
    ref: 'Q02',
    role: 'Designated safeguarding lead',
    about: 'Owns checks, gets alerts and the weekly digest, and sees how the school stands.',
  },
  {
    ref: 'Q01',
    role: 'Headteacher',
    about: 'Hears when a lead’s own check is overdue. Sees the channel too.',
  },
  {
    ref: 'G01',
    role: 'Link governor',
    about: 'Asks how the school stands. Sees rates, never a member of staff.',
  },
];
