/**
 * People, conversations, messages and forms as Slack writes them on the wire.
 * The rule: the fields real apps read, with Slack's names; an address by email only where the token may see it.
 */
import { seconds } from './names.ts';
import { stateOf } from './view-state.ts';
import type { Channel, Json, Post, User, View, Workspace, World } from './world.ts';

export function userJson(workspace: Workspace, user: User, withEmail: boolean): Json {
  return {
    id: user.id,
    team_id: workspace.teamId,
    name: user.name,
    deleted: user.deleted,
    color: '9f69e7',
    // A deactivated account has neither a zone nor a standing.
    ...(user.deleted
      ? {}
      : {
          real_name: user.realName,
          ...(user.zone === null ? {} : { tz: user.zone, tz_label: user.zone, tz_offset: 0 }),
          is_admin: false,
          is_owner: false,
          is_primary_owner: false,
          is_restricted: user.isRestricted,
          is_ultra_restricted: user.isUltraRestricted,
          is_email_confirmed: true,
        }),
    profile: {
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      team: workspace.teamId,
      ...(withEmail && user.email !== null ? { email: user.email } : {}),
    },
    is_bot: user.isBot,
    is_app_user: false,
    updated: 1_700_000_000,
    who_can_share_contact_card: 'EVERYONE',
  };
}

export function channelJson(world: World, workspace: Workspace, channel: Channel): Json {
  const { bot } = workspace;
  const common = {
    id: channel.id,
    created: 1_700_000_000,
    is_archived: channel.archived,
    is_im: channel.kind === 'im',
    is_org_shared: false,
    context_team_id: workspace.teamId,
    updated: world.now().getTime(),
  };
  if (channel.kind === 'im')
    return {
      ...common,
      user: [...channel.members].find((id) => id !== bot.userId),
      is_user_deleted: [...channel.members].some((id) => workspace.users.get(id)?.deleted ?? false),
      is_open: true,
      last_read: '0000000000.000000',
      latest: null,
      priority: 0,
    };
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_private: channel.kind === 'private',
    is_mpim: false,
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_member: channel.members.has(bot.userId),
    creator: [...channel.members][0] ?? bot.userId,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

export function postJson(world: World, workspace: Workspace, post: Post, withMetadata: boolean): Json {
  const { bot } = workspace;
  const own = {
    bot_id: bot.botId,
    app_id: world.app.appId,
    bot_profile: {
      id: bot.botId,
      app_id: world.app.appId,
      user_id: bot.userId,
      name: bot.name,
      deleted: false,
      updated: 1_700_000_000,
      team_id: workspace.teamId,
    },
  };
  return {
    user: post.userId,
    type: 'message',
    ts: post.ts,
    ...(post.fromBot ? own : {}),
    text: post.text,
    team: workspace.teamId,
    ...(post.threadTs === null ? {} : { thread_ts: post.threadTs }),
    ...(post.edited === null ? {} : { edited: { user: post.userId, ts: post.edited } }),
    ...(post.blocks.length === 0 ? {} : { blocks: post.blocks }),
    ...(post.files.length === 0 ? {} : { files: post.files, upload: false }),
    ...(withMetadata && post.metadata !== null ? { metadata: post.metadata } : {}),
  };
}

/** What has been put in is told only with what the person does, not in the answer to the bot's own call. */
export function viewJson(world: World, workspace: Workspace, view: View, withState: boolean): Json {
  return {
    id: view.id,
    team_id: view.teamId,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    ...view.given,
    state: withState ? stateOf(view) : { values: {} },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    app_id: world.app.appId,
    app_installed_team_id: view.teamId,
    bot_id: workspace.bot.botId,
  };
}

/** Who did it, as every payload says. */
export function actorJson(workspace: Workspace, user: User): Json {
  return { id: user.id, username: user.name, name: user.name, team_id: workspace.teamId };
}

export const stamp = (world: World): number => seconds(world.now());
