/**
 * Who a person is, in every form the record knows: name, e-mail address, staff references, chat accounts and
 * conversations; and where they belong.
 * The rule: whoever exports or erases somebody begins from here, so that neither misses a form the other knows.
 */
import { eq, sql } from 'drizzle-orm';
import type { LocalDate } from '../domain/local-time.ts';
import type { Contacts, OrgId, PersonState } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';
import { address, chatReference, person } from './schema/index.ts';

export type Belonging = {
  settingId: string;
  ref: string;
  name: string;
  zone: string;
  contacts: Contacts;
  staffRef: string;
  state: PersonState;
  leavesOn: LocalDate | null;
};

export type Identity = {
  personId: string;
  name: string;
  email: string | null;
  erasedAt: Date | null;
  belongs: Belonging[];
  accounts: { installationId: string; userId: string }[];
  conversations: string[];
};

/** Null when the organisation has no such person. With `hold`, they are held until the transaction ends. */
export async function readIdentity(
  tx: Tx,
  org: OrgId,
  personId: string,
  { hold = false } = {},
): Promise<Identity | null> {
  const found = tx.select().from(person).where(eq(person.personId, personId));
  const [row] = await (hold ? found.for('update') : found);
  if (!row) return null;
  const belongs = rowsOf<Belonging>(
    await tx.execute(sql`
      select s.setting_id as "settingId", s.ref, s.name, s.zone, s.contacts, m.staff_ref as "staffRef", m.state,
        m.leaves_on::text as "leavesOn"
      from membership m join setting s on s.org_id = m.org_id and s.setting_id = m.setting_id
      where m.org_id = ${org} and m.person_id = ${personId} order by s.ref`),
  );
  const accounts = await tx
    .select({ installationId: address.installationId, userId: address.userId })
    .from(address)
    .where(eq(address.personId, personId));
  const conversations: string[] = [];
  for (const { installationId, userId } of accounts) {
    const rows = await tx
      .select({ conversationId: chatReference.conversationId })
      .from(chatReference)
      .where(
        sql`${chatReference.installationId} = ${installationId} and ${chatReference.kind} = 'person'
          and ${chatReference.chatId} = ${userId}`,
      );
    conversations.push(...rows.flatMap(({ conversationId }) => conversationId ?? []));
  }
  const { name, email, erasedAt } = row;
  return { personId, name, email, erasedAt, belongs, accounts, conversations };
}

/** Everybody who has this staff reference in a setting of the organisation, as the list writes references. */
export async function findByStaffRef(
  tx: Tx,
  org: OrgId,
  staffRef: string,
): Promise<{ personId: string; settingId: string }[]> {
  return rowsOf(
    await tx.execute(sql`
      select person_id as "personId", setting_id as "settingId" from membership
      where org_id = ${org} and lower(btrim(staff_ref)) = lower(btrim(${staffRef}))`),
  );
}

/** Every name and e-mail address of the organisation's people. */
export async function listEveryName(tx: Tx): Promise<string[]> {
  const rows = await tx.select({ name: person.name, email: person.email }).from(person);
  return rows.flatMap(({ name, email }) => (email === null ? [name] : [name, email]));
}
