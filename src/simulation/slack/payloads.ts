/**
 * What Slack sends for a click, a submitted form and a slash command, field for field.
 * The rule: the payload says who and where as Slack does; a message only its reader sees is not repeated in it.
 */

import { addResponseUrl } from './response-url.ts';
import { actorJson, channelJson, postJson, viewJson } from './shown-as.ts';
import {
  addTrigger,
  type Json,
  type Post,
  type User,
  type View,
  type Workspace,
  type World,
  workspaceOf,
} from './world.ts';

/** Verification tokens are long out of use, and still sent. */
const OLD_TOKEN = 'not-used-any-more';

export function clickPayload(
  world: World,
  post: Post,
  user: User,
  block: Json,
  element: Json,
  chosen: Json,
): Json {
  const workspace = workspaceOf(world, post.teamId);
  const channel = workspace.channels.get(post.channelId);
  const isEphemeral = post.shownTo !== null;
  return {
    type: 'block_actions',
    ...common(world, workspace, user),
    container: {
      type: 'message',
      message_ts: post.ts,
      channel_id: post.channelId,
      is_ephemeral: isEphemeral,
    },
    trigger_id: addTrigger(world, post.teamId, user.id, null).id,
    channel: { id: post.channelId, name: channel?.name ?? '' },
    ...(isEphemeral ? {} : { message: postJson(world, workspace, post, true) }),
    state: { values: {} },
    response_url: addResponseUrl(world, {
      teamId: post.teamId,
      channelId: post.channelId,
      userId: user.id,
      post,
    }),
    actions: [
      {
        ...withoutConfirm(element),
        block_id: block.block_id,
        ...chosen,
        action_ts: world.names.ts(),
      },
    ],
  };
}

export function submissionPayload(world: World, view: View, user: User): Json {
  const workspace = workspaceOf(world, view.teamId);
  return {
    type: 'view_submission',
    ...common(world, workspace, user),
    trigger_id: addTrigger(world, view.teamId, user.id, view.id).id,
    view: viewJson(world, workspace, view, true),
    response_urls: [],
  };
}

export function closedPayload(world: World, view: View, user: User): Json {
  const workspace = workspaceOf(world, view.teamId);
  return {
    type: 'view_closed',
    ...common(world, workspace, user),
    view: viewJson(world, workspace, view, true),
    is_cleared: false,
  };
}

export function commandPayload(
  world: World,
  workspace: Workspace,
  user: User,
  channelId: string,
  line: string,
): Json {
  const [command = '', ...words] = line.split(' ');
  const channel = workspace.channels.get(channelId);
  return {
    token: OLD_TOKEN,
    team_id: workspace.teamId,
    team_domain: workspace.domain,
    channel_id: channelId,
    channel_name:
      channel === undefined ? '' : String(channelJson(world, workspace, channel).name ?? 'directmessage'),
    user_id: user.id,
    user_name: user.name,
    command,
    text: words.join(' '),
    api_app_id: world.app.appId,
    is_enterprise_install: 'false',
    response_url: addResponseUrl(world, {
      teamId: workspace.teamId,
      channelId,
      userId: user.id,
      post: null,
    }),
    trigger_id: addTrigger(world, workspace.teamId, user.id, null).id,
  };
}

function common(world: World, workspace: Workspace, user: User): Json {
  return {
    user: actorJson(workspace, user),
    api_app_id: world.app.appId,
    token: OLD_TOKEN,
    team: { id: workspace.teamId, domain: workspace.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function withoutConfirm(element: Json): Json {
  const { confirm: _confirm, options: _options, accessibility_label: _label, ...rest } = element;
  return rest;
}
