/**
 * A workspace has taken back its permission: the token is wiped, so are the names of whoever is on no staff list, and
 * nothing more is sent there; people, prompts and replies are kept, and go on where they were if Vigil is installed
 * in it again, when its members are read anew.
 * The rule: told late of a removal that a newer installation has overtaken, nothing is done. If the newer one were
 * gone too, the next send would be refused and say so.
 */
import type { Platform } from '../chat/chat.ts';
import { revokedMessage } from '../messages/undelivered.ts';
import type { Tx } from '../store/database.ts';
import { findRoute, lockInstallation, revokeInstallation } from '../store/installations.ts';
import { appendLedger } from '../store/ledger.ts';
import { forgetCandidates } from '../store/members.ts';
import { countReached, listSettingsReached } from '../store/people.ts';
import type { Context, World } from './context.ts';
import { knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { tellLead } from './tell-lead.ts';

/** uninstalled: the workspace said so. refused: it no longer knows our token. */
type Why = 'uninstalled' | 'refused';

/** Platforms tell their moments in whole seconds. */
const TICK_MS = 1000;

/** `at` is when it happened, where the platform says. */
export async function revokeWorkspace(
  world: World,
  { platform, externalId }: { platform: Platform; externalId: string },
  at?: Date,
): Promise<void> {
  const route = await findRoute(world.store, platform, externalId);
  if (route === null) return;
  const context = await world.contextFor(route.org);
  await retryDeadlock(context, (tx) =>
    endInstallation(context, tx, route.installationId, 'uninstalled', at ?? context.now),
  );
}

/** The same in a transaction that is open already. */
export async function endInstallation(
  context: Context,
  tx: Tx,
  installationId: string,
  why: Why,
  at: Date,
): Promise<void> {
  const held = await lockInstallation(tx, installationId);
  if (held === null) return;
  const doubt = why === 'uninstalled' ? TICK_MS : 0;
  if (held.installedAt !== null && held.installedAt.getTime() >= at.getTime() + doubt) return;
  if (!(await revokeInstallation(tx, installationId, context.now))) return;
  await forgetCandidates(tx, installationId);
  await tellElsewhere(context, tx, installationId, context.now);
  context.log.warn({ org: context.org, installation: installationId, why }, 'installation_revoked');
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'installation_revoked', installationId, { platform: held.platform, why }),
  ]);
}

/** Where the same school is reached on another platform too, its lead hears of it there, once. */
async function tellElsewhere(context: Context, tx: Tx, installationId: string, since: Date): Promise<void> {
  for (const settingId of await listSettingsReached(tx, installationId)) {
    const { setting, people } = await knowSchool(tx, settingId, context.now);
    const lost = await countReached(tx, installationId, settingId);
    const told = await tellLead(context, tx, {
      setting,
      people,
      about: null,
      key: `revoked:${setting.id}:${installationId}:${since.toISOString()}`,
      body: revokedMessage(setting.name, lost),
    });
    if (!told) context.log.warn({ setting: setting.id }, 'nobody_to_tell_of_a_lost_workspace');
  }
}
