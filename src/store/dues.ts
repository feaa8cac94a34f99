/**
 * What waits for one person, what they have done, and who an overdue check waits for.
 * The rule: one person's rows are read for that person; names of others are read only by `listOverdueNamed`, for
 * the private answer to somebody who may see them.
 */
import { sql } from 'drizzle-orm';
import { PRIVATE_INDICATOR, tellsOfCases } from '../domain/access.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { PromptState } from '../domain/prompt.ts';
import type { Kind, Question } from '../domain/question.ts';
import { type Audience, roleLabel } from '../domain/role.ts';
import type { StandardId } from '../domain/standard.ts';
import { anonymousSeconds } from './anonymous.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';

export type Due = {
  promptId: string;
  token: string;
  state: PromptState;
  question: Question;
  checkLocally: boolean;
  choiceOrder: string[] | null;
  askedOn: LocalDate;
  dueOn: LocalDate | null;
};

/** The open prompts of one person, what is due first at the top. */
export async function listDues(tx: Tx, settingId: string, personId: string, now: Date): Promise<Due[]> {
  const result = await tx.execute(sql`
    select p.prompt_id as "promptId", p.token, p.state, v.body as question, p.choice_order as "choiceOrder",
      (v.body ->> 'confidence' = 'check-locally' and q.approved_at is null) as "checkLocally",
      p.local_date::text as "askedOn", p.due_on::text as "dueOn"
    from prompt p
    join question_version v
      on v.org_id = p.org_id and v.question_id = p.question_id and v.version = p.question_version
    left join setting_question q on q.setting_id = p.setting_id and q.question_id = p.question_id
    where p.setting_id = ${settingId} and p.person_id = ${personId} and p.state in ('asked', 'overdue')
      and p.closes_at > ${now.toISOString()}::timestamptz
    order by p.due_on nulls last, p.ask_at, p.prompt_id`);
  return rowsOf<Due>(result).map((row) => ({ ...row, checkLocally: row.checkLocally ?? false }));
}

export type Mine = { asked: number; answered: number; seconds: number };

/** What one person was asked and answered from a date on, and the time it took them. */
export async function readMine(tx: Tx, settingId: string, personId: string, from: LocalDate): Promise<Mine> {
  const result = await tx.execute(sql`
    select
      (select count(*) from prompt where setting_id = ${settingId} and person_id = ${personId}
        and local_date >= ${from} and asked_at is not null and state <> 'cancelled')::int as asked,
      (select count(*) from prompt where setting_id = ${settingId} and person_id = ${personId}
        and local_date >= ${from} and state = 'answered')::int as answered,
      ((select coalesce(sum(seconds), 0) from reply where setting_id = ${settingId} and person_id = ${personId}
        and local_date >= ${from}) + ${anonymousSeconds.of(settingId, personId, from)})::int as seconds`);
  const [row] = rowsOf<Mine>(result);
  if (!row) throw new Error('A count gave no row');
  return row;
}

export type AskedOf = { on: LocalDate; question: Question; state: PromptState };

/** What one person was asked from a date on, the latest first; what was let go is not among it. */
export async function listAskedOf(
  tx: Tx,
  settingId: string,
  personId: string,
  { from, most }: { from: LocalDate; most: number },
): Promise<AskedOf[]> {
  const result = await tx.execute(sql`
    select p.local_date::text as "on", v.body as question, p.state from prompt p
    join question_version v
      on v.org_id = p.org_id and v.question_id = p.question_id and v.version = p.question_version
    where p.setting_id = ${settingId} and p.person_id = ${personId} and p.local_date >= ${from}
      and p.asked_at is not null and p.state <> 'cancelled'
    order by p.asked_at desc, p.prompt_id desc limit ${most}`);
  return rowsOf<AskedOf>(result);
}

export type OverdueNamed = {
  personId: string;
  standard: StandardId;
  indicator: string;
  kind: Kind;
  owner: string;
  name: string;
  dueOn: LocalDate;
};

/** What is overdue in a setting and with whom: for leads, privately. `cases`: for the headteacher's own eyes. */
export async function listOverdueNamed(
  tx: Tx,
  settingId: string,
  { cases }: { cases: boolean },
): Promise<OverdueNamed[]> {
  const result = await tx.execute(sql`
    select p.person_id as "personId", p.standard, p.indicator, p.kind, v.body ->> 'audience' as audience, n.name, p.due_on::text as "dueOn"
    from prompt p
    join person n on n.org_id = p.org_id and n.person_id = p.person_id
    join question_version v
      on v.org_id = p.org_id and v.question_id = p.question_id and v.version = p.question_version
    where p.setting_id = ${settingId} and p.state = 'overdue' and p.due_on is not null
    order by p.due_on, p.standard, p.indicator, n.name`);
  return rowsOf<Omit<OverdueNamed, 'owner'> & { audience: Audience }>(result).map(({ audience, ...row }) => ({
    ...row,
    indicator: !cases && tellsOfCases(row.standard, row.kind) ? PRIVATE_INDICATOR : row.indicator,
    owner: roleLabel(audience),
  }));
}

/** The question this person was asked last; null before the first. */
export async function findLastAsked(tx: Tx, settingId: string, personId: string): Promise<Question | null> {
  const result = await tx.execute(sql`
    select v.body as question from prompt p
    join question_version v
      on v.org_id = p.org_id and v.question_id = p.question_id and v.version = p.question_version
    where p.setting_id = ${settingId} and p.person_id = ${personId} and p.asked_at is not null
    order by p.asked_at desc, p.prompt_id desc limit 1`);
  return rowsOf<{ question: Question }>(result)[0]?.question ?? null;
}
