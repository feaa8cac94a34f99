/**
 * Does the work of an event once, however often the platform delivers it.
 * The rule: done means done: an event whose work failed, or whose process died, may be taken again; one that is in
 * somebody's hands is not taken twice. What the event says is not known here.
 */
import type { IncomingEvent, OnceResult } from '../chat/chat.ts';
import { beginEvent, dropEvent, endEvent } from '../store/inbound-events.ts';
import { findRoute } from '../store/installations.ts';
import type { World } from './context.ts';

export async function takeOnce(
  world: World,
  event: IncomingEvent,
  work: () => Promise<void>,
): Promise<OnceResult> {
  const { platform, externalId } = event;
  const route = await findRoute(world.store, platform, externalId);
  // A workspace nobody has installed Vigil in keeps no rows; its people are told where to go each time they ask.
  if (!route) {
    await work();
    return 'done';
  }
  const { org, now, within } = await world.contextFor(route.org);
  const begun = await within((tx) => beginEvent(tx, org, event, now));
  if (begun !== 'begun') return begun;
  try {
    await work();
  } catch (fault) {
    await within((tx) => dropEvent(tx, event)).catch(() => undefined);
    throw fault;
  }
  await within((tx) => endEvent(tx, event));
  return 'done';
}
