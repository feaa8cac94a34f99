/**
 * The twelve standards a school's safeguarding is described by, and what a rating of one may say.
 * Ratings are drawn with a word and a mark, never by colour alone; "Not yet assessed" is never green.
 */

export const STANDARDS = [
  { id: 'leadership', code: 'LEAD', name: 'Leadership, governance and accountability' },
  { id: 'policies', code: 'POL', name: 'Policies, procedures and thresholds' },
  { id: 'recruitment', code: 'REC', name: 'Safer recruitment and single central record' },
  { id: 'training', code: 'TRN', name: 'Training, induction and supervision' },
  { id: 'allegations', code: 'ALG', name: 'Allegations and low-level concerns' },
  { id: 'concerns', code: 'CON', name: 'Responding to concerns and record keeping' },
  { id: 'multi-agency', code: 'MUL', name: 'Multi-agency working and information sharing' },
  { id: 'online', code: 'ONL', name: 'Online safety, filtering and monitoring' },
  { id: 'attendance', code: 'ATT', name: 'Attendance and children missing education' },
  { id: 'voice', code: 'VOI', name: 'Voice of the child and curriculum' },
  { id: 'specific-issues', code: 'SPE', name: 'Specific safeguarding issues' },
  { id: 'site', code: 'SIT', name: 'Safe site, visitors, trips and first aid' },
] as const;

export type Standard = (typeof STANDARDS)[number];
export type StandardId = Standard['id'];
export const STANDARD_IDS = STANDARDS.map((standard) => standard.id) as [StandardId, ...StandardId[]];

const BY_ID = new Map<string, Standard>(STANDARDS.map((standard) => [standard.id, standard]));

/** The standard with this id; throws when there is none, since ids are checked at the door. */
export function standardById(id: StandardId): Standard {
  const standard = BY_ID.get(id);
  if (!standard) throw new Error(`No standard has the id ${id}`);
  return standard;
}

export const RATINGS = ['met', 'partially_met', 'not_met', 'not_yet_assessed', 'not_applicable'] as const;
export type Rating = (typeof RATINGS)[number];
