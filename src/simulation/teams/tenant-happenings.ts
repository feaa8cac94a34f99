/**
 * What happens in a tenant besides what its people say: the app comes and goes, people and names do.
 * The rule: the state changes first, then the bot is told, as in Teams; what Teams does not tell (that somebody
 * blocks the bot, that an administrator switches it off, that a conversation is forgotten) is not told.
 */
import { type About, changeActivity, installationActivity } from './activities.ts';
import type { Courier, Delivery } from './deliver.ts';
import { addUser, type UserGiven } from './make-world.ts';
import {
  botIdOf,
  hasBot,
  type Json,
  personalOf,
  type Team,
  type Tenant,
  type Thread,
  type User,
  userOf,
  type World,
} from './world.ts';

export type TenantHappenings = {
  tenantId: string;
  /** Somebody takes the app for themselves: installationUpdate and conversationUpdate. */
  installsPersonal(userId: string): Promise<Delivery[]>;
  uninstallsPersonal(userId: string): Promise<Delivery[]>;
  /** The bot comes into a team; `channelId` is the channel its adder chose. */
  addsToTeam(teamId: string, channelId?: string): Promise<Delivery[]>;
  removesFromTeam(teamId: string): Promise<Delivery[]>;
  addsToChat(chatId: string): Promise<Delivery[]>;
  removesFromChat(chatId: string): Promise<Delivery[]>;
  /** Into a private or shared channel, or out of it; nobody is told. */
  setsInChannel(channelId: string, installed: boolean): void;
  /** Somebody known, or new to the tenant. */
  joinsTeam(teamId: string, who: string | UserGiven): Promise<Delivery[]>;
  leavesTeam(teamId: string, userId: string): Promise<Delivery[]>;
  renamesTeam(teamId: string, name: string): Promise<Delivery[]>;
  renamesChannel(channelId: string, name: string): Promise<Delivery[]>;
  deletesChannel(channelId: string): Promise<Delivery[]>;
  /** A new name or address: nobody is told. */
  changes(userId: string, to: Partial<Omit<UserGiven, 'id'>>): void;
  blocks(userId: string): void;
  unblocks(userId: string): void;
  /** Out of the tenant, and out of every team of it. */
  leavesTenant(userId: string): Promise<Delivery[]>;
  /** The administrator switches the app off, or on again. */
  disables(disabled: boolean): void;
  /** The conversation of two is not found any more until it is begun again. */
  forgets(userId: string): void;
};

export function tenantHappenings(world: World, courier: Courier, tenant: Tenant): TenantHappenings {
  const user = (id: string) => userOf(world, tenant.id, id);
  const teamBy = (id: string): Team => {
    const team = tenant.teams.get(id);
    if (!team) throw new Error(`There is no team ${id} in ${tenant.id}`);
    return team;
  };
  const threadWith = (id: string): Thread => {
    const thread = tenant.threads.find((each) => each.id === id);
    if (!thread) throw new Error(`There is no channel or chat ${id} in ${tenant.id}`);
    return thread;
  };
  /** Whoever does it: somebody of the place. */
  const about = (thread: Thread): About => {
    const [first] = [...thread.members, ...tenant.users.keys()];
    if (first === undefined) throw new Error(`There is nobody in ${tenant.id}`);
    return { user: user(first), thread };
  };
  const tell = async (...activities: Json[]): Promise<Delivery[]> => {
    const told: Delivery[] = [];
    for (const activity of activities) told.push(await courier.deliver(activity));
    return told;
  };
  const bot = [{ id: botIdOf(world) }];
  const comes = (of: About, eventType: string | null) =>
    tell(
      installationActivity(world, of, 'add'),
      changeActivity(world, of, eventType && `${eventType}Added`, { membersAdded: bot }),
    );
  const goes = (of: About, eventType: string | null) =>
    tell(
      installationActivity(world, of, 'remove'),
      changeActivity(world, of, eventType && `${eventType}Removed`, { membersRemoved: bot }),
    );
  const memberJson = ({ memberId, id }: User): Json => ({ id: memberId, aadObjectId: id });
  const tellIn = (thread: Thread, eventType: string, more: Json = {}) =>
    hasBot(thread) ? tell(changeActivity(world, about(thread), eventType, more)) : Promise.resolve([]);
  const personal = (userId: string): About => ({
    user: user(userId),
    thread: personalOf(world, user(userId)),
  });

  const happenings: TenantHappenings = {
    tenantId: tenant.id,
    installsPersonal(userId) {
      const of = personal(userId);
      of.thread.installed = true;
      return comes(of, null);
    },
    uninstallsPersonal(userId) {
      const of = personal(userId);
      of.thread.installed = false;
      return goes(of, null);
    },
    addsToTeam(teamId, channelId = teamId) {
      teamBy(teamId).installed = true;
      return comes(about(threadWith(channelId)), 'teamMember');
    },
    removesFromTeam(teamId) {
      teamBy(teamId).installed = false;
      return goes(about(threadWith(teamId)), 'teamMember');
    },
    addsToChat(chatId) {
      threadWith(chatId).installed = true;
      return comes(about(threadWith(chatId)), null);
    },
    removesFromChat(chatId) {
      threadWith(chatId).installed = false;
      return goes(about(threadWith(chatId)), null);
    },
    setsInChannel(channelId, installed) {
      threadWith(channelId).installed = installed;
    },
    joinsTeam(teamId, who) {
      const one = typeof who === 'string' ? user(who) : addUser(world, tenant, who, false);
      teamBy(teamId).members.add(one.id);
      return tellIn(threadWith(teamId), 'teamMemberAdded', { membersAdded: [memberJson(one)] });
    },
    leavesTeam(teamId, userId) {
      teamBy(teamId).members.delete(userId);
      return tellIn(threadWith(teamId), 'teamMemberRemoved', { membersRemoved: [memberJson(user(userId))] });
    },
    renamesTeam(teamId, name) {
      teamBy(teamId).name = name;
      return tellIn(threadWith(teamId), 'teamRenamed');
    },
    renamesChannel(channelId, name) {
      threadWith(channelId).name = name;
      return tellIn(threadWith(channelId), 'channelRenamed');
    },
    deletesChannel(channelId) {
      const thread = threadWith(channelId);
      thread.isDeleted = true;
      return tellIn(thread, 'channelDeleted');
    },
    changes(userId, to) {
      Object.assign(user(userId), to);
    },
    blocks(userId) {
      personal(userId).thread.blocked = true;
    },
    unblocks(userId) {
      personal(userId).thread.blocked = false;
    },
    async leavesTenant(userId) {
      const told: Delivery[] = [];
      for (const team of tenant.teams.values())
        if (team.members.has(userId)) told.push(...(await happenings.leavesTeam(team.id, userId)));
      for (const thread of tenant.threads) if (thread.kind !== 'personal') thread.members.delete(userId);
      user(userId).isGone = true;
      return told;
    },
    disables(disabled) {
      tenant.disabled = disabled;
    },
    forgets(userId) {
      personal(userId).thread.id = null;
    },
  };
  return happenings;
}
