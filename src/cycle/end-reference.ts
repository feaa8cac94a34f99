/**
 * Vigil was taken out of a conversation: where it was is forgotten.
 * The rule: somebody who has taken Vigil away cannot be reached, which is not the same as being silent; the record
 * says so from now on. A team takes its channels with it.
 */
import type { Platform, Reference } from '../chat/chat.ts';
import { findRoute } from '../store/installations.ts';
import { appendLedger } from '../store/ledger.ts';
import { findHolders, setReach } from '../store/member-links.ts';
import { forgetReference } from '../store/references.ts';
import type { World } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';

type TakenOut = { platform: Platform; externalId: string; kind: Reference['kind']; id: string };

export async function endReference(
  world: World,
  { platform, externalId, kind, id }: TakenOut,
): Promise<void> {
  const route = await findRoute(world.store, platform, externalId);
  if (!route) return;
  const { installationId } = route;
  const context = await world.contextFor(route.org);
  await retryDeadlock(context, async (tx) => {
    await forgetReference(tx, installationId, kind, id);
    const personId = kind === 'person' ? (await findHolders(tx, installationId, [id])).get(id) : undefined;
    if (personId === undefined) return;
    const lost = await setReach(tx, [personId], 'unreachable');
    await appendLedger(
      tx,
      context.org,
      lost.map((subject) =>
        ledgerEntry(context, 'person_unreachable', subject, {
          installation: installationId,
          account: 'removed',
        }),
      ),
    );
  });
}
