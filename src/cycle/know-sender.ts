/**
 * Whether whoever wrote is somebody's account here already. The rule: it is looked up by the platform's own id, and
 * nothing is written; whether they may be answered is find-writers'.
 */
import type { Sender } from '../chat/chat.ts';
import { findRoute } from '../store/installations.ts';
import { findByChatUser } from '../store/people.ts';
import type { World } from './context.ts';

export async function knowSender(world: World, { platform, externalId, userId }: Sender): Promise<boolean> {
  const route = await findRoute(world.store, platform, externalId);
  if (!route) return false;
  const { within } = await world.contextFor(route.org);
  return (await within((tx) => findByChatUser(tx, platform, externalId, userId))).length > 0;
}
