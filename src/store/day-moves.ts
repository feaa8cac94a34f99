/**
 * What a changed day moves: a setting's closures, the questions and reminders that have not gone, and the ladders of
 * those that have.
 * The rule: what is being sent just now is left to its deliverer; a ladder moves only while its question is asked.
 * Where each is to be is left to the domain.
 */
import { and, eq, sql } from 'drizzle-orm';
import type { IsoWeek, LocalDate } from '../domain/local-time.ts';
import type { Cadence, Kind } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';
import { closure } from './schema/index.ts';

/** False where the day was closed already. */
export async function addClosure(
  tx: Tx,
  org: OrgId,
  { settingId, on, name }: { settingId: string; on: LocalDate; name: string },
): Promise<boolean> {
  const added = await tx
    .insert(closure)
    .values({ orgId: org, settingId, closedOn: on, reason: 'closed', name })
    .onConflictDoNothing()
    .returning({ on: closure.closedOn });
  return added.length > 0;
}

/** False where the day was not closed, or is a bank holiday or an INSET day. */
export async function removeClosure(tx: Tx, settingId: string, on: LocalDate): Promise<boolean> {
  const removed = await tx
    .delete(closure)
    .where(and(eq(closure.settingId, settingId), eq(closure.closedOn, on), eq(closure.reason, 'closed')))
    .returning({ on: closure.closedOn });
  return removed.length > 0;
}

/** What changes whenever a setting's days do, or those on which its people are away, cover or are in charge: what is known of it is then read anew. */
export async function readDayMarks(tx: Tx, settingIds: readonly string[]): Promise<Map<string, string>> {
  if (settingIds.length === 0) return new Map();
  const rows = rowsOf<{ id: string; closed: string | null; terms: string | null; away: string | null }>(
    await tx.execute(sql`
      select s.setting_id as id, (select string_agg(c.closed_on::text, ' ' order by c.closed_on) from closure c
        where c.org_id = s.org_id and c.setting_id = s.setting_id) as closed,
        (select string_agg(t.starts_on::text || t.ends_on::text, ' ' order by t.starts_on) from half_term t
        where t.org_id = s.org_id and t.setting_id = s.setting_id) as terms,
        (select string_agg(b.person_id::text || b.away::text || b.covers::text || b.in_charge::text, ' ' order by b.person_id) from membership b
        where b.org_id = s.org_id and b.setting_id = s.setting_id and (b.away <> '[]'::jsonb or b.covers <> '[]'::jsonb
          or b.in_charge <> '[]'::jsonb)) as away
      from setting s where s.setting_id in
        (select (jsonb_array_elements_text(${JSON.stringify(settingIds)}::jsonb))::uuid)`),
  );
  return new Map(rows.map(({ id, closed, terms, away }) => [id, `${closed} ${terms} ${away}`]));
}

export type Movable = {
  messageId: string;
  personId: string;
  isNudge: boolean;
  prompts: { promptId: string; kind: Kind; planned: boolean; localWeek: IsoWeek }[];
};

/** The next try of a message is from `from` on and before `to`; `untried`: only what nothing but the day holds up. */
export type Waits = { settingId: string; from: Date; to: Date | null; untried: boolean };

/** Questions and reminders of a setting that wait to go, held until the transaction ends. */
export async function holdMovable(
  tx: Tx,
  org: OrgId,
  { settingId, from, to, untried }: Waits,
): Promise<Movable[]> {
  const before = to === null ? sql`` : sql`and next_attempt_at < ${to.toISOString()}::timestamptz`;
  const held = rowsOf<{ id: string; person: string; nudge: boolean }>(
    await tx.execute(sql`
      select message_id as id, person_id as person, kind = 'nudge' as nudge from message
      where org_id = ${org} and setting_id = ${settingId} and kind in ('prompt', 'nudge') and person_id is not null
        and state in ('pending', 'unknown') and next_attempt_at >= ${from.toISOString()}::timestamptz ${before}
        ${untried ? sql`and state = 'pending' and attempts = 0` : sql``}
      order by message_id for update`),
  );
  if (held.length === 0) return [];
  const borne = rowsOf<{ message: string; prompt: string; kind: Kind; planned: boolean; week: IsoWeek }>(
    await tx.execute(sql`
      select b.message_id as message, p.prompt_id as prompt, p.kind, p.state = 'planned' as planned, p.local_week as week
      from message_prompt b join prompt p on p.org_id = b.org_id and p.prompt_id = b.prompt_id
      where b.org_id = ${org} and b.message_id in
        (select (jsonb_array_elements_text(${JSON.stringify(held.map(({ id }) => id))}::jsonb))::uuid)
      order by b.message_id, b.position`),
  );
  return held.map(({ id, person, nudge }) => ({
    messageId: id,
    personId: person,
    isNudge: nudge,
    prompts: borne.flatMap(({ message, prompt, kind, planned, week }) =>
      message === id ? [{ promptId: prompt, kind, planned, localWeek: week }] : [],
    ),
  }));
}

