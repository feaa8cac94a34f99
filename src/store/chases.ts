/**
 * Prompts on their ladder: what is due a rung, and the marks each rung leaves.
 * The rule: a mark is made only from the state it is legal from, so a rung climbed twice is climbed once.
 * Which rung applies is left to domain/chase, what is then said to the cycle.
 */
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { LocalDate } from '../domain/local-time.ts';
import type { PromptState } from '../domain/prompt.ts';
import type { Question } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { asPinned } from './questions.ts';
import { rowsOf } from './rows.ts';
import { address, message, messagePrompt, prompt, questionVersion, settingQuestion } from './schema/index.ts';

export type ChasedPrompt = {
  promptId: string;
  settingId: string;
  personId: string;
  token: string;
  choiceOrder: string[] | null;
  localDate: LocalDate;
  askedAt: Date | null;
  closesAt: Date;
  chaseAt: Date | null;
  nudges: number;
  snoozedUntil: Date | null;
  question: Question;
  /** Not checked, and no lead has approved it yet. */
  checkLocally: boolean;
};

/** What was asked through an installation is looked at now: while Vigil was kept out, it was put off by a day at a time. */
export async function chaseNowIn(tx: Tx, org: OrgId, installationId: string, now: Date): Promise<void> {
  const asked = tx
    .select({ personId: address.personId })
    .from(address)
    .where(and(eq(address.orgId, org), eq(address.installationId, installationId)));
  await tx
    .update(prompt)
    .set({ chaseAt: now })
    .where(
      and(
        eq(prompt.orgId, org),
        eq(prompt.state, 'asked'),
        gt(prompt.chaseAt, now),
        inArray(prompt.personId, asked),
      ),
    );
}

/** Up to `limit` asked prompts with a rung, or a reminder they were asked for, due at `now`; locked until commit. */
export async function claimChases(
  tx: Tx,
  settingId: string,
  now: Date,
  limit: number,
): Promise<ChasedPrompt[]> {
  const due = rowsOf<{ prompt_id: string }>(
    await tx.execute(sql`
      select prompt_id from prompt
      where setting_id = ${settingId} and state = 'asked' and chase_at is not null
        and least(chase_at, snoozed_until) <= ${now.toISOString()}::timestamptz
      order by least(chase_at, snoozed_until), prompt_id
      limit ${limit}
      for update skip locked`),
  ).map((row) => row.prompt_id);
  if (due.length === 0) return [];
  const rows = await tx
    .select({
      promptId: prompt.promptId,
      settingId: prompt.settingId,
      personId: prompt.personId,
      token: prompt.token,
      choiceOrder: prompt.choiceOrder,
      localDate: prompt.localDate,
      askedAt: prompt.askedAt,
      closesAt: prompt.closesAt,
      chaseAt: prompt.chaseAt,
      nudges: prompt.nudges,
      snoozedUntil: prompt.snoozedUntil,
      question: questionVersion.body,
      approvedAt: settingQuestion.approvedAt,
    })
    .from(prompt)
    .innerJoin(questionVersion, asPinned)
    .leftJoin(
      settingQuestion,
      and(
        eq(settingQuestion.orgId, prompt.orgId),
        eq(settingQuestion.settingId, prompt.settingId),
        eq(settingQuestion.questionId, prompt.questionId),
      ),
    )
    .where(inArray(prompt.promptId, due))
    .orderBy(asc(prompt.settingId), asc(prompt.personId), asc(prompt.askedAt), asc(prompt.promptId));
  return rows.map(({ approvedAt, ...row }) => ({
    ...row,
    checkLocally: row.question.confidence === 'check-locally' && approvedAt === null,
  }));
}

/** Settings with prompts that want chasing. */
export async function listChased(tx: Tx, org: OrgId, now: Date): Promise<{ id: string }[]> {
  return rowsOf<{ id: string }>(
    await tx.execute(sql`
      select distinct setting_id as id from prompt
      where org_id = ${org} and state = 'asked' and chase_at is not null
        and least(chase_at, snoozed_until) <= ${now.toISOString()}::timestamptz
      order by setting_id`),
  );
}

/** The next moment any prompt has a rung; null when none has. */
export async function nextChase(tx: Tx, org: OrgId): Promise<Date | null> {
  const [row] = rowsOf<{ due: Date | string | null }>(
    await tx.execute(sql`
      select min(least(chase_at, snoozed_until)) as due from prompt
      where org_id = ${org} and state = 'asked' and chase_at is not null`),
  );
  return row?.due ? new Date(row.due) : null;
}

export type AskedMark = { promptId: string; dueOn: LocalDate | null; chaseAt: Date | null; closesAt: Date };

/**
 * Marks prompts as asked from `at`, and puts them on their ladder. One that may have been delivered before is
 * asked from the copy that surely arrived; one answered meanwhile is left alone.
 */
