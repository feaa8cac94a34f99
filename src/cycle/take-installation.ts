/**
 * Vigil has been installed in a workspace: a new organisation is made for it, or what is known of it is brought up
 * to date. The rule: a workspace is of one organisation for good. Installed again it keeps its people, prompts and
 * answers and goes on from there: what had waited is judged anew as it is sent, and of old digests only the newest
 * goes. Two who are told at once end with one.
 */
import type { Installed } from '../chat/chat.ts';
import type { Ids } from '../domain/ids.ts';
import type { LedgerFacts, LedgerKind } from '../domain/ledger.ts';
import type { OrgId } from '../domain/setting.ts';
import { chaseNowIn } from '../store/chases.ts';
import type { Store, Tx } from '../store/database.ts';
import {
  countRoutes,
  findRoute,
  type Granted,
  holdRoutes,
  type Installation,
  listInstallations,
  listOrganisations,
  lockInstallation,
  markInstalled,
  renewInstallation,
  saveInstallation,
} from '../store/installations.ts';
import { appendLedger } from '../store/ledger.ts';
import { withdrawOldDigests } from '../store/messages.ts';
import { insertOrganisation } from '../store/organisations.ts';
import { freeChannels } from '../store/parked-channels.ts';
import { StatementRefused } from '../store/refusals.ts';
import type { TokenSealer } from '../store/token-seal.ts';
import { WAKE_STEPS, wakeBy } from '../store/wakes.ts';
import type { Context, World } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';

export type InstallPorts = { ids: Ids; sealer: TokenSealer };
type Place = { org: OrgId; installationId: string };
export type Taken = Place & { did: 'made' | 'renewed' | 'unchanged' };

const TAKEN_BY_ANOTHER = '23505';

/** Throws KeyMissing, and changes nothing, where there is a token to keep and no key to seal it with. */
export async function takeInstallation(
  world: World,
  installed: Installed,
  ports: InstallPorts,
): Promise<Taken> {
  const find = () => findRoute(world.store, installed.platform, installed.externalId);
  const known = await find();
  if (known !== null) return renew(world, installed, known, ports.sealer);
  try {
    for (;;) {
      const made = await make(world, installed, ports);
      if (made !== null) return made;
    }
  } catch (fault) {
    // Somebody else was told at the same moment and was first: theirs is the one.
    if (!(fault instanceof StatementRefused) || fault.code !== TAKEN_BY_ANOTHER) throw fault;
    const made = await find();
    if (made === null) throw fault;
    return renew(world, installed, made, ports.sealer);
  }
}

/** Null, with nothing made, where another workspace was met meanwhile: whose this one is may be another's now. */
async function make(
  world: World,
  installed: Installed,
  { ids, sealer }: InstallPorts,
): Promise<Taken | null> {
  const known = await world.store.unbound(countRoutes);
  const home = installed.token === null ? await homeOf(world.store, installed.platform) : null;
  const place: Place = { org: home ?? (ids.id() as OrgId), installationId: ids.id() };
  const { org, installationId } = place;
  const context = await world.contextFor(org);
  const { platform, externalId, name } = installed;
  const isMade = await context.within(async (tx) => {
    if ((await holdRoutes(tx)) !== known) return false;
    const clock = { clock: 'wall' as const, storedNow: null, invented: false };
    if (home === null) await insertOrganisation(tx, org, { name: name ?? externalId, ...clock }, context.now);
    const granted = await grantedBy(tx, installed, place, sealer, context.now);
    await saveInstallation(tx, org, { installationId, platform, externalId, ...granted });
    for (const step of WAKE_STEPS) await wakeBy(tx, org, step, context.now, 'wall');
    await record(context, tx, 'installation_made', installationId, {
      platform,
      scopes: granted.scopes.length,
    });
    return true;
  });
  if (!isMade) return null;
  context.log.info({ org, installation: installationId }, 'installation_made');
  return { ...place, did: 'made' };
}

/**
 * Whose this Vigil is: the organisation whose workspace on another platform it speaks to with what is in its own
 * environment. The two are one trust's. A workspace that gave a token of its own is its own organisation, and so is a
 * second one on the same platform.
 */
async function homeOf(store: Store, joining: Installed['platform']): Promise<OrgId | null> {
  const homes: OrgId[] = [];
  for (const org of await listOrganisations(store)) {
    const own = (await store.within(org, listInstallations)).filter(
      ({ platform, state, tokenSealed }) => platform !== 'local' && state === 'live' && tokenSealed === null,
    );
    if (own.length > 0 && own.every(({ platform }) => platform !== joining)) homes.push(org);
  }
  const [only, ...others] = homes;
  return only !== undefined && others.length === 0 ? only : null;
}

async function renew(world: World, installed: Installed, place: Place, sealer: TokenSealer): Promise<Taken> {
  const { org, installationId } = place;
  const context = await world.contextFor(org);
  const did = await retryDeadlock(context, async (tx): Promise<Taken['did']> => {
    const held = await lockInstallation(tx, installationId);
    if (held === null) throw new Error('A route leads to an installation that is not there');
    if (isAsItWas(held, installed)) {
      // Heard of again: a removal from before that comes late is overtaken.
      await markInstalled(tx, installationId, context.now);
      return 'unchanged';
    }
    const granted = await grantedBy(tx, installed, place, sealer, context.now);
    await renewInstallation(tx, installationId, granted);
    if (held.state === 'revoked') await chaseNowIn(tx, org, installationId, context.now);
    await freeChannels(tx, installationId);
    if (held.state === 'revoked') await withdrawOldDigests(tx, org, installationId);
    for (const step of ['deliver-messages', 'sync-members', 'chase-overdue'] as const)
      await wakeBy(tx, org, step, context.now);
    await record(context, tx, 'installation_renewed', installationId, {
      platform: held.platform,
      scopes: granted.scopes.length,
      wasRevoked: held.state === 'revoked',
    });
    return 'renewed';
  });
  if (did === 'renewed') context.log.info({ org, installation: installationId }, 'installation_renewed');
  return { ...place, did };
}

/** A token that comes anew is always taken; one in the environment is told of at every start, mostly for nothing. */
function isAsItWas(held: Installation, installed: Installed): boolean {
  return (
    installed.token === null &&
    held.tokenSealed === null &&
    held.state === 'live' &&
    held.name === installed.name &&
    held.botUserId === installed.botUserId &&
    JSON.stringify(held.scopes) === JSON.stringify(sorted(installed.scopes))
  );
}

/** A token in the environment takes the place of one kept here, which may have ended with it. */
async function grantedBy(
  tx: Tx,
  { name, botUserId, scopes, token, by }: Installed,
  about: Place,
  sealer: TokenSealer,
  now: Date,
): Promise<Granted> {
  const tokenSealed = token === null ? null : await sealer.seal(tx, token, about, now);
  return {
    name,
    botUserId,
    scopes: sorted(scopes),
    tokenSealed,
    installedAt: now,
    ...(by === undefined ? {} : { installedBy: by }),
  };
}

const sorted = (scopes: readonly string[]) => [...new Set(scopes)].sort();

async function record(
  context: Context,
  tx: Tx,
  kind: LedgerKind,
  subject: string,
  facts: LedgerFacts,
): Promise<void> {
  await appendLedger(tx, context.org, [ledgerEntry(context, kind, subject, facts)]);
}
