/**
 * The chats there are to send by, as the configuration has them: the local workspace always, Slack and Teams where they
 * are set up. The rule: the running house and a command by itself speak through the same ones, with the same tokens.
 */
import type { ChannelLook, Chat, Platform, TokenOf } from '../chat/chat.ts';
import { localChat } from '../chat/local/local.ts';
import type { Pace } from '../chat/pace.ts';
import { ownWorkspace } from '../chat/slack/own-workspace.ts';
import { outcomeOf } from '../chat/slack/send-outcome.ts';
import { slackChat } from '../chat/slack/slack.ts';
import type { TeamsParts } from '../chat/teams/place.ts';
import { teamsChat } from '../chat/teams/teams.ts';
import type { Config, SlackConfig, TeamsConfig } from '../config.ts';
import type { ChannelPlace } from '../cycle/context.ts';
import { leftOutLine } from '../messages/left-out.ts';
import { drawPicture } from '../pictures/draw-png.ts';
import type { Store } from '../store/database.ts';
import type { TokenSealer } from '../store/token-seal.ts';
import { teamsPartsFor } from './open-teams.ts';
import { realPace } from './real-pace.ts';
import { slackTokens } from './slack-tokens.ts';

export type ChatPorts = {
  now(): Date;
  /** What opens the tokens that are kept. */
  sealer: TokenSealer;
  /** The local workspace's chat, where its pages are to hear of what is sent. */
  local?: Chat;
  /** Where the tokens come from, when somebody else needs them too. */
  tokenOf?: TokenOf;
  /** What is sent to Slack goes by this pace, when Slack's door needs it too. */
  slackPace?: Pace;
  /** What Teams is spoken to with, when its door needs it too. */
  teams?: TeamsParts;
};

export function openChats(config: Config, store: Store, ports: ChatPorts): Map<Platform, Chat> {
  const local = ports.local ?? localChat();
  const chats = new Map<Platform, Chat>([['local', local]]);
  if (config.slack !== null) {
    const tokenOf = ports.tokenOf ?? slackTokensFor(config.slack, store, ports.sealer);
    const pace = ports.slackPace ?? realPace();
    const { apiUrl } = config.slack;
    chats.set('slack', slackChat({ tokenOf, apiUrl, pace, now: ports.now, leftOut: leftOutLine }));
  }
  if (config.teams !== null)
    chats.set('teams', teamsChat(ports.teams ?? teamsPartsOver(config.teams, store, ports)));
  return chats;
}

export function teamsPartsOver(
  teams: TeamsConfig,
  store: Store,
  { now }: Pick<ChatPorts, 'now'>,
): TeamsParts {
  return teamsPartsFor(teams, store, { now, picture: drawPicture });
}

/** The chat platforms that are set up, by name. */
export function platformsOf({ slack, teams }: Pick<Config, 'slack' | 'teams'>): string[] {
  return [...(slack ? ['Slack'] : []), ...(teams ? ['Microsoft Teams'] : [])];
}

export function slackTokensFor(
  { botToken, apiUrl }: SlackConfig,
  store: Store,
  sealer: TokenSealer,
): TokenOf {
  return slackTokens(store, {
    sealer,
    own: botToken,
    async whoIs(token) {
      try {
        return await ownWorkspace(token, apiUrl);
      } catch (fault) {
        const outcome = outcomeOf(fault, 'channel');
        if (outcome.kind === 'refused' && outcome.why === 'installation_revoked') return null;
        throw fault;
      }
    },
  });
}

/** Looks at a channel by whichever chat it is in. */
export async function lookIn(
  chats: ReadonlyMap<Platform, Chat>,
  { platform, externalId, channelId }: ChannelPlace,
): Promise<ChannelLook> {
  const look = chats.get(platform)?.lookAtChannel;
  return look === undefined
    ? { kind: 'unseen', why: 'not on this platform' }
    : look({ externalId }, channelId);
}
