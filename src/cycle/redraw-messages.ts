/**
 * Redraws messages whose record has moved on since they were shown: an answer recorded, an alert taken.
 * The rule: drawing twice does no harm, so an uncertain redraw is simply done again; one that cannot be drawn
 * any more is given up quietly, since the record has what matters.
 */
import type { Address, Chat, SendOutcome } from '../chat/chat.ts';
import type { Lane } from '../store/lanes.ts';
import { listOwedRedraws, markDrawn, type OwedRedraw, putOffRedraw } from '../store/redraws.ts';
import type { Context } from './context.ts';
import { retryAt } from './settle-sends.ts';

const BATCH = 20;
const MOST_TRIES = 8;

export async function redrawMessages(context: Context, lane: Lane, chat: Chat): Promise<void> {
  for (;;) {
    const owed = await context.within((tx) => listOwedRedraws(tx, lane.installationId, context.now, BATCH));
    if (owed.length === 0) return;
    const drawn: { redraw: OwedRedraw; outcome: SendOutcome }[] = [];
    for (const redraw of owed) {
      const outcome = await draw(chat, lane, redraw);
      drawn.push({ redraw, outcome });
      if (outcome.kind === 'limited') break;
    }
    await context.within(async (tx) => {
      for (const { redraw, outcome } of drawn) {
        const { messageId, revision } = redraw;
        const attempts = redraw.attempts + 1;
        if (outcome.kind === 'limited')
          await putOffRedraw(
            tx,
            messageId,
            redraw.attempts,
            new Date(context.now.getTime() + outcome.retryAfterMs),
          );
        else if (outcome.kind === 'ambiguous' && attempts < MOST_TRIES)
          await putOffRedraw(tx, messageId, attempts, retryAt(context, attempts));
        else await markDrawn(tx, messageId, revision);
      }
    });
    if (drawn.some(({ outcome }) => outcome.kind === 'limited')) return;
  }
}

async function draw(chat: Chat, lane: Lane, redraw: OwedRedraw): Promise<SendOutcome> {
  const { installationId, externalId } = lane;
  const to: Address | null =
    redraw.channelId !== null
      ? { installationId, externalId, kind: 'channel', id: redraw.channelId }
      : redraw.userId !== null
        ? { installationId, externalId, kind: 'person', id: redraw.userId }
        : null;
  if (to === null) return { kind: 'refused', why: 'person_gone' };
  try {
    return await chat.update(to, redraw.platformId, redraw.body);
  } catch {
    return { kind: 'ambiguous', why: 'threw' };
  }
}
