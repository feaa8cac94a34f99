/**
 * Chat installations, and the route from a workspace or tenant to the organisation it belongs to.
 */
import { and, eq } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Store, Tx } from './database.ts';
import { installation, installationRoute, lane } from './schema/index.ts';

type Platform = 'local' | 'slack' | 'teams';

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

/** Records an installation, its route and its delivery lane. */
export async function saveInstallation(
  tx: Tx,
  org: OrgId,
  made: { installationId: string; platform: Platform; externalId: string; botUserId: string | null },
): Promise<void> {
  await tx.insert(installation).values({ orgId: org, ...made });
  const { installationId, platform, externalId } = made;
  await tx.insert(installationRoute).values({ platform, externalId, orgId: org, installationId });
  await tx.insert(lane).values({ installationId, orgId: org });
}
