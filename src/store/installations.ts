/**
 * Chat installations, and the route from a workspace or tenant to the organisation it belongs to.
 * The rule: a workspace has one route and one installation for good: installed again, it is the same one brought up
 * to date. A token is here only as sealed bytes; sealed.ts opens them. Permission taken back wipes it.
 */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Store, Tx } from './database.ts';
import { installation, installationRoute, lane } from './schema/index.ts';

type Platform = 'local' | 'slack' | 'teams';

const ROUTES = 1_986_619_250; // beside migrate's, for whoever makes a route

/** Which organisation a workspace belongs to; null when nobody has installed Vigil there. */
export async function findRoute(
  store: Store,
  platform: Platform,
  externalId: string,
): Promise<{ org: OrgId; installationId: string } | null> {
  const [row] = await store.unbound((tx) =>
    tx
      .select()
      .from(installationRoute)
      .where(and(eq(installationRoute.platform, platform), eq(installationRoute.externalId, externalId))),
  );
  return row ? { org: row.orgId, installationId: row.installationId } : null;
}

/** Every organisation that has an installation, in a steady order. */
export async function listOrganisations(store: Store): Promise<OrgId[]> {
  const rows = await store.unbound((tx) =>
    tx
      .selectDistinct({ org: installationRoute.orgId })
      .from(installationRoute)
      .orderBy(installationRoute.orgId),
  );
  return rows.map((row) => row.org);
}

/** How many workspaces Vigil has ever been installed in: none is taken away, so the same number means the same ones. */
export async function countRoutes(tx: Tx): Promise<number> {
  return tx.$count(installationRoute);
}

/** The same, while nobody else makes one until the transaction ends. */
export async function holdRoutes(tx: Tx): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ROUTES})`);
  return countRoutes(tx);
}
/** What a workspace gave; `tokenSealed` is null where the token is in the environment. */
export type Granted = {
  name: string | null;
  botUserId: string | null;
  scopes: string[];
  tokenSealed: Uint8Array | null;
  installedAt: Date | null;
  /** The platform's id of whoever did it; left out where it does not say, and then whoever did before stays. */
  installedBy?: string | null;
};

export type Installation = {
  installationId: string;
  platform: Platform;
  externalId: string;
  state: 'live' | 'revoked';
} & Granted;

/** Records an installation, its route and its delivery lane. Refused where the workspace has a route already. */
export async function saveInstallation(
  tx: Tx,
  org: OrgId,
  made: Pick<Installation, 'installationId' | 'platform' | 'externalId' | 'botUserId'> & Partial<Granted>,
): Promise<void> {
  await tx.insert(installation).values({ orgId: org, ...made });
  const { installationId, platform, externalId } = made;
  await tx.insert(installationRoute).values({ platform, externalId, orgId: org, installationId });
  await tx.insert(lane).values({ installationId, orgId: org });
}

/** The organisation's installations, revoked ones too, in a steady order. */
export async function listInstallations(tx: Tx): Promise<Installation[]> {
  const rows = await tx.select().from(installation).orderBy(asc(installation.installationId));
  return rows.map(withoutOrg);
}

export async function findInstallation(tx: Tx, installationId: string): Promise<Installation | null> {
  const [row] = await tx.select().from(installation).where(eq(installation.installationId, installationId));
  return row ? withoutOrg(row) : null;
}

/** The same, held until the transaction ends, so that two who change it do so one after the other. */
export async function lockInstallation(tx: Tx, installationId: string): Promise<Installation | null> {
  const [row] = await tx
    .select()
    .from(installation)
    .where(eq(installation.installationId, installationId))
    .for('update');
  return row ? withoutOrg(row) : null;
}

function withoutOrg({ orgId: _org, ...row }: typeof installation.$inferSelect): Installation {
  return row;
}

/** Installed again: what the workspace gave now takes the place of what it gave before, and it is live. */
export async function renewInstallation(tx: Tx, installationId: string, granted: Granted): Promise<void> {
  await tx
    .update(installation)
    .set({ ...granted, state: 'live' })
    .where(eq(installation.installationId, installationId));
  await tx.update(lane).set({ shutAt: null }).where(eq(lane.installationId, installationId));
}

/** Whoever put Vigil there first, where nobody is known to have. */
export async function noteInstaller(tx: Tx, installationId: string, userId: string): Promise<void> {
  await tx
    .update(installation)
    .set({ installedBy: userId })
    .where(and(eq(installation.installationId, installationId), isNull(installation.installedBy)));
}

/** It is installed at this moment, just as it was. */
export async function markInstalled(tx: Tx, installationId: string, at: Date): Promise<void> {
  await tx
    .update(installation)
    .set({ installedAt: at })
    .where(eq(installation.installationId, installationId));
}

/**
 * The workspace has taken back its permission: its token is wiped, and nothing more is sent there until Vigil is
 * installed in it again. False where that was so already.
 */
export async function revokeInstallation(tx: Tx, installationId: string, at: Date): Promise<boolean> {
  const revoked = await tx
    .update(installation)
    .set({ state: 'revoked', tokenSealed: null })
    .where(and(eq(installation.installationId, installationId), eq(installation.state, 'live')))
    .returning({ installationId: installation.installationId });
  if (revoked.length === 0) return false;
  await tx.update(lane).set({ shutAt: at }).where(eq(lane.installationId, installationId));
  return true;
}

/** How many workspaces Vigil is or was installed in, and how many of them have taken back their permission. */
export async function countWorkspaces(store: Store): Promise<{ all: number; shut: number }> {
  const [row] = await store.unbound((tx) =>
    tx.select({ all: sql<number>`count(*)::int`, shut: sql<number>`count(${lane.shutAt})::int` }).from(lane),
  );
  return row ?? { all: 0, shut: 0 };
}
