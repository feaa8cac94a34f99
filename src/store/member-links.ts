/**
 * Accounts of a chat workspace and the people on the lists they belong to: who is whose address, and who is reached.
 * The rule: a person has one address, and an account is one person's; people matched by e-mail are held until the
 * transaction ends, so that two readings at once link each of them once.
 */
import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm';
import type { Listed } from '../domain/member.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';
import { address } from './schema/index.ts';

/** Everybody on the organisation's lists: whom some setting has confirmed, and who has not left it. */
const onLists = (org: OrgId, at: Date): SQL => sql`
  membership b join setting s on s.org_id = b.org_id and s.setting_id = b.setting_id
  where b.org_id = ${org} and b.state = 'confirmed'
    and (b.leaves_on is null or b.leaves_on >= (${at.toISOString()}::timestamptz at time zone s.zone)::date)`;

/** The e-mail addresses on the organisation's lists, each once, as domain/member compares them. */
export const listedEmails = (org: OrgId, at: Date): SQL => sql`
  select distinct lower(btrim(p.email)) as email from person p
  where p.org_id = ${org} and p.email is not null
    and p.person_id in (select b.person_id from ${onLists(org, at)})`;

/** Whose address each of these accounts is, by user id. */
export async function findHolders(
  tx: Tx,
  installationId: string,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await tx
    .select({ userId: address.userId, personId: address.personId })
    .from(address)
    .where(and(eq(address.installationId, installationId), inArray(address.userId, [...userIds])));
  return new Map(rows.map(({ userId, personId }) => [userId, personId]));
}

/** The people on the organisation's lists who have one of these e-mail addresses, held until the transaction ends. */
export async function holdListed(tx: Tx, org: OrgId, emails: readonly string[], at: Date): Promise<Listed[]> {
  if (emails.length === 0) return [];
  const given = sql`(select jsonb_array_elements_text(${JSON.stringify(emails)}::jsonb))`;
  const held = rowsOf<{ id: string }>(
    await tx.execute(sql`
      select p.person_id as id from person p
      where p.org_id = ${org} and lower(btrim(p.email)) in ${given}
        and p.person_id in (select b.person_id from ${onLists(org, at)})
      order by p.person_id for update of p`),
  ).map(({ id }) => id);
  if (held.length === 0) return [];
  // Read after they are held, so that whoever waited sees what the other left.
  return rowsOf<Listed>(
    await tx.execute(sql`
      select p.person_id as "personId", lower(btrim(p.email)) as email,
        exists (select from address a join installation i
          on i.org_id = a.org_id and i.installation_id = a.installation_id
          where a.org_id = p.org_id and a.person_id = p.person_id and a.state = 'reachable' and i.state = 'live')
          as "isReached"
      from person p where p.org_id = ${org} and p.person_id in
        (select jsonb_array_elements_text(${JSON.stringify(held)}::jsonb)::uuid)`),
  );
}

/** Says of people that they can, or cannot, be reached where their address is; gives those for whom that is new. */
export async function setReach(
  tx: Tx,
  personIds: readonly string[],
  state: 'reachable' | 'unreachable',
): Promise<string[]> {
  if (personIds.length === 0) return [];
  const changed = await tx
    .update(address)
    .set({ state })
    .where(and(inArray(address.personId, [...personIds]), ne(address.state, state)))
    .returning({ personId: address.personId });
  return changed.map(({ personId }) => personId);
}

/** Gives people these accounts as their address, in place of any they had, in one statement. */
export async function linkMembers(
  tx: Tx,
  org: OrgId,
  installationId: string,
  links: readonly { personId: string; userId: string }[],
): Promise<void> {
  if (links.length === 0) return;
  await tx
    .insert(address)
    .values(links.map((link) => ({ orgId: org, installationId, ...link })))
    .onConflictDoUpdate({
      target: [address.orgId, address.personId],
      set: { installationId, userId: sql`excluded.user_id`, state: 'reachable' },
    });
}
