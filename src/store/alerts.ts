/**
 * Alerts: what a lead has been told, how far it has climbed, who has it, and every copy of it.
 * The rule: one alert a subject, whatever runs twice; it is closed when its prompts are no longer overdue, or the
 * answer that could not wait is no longer a poor one. That somebody may have a concern ends with "I have it" alone, that
 * nobody is in charge with a naming or the day.
 */
import { and, asc, desc, eq, gte, isNotNull, like, lt, lte, sql } from 'drizzle-orm';
import type { AlertClock } from '../domain/alert-hours.ts';
import type { Answer } from '../domain/answer.ts';
import { type ConcernRoute, concernSubject } from '../domain/concern.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import type { PromptState } from '../domain/prompt.ts';
import type { Kind, Question } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { asPinned } from './questions.ts';
import { rowsOf } from './rows.ts';
import { alert, message, prompt, questionVersion, reply } from './schema/index.ts';
import type { MessageState } from './schema/messages.ts';

export type Alert = typeof alert.$inferSelect;
export type AlertKind = Alert['kind'];

/** Opens an alert unless its subject already has one; gives it, and whether it is new. */
export async function openAlert(
  tx: Tx,
  org: OrgId,
  made: {
    alertId: string;
    settingId: string;
    kind: AlertKind;
    subject: string;
    token: string;
    clock: AlertClock;
    openedAt: Date;
    climbsAt: Date | null;
    personId?: string;
    level?: number;
  },
): Promise<{ alert: Alert; isNew: boolean }> {
  const [opened] = await tx
    .insert(alert)
    .values({ orgId: org, ...made })
    .onConflictDoNothing({ target: [alert.orgId, alert.settingId, alert.kind, alert.subject] })
    .returning();
  if (opened) return { alert: opened, isNew: true };
  const { settingId, kind, subject } = made;
  const [found] = await tx
    .select()
    .from(alert)
    .where(and(eq(alert.settingId, settingId), eq(alert.kind, kind), eq(alert.subject, subject)));
  if (!found) throw new Error('An alert was neither opened nor found');
  return { alert: found, isNew: false };
}

/** The alert that somebody may have a concern, while nobody has taken it; locked until commit. */
export async function findOpenConcern(
  tx: Tx,
  settingId: string,
  personId: string,
  route: ConcernRoute,
): Promise<Alert | null> {
  const [found] = await tx
    .select()
    .from(alert)
    .where(
      and(
        eq(alert.settingId, settingId),
        eq(alert.kind, 'concern'),
        eq(alert.personId, personId),
        eq(alert.state, 'open'),
        like(alert.subject, concernSubject(route, '%')),
      ),
    )
    .orderBy(asc(alert.openedAt))
    .limit(1)
    .for('update');
  return found ?? null;
}

/** The last alert that this stranger may have a concern, taken on by now or not, and how many there have been. */
export async function findStrangersConcern(
  tx: Tx,
  settingId: string,
  mark: string,
): Promise<{ last: Alert | null; count: number }> {
  const found = await tx
    .select()
    .from(alert)
    .where(
      and(
        eq(alert.settingId, settingId),
        eq(alert.kind, 'concern'),
        like(alert.subject, concernSubject('stranger', `${mark}%`)),
      ),
    )
    .orderBy(desc(alert.openedAt), desc(alert.alertId));
  return { last: found[0] ?? null, count: found.length };
}

export async function findAlertByToken(tx: Tx, token: string): Promise<Alert | null> {
  const [found] = await tx.select().from(alert).where(eq(alert.token, token)).for('update');
  return found ?? null;
}

/** Open alerts that climb at or before `now`, the longest due first. */
export async function listClimbing(tx: Tx, now: Date): Promise<{ id: string; kind: AlertKind }[]> {
  return tx
    .select({ id: alert.alertId, kind: alert.kind })
    .from(alert)
    .where(and(eq(alert.state, 'open'), lte(alert.climbsAt, now)))
    .orderBy(asc(alert.climbsAt), asc(alert.alertId));
}

/** One of them, locked until commit; null when it climbs no longer, or somebody else has it locked. */
export async function lockClimbing(tx: Tx, alertId: string, now: Date): Promise<Alert | null> {
  const [found] = await tx
    .select()
    .from(alert)
    .where(and(eq(alert.alertId, alertId), eq(alert.state, 'open'), lte(alert.climbsAt, now)))
    .for('update', { skipLocked: true });
  return found ?? null;
}

