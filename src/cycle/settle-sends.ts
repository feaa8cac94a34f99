/**
 * What became of the messages just sent, written to the record in one transaction.
 * The rule: a prompt or nudge whose send is uncertain goes once more, marked "(again)"; anything else uncertain is
 * held and a lead told, never doubled. Whoever cannot be reached is unreachable, not silent.
 */
import type { SendOutcome } from '../chat/chat.ts';
import { dueOn, rungs } from '../domain/ladder.ts';
import { addDays, instantAt } from '../domain/local-time.ts';
import type { Person } from '../domain/setting.ts';
import { climbNow } from '../store/alerts.ts';
import { type AskedMark, endPrompts, markAsked } from '../store/chases.ts';
import type { Tx } from '../store/database.ts';
import { markSent, type Outbound, putOffLane, REPEATABLE, settleMessage } from '../store/deliveries.ts';
import { appendLedger } from '../store/ledger.ts';
import { markUnreachable } from '../store/people.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';
import { endInstallation } from './revoke-workspace.ts';
import { sendToLeads } from './send-to-leads.ts';
import { tellUndelivered } from './tell-undelivered.ts';

export type Sent = { message: Outbound; outcome: SendOutcome };

const MOST_TRIES = 8;
/** What waits alone is tried again within eleven minutes, however often it was. */
const LONGEST_STEP = 7;
const FIRST_WAIT_MS = 10_000;

export async function settleSends(
  context: Context,
  tx: Tx,
  installationId: string,
  school: (settingId: string) => KnownSchool,
  sends: Sent[],
): Promise<void> {
  const arrived = sends.flatMap(({ message, outcome }) =>
    outcome.kind === 'sent' ? [{ ...message, platformId: outcome.platformId }] : [],
  );
  await markSent(tx, context.org, arrived, context.now);
  await startLadders(context, tx, arrived, school);
  for (const { message, outcome } of sends)
    await settleSend(context, tx, installationId, school(message.settingId), { message, outcome });
}

async function settleSend(
  context: Context,
  tx: Tx,
  installationId: string,
  school: KnownSchool,
  { message, outcome }: Sent,
): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      return;
    case 'limited': {
      const until = new Date(context.now.getTime() + outcome.retryAfterMs);
      if (outcome.blocked === 'this') return waitAlone(context, tx, school, message, until);
      await putOffLane(tx, installationId, until);
      // Ours to mend, and no fault of the message's: it waits however long that takes.
      if (outcome.blocked === 'all') return giveBack(tx, message, until);
      if (message.attempts >= MOST_TRIES) return failed(context, tx, school, message, 'limited');
      const again = retryAt(context, message.attempts);
      return settleMessage(tx, message.messageId, {
        state: 'pending',
        nextAttemptAt: again > until ? again : until,
      });
    }
    case 'ambiguous':
      return settleUncertain(context, tx, school, message);
    case 'refused':
      break;
  }
  switch (outcome.why) {
    case 'installation_revoked':
      await endInstallation(context, tx, installationId, 'refused', context.now);
      return giveBack(tx, message, context.now);
    case 'person_gone':
      return gone(context, tx, message, outcome.why);
    case 'channel_gone':
    case 'not_in_channel':
      if (message.personId !== null) return gone(context, tx, message, outcome.why);
      await settleMessage(tx, message.messageId, { state: 'failed', fault: outcome.why });
      await record(context, tx, 'message_failed', message, outcome.why);
      await sendToLeads(context, tx, school, message);
      return tellUndelivered(context, tx, school, message, 'channel');
    case 'too_long':
    case 'invalid':
    case 'message_gone':
      return failed(context, tx, school, message, outcome.why);
  }
}

/** It never fails for this, and holds nobody else up; after an hour or so a lead is told that it still waits. */
async function waitAlone(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  until: Date,
): Promise<void> {
  const again = retryAt(context, Math.min(message.attempts, LONGEST_STEP));
  await settleMessage(tx, message.messageId, {
    state: 'pending',
    nextAttemptAt: again > until ? again : until,
  });
  if (message.attempts === MOST_TRIES) await tellUndelivered(context, tx, school, message, 'waiting');
}

/** Found half sent, or sent into silence: it may have arrived. */
export async function settleUncertain(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
): Promise<void> {
  if (!REPEATABLE.includes(message.kind)) {
    await settleMessage(tx, message.messageId, { state: 'held', fault: 'uncertain' });
    await record(context, tx, 'message_held', message, 'uncertain');
    return tellUndelivered(context, tx, school, message, 'held');
  }
  // Its buttons may be in front of somebody, so it counts as asked; it is overdue only if a copy surely arrived.
  await startLadders(context, tx, [message], () => school);
  if (message.uncertain) {
    await settleMessage(tx, message.messageId, { state: 'failed', fault: 'uncertain twice' });
    return record(context, tx, 'message_failed', message, 'uncertain twice');
  }
  return settleMessage(tx, message.messageId, {
    state: 'unknown',
    nextAttemptAt: retryAt(context, message.attempts),
  });
}

