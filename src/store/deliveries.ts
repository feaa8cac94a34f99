/**
 * Message rows on their way out: claimed under a lease, then marked with what became of them.
 * The rule: a row is marked `sending` and committed before anything is sent, so a row found `sending` after its
 * lease may or may not have gone. Leases run on the database's clock, plans on the step's own moment.
 * Deciding what an outcome means is left to cycle/deliver-messages.
 */
import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { AlertClock } from '../domain/alert-hours.ts';
import type { IsoWeek } from '../domain/local-time.ts';
import type { Message, MessageKind } from '../domain/message.ts';
import type { PromptState } from '../domain/prompt.ts';
import type { Cadence, Kind } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { asPinned } from './questions.ts';
import { rowsOf } from './rows.ts';
import { address, alert, message, messagePrompt, prompt, questionVersion } from './schema/index.ts';
import type { MessageState } from './schema/messages.ts';

/**
 * A second copy of these does no harm: of a prompt or nudge both bear the same prompt, and a line about what somebody
 * pressed says the same twice. A guard's alert is never held back for fear of one. Anything else is never said twice.
 */
export const REPEATABLE: readonly MessageKind[] = ['prompt', 'nudge', 'guard', 'private_line'];

export type BornePrompt = {
  promptId: string;
  personId: string;
  state: PromptState;
  kind: Kind;
  cadence: Cadence;
  closesAt: Date;
  snoozedUntil: Date | null;
  seconds: number;
  /** The week it was planned for. */
  localWeek: IsoWeek;
};

export type Outbound = {
  messageId: string;
  settingId: string;
  installationId: string;
  kind: MessageKind;
  personId: string | null;
  channelId: string | null;
  /** The person's own id there; null when they cannot be reached, or were moved to another installation. */
  userId: string | null;
  alertId: string | null;
  alertState: 'open' | 'acknowledged' | 'closed' | null;
  alertClock: AlertClock | null;
  dedupeKey: string;
  body: Message;
  revision: number;
  notAfter: Date | null;
  attempts: number;
  /** When the earliest copy in doubt was tried; of one in no doubt, now. */
  attemptedAt: Date;
  /** An earlier copy may have arrived. */
  uncertain: boolean;
  /** Found `sending` with its lease gone: whoever had it died in the middle. */
  crashed: boolean;
  prompts: BornePrompt[];
};

const UNCERTAIN = 'uncertain';

/**
 * Takes due messages of one installation, longest due first: one that must not be said twice by itself, or up to
 * `limit` of the others together.
 */
export async function claimMessages(
  tx: Tx,
  org: OrgId,
  installationId: string,
  { now, limit }: { now: Date; limit: number },
): Promise<Outbound[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const due = rowsOf<{ message_id: string; was: MessageState; repeatable: boolean }>(
    await tx.execute(sql`
      select message_id, state as was, kind in ${[...REPEATABLE]} as repeatable from message
      where org_id = ${org} and installation_id = ${installationId}
        and ((state in ('pending', 'unknown') and next_attempt_at <= ${at} and not_before <= ${at})
          or (state = 'sending' and leased_until <= now()))
      order by repeatable, next_attempt_at, message_id
      limit ${limit}
      for update skip locked`),
  );
  const [first] = due;
  if (!first) return [];
  const claimed = first.repeatable ? due : [first];
  await tx
    .update(message)
    .set({
      state: 'sending',
      leasedUntil: sql`now() + interval '120 seconds'`,
      attempts: sql`${message.attempts} + 1`,
      // What is in doubt may have arrived as early as its first try.
      attemptedAt: sql`case when ${message.state} = 'pending' then ${at} else coalesce(${message.attemptedAt}, ${at}) end`,
    })
    .where(
      inArray(
        message.messageId,
        claimed.map((row) => row.message_id),
      ),
    );
  const was = new Map(claimed.map((row) => [row.message_id, row.was]));
  const ids = [...was.keys()];
  const prompts = await readPrompts(tx, ids);
  const rows = await tx
    .select({
      sent: message,
      userId: address.userId,
      reach: address.state,
      alertState: alert.state,
      alertClock: alert.clock,
    })
    .from(message)
    .leftJoin(
      address,
      and(
        eq(address.orgId, message.orgId),
        eq(address.personId, message.personId),
        eq(address.installationId, message.installationId),
      ),
    )
    .leftJoin(alert, and(eq(alert.orgId, message.orgId), eq(alert.alertId, message.alertId)))
    .where(and(eq(message.orgId, org), inArray(message.messageId, ids)))
    .orderBy(asc(message.nextAttemptAt), asc(message.messageId));
  return rows.map(({ sent, userId, reach, alertState, alertClock }) => ({
    messageId: sent.messageId,
    settingId: sent.settingId,
    installationId: sent.installationId,
    kind: sent.kind,
    personId: sent.personId,
    channelId: sent.channelId,
    userId: reach === 'reachable' ? userId : null,
    alertId: sent.alertId,
    alertState,
    alertClock,
    dedupeKey: sent.dedupeKey,
    body: sent.body,
    revision: sent.revision,
    notAfter: sent.notAfter,
    attempts: sent.attempts,
    attemptedAt: sent.attemptedAt ?? now,
    uncertain: sent.fault === UNCERTAIN,
    crashed: was.get(sent.messageId) === 'sending',
    prompts: prompts.get(sent.messageId) ?? [],
  }));
}

