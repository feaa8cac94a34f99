/**
 * What Slack sends when something happens: words and files in a direct message, edits, people who join or change,
 * the app removed, the address checked.
 * The rule: each event has an id of its own, and says for whose installation it is.
 */
import { stamp, userJson } from './shown-as.ts';
import type { Channel, Json, Post, User, Workspace, World } from './world.ts';

export function eventPayload(world: World, workspace: Workspace, event: Json): Json {
  return {
    token: 'not-used-any-more',
    team_id: workspace.teamId,
    context_team_id: workspace.teamId,
    context_enterprise_id: null,
    api_app_id: world.app.appId,
    event: { event_ts: world.names.ts(), ...event },
    type: 'event_callback',
    event_id: world.names.id('Ev'),
    event_time: stamp(world),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.teamId,
        user_id: workspace.bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: world.names.secret('4-'),
  };
}

const CHANNEL_TYPES = { im: 'im', private: 'group', public: 'channel' } as const;

export function messageEvent(world: World, workspace: Workspace, channel: Channel, post: Post): Json {
  return {
    type: 'message',
    ...(post.files.length === 0
      ? { client_msg_id: world.names.uuid() }
      : { subtype: 'file_share', files: post.files }),
    user: post.userId,
    ...(post.fromBot ? { app_id: world.app.appId, bot_id: workspace.bot.botId } : {}),
    text: post.text,
    ts: post.ts,
    team: post.teamId,
    ...(post.threadTs === null ? {} : { thread_ts: post.threadTs }),
    ...(post.blocks.length === 0 ? {} : { blocks: post.blocks }),
    channel: channel.id,
    event_ts: post.ts,
    channel_type: CHANNEL_TYPES[channel.kind],
  };
}

export function changedEvent(world: World, channel: Channel, post: Post, before: string): Json {
  const ts = world.names.ts();
  const common = { type: 'message', user: post.userId, ts: post.ts, team: post.teamId };
  return {
    type: 'message',
    subtype: 'message_changed',
    message: { ...common, text: post.text, edited: { user: post.userId, ts } },
    previous_message: { ...common, text: before },
    channel: channel.id,
    hidden: true,
    ts,
    event_ts: ts,
    channel_type: CHANNEL_TYPES[channel.kind],
  };
}

export function memberEvent(type: 'team_join' | 'user_change', workspace: Workspace, user: User): Json {
  return { type, user: userJson(workspace, user, true), cache_ts: 1_700_000_000 };
}

export const uninstalledEvent = (): Json => ({ type: 'app_uninstalled' });

export function revokedEvent(workspace: Workspace): Json {
  return { type: 'tokens_revoked', tokens: { oauth: [], bot: [workspace.bot.userId] } };
}
