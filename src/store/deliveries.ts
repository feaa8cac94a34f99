/**
 * Message rows on their way out: claimed under a lease, then marked with what became of them.
 * The rule: a row is marked `sending` and committed before anything is sent, so a row found `sending` after its
 * lease may or may not have gone. Leases run on the database's clock, plans on the step's own moment.
 * Deciding what an outcome means is left to cycle/settle-sends.
 */
import { and, asc, count, eq, gte, inArray, sql } from 'drizzle-orm';
import type { AlertClock } from '../domain/alert-hours.ts';
import type { IsoWeek, LocalDate } from '../domain/local-time.ts';
import type { Message, MessageKind } from '../domain/message.ts';
import type { PromptState } from '../domain/prompt.ts';
import type { Cadence, Kind } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { leaseBegan, leaseEnd, leaseIsOver } from './lease.ts';
import { asPinned } from './questions.ts';
import { rowsOf } from './rows.ts';
import { address, alert, message, messagePrompt, prompt, questionVersion } from './schema/index.ts';
import type { MessageState } from './schema/messages.ts';

/**
 * A second copy of these does no harm: of a prompt or nudge both bear the same prompt, of the question who is in charge
 * the same day's, and a line about what somebody
 * pressed says the same twice. A guard's alert is never held back for fear of one. Anything else is never said twice.
 */
export const REPEATABLE: readonly MessageKind[] = ['prompt', 'nudge', 'guard', 'private_line', 'charge'];

/** How the dedupe key of a notice to a lead begins: it asks or tells of another message, and twice does no harm. */
export const NOTICE = 'told:';

/** Whether a second copy of it would do no harm. */
export function isRepeatable({ kind, dedupeKey }: Pick<Outbound, 'kind' | 'dedupeKey'>): boolean {
  return REPEATABLE.includes(kind) || dedupeKey.startsWith(NOTICE);
}

/** How many messages whose dedupe key begins so have been queued since then. */
export async function countMessages(tx: Tx, org: OrgId, key: string, since: Date): Promise<number> {
  const [made] = await tx
    .select({ count: count() })
    .from(message)
    .where(
      and(
        eq(message.orgId, org),
        gte(message.createdAt, since),
        sql`starts_with(${message.dedupeKey}, ${key})`,
      ),
    );
  return made?.count ?? 0;
}

export type BornePrompt = {
  promptId: string;
  personId: string;
  state: PromptState;
  kind: Kind;
  cadence: Cadence;
  closesAt: Date;
  snoozedUntil: Date | null;
  seconds: number;
  /** The day and the week it was planned for. */
  localDate: LocalDate;
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
  /** They can be reached, and through another installation. */
  elsewhere: boolean;
  alertId: string | null;
  alertState: 'open' | 'acknowledged' | 'closed' | null;
  alertClock: AlertClock | null;
  dedupeKey: string;
  body: Message;
  revision: number;
  notBefore: Date;
  notAfter: Date | null;
  attempts: number;
  /** This claim's own token. */
  claim: string;
  /** When the earliest copy in doubt was tried; of one in no doubt, now. */
  attemptedAt: Date;
  /** An earlier copy may have arrived. */
  uncertain: boolean;
  /** Found `sending` with its lease gone: whoever had it died in the middle. */
  crashed: boolean;
  prompts: BornePrompt[];
};

/** Whether an earlier copy of it may have arrived. */
export const isInDoubt = ({ uncertain, crashed }: Pick<Outbound, 'uncertain' | 'crashed'>): boolean =>
  uncertain || crashed;

/** What the record has against a message of which an earlier copy may have arrived. */
export const UNCERTAIN = 'uncertain';

/**
 * Takes due messages of one installation, a guard's alert first, then the longest due: one that must not be said twice
 * by itself, or up to `limit` of the others together.
 */
