/**
 * A world from what it is to hold: the app, its tenants, their people, teams, channels and chats.
 * The rule: whatever is left out is what an ordinary tenant has, and is told here once. A team's id is its General
 * channel's too.
 */
import type { Ids } from '../../domain/ids.ts';
import { groupIdOf, makeNames, memberIdOf } from './names.ts';
import type { Team, Tenant, Thread, User, World } from './world.ts';

export type UserGiven = {
  id: string;
  name: string;
  email: string | null;
  role?: 'user' | 'guest';
  zone?: string;
};

export type ChannelGiven = {
  id: string;
  name: string;
  kind: 'standard' | 'private' | 'shared';
  /** Of a private or shared channel; the team's own when left out. */
  members?: string[];
  /** The app is in this private or shared channel. */
  installed?: boolean;
};

export type TeamGiven = {
  id: string;
  name: string;
  channels: ChannelGiven[];
  members: string[];
  /** The app is in the team; true when left out. */
  installed?: boolean;
};

export type TenantGiven = {
  tenantId: string;
  users: UserGiven[];
  teams: TeamGiven[];
  chats?: { id: string; members: string[]; installed?: boolean }[];
  /** Who has the app for themselves. */
  personal?: string[];
};

export type WorldGiven = {
  now(): Date;
  ids: Ids;
  appId: string;
  appPassword: string;
  /** What the bot is called in a mention; Vigil when left out. */
  botName?: string;
  /** The fewest members a page may have: 50 when left out, as in Teams. */
  smallestPage?: number;
  tenants: TenantGiven[];
};

export function makeWorld(given: WorldGiven): World {
  const world: World = {
    now: given.now,
    names: makeNames(given.ids, given.now),
    app: { appId: given.appId, appPassword: given.appPassword, botName: given.botName ?? 'Vigil' },
    origin: '',
    servicePath: '/emea/',
    smallestPage: given.smallestPage ?? 50,
    tenants: new Map(),
    posts: [],
    tokens: new Map(),
    lines: [],
    warnings: [],
    refused: [],
  };
  for (const each of given.tenants) addTenant(world, each);
  return world;
}

export function addTenant(world: World, given: TenantGiven): Tenant {
  const tenant: Tenant = {
    id: given.tenantId,
    users: new Map(),
    teams: new Map(),
    threads: [],
    disabled: false,
  };
  world.tenants.set(tenant.id, tenant);
  for (const user of given.users) addUser(world, tenant, user, given.personal?.includes(user.id) ?? false);
  for (const team of given.teams) addTeam(tenant, team);
  for (const { id, members, installed = true } of given.chats ?? [])
    tenant.threads.push({
      ...thread(tenant, 'groupChat'),
      id,
      members: known(tenant, members),
      installed,
    });
  return tenant;
}

export function addUser(world: World, tenant: Tenant, given: UserGiven, installed: boolean): User {
  const user: User = {
    role: 'user',
    zone: 'Europe/London',
    client: 'new',
    ...given,
    tenantId: tenant.id,
    memberId: memberIdOf(world.app.appId, given.id),
    isGone: false,
  };
  tenant.users.set(user.id, user);
  tenant.threads.push({ ...thread(tenant, 'personal'), members: new Set([user.id]), installed });
  return user;
}

function addTeam(tenant: Tenant, given: TeamGiven): void {
  const team: Team = {
    id: given.id,
    name: given.name,
    groupId: groupIdOf(given.id),
    tenantId: tenant.id,
    members: known(tenant, given.members),
    installed: given.installed ?? true,
  };
  tenant.teams.set(team.id, team);
  const general: ChannelGiven = { id: team.id, name: 'General', kind: 'standard' };
  for (const channel of [general, ...given.channels.filter(({ id }) => id !== team.id)])
    tenant.threads.push({
      ...thread(tenant, 'channel'),
      id: channel.id,
      name: channel.name,
      channelKind: channel.kind,
      team,
      members:
        channel.kind === 'standard' ? team.members : known(tenant, channel.members ?? [...team.members]),
      installed: channel.installed ?? false,
    });
}

const thread = (tenant: Tenant, kind: Thread['kind']): Thread => ({
  id: null,
  kind,
  channelKind: 'standard',
  tenantId: tenant.id,
  name: '',
  team: null,
  members: new Set(),
  installed: false,
  byTeam: false,
  blocked: false,
  isDeleted: false,
});

function known(tenant: Tenant, ids: string[]): Set<string> {
  for (const id of ids)
    if (!tenant.users.has(id)) throw new Error(`There is nobody called ${id} in ${tenant.id}`);
  return new Set(ids);
}
