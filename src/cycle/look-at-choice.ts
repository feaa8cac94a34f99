/**
 * Looks at the channel somebody has chosen for the leads, before it is saved.
 * The rule: never within a transaction. A channel that everybody can read, or that Vigil is not in, is not taken; one
 * whose platform does not say how private it is is taken, and who reads it is said for whoever chose it to judge.
 */
import type { Platform } from '../chat/chat.ts';
import type { ChannelPart } from '../domain/set-up-draft.ts';
import { CHANNEL_FAULTS } from '../messages/set-up-lines.ts';
import type { Context } from './context.ts';

/** No leads' channel has more members than this. */
const MOST_READERS = 100;

export async function lookAtChoice(
  context: Context,
  { platform, externalId }: { platform: Platform; externalId: string },
  channelId: string,
): Promise<{ ok: ChannelPart } | { fault: string }> {
  if (!context.lookAtChannel) return { fault: CHANNEL_FAULTS.unseen };
  const look = await context.lookAtChannel({ platform, externalId, channelId });
  switch (look.kind) {
    case 'not_in':
    case 'archived':
      return { fault: CHANNEL_FAULTS[look.kind] };
    case 'unseen':
      context.log.warn({ platform, why: look.why }, 'channel_not_looked_at');
      return { fault: CHANNEL_FAULTS.unseen };
    case 'in':
      if (look.isPrivate === false) return { fault: CHANNEL_FAULTS.public };
      return look.readers !== null && look.readers > MOST_READERS
        ? { fault: CHANNEL_FAULTS.many }
        : { ok: { channelId, readers: look.readers, looked: true } };
    // Theirs to allow: it is said that nobody has looked.
    case 'not_allowed':
      return { ok: { channelId, readers: null, looked: false } };
  }
}
