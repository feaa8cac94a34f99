/**
 * Lets whoever pressed in set-up go on with it: it must be their own, still there, and they must still be allowed.
 * The rule: all of it is asked of the record in the transaction that goes on, and what is wrong is said to them alone.
 */
import type { IncomingPress, PressResult, Sender } from '../chat/chat.ts';
import { strangerMessage } from '../messages/guard.ts';
import { type Unset, unsetLine } from '../messages/set-up-lines.ts';
import type { Tx } from '../store/database.ts';
import { findByChatUser } from '../store/people.ts';
import { lockSetUp, type SetUp } from '../store/set-ups.ts';
import { listSettings } from '../store/settings.ts';
import type { Context } from './context.ts';
import { writersIn } from './find-writers.ts';
import { type Seat, type Standing, seatOf, standingOf } from './open-set-up.ts';
import { inPrivate } from './press-result.ts';

export type Seated = { setUp: SetUp; seat: Seat; standing: Standing };

export const refused = (why: Unset): PressResult => inPrivate(unsetLine(why));

/** Somebody on no list is sent where strangers are sent. */
async function refusal(context: Context, tx: Tx, from: Sender, why: Unset): Promise<PressResult> {
  const known = await findByChatUser(tx, from.platform, from.externalId, from.userId);
  return writersIn(await listSettings(tx), known, context.now).length > 0
    ? refused(why)
    : inPrivate(strangerMessage());
}

export async function entering(
  context: Context,
  tx: Tx,
  { from }: IncomingPress,
  token: string,
  go: (seated: Seated) => Promise<PressResult>,
): Promise<PressResult> {
  const setUp = await lockSetUp(tx, token);
  if (setUp === null) return refusal(context, tx, from, 'ended');
  const seat = await seatOf(tx, setUp, from);
  if (seat === null) return refusal(context, tx, from, 'not_yours');
  const allowed = await standingOf(context, tx, seat, setUp.settingId);
  if (!allowed.may) return refusal(context, tx, from, 'not_allowed');
  return go({ setUp, seat, standing: allowed.standing });
}
