/**
 * Links to the board and the sessions they become, kept by their hash.
 * The rule: a link lets one person in once, within five minutes; a session ends after an hour in which nothing was
 * looked at, and after eight hours in any case. All of it by the database's clock, which an invented school's moved
 * clock does not touch. Who may have one is decided by the cycle at every call.
 */
import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { boardLink, boardSession } from './schema/index.ts';

export const LINK_MINUTES = 5;
export const SESSION_HOURS = 8;
const minutes = (length: number) => sql.raw(`interval '${length} minutes'`);
const IDLE = minutes(60);
const WHOLE = minutes(SESSION_HOURS * 60);
/** How long what is over is still there, for whoever looks into what happened. */
const KEPT = minutes(24 * 60);

const hashOf = (pass: string) => createHash('sha256').update(pass).digest('hex');

/** A new link ends those that the same person has not used. */
export async function saveLink(
  tx: Tx,
  org: OrgId,
  { pass, personId }: { pass: string; personId: string },
): Promise<void> {
  await tx.delete(boardLink).where(lt(boardLink.expiresAt, sql`now() - ${KEPT}`));
  await tx.delete(boardSession).where(lt(boardSession.expiresAt, sql`now() - ${KEPT}`));
  await tx
    .update(boardLink)
    .set({ expiresAt: sql`least(${boardLink.expiresAt}, now())` })
    .where(and(eq(boardLink.personId, personId), isNull(boardLink.usedAt)));
  await tx.insert(boardLink).values({
    orgId: org,
    linkHash: hashOf(pass),
    personId,
    expiresAt: sql`now() + ${minutes(LINK_MINUTES)}`,
  });
}

/** Uses it up, and gives whose it was; null when it is none, was used before, or is too old. */
export async function spendLink(tx: Tx, pass: string): Promise<string | null> {
  const [spent] = await tx
    .update(boardLink)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(boardLink.linkHash, hashOf(pass)),
        isNull(boardLink.usedAt),
        gt(boardLink.expiresAt, sql`now()`),
      ),
    )
    .returning({ personId: boardLink.personId });
  return spent?.personId ?? null;
}

export async function saveSession(
  tx: Tx,
  org: OrgId,
  { pass, personId }: { pass: string; personId: string },
): Promise<void> {
  await tx.insert(boardSession).values({
    orgId: org,
    sessionHash: hashOf(pass),
    personId,
    openedAt: sql`now()`,
    expiresAt: sql`now() + ${IDLE}`,
  });
}

const isOpen = (pass: string) =>
  and(
    eq(boardSession.sessionHash, hashOf(pass)),
    isNull(boardSession.closedAt),
    gt(boardSession.expiresAt, sql`now()`),
  );

/** Whose it is, and goes on being for an hour from now at most; null when it is none or is over. */
export async function keepSession(tx: Tx, pass: string): Promise<string | null> {
  const [kept] = await tx
    .update(boardSession)
    .set({ expiresAt: sql`least(${boardSession.openedAt} + ${WHOLE}, now() + ${IDLE})` })
    .where(isOpen(pass))
    .returning({ personId: boardSession.personId });
  return kept?.personId ?? null;
}

/** Ends it, and gives whose it was; null when it was over. */
export async function closeSession(tx: Tx, pass: string): Promise<string | null> {
  const [closed] = await tx
    .update(boardSession)
    .set({ closedAt: sql`now()` })
    .where(isOpen(pass))
    .returning({ personId: boardSession.personId });
  return closed?.personId ?? null;
}
