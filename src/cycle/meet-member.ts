/**
 * Somebody has written whom no list has by their account: are they on a list by their e-mail address?
 * The rule: only then is anything kept of them. Of everybody else who writes, perhaps a pupil, nothing is.
 */
import type { Platform } from '../chat/chat.ts';
import { type Member, matchByEmail, tidyMember } from '../domain/member.ts';
import { findRoute } from '../store/installations.ts';
import { holdListed } from '../store/member-links.ts';
import { alignMembers } from './align-members.ts';
import type { World } from './context.ts';
import { retryDeadlock } from './retry-deadlock.ts';

/** True when they are on a list, and known by this account from now on. */
export async function meetMember(
  world: World,
  { platform, externalId }: { platform: Platform; externalId: string },
  told: Member,
): Promise<boolean> {
  const route = await findRoute(world.store, platform, externalId);
  const member = tidyMember(told);
  if (!route || member.email === null) return false;
  const { email } = member;
  const context = await world.contextFor(route.org);
  return retryDeadlock(context, async (tx) => {
    const listed = await holdListed(tx, context.org, [email], context.now);
    if (!matchByEmail([member], listed).has(member.userId)) return false;
    const { linked } = await alignMembers(context, tx, route.installationId, [member]);
    return linked > 0;
  });
}
