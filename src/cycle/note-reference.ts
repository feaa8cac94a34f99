/**
 * Somebody was heard in a conversation: where it is now is kept, for what is sent there later.
 * The rule: whoever writes can be written to, so a person who could not be reached may be again, unless their account
 * has closed or is a guest's; and a workspace that had shut Vigil out has let it in.
 */
import type { Platform, Reference } from '../chat/chat.ts';
import type { Tx } from '../store/database.ts';
import { findInstallation, findRoute, reviveInstallation } from '../store/installations.ts';
import { appendLedger } from '../store/ledger.ts';
import { findHolders, setReach } from '../store/member-links.ts';
import { readMembers } from '../store/members.ts';
import { saveReference } from '../store/references.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context, World } from './context.ts';
import { retryDeadlock } from './retry-deadlock.ts';

export type Heard = { platform: Platform; externalId: string; reference: Reference };

export async function noteReference(
  world: World,
  { platform, externalId, reference }: Heard,
): Promise<'new' | 'known'> {
  const route = await findRoute(world.store, platform, externalId);
  if (!route) return 'known';
  const { installationId } = route;
  const context = await world.contextFor(route.org);
  return retryDeadlock(context, async (tx) => {
    const saved = await saveReference(tx, context.org, installationId, reference, context.now);
    await letIn(context, tx, installationId);
    if (reference.kind === 'person') await reachAgain(context, tx, installationId, reference.id);
    return saved === 'new' ? 'new' : 'known';
  });
}

/** A workspace marked as closed to us has just been heard from. */
async function letIn(context: Context, tx: Tx, installationId: string): Promise<void> {
  const held = await findInstallation(tx, installationId);
  if (held === null || held.state === 'live') return;
  if (!(await reviveInstallation(tx, installationId, context.now))) return;
  await appendLedger(tx, context.org, [
    {
      entryId: context.ids.id(),
      at: context.now,
      kind: 'installation_renewed',
      subject: installationId,
      actor: null,
      facts: { platform: held.platform, scopes: held.scopes.length, wasRevoked: true },
    },
  ]);
  for (const step of ['deliver-messages', 'sync-members'] as const)
    await wakeBy(tx, context.org, step, context.now);
}

async function reachAgain(context: Context, tx: Tx, installationId: string, userId: string): Promise<void> {
  const personId = (await findHolders(tx, installationId, [userId])).get(userId);
  if (personId === undefined) return;
  const standing = (await readMembers(tx, installationId, [userId])).get(userId)?.standing ?? 'member';
  if (standing !== 'member') return;
  const returned = await setReach(tx, [personId], 'reachable');
  if (returned.length === 0) return;
  await appendLedger(tx, context.org, [
    {
      entryId: context.ids.id(),
      at: context.now,
      kind: 'person_reachable',
      subject: personId,
      actor: null,
      facts: { installation: installationId },
    },
  ]);
  await wakeBy(tx, context.org, 'plan-prompts', context.now);
}
