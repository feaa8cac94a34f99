/**
 * Redraws messages whose record has moved on since they were shown: an answer recorded, an alert taken.
 * The rule: drawing twice does no harm, so an uncertain redraw is simply done again; one that cannot be drawn
 * any more is given up quietly, since the record has what matters.
 */
import type { Address, Chat, SendOutcome } from '../chat/chat.ts';
import type { Tx } from '../store/database.ts';
import type { Lane } from '../store/lanes.ts';
import { markDrawn, type OwedRedraw, putOffRedraw } from '../store/redraws.ts';
import type { Context } from './context.ts';
import { retryAt } from './settle-sends.ts';

export type Redrawn = { redraw: OwedRedraw; outcome: SendOutcome };

const MOST_TRIES = 8;

/** Draws one after another; stops where the platform says to slow down. */
export async function redrawMessages(
  chat: Chat,
  lane: Lane,
  owed: OwedRedraw[],
  mayGoOn: () => boolean,
): Promise<{ redrawn: Redrawn[]; stopped: boolean }> {
  const redrawn: Redrawn[] = [];
  for (const redraw of owed) {
    if (!mayGoOn()) return { redrawn, stopped: true };
    const outcome = await draw(chat, lane, redraw);
    redrawn.push({ redraw, outcome });
    if (outcome.kind === 'limited' && outcome.blocked !== 'this') return { redrawn, stopped: true };
  }
  return { redrawn, stopped: false };
}

export async function settleRedraws(context: Context, tx: Tx, redrawn: Redrawn[]): Promise<void> {
  const done: { messageId: string; revision: number }[] = [];
  for (const { redraw, outcome } of redrawn) {
    const { messageId, revision } = redraw;
    const attempts = redraw.attempts + 1;
    if (outcome.kind === 'limited' && outcome.blocked === 'this') {
      // Held up alone: tried ever more slowly, and never given up for it.
      const tries = Math.min(attempts, MOST_TRIES - 1);
      const wait = retryAt(context, tries).getTime() - context.now.getTime();
      await putOffRedraw(tx, messageId, tries, inMs(context, Math.max(wait, outcome.retryAfterMs)));
    } else if (outcome.kind === 'limited') {
      await putOffRedraw(tx, messageId, redraw.attempts, inMs(context, outcome.retryAfterMs));
    } else if (outcome.kind === 'ambiguous' && attempts < MOST_TRIES)
      await putOffRedraw(tx, messageId, attempts, retryAt(context, attempts));
    else done.push({ messageId, revision });
  }
  await markDrawn(tx, context.org, done);
}

const inMs = ({ now }: Context, ms: number) => new Date(now.getTime() + ms);

async function draw(chat: Chat, lane: Lane, redraw: OwedRedraw): Promise<SendOutcome> {
  const { installationId, externalId } = lane;
  const id = redraw.channelId ?? redraw.userId;
  if (id === null) return { kind: 'refused', why: 'person_gone' };
  const to: Address = {
    installationId,
    externalId,
    kind: redraw.channelId === null ? 'person' : 'channel',
    id,
  };
  try {
    return await chat.update(to, redraw.platformId, redraw.body);
  } catch {
    return { kind: 'ambiguous', why: 'threw' };
  }
}