export async function claimMessages(
  tx: Tx,
  org: OrgId,
  installationId: string,
  { now, limit, claim }: { now: Date; limit: number; claim: string },
): Promise<Outbound[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const due = rowsOf<{ message_id: string; was: MessageState; repeatable: boolean }>(
    await tx.execute(sql`
      select message_id, state as was, kind in ${[...REPEATABLE]} or starts_with(dedupe_key, ${NOTICE}) as repeatable from message
      where org_id = ${org} and installation_id = ${installationId}
        and ((state in ('pending', 'unknown') and next_attempt_at <= ${at} and not_before <= ${at})
          or (state = 'sending' and ${leaseIsOver(sql`leased_until`)}))
      order by kind <> 'guard', repeatable, next_attempt_at, message_id
      limit ${limit}
      for update skip locked`),
  );
  const [first] = due;
  if (!first) return [];
  const claimed = first.repeatable ? due.filter((row) => row.repeatable) : [first];
  await tx
    .update(message)
    .set({
      state: 'sending',
      leasedUntil: leaseEnd,
      attempts: sql`${message.attempts} + 1`,
      claim,
      // What is in doubt may have arrived as early as its first try, or as its lease began.
      attemptedAt: sql`case when ${message.state} = 'pending' then ${at}
        else coalesce(${message.attemptedAt}, ${leaseBegan(message.leasedUntil)}, ${at}) end`,
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
      reachedBy: address.installationId,
      alertState: alert.state,
      alertClock: alert.clock,
    })
    .from(message)
    .leftJoin(address, and(eq(address.orgId, message.orgId), eq(address.personId, message.personId)))
    .leftJoin(alert, and(eq(alert.orgId, message.orgId), eq(alert.alertId, message.alertId)))
    .where(and(eq(message.orgId, org), inArray(message.messageId, ids)))
    .orderBy(asc(message.nextAttemptAt), asc(message.messageId));
  return rows.map(({ sent, userId, reach, reachedBy, alertState, alertClock }) => ({
    messageId: sent.messageId,
    settingId: sent.settingId,
    installationId: sent.installationId,
    kind: sent.kind,
    personId: sent.personId,
    channelId: sent.channelId,
    userId: reach === 'reachable' && reachedBy === sent.installationId ? userId : null,
    elsewhere: reach === 'reachable' && reachedBy !== sent.installationId,
    alertId: sent.alertId,
    alertState,
    alertClock,
    dedupeKey: sent.dedupeKey,
    body: sent.body,
    revision: sent.revision,
    notBefore: sent.notBefore,
    notAfter: sent.notAfter,
    attempts: sent.attempts,
    claim,
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
      localDate: prompt.localDate,
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

/**
 * Those of the messages that are still this claim's, held until the transaction ends: nobody else has taken them over.
 */
export async function stillOurs(
  tx: Tx,
  claimed: readonly Pick<Outbound, 'messageId' | 'claim'>[],
): Promise<Set<string>> {
  if (claimed.length === 0) return new Set();
  const claims = new Map(claimed.map(({ messageId, claim }) => [messageId, claim]));
  const rows = await tx
    .select({ messageId: message.messageId, claim: message.claim })
    .from(message)
    .where(and(inArray(message.messageId, [...claims.keys()]), eq(message.state, 'sending')))
    .orderBy(asc(message.messageId))
    .for('update');
  return new Set(rows.flatMap((row) => (claims.get(row.messageId) === row.claim ? [row.messageId] : [])));
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
  | { state: 'unknown'; nextAttemptAt: Date; notAfter?: Date | null; attempts?: number }
  /** `doubtToken` is what the buttons carry that ask a lead about it. */
  | { state: 'held'; fault: string; doubtToken: string }
  | { state: 'failed' | 'withdrawn'; fault: string | null };

/** Marks what became of a message that has not (surely) arrived. */
export async function settleMessage(tx: Tx, messageId: string, settled: Settled): Promise<void> {
  const changes =
    settled.state === 'unknown' || settled.state === 'pending'
      ? {
          ...settled,
          ...(settled.state === 'unknown' ? { fault: UNCERTAIN } : {}),
          ...(settled.notAfter === undefined ? {} : { notBefore: settled.nextAttemptAt }),
        }
      : settled;
  await tx
    .update(message)
    .set({ ...changes, leasedUntil: null })
    .where(eq(message.messageId, messageId));
}
