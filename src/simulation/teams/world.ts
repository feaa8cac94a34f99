/**
 * Everything the fake Teams knows: tenants, who and what is in them, what was said and how it looks to whom.
 * The rule: this is state and nothing else; each file beside it does one thing to it.
 * Clock and names are given, so a world can be had again from its seed.
 */
import type { Names } from './names.ts';

export type Json = Record<string, unknown>;

export type User = {
  /** In the directory. */
  id: string;
  tenantId: string;
  /** 29:…, as this bot knows them. */
  memberId: string;
  name: string;
  email: string | null;
  role: 'user' | 'guest';
  zone: string;
  /** An old client knows no Action.Execute, and sends some things differently. */
  client: 'new' | 'old';
  /** No longer in the tenant. */
  isGone: boolean;
};

/** A conversation: of two, of a channel, of a group. */
export type Thread = {
  /** Null for one of two not begun yet, or forgotten. */
  id: string | null;
  kind: 'personal' | 'channel' | 'groupChat';
  channelKind: 'standard' | 'private' | 'shared';
  tenantId: string;
  name: string;
  team: Team | null;
  /** A standard channel's are its team's, the very same. */
  members: Set<string>;
  /** The app is here; a standard channel has it by its team. */
  installed: boolean;
  /** One of two, begun because they share a team, the person not having the app themselves. */
  byTeam: boolean;
  blocked: boolean;
  isDeleted: boolean;
};

export type Team = {
  id: string;
  name: string;
  groupId: string;
  tenantId: string;
  members: Set<string>;
  installed: boolean;
};

export type Tenant = {
  id: string;
  users: Map<string, User>;
  teams: Map<string, Team>;
  threads: Thread[];
  /** The administrator has switched the app off. */
  disabled: boolean;
};

/** What somebody has done to a card on their screen, before anything is sent. */
export type Screen = {
  filled: Map<string, string>;
  errors: Record<string, string>;
  opened: Set<Json>;
  shown: Map<string, boolean>;
};

export type Drawing = {
  text: string;
  textFormat: 'markdown' | 'plain' | 'xml';
  summary: string;
  card: Json | null;
  screens: Map<string, Screen>;
};

export type Post = {
  id: string;
  thread: Thread;
  /** The message it answers in a channel; null for one that begins a thread. */
  rootId: string | null;
  userId: string | null;
  fromBot: boolean;
  /** Every way it has looked, the first one first; `to` is who alone saw it so, null for everybody. */
  looks: { to: string | null; drawing: Drawing }[];
  isDeleted: boolean;
};

export type App = { appId: string; appPassword: string; botName: string };

/** Something the bot did that Teams would have refused. */
export type Refused = { what: string; error: string; detail: string[] };

export type World = {
  now(): Date;
  names: Names;
  app: App;
  /** Where this server is found: http://127.0.0.1:… */
  origin: string;
  /** Where the Connector is under it: /emea/ */
  servicePath: string;
  /** The fewest members a page may be asked to have. */
  smallestPage: number;
  tenants: Map<string, Tenant>;
  posts: Post[];
  /** Bearer tokens given out, with when they end. */
  tokens: Map<string, { tenantId: string; ends: number }>;
  /** What one person alone was told by the bot, under a card. */
  lines: { userId: string; text: string }[];
  /** What a person was told by Teams itself. */
  warnings: { userId: string; text: string }[];
  refused: Refused[];
};

export const serviceUrlOf = (world: World): string => `${world.origin}${world.servicePath}`;

export const botIdOf = (world: World): string => `28:${world.app.appId}`;

export function tenantOf(world: World, tenantId: string): Tenant {
  const tenant = world.tenants.get(tenantId);
  if (!tenant) throw new Error(`There is no tenant ${tenantId} in this fake Teams`);
  return tenant;
}

export function userOf(world: World, tenantId: string, userId: string): User {
  const user = tenantOf(world, tenantId).users.get(userId);
  if (!user) throw new Error(`There is nobody called ${userId} in ${tenantId}`);
  return user;
}

export function personalOf(world: World, user: User): Thread {
  const found = tenantOf(world, user.tenantId).threads.find(
    ({ kind, members }) => kind === 'personal' && members.has(user.id),
  );
  if (!found) throw new Error(`${user.id} has no conversation of their own`);
  return found;
}

export const hasBot = (thread: Thread): boolean =>
  thread.kind === 'channel' && thread.channelKind === 'standard'
    ? (thread.team?.installed ?? false)
    : thread.installed;

/** "19:…;messageid=…" in its two halves. */
export function splitId(conversationId: string): { base: string; rootId: string | null } {
  const [base = '', rootId] = conversationId.split(';messageid=');
  return { base, rootId: rootId ?? null };
}

export function threadBy(world: World, conversationId: string): Thread | null {
  const { base } = splitId(conversationId);
  for (const tenant of world.tenants.values())
    for (const thread of tenant.threads) if (thread.id === base && !thread.isDeleted) return thread;
  return null;
}

/** The conversation of two has an id once somebody has begun it. */
export function begin(world: World, thread: Thread): string {
  thread.id ??= world.names.conversationId();
  return thread.id;
}

export const drawingOf = (given: Partial<Drawing>): Drawing => ({
  text: '',
  textFormat: 'plain',
  summary: '',
  card: null,
  ...given,
  screens: new Map(),
});

export function addPost(
  world: World,
  thread: Thread,
  given: Pick<Post, 'userId' | 'fromBot' | 'rootId'> & { drawing: Drawing },
): Post {
  const { drawing, ...more } = given;
  const post: Post = {
    ...more,
    id: world.names.messageId(),
    thread,
    looks: [{ to: null, drawing }],
    isDeleted: false,
  };
  world.posts.push(post);
  return post;
}

export function postBy(world: World, thread: Thread, id: string): Post | undefined {
  return world.posts.find((post) => post.thread === thread && post.id === id && !post.isDeleted);
}

/** Every way it has looked to this person, the way it looks now being the last. */
export function looksTo(post: Post, userId: string): Drawing[] {
  return post.looks.filter(({ to }) => to === null || to === userId).map(({ drawing }) => drawing);
}

export function screenOf(drawing: Drawing, userId: string): Screen {
  const known = drawing.screens.get(userId);
  if (known) return known;
  const made: Screen = { filled: new Map(), errors: {}, opened: new Set(), shown: new Map() };
  drawing.screens.set(userId, made);
  return made;
}
