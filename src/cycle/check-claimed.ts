/**
 * Goes over what has been claimed, now that its moment has come: gives what may go, and settles the rest.
 * The rule: what came late joins other questions or is put somewhere in the time there is; what has closed unasked is
 * noted; what a shut channel would refuse is not tried. Whether one message may go is check-send's.
 */
import { momentWithin } from '../domain/spread.ts';
import type { Tx } from '../store/database.ts';
import { isInDoubt, type Outbound, settleMessage } from '../store/deliveries.ts';
import { followPerson } from '../store/delivery-queue.ts';
import { redrawMessage } from '../store/messages.ts';
import { isAway } from '../store/refusals.ts';
import { refusalOf } from '../store/refuse.ts';
import { checkSend } from './check-send.ts';
import type { Context } from './context.ts';
import { drawMessage } from './draw-message.ts';
import type { KnownSchool } from './know-school.ts';
import { mergeLate } from './merge-late.ts';
import { noteUnasked } from './note-not-asked.ts';
import { parkedFor, refuseForChannel } from './park-channel.ts';
import { cancel, gone } from './settle-sends.ts';

/** One message could not be judged, and nothing is wrong with the record: the others need not wait for it. */
export class Unjudged extends Error {
  readonly outbound: Outbound;
  constructor(outbound: Outbound, cause: unknown) {
    super('A claimed message could not be judged', { cause });
    this.name = 'Unjudged';
    this.outbound = outbound;
  }
}

/** Settles what is not to go after all, and gives the rest. Throws `Unjudged` for one that cannot be. */
export async function checkClaimed(
  context: Context,
  tx: Tx,
  claimed: Outbound[],
  know: (settingId: string) => Promise<KnownSchool>,
): Promise<Outbound[]> {
  const ready: Outbound[] = [];
  for (const message of claimed) {
    const school = await know(message.settingId);
    const isReady = await judge(context, tx, school, message).catch((fault: unknown) => {
      if (isAway(refusalOf(fault))) throw fault;
      throw new Unjudged(message, fault);
    });
    if (isReady) ready.push(message);
  }
  return ready;
}

async function judge(context: Context, tx: Tx, school: KnownSchool, message: Outbound): Promise<boolean> {
  const { messageId } = message;
  const isDoubted = isInDoubt(message);
  // One that may be there already is not given to the leads as well.
  const shut = isDoubted ? null : await parkedFor(context, tx, message);
  if (shut !== null) {
    await refuseForChannel(context, tx, school, message, shut);
    return false;
  }
  const check = checkSend(message, school, context.now);
  switch (check.do) {
    case 'send':
      if (check.cancel.length > 0) await dropUnasked(context, tx, school, message, check.cancel);
      return true;
    case 'move':
      if (await mergeLate(context, tx, school, message, check.at)) return false;
      await settleMessage(tx, messageId, {
        state: isDoubted ? 'unknown' : 'pending',
        nextAttemptAt: momentOf(context, check.at, check.until),
        notAfter: check.until,
        attempts: message.attempts - 1,
      });
      return false;
    case 'withdraw':
      await settleMessage(tx, messageId, { state: 'withdrawn', fault: null });
      await dropUnasked(context, tx, school, null, check.cancel);
      return false;
    case 'nobody':
      await gone(context, tx, message, 'left');
      return false;
    case 'follow':
      await followPerson(tx, message, context.now);
      return false;
  }
}

/** Somewhere in the first three quarters of the window there is, so that it is not late once more by a moment. */
function momentOf({ random }: Context, at: Date, until: Date | null): Date {
  if (until === null) return at;
  const to = new Date(at.getTime() + (until.getTime() - at.getTime()) * 0.75);
  return momentWithin([{ from: at, to }], random)?.at ?? at;
}

/** What has closed unasked is cancelled and noted; a message that goes without it is drawn anew. */
async function dropUnasked(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound | null,
  promptIds: string[],
): Promise<void> {
  await cancel(context, tx, promptIds, 'closed');
  await noteUnasked(context, tx, school, promptIds);
  if (message === null) return;
  message.prompts = message.prompts.filter(({ promptId }) => !promptIds.includes(promptId));
  message.body = await drawMessage(context, tx, message.messageId);
  await redrawMessage(tx, message.messageId, message.body, message.revision);
}
