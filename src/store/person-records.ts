/**
 * Every row that is about one person, from every table that bears their id, account or address.
 * The rule: secrets (keys, tokens, hashes of links) are never among the columns, and each table says what it leaves
 * out. Putting other people out of it is cycle/export-person's.
 */
import { eq, type SQL, sql } from 'drizzle-orm';
import { type Message, messageText } from '../domain/message.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { findNaming, holds } from './erasure.ts';
import type { Identity } from './identity.ts';
import type { SealedNote } from './notes.ts';
import { rowsOf } from './rows.ts';
import { message, note } from './schema/index.ts';

export type Cells = Record<string, unknown>;
/** Rows by table, in the order they are told. */
export type PersonRecords = Record<string, Cells[]>;

type Part = {
  /** True of the rows `t` that are theirs. */
  theirs: SQL;
  /** Columns left out. */
  hidden?: string[];
  /** Put in their place. */
  also?: SQL;
  order: SQL;
};

function partsFor(org: OrgId, who: Identity): Record<string, Part> {
  const { personId, email, accounts, conversations } = who;
  const marks = [...accounts.map(({ userId }) => userId), ...conversations];
  const isPerson = sql`t.person_id = ${personId}`;
  const users = JSON.stringify(
    accounts.map(({ installationId, userId }) => ({ installation: installationId, user: userId })),
  );
  const isAccount = (column: SQL) => sql`(t.installation_id, ${column}) in (
    select a.installation, a."user" from jsonb_to_recordset(${users}::jsonb) as a(installation uuid, "user" text))`;
  const ownPrompts = sql`select p.prompt_id from prompt p where p.org_id = ${org} and p.person_id = ${personId}`;
  const ownReplies = sql`select r.reply_id from reply r where r.org_id = ${org} and r.person_id = ${personId}`;
  return {
    person: { theirs: isPerson, order: sql`t.name` },
    membership: { theirs: isPerson, order: sql`t.staff_ref` },
    address: { theirs: isPerson, order: sql`t.user_id` },
    member: {
      theirs: sql`(${isAccount(sql`t.user_id`)} or lower(btrim(t.email)) = lower(btrim(${email}::text)))`,
      hidden: ['token'],
      order: sql`t.user_id`,
    },
    set_up: {
      theirs: isAccount(sql`t.user_id`),
      hidden: ['token'],
      order: sql`t.began_at`,
    },
    chat_reference: {
      theirs: sql`t.kind = 'person' and ${isAccount(sql`t.chat_id`)}`,
      order: sql`t.chat_id`,
    },
    prompt: {
      theirs: isPerson,
      hidden: ['token', 'handed_from'],
      also: sql`jsonb_build_object('was_handed_on_to_them', t.handed_from is not null)`,
      order: sql`t.ask_at, t.prompt_id`,
    },
    reply: { theirs: isPerson, hidden: ['note_sealed'], order: sql`t.replied_at, t.reply_id` },
    note: { theirs: isPerson, hidden: ['sealed'], order: sql`t.written_at, t.reply_id` },
    action: {
      theirs: sql`(t.owner_id = ${personId} or t.reply_id in (${ownReplies}))`,
      hidden: ['reply_id'],
      also: sql`jsonb_build_object('opened_by_their_answer', t.reply_id in (${ownReplies}))`,
      order: sql`t.opened_at, t.action_id`,
    },
    message_prompt: {
      theirs: sql`t.prompt_id in (${ownPrompts})`,
      order: sql`t.message_id, t.position`,
    },
    alert: {
      theirs: sql`(${isPerson} or t.acknowledged_by = ${personId}
        or t.subject in (select own.prompt_id::text from (${ownPrompts}) own))`,
      hidden: ['token'],
      order: sql`t.opened_at, t.alert_id`,
    },
    charge: {
      theirs: sql`(${personId} in (t.named_id, t.said_by, t.asked_of)
        or t.charge_id in (select n.charge_id from naming n where n.org_id = ${org}
          and ${personId} in (n.person_id, n.said_by)))`,
      hidden: ['token'],
      order: sql`t.charged_on, t.charge_id`,
    },
    naming: {
      theirs: sql`(${isPerson} or t.said_by = ${personId})`,
      order: sql`t.said_at, t.naming_id`,
    },
    trip: { theirs: sql`t.said_by = ${personId}`, order: sql`t.starts_on, t.trip_id` },
    inbound_event: {
      theirs: sql.join([sql`false`, ...marks.map((mark) => holds(sql`t.event_key`, mark))], sql` or `),
      order: sql`t.taken_at, t.event_key`,
    },
    legal_hold: { theirs: isPerson, hidden: ['reference'], order: sql`t.placed_at` },
    person_key: { theirs: isPerson, hidden: ['wrapped'], order: sql`t.made_at` },
    board_link: { theirs: isPerson, hidden: ['link_hash'], order: sql`t.expires_at` },
    board_session: { theirs: isPerson, hidden: ['session_hash'], order: sql`t.opened_at` },
    ledger: {
      theirs: sql`(t.actor = ${personId} or t.subject = ${personId}::text
        or t.facts::text like ${`%${personId}%`}
        or t.subject in (select own.prompt_id::text from (${ownPrompts}) own)
        or t.subject in (select own.reply_id::text from (${ownReplies}) own))`,
      order: sql`t.at, t.entry_id`,
    },
  };
}

