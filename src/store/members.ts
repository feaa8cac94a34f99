/**
 * Who is in each chat workspace, as kept: one row an account, and what a lead has decided about it.
 * The rule: a name and an e-mail address are kept only of those a lead may still be asked about; of guests, of
 * accounts closed or decided, only that they are there. A row's token and decision outlive every later reading.
 * Which of the people on the lists an account belongs to is member-links'.
 */
import { and, asc, count, eq, gt, inArray, ne, type SQL, sql } from 'drizzle-orm';
import { type Decision, isCandidate, type Member, type MemberCounts } from '../domain/member.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { listedEmails } from './member-links.ts';
import { rowsOf } from './rows.ts';
import { inboundEvent, member } from './schema/index.ts';

const key = [member.orgId, member.installationId, member.userId];
const isOpen = sql`(${member.decision} = 'undecided' and excluded.standing = 'member')`;
const kept = {
  name: sql`case when ${isOpen} then excluded.name else '' end`,
  email: sql`case when ${isOpen} then excluded.email end`,
  zone: sql`case when ${isOpen} then excluded.zone end`,
};

/**
 * Writes what a workspace says of some of its accounts, each with the token it gets if it is new, in one statement.
 * A row that says the same already, or was seen since `at`, is left. Gives how many were written.
 */
export async function saveMembers(
  tx: Tx,
  org: OrgId,
  installationId: string,
  members: readonly (Member & { token: string })[],
  at: Date,
): Promise<number> {
  if (members.length === 0) return 0;
  const rows = members.map(({ userId, token, name, email, zone, standing, manages = false }) => ({
    orgId: org,
    installationId,
    userId,
    token,
    standing,
    manages,
    seenAt: at,
    ...(isCandidate({ standing, decision: 'undecided' })
      ? { name, email, zone }
      : { name: '', email: null, zone: null }),
  }));
  const written = await tx
    .insert(member)
    .values(rows)
    .onConflictDoUpdate({
      target: key,
      set: {
        ...kept,
        standing: sql`excluded.standing`,
        manages: sql`excluded.manages`,
        seenAt: sql`excluded.seen_at`,
      },
      setWhere: sql`${member.seenAt} <= excluded.seen_at
        and (${member.name}, ${member.email}, ${member.zone}, ${member.standing}, ${member.manages})
          is distinct from (${kept.name}, ${kept.email}, ${kept.zone}, excluded.standing, excluded.manages)`,
    })
    .returning({ userId: member.userId });
  return written.length;
}

export type KeptMember = Member & {
  installationId: string;
  token: string;
  decision: Decision;
  seenAt: Date;
};

const columns = {
  installationId: member.installationId,
  userId: member.userId,
  token: member.token,
  name: member.name,
  email: member.email,
  zone: member.zone,
  standing: member.standing,
  manages: member.manages,
  decision: member.decision,
  seenAt: member.seenAt,
};

/** What is kept of these accounts, by user id. */
export async function readMembers(
  tx: Tx,
  installationId: string,
  userIds: readonly string[],
): Promise<Map<string, KeptMember>> {
  if (userIds.length === 0) return new Map();
  const rows = await tx
    .select(columns)
    .from(member)
    .where(and(eq(member.installationId, installationId), inArray(member.userId, [...userIds])));
  return new Map(rows.map((row) => [row.userId, row]));
}

/** Up to `limit` accounts that are not gone, in the order of their ids, from after `after` on. */
export async function listPresent(
  tx: Tx,
  installationId: string,
  after: string,
  limit: number,
): Promise<{ userId: string; seenAt: Date }[]> {
  return tx
    .select({ userId: member.userId, seenAt: member.seenAt })
    .from(member)
    .where(
      and(eq(member.installationId, installationId), ne(member.standing, 'gone'), gt(member.userId, after)),
    )
    .orderBy(asc(member.userId))
    .limit(limit);
}

/**
 * Full accounts there that are known to have one of these addresses, by user id: only of those nobody has decided
 * about.
 */
export async function listBearers(
  tx: Tx,
  installationId: string,
  emails: readonly string[],
): Promise<{ userId: string; email: string }[]> {
  if (emails.length === 0) return [];
  const rows = await tx
    .select({ userId: member.userId, email: member.email })
    .from(member)
    .where(
      and(
        eq(member.installationId, installationId),
        eq(member.standing, 'member'),
        inArray(member.email, [...emails]),
      ),
    );
  return rows.flatMap(({ userId, email }) => (email === null ? [] : [{ userId, email }]));
}

