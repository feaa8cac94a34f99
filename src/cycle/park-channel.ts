/**
 * What happens to a message whose channel refuses Vigil: the channel is parked, the leads have the digest in private.
 * The rule: a lead is told once that a channel is shut, and once that it is open again; until the next look, the
 * next day, nothing is tried there. A channel that takes a message is open.
 */
import { localDate } from '../domain/local-time.ts';
import { mendedMessage } from '../messages/undelivered.ts';
import type { Tx } from '../store/database.ts';
import { type Outbound, settleMessage } from '../store/deliveries.ts';
import { appendLedger } from '../store/ledger.ts';
import { findParked, freeChannel, type Parked, parkChannel } from '../store/parked-channels.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { sendToLeads } from './send-to-leads.ts';
import { tellLead } from './tell-lead.ts';
import { noticeKey, tellUndelivered } from './tell-undelivered.ts';

/** Short of a day, so that a digest at the same hour the next day is the look. */
const NEXT_LOOK_MS = 20 * 3_600_000;

/** Why its channel would refuse it, where that is known and not yet to be tried again. */
export async function parkedFor(context: Context, tx: Tx, message: Outbound): Promise<Parked['why'] | null> {
  if (message.channelId === null) return null;
  const parked = await findParked(tx, channelOf(message, message.channelId));
  return parked !== null && parked.lookAt > context.now ? parked.why : null;
}

/** The channel has refused it, or would. */
export async function refuseForChannel(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  why: Parked['why'],
): Promise<void> {
  const { now, org } = context;
  if (message.channelId === null) throw new Error('A message to a person was refused for its channel');
  await settleMessage(tx, message.messageId, { state: 'failed', fault: why });
  const channel = channelOf(message, message.channelId);
  const parked = await findParked(tx, channel);
  const isDue = parked === null || parked.lookAt <= now;
  if (isDue) {
    const lookAt = new Date(now.getTime() + NEXT_LOOK_MS);
    await parkChannel(tx, org, channel, { why, at: parked?.parkedAt ?? now, lookAt });
  }
  await appendLedger(tx, org, [
    ledgerEntry(context, 'message_failed', message.messageId, {
      kind: message.kind,
      why,
      attempts: message.attempts,
    }),
    ...(parked === null ? [ledgerEntry(context, 'channel_parked', school.setting.id, { why })] : []),
  ]);
  context.log.warn({ message: message.messageId, kind: message.kind, why }, 'message_failed');
  await sendToLeads(context, tx, school, message);
  await tellUndelivered(context, tx, school, message, 'channel', parked?.parkedAt ?? now);
}

/** A channel took a message: where it had been parked, it is open again, and a lead hears so. */
export async function openChannel(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
): Promise<void> {
  if (message.channelId === null) return;
  const channel = channelOf(message, message.channelId);
  const parked = await findParked(tx, channel);
  if (parked === null) return;
  await freeChannel(tx, channel);
  await appendLedger(tx, context.org, [ledgerEntry(context, 'channel_mended', school.setting.id)]);
  const { setting, people } = school;
  await tellLead(context, tx, {
    setting,
    people,
    about: null,
    key: noticeKey(setting.id, `mended:${message.channelId}:${localDate(parked.parkedAt, setting.zone)}`),
    body: mendedMessage(setting.name),
  });
}

const channelOf = ({ installationId }: Outbound, channelId: string) => ({ installationId, channelId });
