/**
 * POST v3/conversations: a conversation of two by its person, or a new thread in a channel.
 * The rule: a person by their directory id needs the app for themselves; by their 29: id a shared team will do. No
 * new group is ever made. Asked twice, the same conversation is given.
 */
import { z } from 'zod';
import { type Answer, grant, refuse } from './answer.ts';
import { readActivity } from './check-activity.ts';
import { reachThread, sharesTeam } from './reach-thread.ts';
import {
  addPost,
  begin,
  botIdOf,
  type Json,
  personalOf,
  type Tenant,
  threadBy,
  type User,
  type World,
} from './world.ts';

const asked = z.looseObject({
  bot: z.looseObject({ id: z.string() }).nullish(),
  isGroup: z.boolean().nullish(),
  members: z.array(z.looseObject({ id: z.string() })).nullish(),
  tenantId: z.string().nullish(),
  activity: z.record(z.string(), z.unknown()).nullish(),
  channelData: z
    .looseObject({
      channel: z.looseObject({ id: z.string() }).nullish(),
      tenant: z.looseObject({ id: z.string() }).nullish(),
    })
    .nullish(),
});
type Asked = z.infer<typeof asked>;

export function createConversation(world: World, body: Json): Answer {
  const read = asked.safeParse(body);
  if (!read.success) return refuse('BadSyntax', ['Conversation parameters cannot be read']);
  const given = read.data;
  const channelId = given.channelData?.channel?.id;
  if (channelId !== undefined) return inChannel(world, channelId, given);
  if (given.bot?.id !== botIdOf(world) && given.bot?.id !== world.app.appId)
    return refuse('BadArgument', ['the bot is not the caller']);
  if (given.isGroup === true || given.members?.length !== 1)
    return refuse('BadSyntax', ['Incorrect conversation creation parameters']);
  return withPerson(world, given.members[0]?.id ?? '', given);
}

function withPerson(world: World, memberId: string, { tenantId, channelData, activity }: Asked): Answer {
  const tenant = world.tenants.get(tenantId ?? channelData?.tenant?.id ?? '');
  if (!tenant) return refuse('BadArgument', ['Unknown tenant']);
  if (tenant.disabled) return refuse('BotDisabledByAdmin');
  const user = userBy(tenant, memberId);
  if (!user || user.isGone) return refuse('BadArgument', ['Invalid user identity in provided tenant']);
  const thread = personalOf(world, user);
  const byTeam = memberId === user.memberId && sharesTeam(tenant, user.id);
  if (!thread.installed && !byTeam) return refuse('ForbiddenOperationException');
  if (thread.blocked) return refuse('ConversationBlockedByUser');
  const read = activity ? readActivity(activity) : null;
  if (read && 'refusal' in read) return read.refusal;
  thread.byTeam ||= byTeam && !thread.installed;
  const id = begin(world, thread);
  if (read === null) return grant({ id }, 201);
  const { drawing } = read;
  const post = addPost(world, thread, { userId: null, fromBot: true, rootId: null, drawing });
  return grant({ id, activityId: post.id }, 201);
}

function inChannel(world: World, channelId: string, { activity, isGroup }: Asked): Answer {
  if (isGroup !== true || !activity)
    return refuse('BadSyntax', ['Incorrect conversation creation parameters']);
  const reached = reachThread(world, channelId);
  if ('refusal' in reached) return reached.refusal;
  if (reached.thread.kind !== 'channel' || threadBy(world, channelId)?.id !== channelId)
    return refuse('BadSyntax', ['That is no channel']);
  const read = readActivity(activity);
  if ('refusal' in read) return read.refusal;
  const { drawing } = read;
  const post = addPost(world, reached.thread, { userId: null, fromBot: true, rootId: null, drawing });
  return grant({ id: `${channelId};messageid=${post.id}`, activityId: post.id }, 201);
}

/** By directory id or 29: id; a name or an address finds nobody, as in Teams. */
export function userBy(tenant: Tenant, id: string): User | undefined {
  return [...tenant.users.values()].find((user) => user.id === id || user.memberId === id);
}