/** So that words which come at once from one writer are one concern: the others wait until the first is committed. */
export async function holdConcerns(tx: Tx, settingId: string, personId: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`concern ${settingId} ${personId}`}, 0))`,
  );
}

export async function nextClimb(tx: Tx): Promise<Date | null> {
  const [row] = await tx
    .select({ climbsAt: alert.climbsAt })
    .from(alert)
    .where(and(eq(alert.state, 'open'), isNotNull(alert.climbsAt)))
    .orderBy(asc(alert.climbsAt))
    .limit(1);
  return row?.climbsAt ?? null;
}

/** Whether an alert that this person may have a concern still waits for somebody to take it on. */
export async function isAboutOpenAlert(tx: Tx, personId: string): Promise<boolean> {
  const found = await tx
    .select({ alertId: alert.alertId })
    .from(alert)
    .where(and(eq(alert.personId, personId), eq(alert.state, 'open')))
    .limit(1);
  return found.length > 0;
}

/** Locked until commit. */
export async function lockAlert(tx: Tx, alertId: string): Promise<Alert | null> {
  const [found] = await tx.select().from(alert).where(eq(alert.alertId, alertId)).for('update');
  return found ?? null;
}

export async function changeAlert(
  tx: Tx,
  alertId: string,
  changes: Partial<Pick<Alert, 'state' | 'level' | 'climbsAt' | 'acknowledgedBy' | 'acknowledgedAt'>>,
): Promise<void> {
  await tx.update(alert).set(changes).where(eq(alert.alertId, alertId));
}

/**
 * Not yet closed, with nothing to alert of any more: somebody answered, changed their answer, or handed it on. One
 * whose period has closed without an answer is not settled by that.
 */
export async function listSettled(tx: Tx, org: OrgId, alertId?: string): Promise<{ id: string }[]> {
  const only = alertId === undefined ? sql`` : sql` and a.alert_id = ${alertId}`;
  return rowsOf<{ id: string }>(
    await tx.execute(sql`
      select a.alert_id as id from alert a join setting s on s.org_id = a.org_id and s.setting_id = a.setting_id
      where a.org_id = ${org} and a.state in ('open', 'acknowledged') and a.kind not in ('concern', 'nobody_in_charge')${only} and not case
        when a.kind = 'overdue_attestations' then exists (
          select 1 from prompt p
          where p.org_id = a.org_id and p.setting_id = a.setting_id and p.overdue_at is not null
            and p.state in ('overdue', 'lapsed') and p.kind = 'attestation'
            and (p.overdue_at at time zone s.zone)::date::text = a.subject)
        else exists (
          select 1 from prompt p left join reply r on r.org_id = p.org_id and r.reply_id = p.reply_id
          where p.org_id = a.org_id
            and p.prompt_id = case when a.kind not in ('overdue_attestations', 'concern', 'nobody_in_charge') then a.subject::uuid end
            and case a.kind when 'poor_at_once' then r.verdict = 'poor' else p.state in ('overdue', 'lapsed') end) end
      order by a.alert_id`),
  );
}

/** One of them, locked until commit; null when there is something to alert of again. */
export async function lockSettled(tx: Tx, org: OrgId, alertId: string): Promise<Alert | null> {
  const [found] = await tx.select().from(alert).where(eq(alert.alertId, alertId)).for('update');
  const isSettled = (await listSettled(tx, org, alertId)).length > 0;
  return found !== undefined && isSettled ? found : null;
}

/** One prompt an alert is about, as it stands now. */
export type AlertedPrompt = {
  promptId: string;
  personId: string;
  kind: Kind;
  state: PromptState;
  askedAt: Date | null;
  dueOn: LocalDate | null;
  answeredAt: Date | null;
  /** The one that stands; null when there is none. */
  answer: Answer | null;
  question: Question;
};

/** The prompts an alert is about: one duty, or all attestations that fell overdue between two moments. */
export async function listAlerted(
  tx: Tx,
  about: { promptId: string } | { settingId: string; from: Date; until: Date },
): Promise<AlertedPrompt[]> {
  return tx
    .select({
      promptId: prompt.promptId,
      personId: prompt.personId,
      kind: prompt.kind,
      state: prompt.state,
      askedAt: prompt.askedAt,
      dueOn: prompt.dueOn,
      answeredAt: prompt.answeredAt,
      answer: reply.answer,
      question: questionVersion.body,
    })
    .from(prompt)
    .leftJoin(reply, and(eq(reply.orgId, prompt.orgId), eq(reply.replyId, prompt.replyId)))
    .innerJoin(questionVersion, asPinned)
    .where(
      'promptId' in about
        ? eq(prompt.promptId, about.promptId)
        : and(
            eq(prompt.settingId, about.settingId),
            eq(prompt.kind, 'attestation'),
            gte(prompt.overdueAt, about.from),
            lt(prompt.overdueAt, about.until),
          ),
    )
    .orderBy(asc(prompt.questionId), asc(prompt.personId));
}

/** A message that tells of an alert. */
export type AlertCopy = {
  messageId: string;
  personId: string | null;
  channelId: string | null;
  installationId: string;
  platformId: string | null;
  state: MessageState;
  body: Message;
  revision: number;
};

export async function listCopies(tx: Tx, alertId: string): Promise<AlertCopy[]> {
  return tx
    .select({
      messageId: message.messageId,
      personId: message.personId,
      channelId: message.channelId,
      installationId: message.installationId,
      platformId: message.platformId,
      state: message.state,
      body: message.body,
      revision: message.revision,
    })
    .from(message)
    .where(eq(message.alertId, alertId))
    .orderBy(asc(message.createdAt), asc(message.messageId));
}

/** A copy could not reach its lead: the alert climbs at once. */
export async function climbNow(tx: Tx, alertId: string, now: Date): Promise<void> {
  await tx
    .update(alert)
    .set({ climbsAt: now })
    .where(and(eq(alert.alertId, alertId), eq(alert.state, 'open')));
}
