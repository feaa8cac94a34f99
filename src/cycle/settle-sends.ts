/**
 * What became of the messages just sent, written to the record in one transaction.
 * The rule: what is uncertain is looked for where it can be; else a prompt or nudge goes once more, marked "(again)",
 * and anything else is held and a lead asked, never doubled. Whoever cannot be reached is unreachable, not silent.
 */

import { climbNow } from '../store/alerts.ts';
import { endPrompts } from '../store/chases.ts';
import type { Tx } from '../store/database.ts';
import { isInDoubt, isRepeatable, markSent, type Outbound, settleMessage } from '../store/deliveries.ts';
import { putOffLane } from '../store/delivery-queue.ts';
import { appendLedger } from '../store/ledger.ts';
import { setReach } from '../store/member-links.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { noteUnasked } from './note-not-asked.ts';
import { openChannel, refuseForChannel } from './park-channel.ts';
import { endInstallation } from './revoke-workspace.ts';
import type { Tried } from './send-message.ts';
import { startLadders } from './start-ladders.ts';
import { tellUndelivered } from './tell-undelivered.ts';

/** `claimedAt`: before that nothing of it was sent. */
export type Sent = Tried & { message: Outbound; claimedAt: Date };

const MOST_TRIES = 8;
/** What waits alone is tried again within eleven minutes, however often it was. */
const LONGEST_STEP = 7;
const FIRST_WAIT_MS = 10_000;
/** A post may come to be seen after the link it was sent by was given up, which is ten seconds at most. */
const LOOK_AFTER_MS = 30_000;

export async function settleSends(
  context: Context,
  tx: Tx,
  installationId: string,
  school: (settingId: string) => KnownSchool,
  sends: Sent[],
): Promise<void> {
  const arrived = sends.flatMap(({ message, outcome }) => {
    if (outcome.kind === 'sent') return [{ ...message, platformId: outcome.platformId }];
    // The copy found was drawn before whatever changed its body since: it is drawn anew.
    if (outcome.kind === 'found') return [{ ...message, platformId: outcome.platformId, revision: 0 }];
    return [];
  });
  await markSent(tx, context.org, arrived, context.now);
  await startLadders(context, tx, arrived, school);
  for (const sent of sends)
    await settleSend(context, tx, installationId, school(sent.message.settingId), sent);
}

async function settleSend(
  context: Context,
  tx: Tx,
  installationId: string,
  school: KnownSchool,
  { message, outcome, canLook, claimedAt }: Sent,
): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      return openChannel(context, tx, school, message);
    case 'found':
      return record(context, tx, 'message_found', message, 'looked for');
    case 'unseen':
      return giveUpDoubt(context, tx, school, message);
    case 'limited': {
      const until = new Date(context.now.getTime() + outcome.retryAfterMs);
      // Still in doubt: what it waits for is to be looked for.
      const state = isInDoubt(message) ? 'unknown' : 'pending';
      if (outcome.blocked === 'this') return waitAlone(context, tx, school, message, until);
      await putOffLane(tx, installationId, until);
      // Ours to mend, and no fault of the message's: it waits however long that takes.
      if (outcome.blocked === 'all') return giveBack(tx, message, until);
      if (message.attempts >= MOST_TRIES && message.kind !== 'guard')
        return endTrying(context, tx, school, message, 'limited');
      const again = retryAt(context, message.attempts);
      return settleMessage(tx, message.messageId, { state, nextAttemptAt: again > until ? again : until });
    }
    case 'ambiguous':
      return settleUncertain(context, tx, school, message, canLook);
    case 'refused':
      break;
  }
  switch (outcome.why) {
    case 'installation_revoked':
      // Told of a token that was given since, nothing is known of that one.
      await endInstallation(context, tx, installationId, 'refused', claimedAt);
      return giveBack(tx, message, context.now);
    case 'person_gone':
      return gone(context, tx, message, outcome.why);
    case 'channel_gone':
    case 'not_in_channel':
      return message.personId !== null
        ? gone(context, tx, message, outcome.why)
        : refuseForChannel(context, tx, school, message, outcome.why);
    case 'too_long':
    case 'invalid':
    case 'message_gone':
      return endTrying(context, tx, school, message, outcome.why);
  }
}

/** It will not be taken. Where an earlier try may have arrived, that is what is told of it; never of a guard's alert. */
async function endTrying(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  why: string,
): Promise<void> {
  if (isInDoubt(message) && message.kind !== 'guard') return giveUpDoubt(context, tx, school, message);
  return failed(context, tx, school, message, why);
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
    state: isInDoubt(message) ? 'unknown' : 'pending',
    nextAttemptAt: again > until ? again : until,
  });
  if (message.attempts === MOST_TRIES) await tellUndelivered(context, tx, school, message, 'waiting');
}

