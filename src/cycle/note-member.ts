/**
 * Takes news of one account of a workspace: somebody joined it, left it, or changed there.
 * The rule: the same as for the whole list, and harmless when it is told twice. A workspace nobody has installed
 * Vigil in is nothing to us.
 */
import type { Platform } from '../chat/chat.ts';
import type { Member } from '../domain/member.ts';
import { findRoute } from '../store/installations.ts';
import { alignMembers } from './align-members.ts';
import type { World } from './context.ts';
import { retryDeadlock } from './retry-deadlock.ts';

export async function noteMember(
  world: World,
  { platform, externalId }: { platform: Platform; externalId: string },
  member: Member,
): Promise<void> {
  const route = await findRoute(world.store, platform, externalId);
  if (!route) return;
  const context = await world.contextFor(route.org);
  await retryDeadlock(context, (tx) => alignMembers(context, tx, route.installationId, [member]));
}
