/**
 * What is counted together for Teams' limits, and how much of it there may be.
 * The rule: figures are Teams' own rate-limit page's, with a margin below the tenant's. Keeping to them is the pace's.
 */
import type { PaceLane, Window } from '../pace.ts';

export const THREAD: readonly Window[] = [
  { most: 7, ms: 1_000 },
  { most: 8, ms: 2_000 },
  { most: 60, ms: 30_000 },
  { most: 1_800, ms: 3_600_000 },
];
export const MEMBERS: readonly Window[] = [
  { most: 14, ms: 1_000 },
  { most: 120, ms: 30_000 },
];
/** Teams says 50 a second for an app in a tenant; older pages say 30. */
export const TENANT: readonly Window[] = [{ most: 20, ms: 1_000 }];
/** Opening conversations is refused past about seven a second, wherever they are. */
export const CREATE: readonly Window[] = [{ most: 5, ms: 1_000 }];

export const tenantLane = ({ externalId }: { externalId: string }): PaceLane => ({
  name: `tenant ${externalId}`,
  windows: TENANT,
});
/** What is sent to one conversation, and redrawn there. */
export const threadLane = (conversationId: string): PaceLane => ({
  name: `thread ${conversationId}`,
  windows: THREAD,
});
export const membersLane = (conversationId: string): PaceLane => ({
  name: `members ${conversationId}`,
  windows: MEMBERS,
});
/** Of all tenants together. */
export const CREATING: PaceLane = { name: 'create', windows: CREATE };
/** A tenant's own openings: what it asks to wait for is no other tenant's. */
export const creatingIn = ({ externalId }: { externalId: string }): PaceLane => ({
  name: `create ${externalId}`,
  windows: CREATE,
});