/** Whose button was pressed, held until the transaction ends; null when the token is not one of ours. */
export async function findMemberByToken(tx: Tx, token: string): Promise<KeptMember | null> {
  const [row] = await tx.select(columns).from(member).where(eq(member.token, token)).for('update');
  return row ?? null;
}

/** Whether this press was taken before. To be asked while the member is held. */
export async function wasTaken(
  tx: Tx,
  { platform, eventKey }: { platform: string; eventKey: string },
): Promise<boolean> {
  const [row] = await tx
    .select({ taken: count() })
    .from(inboundEvent)
    .where(and(eq(inboundEvent.platform, platform), eq(inboundEvent.eventKey, eventKey)));
  return (row?.taken ?? 0) > 0;
}

/** Decides about these accounts, and forgets what they are called. */
export async function decideMembers(
  tx: Tx,
  installationId: string,
  userIds: readonly string[],
  decision: Exclude<Decision, 'undecided'>,
): Promise<void> {
  if (userIds.length === 0) return;
  await tx
    .update(member)
    .set({ decision, name: '', email: null, zone: null })
    .where(and(eq(member.installationId, installationId), inArray(member.userId, [...userIds])));
}

/** Forgets what everybody there is called whom a lead has not looked at: nobody can look at them any more. */
export async function forgetCandidates(tx: Tx, installationId: string): Promise<void> {
  await tx
    .update(member)
    .set({ name: '', email: null, zone: null })
    .where(and(eq(member.installationId, installationId), eq(member.decision, 'undecided')));
}

/** Decides about one account. */
export function decideMember(
  tx: Tx,
  { installationId, userId }: Pick<KeptMember, 'installationId' | 'userId'>,
  decision: Exclude<Decision, 'undecided'>,
): Promise<void> {
  return decideMembers(tx, installationId, [userId], decision);
}

/**
 * The accounts of these workspaces, with whether each is somebody's address, and whether its e-mail is that of
 * somebody on the lists. Each table is gone through once, however few rows Postgres takes it to have.
 */
const accounts = (org: OrgId, installationIds: readonly string[], at: Date): SQL => sql`
  with listed as materialized (${listedEmails(org, at)}),
  accounts as materialized (
    select m.user_id, m.token, m.name, m.email, m.zone, m.standing, m.decision,
      a.person_id is not null as linked, l.email is not null as listed
    from member m
    left join address a
      on a.org_id = m.org_id and a.installation_id = m.installation_id and a.user_id = m.user_id
    left join listed l on l.email = m.email
    where m.org_id = ${org} and m.installation_id in
      (select jsonb_array_elements_text(${JSON.stringify(installationIds)}::jsonb)::uuid))`;

/**
 * Up to `limit` people a lead may confirm: undecided full members who are nobody's address, nor share a listed e-mail.
 */
export async function listCandidates(
  tx: Tx,
  org: OrgId,
  installationIds: readonly string[],
  { at, limit }: { at: Date; limit: number },
): Promise<Pick<KeptMember, 'token' | 'name' | 'email' | 'zone'>[]> {
  return rowsOf(
    await tx.execute(sql`
      ${accounts(org, installationIds, at)}
      select token, name, email, zone from accounts
      where decision = 'undecided' and standing = 'member' and not linked and not listed
      order by lower(name), user_id limit ${limit}`),
  );
}

/** How many accounts of these workspaces there are of each kind. */
export async function countMembers(
  tx: Tx,
  org: OrgId,
  installationIds: readonly string[],
  at: Date,
): Promise<MemberCounts> {
  const rows = rowsOf<{ is: keyof MemberCounts; n: number }>(
    await tx.execute(sql`
      ${accounts(org, installationIds, at)}
      select case standing when 'guest' then 'guests' when 'bot' then 'bots' when 'gone' then 'gone' else case
          when decision = 'staff' or linked then 'staff'
          when decision = 'not_staff' then 'notStaff'
          when listed then 'clashing'
          else 'waiting' end end as "is", count(*) as n
      from accounts group by 1`),
  );
  const none = { waiting: 0, clashing: 0, staff: 0, notStaff: 0, guests: 0, bots: 0, gone: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ is, n }) => [is, n])) };
}
