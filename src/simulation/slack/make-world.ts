/**
 * A world from what it is to hold: its app, its workspaces, their people and channels.
 * The rule: whatever is left out is what an ordinary workspace has, and is told here once.
 */
import type { Ids } from '../../domain/ids.ts';
import { makeNames } from './names.ts';
import { install } from './oauth.ts';
import type { App, Channel, User, Workspace, World } from './world.ts';

export type UserGiven = {
  id: string;
  realName: string;
  /** The handle; made from the name when left out. */
  name?: string;
  email?: string | null;
  zone?: string | null;
  deleted?: boolean;
  isBot?: boolean;
  isRestricted?: boolean;
  isUltraRestricted?: boolean;
};

export type ChannelGiven = {
  id: string;
  name: string;
  isPrivate?: boolean;
  isArchived?: boolean;
  /** User ids; the bot's own is among them where it was invited. */
  members: string[];
};

export type WorkspaceGiven = {
  teamId: string;
  name: string;
  domain: string;
  users: UserGiven[];
  channels?: ChannelGiven[];
  bot?: { userId: string; botId: string; name: string };
  /** The bot's token; null while the app is not installed. */
  token: string | null;
  scopes?: string[];
};

export type WorldGiven = {
  now(): Date;
  ids: Ids;
  app?: Partial<App>;
  /** As an app sold outside the Marketplace, which reads fifteen messages at once, and once a minute. */
  sold?: boolean;
  workspaces: WorkspaceGiven[];
};

const SOLD_PAGE = 15;
const WHOLE_PAGE = 999;

/** What the app asks for when nothing else is said. */
export const USUAL_SCOPES = [
  'chat:write',
  'commands',
  'users:read',
  'users:read.email',
  'im:history',
  'im:write',
  'groups:read',
  'channels:read',
];

export function makeWorld(given: WorldGiven): World {
  const world: World = {
    now: given.now,
    names: makeNames(given.ids, given.now),
    app: {
      appId: 'A0FAKESLACK',
      signingSecret: 'fake-signing-secret',
      appToken: 'xapp-1-fake',
      clientId: '111.222',
      clientSecret: 'fake-client-secret',
      ...given.app,
    },
    historyPage: given.sold ? SOLD_PAGE : WHOLE_PAGE,
    origin: '',
    workspaces: new Map(),
    tokens: new Map(),
    triggers: new Map(),
    views: new Map(),
    responseUrls: new Map(),
    codes: new Map(),
    warnings: [],
    refused: [],
  };
  for (const each of given.workspaces) addWorkspace(world, each);
  return world;
}

export function addWorkspace(world: World, given: WorkspaceGiven): Workspace {
  const bot = given.bot ?? { userId: 'U0BOT', botId: 'B0BOT', name: 'vigil' };
  const workspace: Workspace = {
    teamId: given.teamId,
    name: given.name,
    domain: given.domain,
    bot,
    users: new Map([
      [bot.userId, userFrom({ id: bot.userId, realName: bot.name, name: bot.name, isBot: true })],
    ]),
    channels: new Map((given.channels ?? []).map((channel) => [channel.id, channelFrom(channel)])),
    posts: [],
  };
  for (const user of given.users) workspace.users.set(user.id, userFrom(user));
  world.workspaces.set(given.teamId, workspace);
  if (given.token !== null) install(world, given.teamId, given.scopes ?? USUAL_SCOPES, given.token);
  return workspace;
}

export function userFrom(given: UserGiven): User {
  return {
    email: null,
    zone: 'Europe/London',
    deleted: false,
    isBot: false,
    isRestricted: false,
    isUltraRestricted: false,
    name: given.realName.toLowerCase().replace(/[^a-z0-9]+/g, '.'),
    ...given,
  };
}

function channelFrom({ id, name, isPrivate = false, isArchived = false, members }: ChannelGiven): Channel {
  return {
    id,
    name,
    kind: isPrivate ? 'private' : 'public',
    archived: isArchived,
    members: new Set(members),
  };
}
