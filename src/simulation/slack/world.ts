/**
 * Everything the fake Slack knows: workspaces, who and what is in them, what was said, what is open on whose screen.
 * The rule: this is state and nothing else; each file beside it does one thing to it.
 * Clock and names are given, so a world can be had again from its seed.
 */
import type { Names } from './names.ts';

export type Json = Record<string, unknown>;

export type User = {
  id: string;
  name: string;
  realName: string;
  email: string | null;
  zone: string | null;
  deleted: boolean;
  isBot: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
};

export type Channel = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  archived: boolean;
  members: Set<string>;
};

export type Drawing = { text: string; blocks: Json[] };

export type Post = Drawing & {
  teamId: string;
  channelId: string;
  ts: string;
  userId: string;
  fromBot: boolean;
  metadata: Json | null;
  threadTs: string | null;
  files: Json[];
  /** Every way it has looked, the first one first. */
  drawings: Drawing[];
  edited: string | null;
  deleted: boolean;
  /** Whom an ephemeral message was shown to; null for one that stays. */
  shownTo: string | null;
  /** The message that was pressed, of a line said in return for a press. */
  returnFor: string | null;
};

export type View = {
  id: string;
  teamId: string;
  userId: string;
  rootId: string;
  previousId: string | null;
  hash: string;
  /** As the bot gave it, with block and action ids filled in. */
  given: Json;
  /** What the person has put in, by block and action. */
  values: Map<string, Map<string, Json>>;
  /** What the bot said is wrong, by block. */
  errors: Record<string, string>;
  open: boolean;
};

export type Trigger = {
  id: string;
  teamId: string;
  userId: string;
  viewId: string | null;
  at: Date;
  used: boolean;
};

export type ResponseUrl = {
  id: string;
  teamId: string;
  channelId: string;
  userId: string;
  /** The message it is about; null for a command's. */
  post: Post | null;
  at: Date;
  uses: number;
};

/** What an installer agreed to, until it is exchanged for a token. */
export type Code = { teamId: string; userId: string; scopes: string[]; redirectUri: string; at: Date };

export type Token = { teamId: string; scopes: string[]; state: 'live' | 'revoked' | 'uninstalled' };

export type Workspace = {
  teamId: string;
  name: string;
  domain: string;
  bot: { userId: string; botId: string; name: string };
  users: Map<string, User>;
  channels: Map<string, Channel>;
  posts: Post[];
};

export type App = {
  appId: string;
  signingSecret: string;
  appToken: string;
  clientId: string;
  clientSecret: string;
};

/** Something the bot did that Slack would have refused. */
export type Refused = { what: string; error: string; detail: string[] };

export type World = {
  now(): Date;
  names: Names;
  app: App;
  /** The most messages that conversations.history gives at once. */
  historyPage: number;
  /** Where this server is found: http://127.0.0.1:… */
  origin: string;
  workspaces: Map<string, Workspace>;
  tokens: Map<string, Token>;
  triggers: Map<string, Trigger>;
  views: Map<string, View>;
  responseUrls: Map<string, ResponseUrl>;
  codes: Map<string, Code>;
  /** What a person was told by Slack itself when the bot did not answer a press, a command or a form. */
  warnings: { teamId: string; userId: string; text: string }[];
  refused: Refused[];
};

export function knownDirect(workspace: Workspace, userId: string): Channel | undefined {
  return [...workspace.channels.values()].find(({ kind, members }) => kind === 'im' && members.has(userId));
}

/** The conversation of two, made when it is not there yet. */
export function directWith(world: World, workspace: Workspace, userId: string): Channel {
  const known = knownDirect(workspace, userId);
  if (known) return known;
  const made: Channel = {
    id: world.names.id('D'),
    name: 'directmessage',
    kind: 'im',
    archived: false,
    members: new Set([userId, workspace.bot.userId]),
  };
  workspace.channels.set(made.id, made);
  return made;
}

export type PostGiven = Pick<Post, 'text' | 'blocks' | 'userId' | 'fromBot'> &
  Partial<Pick<Post, 'metadata' | 'threadTs' | 'files' | 'shownTo' | 'returnFor'>>;

export function addPost(world: World, workspace: Workspace, channel: Channel, given: PostGiven): Post {
  const post: Post = {
    metadata: null,
    threadTs: null,
    files: [],
    shownTo: null,
    returnFor: null,
    ...given,
    teamId: workspace.teamId,
    channelId: channel.id,
    ts: world.names.ts(),
    drawings: [{ text: given.text, blocks: given.blocks }],
    edited: null,
    deleted: false,
  };
  workspace.posts.push(post);
  return post;
}

export function redraw(world: World, post: Post, drawing: Drawing): void {
  post.text = drawing.text;
  post.blocks = drawing.blocks;
  post.drawings.push(drawing);
  post.edited = world.names.ts();
}

export function postAt(workspace: Workspace, channelId: string, ts: string): Post | undefined {
  return workspace.posts.find((post) => post.channelId === channelId && post.ts === ts && !post.deleted);
}

export function addTrigger(world: World, teamId: string, userId: string, viewId: string | null): Trigger {
  const trigger = { id: world.names.trigger(), teamId, userId, viewId, at: world.now(), used: false };
  world.triggers.set(trigger.id, trigger);
  return trigger;
}

export function workspaceOf(world: World, teamId: string): Workspace {
  const workspace = world.workspaces.get(teamId);
  if (!workspace) throw new Error(`There is no workspace ${teamId} in this fake Slack`);
  return workspace;
}