/** The person has left or cannot be reached: their prompts are cancelled, an alert goes on to the next lead. */
export async function gone(
  context: Context,
  tx: Tx,
  message: Outbound,
  why: 'left' | 'person_gone' | 'channel_gone' | 'not_in_channel',
): Promise<void> {
  const isRefused = why !== 'left';
  await settleMessage(tx, message.messageId, { state: isRefused ? 'failed' : 'withdrawn', fault: why });
  if (isRefused && message.personId !== null) await markUnreachable(tx, message.personId);
  if (isRefused) await record(context, tx, 'message_failed', message, why);
  await cancel(context, tx, promptIds(message), why);
  if (message.alertId === null) return;
  await climbNow(tx, message.alertId, context.now);
  await wakeBy(tx, context.org, 'chase-overdue', context.now);
}

export async function cancel(context: Context, tx: Tx, prompts: string[], why: string): Promise<void> {
  const cancelled = await endPrompts(tx, prompts, 'cancelled', ['planned', 'asked']);
  await appendLedger(
    tx,
    context.org,
    cancelled.map((promptId) => ({
      entryId: context.ids.id(),
      at: context.now,
      kind: 'prompt_cancelled',
      subject: promptId,
      actor: null,
      facts: { why },
    })),
  );
}

/** Claimed but not sent after all: as if it had never been tried. */
export async function giveBack(tx: Tx, message: Outbound, at: Date): Promise<void> {
  await settleMessage(tx, message.messageId, {
    state: 'pending',
    nextAttemptAt: at,
    attempts: message.attempts - 1,
  });
}

async function failed(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  why: string,
): Promise<void> {
  await settleMessage(tx, message.messageId, { state: 'failed', fault: why });
  await record(context, tx, 'message_failed', message, why);
  // A question that never went was never asked; a nudge leaves its question standing.
  if (message.kind === 'prompt' && !message.uncertain) await cancel(context, tx, promptIds(message), why);
  await tellUndelivered(context, tx, school, message, message.prompts.length > 0 ? 'question' : 'failed');
}

/** Marks what a message asks as asked now, and says when each is first chased. */
async function startLadders(
  context: Context,
  tx: Tx,
  messages: Outbound[],
  school: (settingId: string) => KnownSchool,
): Promise<void> {
  const asking = messages.filter((message) => message.kind === 'prompt' && message.prompts.length > 0);
  if (asking.length === 0) return;
  const marks = asking.flatMap((message) => marksFor(message, school(message.settingId), context.now));
  await markAsked(tx, context.org, marks, context.now);
  await appendLedger(
    tx,
    context.org,
    asking.map((message) => ({
      entryId: context.ids.id(),
      at: context.now,
      kind: 'prompt_asked',
      subject: message.messageId,
      actor: null,
      facts: { prompts: message.prompts.length, uncertain: message.uncertain },
    })),
  );
  const chases = marks.flatMap((mark) => (mark.chaseAt === null ? [] : [mark.chaseAt.getTime()]));
  if (chases.length > 0) await wakeBy(tx, context.org, 'chase-overdue', new Date(Math.min(...chases)));
}

function marksFor(message: Outbound, school: KnownSchool, now: Date): AskedMark[] {
  const { setting, small } = school;
  const person: Person | null = message.personId === null ? null : school.person(message.personId);
  if (person === null) return [];
  return message.prompts.map(({ promptId, kind, cadence, closesAt }) => {
    const asked = { kind, cadence, at: now };
    const ladder = rungs(asked, setting, person, small);
    const due = dueOn(asked, setting, person);
    const end = due === null ? ladder.at(-1)?.at : instantAt(addDays(due, 1), '00:00', setting.zone);
    return {
      promptId,
      dueOn: due,
      chaseAt: ladder[0]?.at ?? closesAt,
      // One delivered late stays open at least until it is due.
      closesAt: end === undefined || end <= closesAt ? closesAt : new Date(end.getTime() - 1000),
    };
  });
}

async function record(
  context: Context,
  tx: Tx,
  kind: 'message_failed' | 'message_held',
  message: Outbound,
  why: string,
): Promise<void> {
  context.log.warn({ message: message.messageId, kind: message.kind, why }, kind);
  await appendLedger(tx, context.org, [
    {
      entryId: context.ids.id(),
      at: context.now,
      kind,
      subject: message.messageId,
      actor: null,
      facts: { kind: message.kind, why, attempts: message.attempts },
    },
  ]);
}

/** Twice as long after each try, somewhere between half of that and all of it. */
export function retryAt({ now, random }: Context, attempts: number): Date {
  const wait = FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1);
  return new Date(now.getTime() + Math.round(wait * (0.5 + random.next() / 2)));
}

function promptIds(message: Outbound): string[] {
  return message.prompts.map((prompt) => prompt.promptId);
}
