/**
 * Somebody in a chat workspace, as the workspace tells of them, and what that means for the staff list.
 * The rule: being in a workspace makes nobody staff. Only a full member may be put forward to a lead, who confirms
 * or does not; a guest, a bot or somebody who has gone never is (design §7.1). Nobody is known by their name.
 */
import type { Role } from './role.ts';
import type { Person } from './setting.ts';
import { USUAL_HOURS } from './working-hours.ts';

/** member: a full account. guest: one of limited access, or from outside. gone: deactivated. */
export type Standing = 'member' | 'guest' | 'bot' | 'gone';

export type Member = {
  /** The platform's own id for them. */
  userId: string;
  name: string;
  /** In lower case; null where the platform does not say. */
  email: string | null;
  /** IANA time zone; null where the platform does not say. */
  zone: string | null;
  standing: Standing;
  /** They manage the workspace. Left out: no, as far as is known. */
  manages?: boolean;
};

/** undecided: a lead has not looked. staff: confirmed, or matched to the staff list. not_staff: never asked. */
export type Decision = 'undecided' | 'staff' | 'not_staff';

/** Accounts by what they are and what was decided; each is counted once. */
export type MemberCounts = {
  /** Full members a lead has not looked at. */
  waiting: number;
  /** Full members whose e-mail is on the lists, and who could not be matched to one person by it. */
  clashing: number;
  staff: number;
  notStaff: number;
  guests: number;
  bots: number;
  gone: number;
};

/** The roles a lead may give from chat; every other comes by the staff list. */
export const CHAT_ROLES = [
  'teacher',
  'teaching_assistant',
  'support_staff',
] as const satisfies readonly Role[];
export type ChatRole = (typeof CHAT_ROLES)[number];

const MOST_NAME = 120;
const MOST_EMAIL = 200;

/** As it is kept: a name on one line, an e-mail address in lower case, and nothing that is not what it should be. */
export function tidyMember(member: Member): Member {
  const name = [...member.name.replaceAll(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim()].slice(0, MOST_NAME).join('');
  const email = member.email === null ? '' : emailKey(member.email);
  const isEmail = email.length <= MOST_EMAIL && /^[^\s\p{Cc}@]+@[^\s\p{Cc}@]+$/u.test(email);
  const isZone = member.zone !== null && /^[\w+/-]{1,64}$/.test(member.zone);
  return { ...member, name, email: isEmail ? email : null, zone: isZone ? member.zone : null };
}

/** How two e-mail addresses are told to be the same. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/** Whether a lead may be asked about them; of anybody else no name is kept. */
export function isCandidate({ standing, decision }: { standing: Standing; decision: Decision }): boolean {
  return standing === 'member' && decision === 'undecided';
}

/** Somebody on the organisation's lists. */
export type Listed = {
  personId: string;
  /** As `emailKey` gives it. */
  email: string;
  /** Chat reaches them already, by this account or another. */
  isReached: boolean;
};

/**
 * Whose accounts these are, by e-mail: user ids with the people they belong to. `unlinked` are accounts that are
 * nobody's address. An e-mail that two people or two accounts share tells nobody apart, so it tells nothing.
 */
export function matchByEmail(unlinked: readonly Member[], listed: readonly Listed[]): Map<string, string> {
  const members = unlinked.filter(({ standing, email }) => standing === 'member' && email !== null);
  const matched = new Map<string, string>();
  for (const { userId, email } of members) {
    const [person, ...others] = listed.filter((each) => each.email === email);
    const isShared = members.some((other) => other.userId !== userId && other.email === email);
    if (person && others.length === 0 && !isShared && !person.isReached) matched.set(userId, person.personId);
  }
  return matched;
}

/**
 * What an account's standing means for whoever on the list is reached by it. lost: nobody writes to them there.
 * back: they were lost, and may be written to again. One who could not be reached for another reason stays so.
 */
export function reachAfter(before: Standing | null, now: Standing): 'lost' | 'back' | 'as_it_was' {
  if (now !== 'member') return 'lost';
  return before === null || before === 'member' ? 'as_it_was' : 'back';
}

/** A few may go missing at once; when most do, the list is taken to be wrong and not the workspace. */
const FEW = 5;

/** Whether a whole list of a workspace may be taken at its word about `missing` of the `known` accounts. */
export function isBelievable(listed: number, missing: number, known: number): boolean {
  return listed > 0 && (missing <= FEW || missing * 2 <= known);
}

/** Somebody a lead has just confirmed; the staff list may say more of them later. `taken` are references in use. */
export function staffFrom(
  member: Pick<Member, 'userId' | 'name' | 'email'>,
  made: { id: string; roles: Role[]; taken: readonly string[] },
): Person {
  return {
    id: made.id,
    staffRef: freeRef(member.userId, made.taken),
    name: member.name === '' ? (member.email ?? member.userId) : member.name,
    email: member.email,
    roles: made.roles,
    state: 'confirmed',
    startsOn: null,
    leavesOn: null,
    workingDays: [...USUAL_HOURS.workingDays],
    dayStart: USUAL_HOURS.dayStart,
    dayEnd: USUAL_HOURS.dayEnd,
  };
}

/** The account's own id, in the letters a staff list may have; with a number after it where that is in use. */
function freeRef(userId: string, taken: readonly string[]): string {
  const used = new Set(taken.map((ref) => ref.toLowerCase()));
  const plain = userId.replaceAll(/[^\p{L}\p{N}._/-]+/gu, '-').replace(/^[._/-]+/, '');
  const base = plain.slice(0, 50) || 'member';
  let ref = base;
  for (let number = 2; used.has(ref.toLowerCase()); number += 1) ref = `${base}-${number}`;
  return ref;
}

/** The town a time zone is named after: "New York". */
export function townOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