/** Sent into silence: it may have arrived. It is looked for where that can be done, a little later. */
async function settleUncertain(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  canLook: boolean,
): Promise<void> {
  // Its buttons may be in front of somebody, so it counts as asked; it is overdue only if a copy surely arrived.
  if (isRepeatable(message)) await startLadders(context, tx, [message], () => school);
  const isOver = canLook ? message.attempts >= MOST_TRIES : !isRepeatable(message) || isInDoubt(message);
  if (isOver && message.kind !== 'guard') return giveUpDoubt(context, tx, school, message);
  const again = retryAt(context, Math.min(message.attempts, LONGEST_STEP));
  const look = new Date(context.now.getTime() + LOOK_AFTER_MS);
  return settleMessage(tx, message.messageId, {
    state: 'unknown',
    nextAttemptAt: canLook && look > again ? look : again,
  });
}

/** No more can be found out: a question has been put twice and a lead is told; for anything else a lead is asked. */
async function giveUpDoubt(context: Context, tx: Tx, school: KnownSchool, message: Outbound): Promise<void> {
  if (!isRepeatable(message)) return holdMessage(context, tx, school, message);
  await startLadders(context, tx, [message], () => school);
  await settleMessage(tx, message.messageId, { state: 'failed', fault: 'uncertain twice' });
  await record(context, tx, 'message_failed', message, 'uncertain twice');
  if (message.kind === 'prompt') await tellUndelivered(context, tx, school, message, 'question_in_doubt');
}

async function holdMessage(context: Context, tx: Tx, school: KnownSchool, message: Outbound): Promise<void> {
  const doubtToken = context.ids.token();
  await settleMessage(tx, message.messageId, { state: 'held', fault: 'uncertain', doubtToken });
  await record(context, tx, 'message_held', message, 'uncertain');
  return tellUndelivered(context, tx, school, message, { held: doubtToken });
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
  if (isRefused && message.personId !== null) await loseReach(context, tx, message, message.personId, why);
  if (isRefused) await record(context, tx, 'message_failed', message, why);
  await cancel(context, tx, promptIds(message), why);
  if (message.alertId === null) return;
  await climbNow(tx, message.alertId, context.now);
  await wakeBy(tx, context.org, 'chase-overdue', context.now);
}

async function loseReach(
  context: Context,
  tx: Tx,
  message: Outbound,
  personId: string,
  why: string,
): Promise<void> {
  const facts = { installation: message.installationId, account: why };
  const lost = await setReach(tx, [personId], 'unreachable');
  await appendLedger(
    tx,
    context.org,
    lost.map((subject) => ledgerEntry(context, 'person_unreachable', subject, facts)),
  );
}

export async function cancel(context: Context, tx: Tx, prompts: string[], why: string): Promise<void> {
  const cancelled = await endPrompts(tx, prompts, 'cancelled', ['planned', 'asked']);
  await appendLedger(
    tx,
    context.org,
    cancelled.map((promptId) => ledgerEntry(context, 'prompt_cancelled', promptId, { why })),
  );
}

/** Claimed but not sent after all: as if it had not been tried. One in doubt stays so. */
export async function giveBack(tx: Tx, message: Outbound, at: Date): Promise<void> {
  const attempts = message.attempts - 1;
  const state = isInDoubt(message) ? 'unknown' : 'pending';
  await settleMessage(tx, message.messageId, { state, nextAttemptAt: at, attempts });
}

/** It goes no more, whoever was to have it: a lead is told, and what was never asked is noted. */
export async function failed(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  why: string,
): Promise<void> {
  await settleMessage(tx, message.messageId, { state: 'failed', fault: why });
  await record(context, tx, 'message_failed', message, why);
  // A question that goes no more is not asked; a nudge leaves its question standing.
  if (message.kind === 'prompt') {
    await cancel(context, tx, promptIds(message), why);
    await noteUnasked(context, tx, school, promptIds(message));
  }
  await tellUndelivered(context, tx, school, message, message.prompts.length > 0 ? 'question' : 'failed');
}

async function record(
  context: Context,
  tx: Tx,
  kind: 'message_failed' | 'message_held' | 'message_found',
  message: Outbound,
  why: string,
): Promise<void> {
  context.log.warn({ message: message.messageId, kind: message.kind, why }, kind);
  await appendLedger(tx, context.org, [
    ledgerEntry(context, kind, message.messageId, { kind: message.kind, why, attempts: message.attempts }),
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
