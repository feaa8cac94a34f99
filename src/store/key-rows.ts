/**
 * The rows of keys: each organisation's, wrapped in the master key, and each person's, wrapped in their organisation's.
 * The rule: whoever makes a key second takes the first one's; a shredded key is never made again. What is wrapped is
 * bytes here; keys.ts wraps and opens them.
 */
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { installation, orgKey, personKey } from './schema/index.ts';

/** The organisation's key as it is wrapped, or null where it has none yet. */
export async function findOrgKey(tx: Tx, org: OrgId): Promise<Uint8Array | null> {
  const [row] = await tx.select({ wrapped: orgKey.wrapped }).from(orgKey).where(eq(orgKey.orgId, org));
  return row?.wrapped ?? null;
}

/** Keeps a new key, unless there is one by now: the one that is kept. Two at once: the second waits for the first. */
export async function keepOrgKey(tx: Tx, org: OrgId, wrapped: Uint8Array, at: Date): Promise<Uint8Array> {
  await tx.insert(orgKey).values({ orgId: org, wrapped, madeAt: at, wrappedAt: at }).onConflictDoNothing();
  const kept = await findOrgKey(tx, org);
  if (kept === null) throw new Error('An organisation’s key that was just kept is not there');
  return kept;
}

/** The same, held until the transaction ends, to be wrapped anew. */
export async function lockOrgKey(tx: Tx, org: OrgId): Promise<Uint8Array | null> {
  const [row] = await tx
    .select({ wrapped: orgKey.wrapped })
    .from(orgKey)
    .where(eq(orgKey.orgId, org))
    .for('update');
  return row?.wrapped ?? null;
}

export async function saveOrgKey(tx: Tx, org: OrgId, wrapped: Uint8Array, at: Date): Promise<void> {
  await tx.update(orgKey).set({ wrapped, wrappedAt: at }).where(eq(orgKey.orgId, org));
}

/** A person's key; `wrapped` is null once it is shredded. Null where they have never needed one. */
export type PersonKeyRow = { wrapped: Uint8Array | null };

export async function findPersonKey(tx: Tx, org: OrgId, personId: string): Promise<PersonKeyRow | null> {
  const [row] = await tx
    .select({ wrapped: personKey.wrapped })
    .from(personKey)
    .where(ofPerson(org, personId));
  return row ?? null;
}

/** The same, held so that nobody shreds it before the transaction ends. */
export async function holdPersonKey(tx: Tx, org: OrgId, personId: string): Promise<PersonKeyRow | null> {
  const [row] = await tx
    .select({ wrapped: personKey.wrapped })
    .from(personKey)
    .where(ofPerson(org, personId))
    .for('share');
  return row ?? null;
}

/** Keeps a new key, unless there is one by now or was one that has been shredded: what is there then. */
export async function keepPersonKey(
  tx: Tx,
  org: OrgId,
  personId: string,
  wrapped: Uint8Array,
  at: Date,
): Promise<PersonKeyRow> {
  await tx.insert(personKey).values({ orgId: org, personId, wrapped, madeAt: at }).onConflictDoNothing();
  const kept = await holdPersonKey(tx, org, personId);
  if (kept === null) throw new Error('A person’s key that was just kept is not there');
  return kept;
}

/** Shreds it for good: nothing sealed under it opens any more, and no new one is ever made. False: it was so already. */
export async function shredPersonKey(tx: Tx, org: OrgId, personId: string, at: Date): Promise<boolean> {
  const shredded = await tx
    .insert(personKey)
    .values({ orgId: org, personId, wrapped: null, madeAt: at, shreddedAt: at })
    .onConflictDoUpdate({
      target: [personKey.orgId, personKey.personId],
      set: { wrapped: null, shreddedAt: at },
      setWhere: isNull(personKey.shreddedAt),
    })
    .returning({ personId: personKey.personId });
  return shredded.length > 0;
}

/** Everybody of the organisation who has a key that was not shredded. */
export async function listKeyHolders(tx: Tx): Promise<string[]> {
  const rows = await tx
    .select({ personId: personKey.personId })
    .from(personKey)
    .where(isNotNull(personKey.wrapped))
    .orderBy(personKey.personId);
  return rows.map(({ personId }) => personId);
}

export async function replacePersonKey(tx: Tx, personId: string, wrapped: Uint8Array): Promise<void> {
  await tx
    .update(personKey)
    .set({ wrapped })
    .where(and(eq(personKey.personId, personId), isNull(personKey.shreddedAt)));
}

/** How many people of the organisation have a key, and how many had theirs shredded. */
export async function countPersonKeys(tx: Tx): Promise<{ kept: number; shredded: number }> {
  const [row] = await tx
    .select({
      kept: sql<number>`count(${personKey.wrapped})::int`,
      shredded: sql<number>`count(${personKey.shreddedAt})::int`,
    })
    .from(personKey);
  return row ?? { kept: 0, shredded: 0 };
}

/** The organisation's tokens that are kept here, sealed, of workspaces that are live. */
export async function listSealedTokens(
  tx: Tx,
): Promise<{ installationId: string; tokenSealed: Uint8Array }[]> {
  const rows = await tx
    .select({ installationId: installation.installationId, tokenSealed: installation.tokenSealed })
    .from(installation)
    .where(and(eq(installation.state, 'live'), isNotNull(installation.tokenSealed)))
    .orderBy(installation.installationId);
  return rows.flatMap(({ installationId, tokenSealed }) =>
    tokenSealed === null ? [] : [{ installationId, tokenSealed }],
  );
}

/** The same token, sealed anew. */
export async function saveSealedToken(tx: Tx, installationId: string, sealed: Uint8Array): Promise<void> {
  await tx
    .update(installation)
    .set({ tokenSealed: sealed })
    .where(eq(installation.installationId, installationId));
}

const ofPerson = (org: OrgId, personId: string) =>
  and(eq(personKey.orgId, org), eq(personKey.personId, personId));