export async function readPersonRecords(tx: Tx, org: OrgId, who: Identity): Promise<PersonRecords> {
  const records: PersonRecords = {};
  for (const [table, part] of Object.entries(partsFor(org, who)))
    records[table] = await readPart(tx, org, table, part);
  return { ...records, message: await readMessages(tx, org, who) };
}

async function readPart(tx: Tx, org: OrgId, table: string, part: Part): Promise<Cells[]> {
  const hidden = JSON.stringify(['org_id', ...(part.hidden ?? [])]);
  const rows = rowsOf<{ cells: Cells }>(
    await tx.execute(sql`
      select (to_jsonb(t) - array(select jsonb_array_elements_text(${hidden}::jsonb)))
        || ${part.also ?? sql`'{}'::jsonb`} as cells
      from ${sql.identifier(table)} t where t.org_id = ${org} and (${part.theirs}) order by ${part.order}`),
  );
  return rows.map(({ cells }) => cells);
}

/** What was written to them, and what names them to others: the words, and how it went. */
async function readMessages(tx: Tx, org: OrgId, who: Identity): Promise<Cells[]> {
  const { personId, name, email } = who;
  const naming = await findNaming(tx, org, email === null ? [name] : [name, email]);
  const ids = JSON.stringify(naming.map(({ messageId }) => messageId));
  const rows = await tx
    .select()
    .from(message)
    .where(
      sql`${message.orgId} = ${org} and (${message.personId} = ${personId} or ${message.messageId} in (
        select jsonb_array_elements_text(${ids}::jsonb)::uuid))`,
    )
    .orderBy(message.notBefore, message.messageId);
  return rows.map((row) => ({
    message_id: row.messageId,
    setting_id: row.settingId,
    kind: row.kind,
    to: row.personId === personId ? 'them' : row.personId === null ? 'a channel' : 'another person',
    words: wordsOf(row.body),
    state: row.state,
    not_before: row.notBefore.toISOString(),
    sent_at: row.sentAt?.toISOString() ?? null,
    platform_id: row.personId === personId ? row.platformId : null,
  }));
}

const wordsOf = (body: Message) =>
  messageText(body)
    .filter((line) => line !== '')
    .join('\n');

/** Their notes as they are kept: each is opened by whoever has the keys. */
export async function listSealedNotes(tx: Tx, personId: string): Promise<SealedNote[]> {
  return tx
    .select({ orgId: note.orgId, replyId: note.replyId, personId: note.personId, sealed: note.sealed })
    .from(note)
    .where(eq(note.personId, personId));
}

export type Other = { personId: string; names: string[]; marks: string[] };

/** Everybody else of the organisation, by every form they are known in. */
export async function listOthers(tx: Tx, org: OrgId, personId: string): Promise<Other[]> {
  const rows = rowsOf<{ id: string; name: string; email: string | null; marks: (string | null)[] | null }>(
    await tx.execute(sql`
      select p.person_id as id, p.name, p.email,
        (select jsonb_agg(m.staff_ref) from membership m where m.org_id = p.org_id and m.person_id = p.person_id)
          || coalesce((select jsonb_agg(a.user_id) from address a where a.org_id = p.org_id
            and a.person_id = p.person_id), '[]'::jsonb) as marks
      from person p where p.org_id = ${org} and p.person_id <> ${personId} and p.erased_at is null`),
  );
  return rows.map(({ id, name, email, marks }) => ({
    personId: id,
    names: email === null ? [name] : [name, email],
    marks: (marks ?? []).filter((mark) => mark !== null),
  }));
}

export type KeptCounts = Record<
  'answers' | 'questions' | 'notes' | 'messages' | 'actions' | 'alerts',
  number
>;

/** How much is kept about somebody in one setting. */
export async function countKept(
  tx: Tx,
  org: OrgId,
  settingId: string,
  personId: string,
): Promise<KeptCounts> {
  const [counts] = rowsOf<KeptCounts>(
    await tx.execute(sql`
      with their as (select ${org}::uuid as org, ${settingId}::uuid as setting, ${personId}::uuid as person)
      select
        (select count(*) from reply r where r.org_id = org and r.setting_id = setting and r.person_id = person)::int
          as answers,
        (select count(*) from prompt p where p.org_id = org and p.setting_id = setting and p.person_id = person)::int
          as questions,
        (select count(*) from note n where n.org_id = org and n.setting_id = setting and n.person_id = person)::int
          as notes,
        (select count(*) from message m where m.org_id = org and m.setting_id = setting and m.person_id = person
          and m.body ->> 'summary' <> '')::int as messages,
        (select count(*) from action a where a.org_id = org and a.setting_id = setting and a.owner_id = person)::int
          as actions,
        (select count(*) from alert a where a.org_id = org and a.setting_id = setting
          and (a.person_id = person or a.acknowledged_by = person))::int as alerts
      from their`),
  );
  if (!counts) throw new Error('A count gave no row');
  return counts;
}
