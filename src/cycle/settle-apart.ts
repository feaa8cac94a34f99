/**
 * Settles what was sent one message at a time, where settling all of it at once went wrong for a reason of its own.
 * The rule: one that cannot be settled is marked by what is surely known of it, and a line in the log says so; the lane
 * goes on. What an outcome means is settle-sends'.
 */
import { nameOf } from '../chat/work-in-hand.ts';
import type { Tx } from '../store/database.ts';
import { markSent, settleMessage } from '../store/deliveries.ts';
import { isAway } from '../store/refusals.ts';
import type { Context } from './context.ts';
import type { Sent } from './settle-sends.ts';

export async function settleApart(
  context: Context,
  sends: readonly Sent[],
  settle: (tx: Tx, send: Sent) => Promise<void>,
): Promise<void> {
  for (const send of sends)
    try {
      await context.within((tx) => settle(tx, send));
    } catch (fault) {
      if (isAway(fault)) throw fault;
      context.log.error(
        { message: send.message.messageId, outcome: send.outcome.kind, fault: nameOf(fault) },
        'send_not_settled',
      );
      await context.within((tx) => markAsKnown(context, tx, send));
    }
}

async function markAsKnown({ org, now }: Context, tx: Tx, { message, outcome }: Sent): Promise<void> {
  if (outcome.kind === 'sent' || outcome.kind === 'found')
    return markSent(tx, org, [{ ...message, platformId: outcome.platformId }], now);
  return settleMessage(tx, message.messageId, { state: 'failed', fault: 'not settled' });
}
