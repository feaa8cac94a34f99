/**
 * Sends one claimed message, looking first for one whose earlier copy may have arrived.
 * The rule: what is found is not sent; what is surely not there goes as it is; where nobody can tell, a prompt, a nudge
 * or a guard's alert goes once more and says so, and anything else is not sent. What it came to is settle-sends'.
 */
import type { Address, Chat, FindOutcome, SendOutcome } from '../chat/chat.ts';
import { againMessage } from '../messages/again.ts';
import { isInDoubt, isRepeatable, type Outbound } from '../store/deliveries.ts';
import type { Lane } from '../store/lanes.ts';

/** found: an earlier copy had arrived. unseen: nobody can tell, and another copy could do harm. */
export type Sending = SendOutcome | { kind: 'found'; platformId: string } | { kind: 'unseen' };

/** `canLook`: should it be in doubt now, it can be looked for. */
export type Tried = { outcome: Sending; canLook: boolean };

/** Null where it was looked for so long that it may not be sent any more: `mayGoOn` is asked again before a post. */
export async function sendMessage(
  chat: Chat,
  lane: Lane,
  message: Outbound,
  mayGoOn: () => boolean,
): Promise<Tried | null> {
  const to = addressOf(lane, message);
  if (to === null) return { outcome: { kind: 'refused', why: 'person_gone' }, canLook: false };
  const canLook = chat.find !== undefined && to.kind === 'person';
  if (!isInDoubt(message)) return { outcome: await post(chat, to, message, message.body), canLook };
  const looked = await look(chat, to, message);
  switch (looked.kind) {
    case 'found':
    case 'limited':
      return { outcome: looked, canLook };
    case 'absent':
      if (!mayGoOn()) return null;
      return { outcome: await post(chat, to, message, message.body), canLook };
    case 'unseen': {
      if (!mayGoOn()) return null;
      // Whoever could not see the first copy will not see the second.
      const outcome = mayRepeat(message)
        ? await post(chat, to, message, againMessage(message.body))
        : ({ kind: 'unseen' } as const);
      return { outcome, canLook: false };
    }
  }
}

/** Once more, and no third time; but a guard's alert for as long as it takes. */
function mayRepeat(message: Outbound): boolean {
  return message.kind === 'guard' || (isRepeatable(message) && !(message.uncertain && message.crashed));
}

async function look(chat: Chat, to: Address, message: Outbound): Promise<FindOutcome> {
  if (chat.find === undefined) return { kind: 'unseen', why: 'not on this platform' };
  try {
    return await chat.find(to, message.messageId, message.attemptedAt);
  } catch {
    return { kind: 'unseen', why: 'threw' };
  }
}

async function post(
  chat: Chat,
  to: Address,
  { messageId }: Outbound,
  body: Outbound['body'],
): Promise<SendOutcome> {
  try {
    return await chat.post(to, body, messageId);
  } catch {
    return { kind: 'ambiguous', why: 'threw' };
  }
}

function addressOf({ installationId, externalId }: Lane, message: Outbound): Address | null {
  const id = message.channelId ?? message.userId;
  if (id === null) return null;
  return { installationId, externalId, kind: message.channelId === null ? 'person' : 'channel', id };
}
