/**
 * Shows what became of a press where it was made: the message redrawn, or a line that its presser alone sees.
 * The rule: first at the address that came with the click, which needs nothing of ours; then with our token. A
 * redraw that fails both ways is left to the deliverer, which owes it by the record.
 */
import type { Message } from '../../domain/message.ts';
import type { PressResult, Sender } from '../chat.ts';
import { settled } from '../work-in-hand.ts';
import type { Desk } from './desk.ts';
import type { Place } from './parse.ts';
import { placeOf, UNREAD } from './slack.ts';

export async function showResult(
  desk: Desk,
  from: Sender,
  place: Place,
  { kind, message }: PressResult,
): Promise<void> {
  if (kind === 'redraw') await redraw(desk, from, place, message);
  else await showPrivately(desk, from, place, message);
}

async function redraw(desk: Desk, from: Sender, place: Place, message: Message): Promise<void> {
  const { responseUrl, platformId } = place;
  const { platform, externalId } = from;
  await desk.inTurn(platformId ?? responseUrl ?? from.userId, async () => {
    if (await drawn(desk, from, place, message)) {
      // A fault here leaves it owed, and drawing it once more does no harm.
      if (platformId !== null)
        await settled(desk.handlers.onShown({ platform, externalId, platformId, message }));
      return;
    }
    // Nothing of ours will redraw a message that only its reader sees, so they are told by another.
    if (platformId === null) await showPrivately(desk, from, { ...place, responseUrl: null }, message);
    else desk.log.warn({}, 'press_not_shown');
  });
}

async function drawn(desk: Desk, from: Sender, place: Place, message: Message): Promise<boolean> {
  const { responseUrl, platformId } = place;
  const body = desk.bodyOf(message);
  if (responseUrl !== null && (await desk.respond(responseUrl, { ...body, replace_original: true })))
    return true;
  const target = platformId === null ? null : placeOf(platformId);
  if (target === null) return false;
  const call = { workspaceId: from.externalId, method: 'chat.update' } as const;
  return (
    (await desk.calls(call, (client) => client.chat.update({ ...target, ...body, ...UNREAD }))).is === 'done'
  );
}

/** A line or an answer that only this person sees. */
export async function showPrivately(
  desk: Desk,
  from: Sender,
  { responseUrl, channelId }: Place,
  message: Message,
): Promise<void> {
  const body = desk.bodyOf(message);
  const here = { ...body, response_type: 'ephemeral' as const, replace_original: false };
  if (responseUrl !== null && (await desk.respond(responseUrl, here))) return;
  if (channelId !== null) {
    const aside = { ...body, ...UNREAD, user: from.userId, channel: channelId };
    const call = { workspaceId: from.externalId, method: 'chat.postEphemeral' } as const;
    if ((await desk.calls(call, (client) => client.chat.postEphemeral(aside))).is === 'done') return;
  }
  desk.log.warn({ kind: message.kind }, 'private_line_not_shown');
}
