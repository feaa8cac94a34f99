/**
 * Set-ups under way: what somebody has said so far, and where.
 * The rule: one each person, workspace and setting; found by the token its buttons carry, and held while it is changed,
 * so that two presses at once keep both parts. What its parts mean is left to the cycle.
 */
import { and, eq, isNull, lt, or, type SQLWrapper, sql } from 'drizzle-orm';
import type { SetUpDraft } from '../domain/set-up-draft.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { address, installation, member, person, setUp } from './schema/index.ts';

export type SetUp = {
  setUpId: string;
  installationId: string;
  userId: string;
  token: string;
  settingId: string | null;
  draft: SetUpDraft;
};

const columns = {
  setUpId: setUp.setUpId,
  installationId: setUp.installationId,
  userId: setUp.userId,
  token: setUp.token,
  settingId: setUp.settingId,
  draft: setUp.draft,
};

/** Theirs, of that setting, or of a new one where it is null. */
export async function findSetUp(
  tx: Tx,
  { installationId, userId, settingId }: Pick<SetUp, 'installationId' | 'userId' | 'settingId'>,
): Promise<SetUp | null> {
  const [row] = await tx
    .select(columns)
    .from(setUp)
    .where(
      and(
        eq(setUp.installationId, installationId),
        eq(setUp.userId, userId),
        settingId === null ? isNull(setUp.settingId) : eq(setUp.settingId, settingId),
      ),
    );
  return row ?? null;
}

/** Held until the transaction ends. */
export async function lockSetUp(tx: Tx, token: string): Promise<SetUp | null> {
  const [row] = await tx.select(columns).from(setUp).where(eq(setUp.token, token)).for('update');
  return row ?? null;
}

export async function insertSetUp(tx: Tx, org: OrgId, made: SetUp, at: Date): Promise<void> {
  await tx.insert(setUp).values({ orgId: org, ...made, beganAt: at, touchedAt: at });
}

export async function saveDraft(tx: Tx, setUpId: string, draft: SetUpDraft, at: Date): Promise<void> {
  await tx.update(setUp).set({ draft, touchedAt: at }).where(eq(setUp.setUpId, setUpId));
}

export async function removeSetUp(tx: Tx, setUpId: string): Promise<void> {
  await tx.delete(setUp).where(eq(setUp.setUpId, setUpId));
}

/** Those nobody has gone on with since; gives how many. */
export async function removeLeftSetUps(tx: Tx, before: Date): Promise<number> {
  const gone = await tx.delete(setUp).where(lt(setUp.touchedAt, before)).returning({ id: setUp.setUpId });
  return gone.length;
}

/** While the transaction lasts nobody else ends a set-up in this organisation. */
export async function holdSetUps(tx: Tx, org: OrgId): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`set-up ${org}`}, 0))`);
}

/** Whether whoever it is put Vigil into the workspace, or manages it. */
export async function mayBegin(tx: Tx, installationId: string, userId: string): Promise<boolean> {
  const [made] = await tx
    .select({ by: installation.installedBy })
    .from(installation)
    .where(and(eq(installation.installationId, installationId), eq(installation.state, 'live')));
  if (made === undefined) return false;
  if (made.by === userId) return true;
  const [found] = await tx
    .select({ manages: member.manages, standing: member.standing })
    .from(member)
    .where(and(eq(member.installationId, installationId), eq(member.userId, userId)));
  return found?.manages === true && found.standing === 'member';
}

export type Account = { userId: string; name: string; email: string | null; personId: string | null };

/** Everybody in the workspace who may be named as a lead: on the lists already, or a full member nobody has decided about. */
export async function listAccounts(tx: Tx, installationId: string, limit: number): Promise<Account[]> {
  const known = await tx
    .select({
      userId: address.userId,
      name: person.name,
      email: person.email,
      personId: address.personId,
    })
    .from(address)
    .innerJoin(person, and(eq(person.orgId, address.orgId), eq(person.personId, address.personId)))
    .where(eq(address.installationId, installationId))
    .orderBy(person.name)
    .limit(limit);
  const met = await tx
    .select({ userId: member.userId, name: member.name, email: member.email })
    .from(member)
    .where(
      and(
        eq(member.installationId, installationId),
        eq(member.standing, 'member'),
        eq(member.decision, 'undecided'),
      ),
    )
    .orderBy(member.name)
    .limit(limit);
  const listed = new Set(known.map(({ userId }) => userId));
  return [
    ...known,
    ...met.filter(({ userId }) => !listed.has(userId)).map((one) => ({ ...one, personId: null })),
  ].slice(0, limit);
}

/** By the platform's id, or by an e-mail address that is one account's alone; null where there is none to be named. */
export async function findAccount(tx: Tx, installationId: string, named: string): Promise<Account | null> {
  const key = named.trim().toLowerCase();
  const isNamed = (userId: SQLWrapper, email: SQLWrapper) =>
    or(eq(sql`${userId}`, named.trim()), eq(sql`lower(btrim(${email}))`, key));
  const known = await tx
    .select({ userId: address.userId, name: person.name, email: person.email, personId: address.personId })
    .from(address)
    .innerJoin(person, and(eq(person.orgId, address.orgId), eq(person.personId, address.personId)))
    .where(and(eq(address.installationId, installationId), isNamed(address.userId, person.email)));
  if (known.length > 0) return known.length === 1 ? (known[0] ?? null) : null;
  const met = await tx
    .select({ userId: member.userId, name: member.name, email: member.email })
    .from(member)
    .where(
      and(
        eq(member.installationId, installationId),
        eq(member.standing, 'member'),
        eq(member.decision, 'undecided'),
        isNamed(member.userId, member.email),
      ),
    );
  const [only] = met;
  return only !== undefined && met.length === 1 ? { ...only, personId: null } : null;
}
