/**
 * What can be told of one channel in Slack: whether Vigil is in it, whether it is private, and how many can read it.
 * The rule: it sends and changes nothing. Slack hides a private channel from whoever is not in it, so one that is not
 * found is one Vigil is not in.
 */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ChannelLook } from '../chat.ts';
import { errorName } from './send-outcome.ts';

const channelInfo = z.object({
  channel: z.object({
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
    is_private: z.boolean().optional(),
    num_members: z.number().int().nonnegative().optional(),
  }),
});

export async function lookAtChannel(client: WebClient, channelId: string): Promise<ChannelLook> {
  try {
    const { channel } = channelInfo.parse(
      await client.conversations.info({ channel: channelId, include_num_members: true }),
    );
    if (channel.is_archived === true) return { kind: 'archived' };
    // Of a public one it is said all the same: that it is public is the greater fault.
    if (channel.is_member === false && channel.is_private !== false) return { kind: 'not_in' };
    return {
      kind: 'in',
      isPrivate: channel.is_private ?? null,
      readers: channel.num_members ?? null,
    };
  } catch (error) {
    const name = errorName(error);
    if (name === 'channel_not_found') return { kind: 'not_in' };
    return name === 'missing_scope' ? { kind: 'not_allowed' } : { kind: 'unseen', why: name ?? 'no answer' };
  }
}
