/**
 * What happens in a workspace besides what its people say: somebody joins or leaves, a channel is archived, the bot
 * is shown out, the app is removed.
 * The rule: the state changes first, then the bot is told, as in Slack; what Slack does not tell is not told.
 */
import type { Courier, Delivery } from './deliver.ts';
import { eventPayload, memberEvent, messageEvent, revokedEvent, uninstalledEvent } from './event-payloads.ts';
import { type UserGiven, userFrom } from './make-world.ts';
import type { Channel, Json, Token, User, Workspace, World } from './world.ts';

export type WorkspaceHappenings = {
  teamId: string;
  botUserId: string;
  joins(given: UserGiven): Promise<Delivery>;
  /** A new name, zone, standing …; `deleted: true` when they leave. */
  changes(userId: string, to: Partial<UserGiven>): Promise<Delivery>;
  archives(channelId: string): void;
  invitesBot(channelId: string): void;
  removesBot(channelId: string): void;
  /** The app is removed: its token is dead before the bot hears of it. */
  uninstalls(): Promise<Delivery[]>;
  /** The bot's token is taken back, the app staying. */
  revokes(): Promise<Delivery>;
  /** Slack tells an app of its own messages too: the latest one there. */
  echoes(channelId: string): Promise<Delivery>;
  /** Takes a scope from the token. */
  withdraws(scope: string): void;
  event(event: Json): Promise<Delivery>;
  checksUrl(challenge: string): Promise<Delivery>;
  checksCertificate(): Promise<Delivery>;
};

export function workspaceHappenings(
  world: World,
  courier: Courier,
  workspace: Workspace,
): WorkspaceHappenings {
  const tell = (event: Json) => courier.deliver('event', eventPayload(world, workspace, event));
  const tokens = () => [...world.tokens.values()].filter(({ teamId }) => teamId === workspace.teamId);
  const end = (state: Token['state']) => {
    for (const token of tokens()) if (token.state === 'live') token.state = state;
  };
  const channelBy = (id: string): Channel => {
    const channel = workspace.channels.get(id);
    if (!channel) throw new Error(`There is no channel ${id} in ${workspace.teamId}`);
    return channel;
  };
  return {
    teamId: workspace.teamId,
    botUserId: workspace.bot.userId,
    joins(given) {
      const user = userFrom(given);
      workspace.users.set(user.id, user);
      return tell(memberEvent('team_join', workspace, user));
    },
    changes(userId, to) {
      const before = workspace.users.get(userId);
      if (!before) throw new Error(`There is nobody called ${userId} in ${workspace.teamId}`);
      const after: User = Object.assign(before, to);
      return tell(memberEvent('user_change', workspace, after));
    },
    archives(id) {
      channelBy(id).archived = true;
    },
    invitesBot(id) {
      channelBy(id).members.add(workspace.bot.userId);
    },
    removesBot(id) {
      channelBy(id).members.delete(workspace.bot.userId);
    },
    async uninstalls() {
      end('uninstalled');
      return [await tell(revokedEvent(workspace)), await tell(uninstalledEvent())];
    },
    revokes() {
      end('revoked');
      return tell(revokedEvent(workspace));
    },
    async echoes(id) {
      const channel = channelBy(id);
      const post = workspace.posts.findLast((each) => each.channelId === id && each.fromBot);
      if (!post) throw new Error(`The bot has said nothing in ${id}`);
      return tell(messageEvent(world, workspace, channel, post));
    },
    withdraws(scope) {
      for (const token of tokens()) token.scopes = token.scopes.filter((kept) => kept !== scope);
    },
    event: tell,
    checksUrl: (challenge) =>
      courier.deliver('event', { token: 'not-used-any-more', type: 'url_verification', challenge }),
    checksCertificate: () => courier.deliver('check', { ssl_check: '1', token: 'not-used-any-more' }),
  };
}