export async function markAsked(tx: Tx, org: OrgId, asked: AskedMark[], at: Date): Promise<void> {
  if (asked.length === 0) return;
  const rows = asked.map((mark) => ({
    id: mark.promptId,
    due: mark.dueOn,
    chase: mark.chaseAt?.toISOString() ?? null,
    closes: mark.closesAt.toISOString(),
  }));
  await tx.execute(sql`
    update prompt p set state = 'asked', asked_at = ${at.toISOString()}::timestamptz, due_on = a.due,
      chase_at = a.chase, closes_at = greatest(p.closes_at, a.closes)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as a(id uuid, due date, chase timestamptz, closes timestamptz)
    where p.org_id = ${org} and p.prompt_id = a.id and p.state in ('planned', 'asked') and p.nudges = 0`);
}

/** A nudge has been queued, or there is nothing to do yet: when the ladder next has a rung. */
export async function markChased(
  tx: Tx,
  promptId: string,
  mark: { chaseAt: Date | null; dueOn: LocalDate | null; nudges?: number; snoozedUntil: Date | null },
): Promise<void> {
  await tx
    .update(prompt)
    .set(mark)
    .where(and(eq(prompt.promptId, promptId), eq(prompt.state, 'asked')));
}

/** Of these prompts, the ones that a message bearing them has surely brought to somebody. */
export async function listSurelyAsked(tx: Tx, promptIds: string[]): Promise<Set<string>> {
  if (promptIds.length === 0) return new Set();
  const rows = await tx
    .selectDistinct({ promptId: messagePrompt.promptId })
    .from(messagePrompt)
    .innerJoin(
      message,
      and(eq(message.orgId, messagePrompt.orgId), eq(message.messageId, messagePrompt.messageId)),
    )
    .where(and(inArray(messagePrompt.promptId, promptIds), eq(message.state, 'sent')));
  return new Set(rows.map((row) => row.promptId));
}

/** Marks prompts overdue, each with the date it was due; gives those that were still waiting. */
export async function markOverdue(tx: Tx, dueOn: Map<string, LocalDate>, at: Date): Promise<string[]> {
  const marked: string[] = [];
  for (const [promptId, due] of dueOn) {
    const rows = await tx
      .update(prompt)
      .set({ state: 'overdue', overdueAt: at, chaseAt: null, snoozedUntil: null, dueOn: due })
      .where(and(eq(prompt.promptId, promptId), eq(prompt.state, 'asked')))
      .returning({ promptId: prompt.promptId });
    if (rows.length > 0) marked.push(promptId);
  }
  return marked;
}

/** Ends prompts nobody is to answer any more, from the states given; gives those that it ended, in the order asked. */
export async function endPrompts(
  tx: Tx,
  promptIds: string[],
  to: 'lapsed' | 'cancelled',
  from: PromptState[],
): Promise<string[]> {
  if (promptIds.length === 0) return [];
  const rows = await tx
    .update(prompt)
    .set({ state: to, chaseAt: null, snoozedUntil: null })
    .where(and(inArray(prompt.promptId, promptIds), inArray(prompt.state, from)))
    .returning({ promptId: prompt.promptId });
  const ended = new Set(rows.map((row) => row.promptId));
  return promptIds.filter((promptId) => ended.has(promptId));
}

/**
 * Ends overdue prompts nobody can answer any more: cancelled where the person has left, lapsed where the period has
 * closed and somebody has taken the alert on.
 */
export async function endOverduePrompts(
  tx: Tx,
  org: OrgId,
  now: Date,
): Promise<{ promptId: string; state: 'lapsed' | 'cancelled' }[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const hasLeft = sql`(m.state <> 'confirmed' or m.leaves_on < (${at} at time zone s.zone)::date)`;
  const result = await tx.execute(sql`
    update prompt p set state = case when ${hasLeft} then 'cancelled' else 'lapsed' end
    from setting s, membership m
    where p.org_id = ${org} and p.state = 'overdue' and s.org_id = p.org_id and s.setting_id = p.setting_id
      and m.org_id = p.org_id and m.setting_id = p.setting_id and m.person_id = p.person_id
      and (${hasLeft} or (p.closes_at <= ${at} and exists (
        select from alert a where a.org_id = p.org_id and a.setting_id = p.setting_id and a.state = 'acknowledged'
          and case a.kind when 'overdue_duty' then a.subject = p.prompt_id::text
            when 'overdue_attestations' then p.kind = 'attestation'
              and a.subject = (p.overdue_at at time zone s.zone)::date::text
            else false end)))
    returning p.prompt_id as "promptId", p.state`);
  const ended = rowsOf<{ promptId: string; state: 'lapsed' | 'cancelled' }>(result);
  return ended.sort((one, other) => (one.promptId < other.promptId ? -1 : 1));
}
