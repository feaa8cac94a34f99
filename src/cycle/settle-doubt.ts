/**
 * A lead says of a message that is held whether it is where it was to go.
 * The rule: only a lead of that setting; the first to say so counts, and whoever presses later is told how it stands.
 * "Send it again" is sent once more like any other message, by the deliverer.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { localDate, localTime } from '../domain/local-time.ts';
import { maySeeNames } from '../domain/role.ts';
import { isEmployed } from '../domain/setting.ts';
import { strangerMessage } from '../messages/guard.ts';
import { settledDoubtMessage, unsettledLine } from '../messages/undelivered.ts';
import type { Tx } from '../store/database.ts';
import { type Doubt, findByKey, lockDoubt, markSeen, release } from '../store/doubts.ts';
import { appendLedger } from '../store/ledger.ts';
import { redrawMessage } from '../store/messages.ts';
import { findByChatUser } from '../store/people.ts';
import { findSetting } from '../store/settings.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { inPrivate } from './press-result.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { noticeKey } from './tell-undelivered.ts';

export async function settleDoubt(context: Context, press: IncomingPress): Promise<PressResult> {
  return retryDeadlock(context, (tx) => settle(context, tx, press));
}

async function settle(context: Context, tx: Tx, { from, token, verb }: IncomingPress): Promise<PressResult> {
  const { now } = context;
  const who = await findByChatUser(tx, from.platform, from.externalId, from.userId);
  if (who.length === 0) return inPrivate(strangerMessage());
  const doubt = await lockDoubt(tx, token);
  const setting = doubt === null ? null : await findSetting(tx, doubt.settingId);
  if (doubt === null || setting === null) return inPrivate(unsettledLine('gone'));
  const today = localDate(now, setting.zone);
  const lead = who.find(
    ({ settingId, person }) =>
      settingId === setting.id && isEmployed(person, today) && maySeeNames(person.roles),
  )?.person;
  if (lead === undefined) return inPrivate(unsettledLine('not_yours'));
  if (doubt.state !== 'held')
    return inPrivate(unsettledLine(doubt.state === 'withdrawn' ? 'gone' : 'settled'));
  const what = verb === 'send_again' ? 'send_again' : 'arrived';
  if (what === 'arrived') await markSeen(tx, doubt, now);
  else {
    await release(tx, doubt, now);
    await wakeBy(tx, context.org, 'deliver-messages', now);
  }
  await appendLedger(tx, context.org, [
    ledgerEntry(
      context,
      what === 'arrived' ? 'message_found' : 'message_released',
      doubt.messageId,
      { kind: doubt.kind, why: 'a lead said so' },
      lead.id,
    ),
  ]);
  const message = settledDoubtMessage({ what, kind: doubt.kind, when: localTime(now, setting.zone) });
  await redrawNotice(context, tx, doubt, token, message);
  return { kind: 'redraw', message };
}

async function redrawNotice(
  context: Context,
  tx: Tx,
  doubt: Doubt,
  token: string,
  body: PressResult['message'],
): Promise<void> {
  const notice = await findByKey(tx, noticeKey(doubt.settingId, token));
  if (notice === null) return;
  await redrawMessage(tx, notice.messageId, body, notice.revision + 1);
  await wakeBy(tx, context.org, 'deliver-messages', context.now);
}
