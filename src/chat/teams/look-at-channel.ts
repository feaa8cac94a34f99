/**
 * What can be told of one channel or group chat in Teams: whether Vigil is in it, and how many can read it.
 * The rule: it sends and changes nothing. Teams does not say whether a channel is private, so that is left to whoever
 * reads how many there are; most private channels cannot be seen at all.
 */
import type { ChannelLook, Workspace } from '../chat.ts';
import { membersLane, tenantLane } from './lanes.ts';
import { serviceUrlFor, type TeamsParts } from './place.ts';

/** As many as are counted: more than this are no leads' channel. */
const MOST = 200;

export async function lookAtChannel(
  parts: TeamsParts,
  { externalId }: Pick<Workspace, 'externalId'>,
  channelId: string,
): Promise<ChannelLook> {
  const serviceUrl = await serviceUrlFor(parts, { externalId, kind: 'channel', id: channelId });
  await parts.pace.turn([tenantLane({ externalId }), membersLane(channelId)]);
  const read = await parts.wire.members(
    { serviceUrl, conversationId: channelId },
    { after: null, limit: MOST },
  );
  switch (read.kind) {
    case 'done':
      return {
        kind: 'in',
        isPrivate: null,
        // Teams leaves the bot out of the list.
        readers: read.value.next === null ? read.value.members.length + 1 : null,
      };
    case 'gone':
    case 'refused':
      return { kind: 'not_in' };
    case 'throttled':
    case 'auth':
    case 'unlinked':
    case 'ambiguous':
      return { kind: 'unseen', why: read.kind };
  }
}
