/**
 * A message has been redrawn where it was pressed: the deliverer need not draw the same again.
 * The rule: only what the record has as that message's body counts; anything shown in passing (choosing a time,
 * changing an answer) leaves what is owed as it was.
 */
import type { ShownMessage } from '../chat/chat.ts';
import { findRoute } from '../store/installations.ts';
import { markShownAs } from '../store/redraws.ts';
import type { World } from './context.ts';

export async function markShown(world: World, shown: ShownMessage): Promise<void> {
  const route = await findRoute(world.store, shown.platform, shown.externalId);
  if (!route) return;
  const { org, installationId } = route;
  const { platformId, message } = shown;
  await world.store.within(org, (tx) => markShownAs(tx, org, { installationId, platformId, body: message }));
}
