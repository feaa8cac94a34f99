/**
 * Somebody in a chat workspace, as the workspace tells of them.
 * The rule: being in a workspace makes nobody staff. Only a member may be put forward to a lead, who confirms or
 * does not; a guest, a bot or somebody who has gone never is (design §7.1).
 */

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
};
