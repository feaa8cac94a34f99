/**
 * Somebody was heard in a conversation: where it is now is kept, for what is sent there later.
 * The rule: whoever writes can be written to, so a person who could not be reached may be again, unless their account
 * has closed or is a guest's. Of somebody on no list who only writes, nothing is kept.
 */
import type { Platform, Reference } from '../chat/chat.ts';
import type { Tx } from '../store/database.ts';
import { findRoute, noteInstaller } from '../store/installations.ts';
import { appendLedger } from '../store/ledger.ts';
import { findHolders, setReach } from '../store/member-links.ts';
import { readMembers } from '../store/members.ts';
import { findReference, saveReference } from '../store/references.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context, World } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';

export type Heard = {
  platform: Platform;
  externalId: string;
  reference: Reference;
  did: 'installed' | 'spoke';
  /** Who put Vigil into a team. */
  by?: string;
};

export async function noteReference(
  world: World,
  { platform, externalId, reference, did, by }: Heard,
): Promise<'known' | 'stranger'> {
  const route = await findRoute(world.store, platform, externalId);
  if (!route) return 'known';
  const { installationId } = route;
  const context = await world.contextFor(route.org);
  return retryDeadlock(context, async (tx) => {
    const isPerson = reference.kind === 'person';
    const personId = isPerson
      ? (await findHolders(tx, installationId, [reference.id])).get(reference.id)
      : undefined;
    const isStranger = isPerson && personId === undefined && did === 'spoke';
    if (isStranger && !(await isKept(tx, installationId, reference))) return 'stranger';
    if (personId !== undefined) await reachAgain(context, tx, installationId, reference.id, personId);
    const saved = await saveReference(tx, context.org, installationId, reference, context.now);
    if (reference.kind === 'team' && by !== undefined) await noteInstaller(tx, installationId, by);
    // Its members are listed with those of the others.
    if (saved === 'new' && reference.kind === 'team')
      await wakeBy(tx, context.org, 'sync-members', context.now);
    return isStranger ? 'stranger' : 'known';
  });
}

/** They put Vigil into their own apps before. */
async function isKept(tx: Tx, installationId: string, { kind, id }: Reference): Promise<boolean> {
  return (await findReference(tx, installationId, kind, id)) !== null;
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
    ledgerEntry(context, 'person_reachable', personId, { installation: installationId }),
  ]);
  await wakeBy(tx, context.org, 'plan-prompts', context.now);
}
