/**
 * Takes who a person is out of every table, and leaves what they did as counts under a number.
 * The rule: replies, prompts and the ledger are not touched but for prompts still open, so no rating, digest or chain
 * changes; everything is done in the caller's one transaction. Whether it may be done is cycle/erase-person's.
 */
import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Message } from '../domain/message.ts';
import { valueWithout, withoutNames } from '../domain/name-in-text.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import type { Identity } from './identity.ts';
import { shredPersonKey } from './key-rows.ts';
import { rowsOf } from './rows.ts';
import {
  address,
  boardLink,
  boardSession,
  chatReference,
  installation,
  member,
  membership,
  message,
  note,
  person,
  prompt,
  setUp,
} from './schema/index.ts';

/** What stands in a message where the name did. */
export const ERASED_NAME = 'somebody whose name has been erased';

/** `heldNaming`: messages to somebody under a legal hold, which go on naming them. */
export type Erased = {
  notes: number;
  messages: number;
  naming: number;
  heldNaming: number;
  cancelled: string[];
};

export async function eraseIdentity(
  tx: Tx,
  org: OrgId,
  who: Identity,
  { at, newRef }: { at: Date; newRef(): string },
): Promise<Erased> {
  const { personId } = who;
  const cancelled = await tx
    .update(prompt)
    .set({ state: 'cancelled', chaseAt: null, snoozedUntil: null })
    .where(and(eq(prompt.personId, personId), inArray(prompt.state, ['planned', 'asked', 'overdue'])))
    .returning({ promptId: prompt.promptId });
  const notes = await tx.delete(note).where(eq(note.personId, personId)).returning({ replyId: note.replyId });
  // Where they never had one too, so that none is ever made for them.
  await shredPersonKey(tx, org, personId, at);
  const messages = await emptyMessages(tx, org, personId);
  const { naming, heldNaming } = await takeOutOfMessages(tx, org, who);
  await takeOutOfKeys(tx, org, who);
  for (const { installationId, userId } of who.accounts) {
    await tx
      .delete(chatReference)
      .where(
        and(
          eq(chatReference.installationId, installationId),
          eq(chatReference.kind, 'person'),
          eq(chatReference.chatId, userId),
        ),
      );
    await tx.delete(member).where(and(eq(member.installationId, installationId), eq(member.userId, userId)));
    await tx.delete(setUp).where(and(eq(setUp.installationId, installationId), eq(setUp.userId, userId)));
    // Somebody else's, in which they were chosen to lead.
    await tx
      .update(setUp)
      .set({ draft: sql`${setUp.draft} - 'leads'` })
      .where(
        and(
          eq(setUp.installationId, installationId),
          sql`${userId} in (select l.value from jsonb_each_text(coalesce(${setUp.draft} -> 'leads', '{}'::jsonb)) l)`,
        ),
      );
    await tx
      .update(installation)
      .set({ installedBy: null })
      .where(and(eq(installation.installationId, installationId), eq(installation.installedBy, userId)));
  }
  // An account of the same address that was never linked is a copy of who they were.
  if (who.email !== null)
    await tx.delete(member).where(sql`lower(btrim(${member.email})) = lower(btrim(${who.email}))`);
  await tx.delete(address).where(eq(address.personId, personId));
  await tx.delete(boardLink).where(eq(boardLink.personId, personId));
  await tx.delete(boardSession).where(eq(boardSession.personId, personId));
  for (const { settingId } of who.belongs)
    await tx
      .update(membership)
      .set({
        staffRef: newRef(),
        roles: [],
        state: 'left',
        startsOn: null,
        leavesOn: null,
        workingDays: [],
        dayStart: '00:00',
        dayEnd: '00:00',
        away: [],
        covers: [],
        inCharge: [],
      })
      .where(and(eq(membership.settingId, settingId), eq(membership.personId, personId)));
  await tx
    .update(person)
    .set({ name: 'Erased', email: null, erasedAt: at })
    .where(and(eq(person.personId, personId), isNull(person.erasedAt)));
  return {
    notes: notes.length,
    messages,
    naming,
    heldNaming,
    cancelled: cancelled.map(({ promptId }) => promptId),
  };
}

/** What was written to them: the words go, and whatever had not gone out never will. */
async function emptyMessages(tx: Tx, org: OrgId, personId: string): Promise<number> {
  const emptied = await tx.execute(sql`
    update message m set body = jsonb_build_object('kind', m.kind, 'summary', '', 'blocks', '[]'::jsonb),
      platform_id = null, doubt_token = null, claim = null, leased_until = null, drawn_revision = m.revision,
      state = case when m.state in ('pending', 'sending', 'unknown', 'held') then 'withdrawn' else m.state end
    where m.org_id = ${org} and m.person_id = ${personId} returning 1`);
  return rowsOf(emptied).length;
}

/** What was written to others and names them: the name goes, the rest stays; what a hold on its reader keeps is whole. */
async function takeOutOfMessages(
  tx: Tx,
  org: OrgId,
  who: Identity,
): Promise<Pick<Erased, 'naming' | 'heldNaming'>> {
  const names = [who.name, ...(who.email === null ? [] : [who.email])];
  const rows = await findNaming(tx, org, names);
  let naming = 0;
  for (const { messageId, body } of rows) {
    const changed = await tx
      .update(message)
      .set({ body: valueWithout(body, (text) => withoutNames(text, names, ERASED_NAME)) })
      .where(
        and(
          eq(message.messageId, messageId),
          sql`not exists (select from legal_hold h where h.org_id = ${org} and h.lifted_at is null
            and h.person_id = ${message.personId})`,
        ),
      )
      .returning({ messageId: message.messageId });
    naming += changed.length;
  }
  return { naming, heldNaming: rows.length - naming };
}

export type Naming = { messageId: string; body: Message };

/** Messages whose words hold one of these names. */
export async function findNaming(tx: Tx, org: OrgId, names: readonly string[]): Promise<Naming[]> {
  const wanted = names.filter((name) => name.trim() !== '').map(likeInJson);
  if (wanted.length === 0) return [];
  return tx
    .select({ messageId: message.messageId, body: message.body })
    .from(message)
    .where(
      and(
        eq(message.orgId, org),
        or(...wanted.map((pattern) => sql`${message.body}::text ilike ${pattern}`)),
      ),
    );
}

/** A name as it stands in jsonb written out, as a pattern that matches it alone. */
function likeInJson(name: string): string {
  const written = JSON.stringify(name.trim()).slice(1, -1);
  return `%${written.replace(/[\\%_]/g, '\\$&').replace(/\s+/g, '%')}%`;
}

/** Keys that were made of a chat account or its conversation. */
async function takeOutOfKeys(tx: Tx, org: OrgId, { accounts, conversations }: Identity): Promise<void> {
  for (const mark of [...accounts.map(({ userId }) => userId), ...conversations]) {
    await tx.execute(sql`delete from inbound_event where org_id = ${org} and ${holds(sql`event_key`, mark)}`);
    await tx
      .update(message)
      .set({ dedupeKey: sql`'erased:' || ${message.messageId}::text` })
      .where(
        and(eq(message.orgId, org), holds(sql`${message.dedupeKey}`, mark), isNotNull(message.personId)),
      );
  }
}

/** Holds the mark as a word of its own: "T1" is not in "T10". */
export function holds(column: SQL, mark: string): SQL {
  const escaped = mark.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&');
  return sql`${column} ~ ${`(^|[^A-Za-z0-9])${escaped}($|[^A-Za-z0-9])`}`;
}
