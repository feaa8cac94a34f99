/**
 * Which conversation a call means, and whether the bot may use it.
 * The rule: as Slack tells it: a private channel the bot is not in does not exist for it; a person's id is their
 * direct conversation with it.
 */
import { type Answer, refuse } from './answer.ts';
import { type Channel, directWith, type Workspace, type World } from './world.ts';

export type Found = { channel: Channel } | { refusal: Answer };

/** For posting: a user id opens the direct conversation. */
export function toPostIn(world: World, workspace: Workspace, id: string): Found {
  const user = workspace.users.get(id);
  if (user?.isBot) return { refusal: refuse('channel_not_found') };
  const channel = user ? directWith(world, workspace, id) : workspace.channels.get(id);
  if (!channel || isHidden(workspace, channel)) return { refusal: refuse('channel_not_found') };
  if (channel.archived) return { refusal: refuse('is_archived') };
  if (!channel.members.has(workspace.bot.userId)) return { refusal: refuse('not_in_channel') };
  return { channel };
}

/** For looking it up or reading it: a public channel is known to everybody. */
export function toKnow(workspace: Workspace, id: string): Found {
  const channel = workspace.channels.get(id);
  if (!channel || isHidden(workspace, channel)) return { refusal: refuse('channel_not_found') };
  return { channel };
}

/** Whose direct conversation an id is; what is no such conversation is itself. */
export const personBehind =
  (world: World) =>
  (teamId: string, id: string): string => {
    const workspace = world.workspaces.get(teamId);
    const channel = workspace?.channels.get(id);
    if (workspace === undefined || channel?.kind !== 'im') return id;
    return [...channel.members].find((member) => member !== workspace.bot.userId) ?? id;
  };

function isHidden({ bot }: Workspace, channel: Channel): boolean {
  return channel.kind !== 'public' && !channel.members.has(bot.userId);
}

/** The scope that reading or listing this sort of conversation takes. */
export function scopeFor(channel: Channel, act: 'read' | 'history'): string {
  const sort = { public: 'channels', private: 'groups', im: 'im' }[channel.kind];
  return `${sort}:${act}`;
}