async function readPrompts(tx: Tx, messageIds: string[]): Promise<Map<string, BornePrompt[]>> {
  const rows = await tx
    .select({
      messageId: messagePrompt.messageId,
      promptId: prompt.promptId,
      personId: prompt.personId,
      state: prompt.state,
      kind: prompt.kind,
      closesAt: prompt.closesAt,
      snoozedUntil: prompt.snoozedUntil,
      seconds: prompt.seconds,
      localWeek: prompt.localWeek,
      question: questionVersion.body,
    })
    .from(messagePrompt)
    .innerJoin(
      prompt,
      and(eq(prompt.orgId, messagePrompt.orgId), eq(prompt.promptId, messagePrompt.promptId)),
    )
    .innerJoin(questionVersion, asPinned)
    .where(inArray(messagePrompt.messageId, messageIds))
    .orderBy(asc(messagePrompt.position));
  const byMessage = new Map<string, BornePrompt[]>();
  for (const { messageId, question, ...borne } of rows)
    byMessage.set(messageId, [...(byMessage.get(messageId) ?? []), { ...borne, cadence: question.cadence }]);
  return byMessage;
}

/** Those of the messages that are still being sent, as far as the record knows. */
export async function stillSending(tx: Tx, messageIds: readonly string[]): Promise<Set<string>> {
  if (messageIds.length === 0) return new Set();
  const rows = await tx
    .select({ messageId: message.messageId })
    .from(message)
    .where(and(inArray(message.messageId, [...messageIds]), eq(message.state, 'sending')))
    .for('update');
  return new Set(rows.map(({ messageId }) => messageId));
}

/** Marks messages as arrived: one statement for all of them. */
export async function markSent(
  tx: Tx,
  org: OrgId,
  sent: { messageId: string; platformId: string; revision: number }[],
  at: Date,
): Promise<void> {
  if (sent.length === 0) return;
  const rows = sent.map((row) => ({ id: row.messageId, platform: row.platformId, drawn: row.revision }));
  await tx.execute(sql`
    update message m set state = 'sent', platform_id = s.platform, drawn_revision = s.drawn, attempts = 0,
      sent_at = ${at.toISOString()}::timestamptz, leased_until = null, fault = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, platform text, drawn int)
    where m.org_id = ${org} and m.message_id = s.id`);
}

export type Settled =
  | { state: 'pending'; nextAttemptAt: Date; notAfter?: Date | null; fault?: null; attempts?: number }
  /** To be looked for, or sent once more. */
  | { state: 'unknown'; nextAttemptAt: Date; attempts?: number }
  /** `doubtToken` is what the buttons carry that ask a lead about it. */
  | { state: 'held'; fault: string; doubtToken: string }
  | { state: 'failed' | 'withdrawn'; fault: string | null };

/** Marks what became of a message that has not (surely) arrived. */
export async function settleMessage(tx: Tx, messageId: string, settled: Settled): Promise<void> {
  const changes =
    settled.state === 'unknown'
      ? { ...settled, fault: UNCERTAIN }
      : settled.state === 'pending' && settled.notAfter !== undefined
        ? { ...settled, notBefore: settled.nextAttemptAt }
        : settled;
  await tx
    .update(message)
    .set({ ...changes, leasedUntil: null })
    .where(eq(message.messageId, messageId));
}

/** The person is reached through another installation now: the message goes there, as if never tried. */
export async function followPerson(tx: Tx, messageId: string, at: Date): Promise<void> {
  await tx
    .update(message)
    .set({
      installationId: sql`coalesce((select a.installation_id from address a
        where a.org_id = ${message.orgId} and a.person_id = ${message.personId}), ${message.installationId})`,
      state: 'pending',
      leasedUntil: null,
      nextAttemptAt: at,
      attempts: 0,
    })
    .where(eq(message.messageId, messageId));
}

/** Puts off everything waiting for an installation that has asked us to slow down. */
export async function putOffLane(tx: Tx, installationId: string, until: Date): Promise<void> {
  await tx
    .update(message)
    .set({ nextAttemptAt: until })
    .where(
      and(
        eq(message.installationId, installationId),
        inArray(message.state, ['pending', 'unknown']),
        lt(message.nextAttemptAt, until),
      ),
    );
}

/** When anything next wants sending or redrawing on an installation; null when nothing waits. */
export async function nextDelivery(
  tx: Tx,
  org: OrgId,
  installationId: string,
): Promise<{ due: Date | null; sending: boolean }> {
  const [row] = rowsOf<{ due: Date | string | null; sending: boolean | null }>(
    await tx.execute(sql`
      select min(greatest(next_attempt_at, not_before)) filter (where state <> 'sending') as due,
        bool_or(state = 'sending') as sending from message
      where org_id = ${org} and installation_id = ${installationId}
        and (state in ('pending', 'unknown', 'sending')
          or (state = 'sent' and drawn_revision <> revision and platform_id is not null))`),
  );
  return { due: row?.due ? new Date(row.due) : null, sending: row?.sending ?? false };
}
