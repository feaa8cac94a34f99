/**
 * Where conversations are, for platforms that have to be told: one row a person, channel or team of an installation.
 * The rule: what was heard last stands, and a row that says the same already is left, so that hearing somebody costs
 * one look. Nothing of what was said is here.
 */
import { and, asc, desc, eq, gt, isNotNull, or, sql } from 'drizzle-orm';
import type { Reference } from '../domain/reference.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { chatReference } from './schema/index.ts';

const columns = {
  kind: chatReference.kind,
  id: chatReference.chatId,
  conversationId: chatReference.conversationId,
  serviceUrl: chatReference.serviceUrl,
  teamId: chatReference.teamId,
};

const at = (installationId: string, kind: Reference['kind'], id: string) =>
  and(
    eq(chatReference.installationId, installationId),
    eq(chatReference.kind, kind),
    eq(chatReference.chatId, id),
  );

export async function findReference(
  tx: Tx,
  installationId: string,
  kind: Reference['kind'],
  id: string,
): Promise<Reference | null> {
  const [row] = await tx
    .select(columns)
    .from(chatReference)
    .where(at(installationId, kind, id));
  return row ?? null;
}

/** Keeps a reference as it was heard at `heard`. Gives whether it is new, has changed, or stands as it was. */
export async function saveReference(
  tx: Tx,
  org: OrgId,
  installationId: string,
  { id, ...reference }: Reference,
  heard: Date,
): Promise<'new' | 'changed' | 'same'> {
  const known = await findReference(tx, installationId, reference.kind, id);
  if (known !== null && isSame(known, { id, ...reference })) return 'same';
  await tx
    .insert(chatReference)
    .values({ orgId: org, installationId, chatId: id, ...reference, seenAt: heard })
    .onConflictDoUpdate({
      target: [chatReference.orgId, chatReference.installationId, chatReference.kind, chatReference.chatId],
      set: { ...reference, seenAt: heard },
      setWhere: sql`${chatReference.seenAt} <= excluded.seen_at`,
    });
  return known === null ? 'new' : 'changed';
}

function isSame(one: Reference, other: Reference): boolean {
  return (
    one.conversationId === other.conversationId &&
    one.serviceUrl === other.serviceUrl &&
    one.teamId === other.teamId
  );
}

/** Up to `limit` that lead somewhere, in the order of their ids. */
export async function listReferences(
  tx: Tx,
  installationId: string,
  kind: Reference['kind'],
  { after, limit }: { after: string | null; limit: number },
): Promise<Reference[]> {
  return tx
    .select(columns)
    .from(chatReference)
    .where(
      and(
        eq(chatReference.installationId, installationId),
        eq(chatReference.kind, kind),
        isNotNull(chatReference.conversationId),
        gt(chatReference.chatId, after ?? ''),
      ),
    )
    .orderBy(asc(chatReference.chatId))
    .limit(limit);
}

/** The address that was new last; null where nothing has been heard yet. */
export async function lastServiceUrl(tx: Tx, installationId: string): Promise<string | null> {
  const [row] = await tx
    .select({ serviceUrl: chatReference.serviceUrl })
    .from(chatReference)
    .where(eq(chatReference.installationId, installationId))
    .orderBy(desc(chatReference.seenAt))
    .limit(1);
  return row?.serviceUrl ?? null;
}

/** Forgets a conversation; of a team, its channels too. */
export async function forgetReference(
  tx: Tx,
  installationId: string,
  kind: Reference['kind'],
  id: string,
): Promise<void> {
  const inTeam = and(eq(chatReference.installationId, installationId), eq(chatReference.teamId, id));
  const here = at(installationId, kind, id);
  await tx.delete(chatReference).where(kind === 'team' ? or(here, inTeam) : here);
}
