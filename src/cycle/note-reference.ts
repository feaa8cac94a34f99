/**
 * Somebody was heard in a conversation: where it is now is kept, for what is sent there later.
 * The rule: whoever writes can be written to, so a person who could not be reached may be again, unless their account
 * has closed or is a guest's; and a workspace that had shut Vigil out has let it in. Of somebody on no list who only
 * writes, nothing is kept.
 */
import type { Platform, Reference } from '../chat/chat.ts';
import type { Tx } from '../store/database.ts';
import { findInstallation, findRoute, reviveInstallation } from '../store/installations.ts';
import { appendLedger } from '../store/ledger.ts';
import { findHolders, setReach } from '../store/member-links.ts';
import { readMembers } from '../store/members.ts';
import { findReference, saveReference } from '../store/references.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context, World } from './context.ts';
import { retryDeadlock } from './retry-deadlock.ts';

export type Heard = {
  platform: Platform;
  externalId: string;
  reference: Reference;
  did: 'installed' | 'spoke';
};

export async function noteReference(
  world: World,
  { platform, externalId, reference, did }: Heard,
): Promise<'known' | 'stranger'> {
  const route = await findRoute(world.store, platform, externalId);
  if (!route) return 'known';
  const { installationId } = route;
  const context = await world.contextFor(route.org);
  return retryDeadlock(context, async (tx) => {
    await letIn(context, tx, installationId);
    if (reference.kind === 'person') {
      const personId = (await findHolders(tx, installationId, [reference.id])).get(reference.id);
      if (personId === undefined && did === 'spoke' && !(await isKept(tx, installationId, reference)))
        return 'stranger';
      if (personId !== undefined) await reachAgain(context, tx, installationId, reference.id, personId);
    }
    const saved = await saveReference(tx, context.org, installationId, reference, context.now);
    // Its members are listed with those of the others.
    if (saved === 'new' && reference.kind === 'team')
      await wakeBy(tx, context.org, 'sync-members', context.now);
    return 'known';
  });
}

/** They put Vigil into their own apps before. */
async function isKept(tx: Tx, installationId: string, { kind, id }: Reference): Promise<boolean> {
  return (await findReference(tx, installationId, kind, id)) !== null;
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

async function reachAgain(
  context: Context,
  tx: Tx,
  installationId: string,
  userId: string,
  personId: string,
): Promise<void> {
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