/** How many questions and reminders of a setting are being sent just now. */
export async function countSending(tx: Tx, org: OrgId, settingId: string): Promise<number> {
  const [row] = rowsOf<{ sending: number }>(
    await tx.execute(sql`
      select count(*)::int as sending from message where org_id = ${org} and setting_id = ${settingId}
        and kind in ('prompt', 'nudge') and state = 'sending'`),
  );
  return row?.sending ?? 0;
}

export async function moveMessages(
  tx: Tx,
  org: OrgId,
  moves: readonly { messageId: string; at: Date; until: Date }[],
): Promise<void> {
  if (moves.length === 0) return;
  await tx.execute(sql`
    update message m set next_attempt_at = v.at, not_after = v.until, not_before = least(m.not_before, v.at)
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as v("messageId" uuid, at timestamptz, until timestamptz)
    where m.org_id = ${org} and m.message_id = v."messageId"`);
}

/** They are another day's questions now, of the same week. */
export async function moveDays(
  tx: Tx,
  org: OrgId,
  moves: readonly { promptId: string; on: LocalDate }[],
): Promise<void> {
  if (moves.length === 0) return;
  await tx.execute(sql`
    update prompt p set local_date = v.on from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
      as v("promptId" uuid, "on" date)
    where p.org_id = ${org} and p.prompt_id = v."promptId" and p.state = 'planned'`);
}

export type LadderRow = {
  promptId: string;
  personId: string;
  kind: Kind;
  cadence: Cadence;
  at: Date;
  chaseAt: Date;
  closesAt: Date;
};

/** The questions of a setting, or of one person there, that are asked and on their ladder; held until the transaction ends. */
export async function holdLadders(
  tx: Tx,
  org: OrgId,
  settingId: string,
  personId: string | null = null,
): Promise<LadderRow[]> {
  const rows = rowsOf<
    Record<'at' | 'chaseAt' | 'closesAt', string | Date> & Omit<LadderRow, 'at' | 'chaseAt' | 'closesAt'>
  >(
    await tx.execute(sql`
      select p.prompt_id as "promptId", p.person_id as "personId", p.kind, v.body ->> 'cadence' as cadence,
        p.asked_at as at, p.chase_at as "chaseAt", p.closes_at as "closesAt"
      from prompt p join question_version v on v.org_id = p.org_id and v.question_id = p.question_id
        and v.version = p.question_version
      where p.org_id = ${org} and p.setting_id = ${settingId} and p.state = 'asked' and p.asked_at is not null
        and p.chase_at is not null ${personId === null ? sql`` : sql`and p.person_id = ${personId}`}
      order by p.prompt_id for update of p`),
  );
  return rows.map((row) => ({
    ...row,
    at: new Date(row.at),
    chaseAt: new Date(row.chaseAt),
    closesAt: new Date(row.closesAt),
  }));
}

export async function shiftLadders(
  tx: Tx,
  org: OrgId,
  shifts: readonly { promptId: string; dueOn: LocalDate | null; chaseAt: Date; closesAt: Date }[],
): Promise<void> {
  if (shifts.length === 0) return;
  await tx.execute(sql`
    update prompt p set due_on = v."dueOn", chase_at = v."chaseAt", closes_at = greatest(p.closes_at, v."closesAt")
    from jsonb_to_recordset(${JSON.stringify(shifts)}::jsonb)
      as v("promptId" uuid, "dueOn" date, "chaseAt" timestamptz, "closesAt" timestamptz)
    where p.org_id = ${org} and p.prompt_id = v."promptId" and p.state = 'asked'`);
}
