/**
 * Who is in a conversation: a page at a time, all at once, or one of them.
 * The rule: a page is at least as long as Teams makes it, whatever is asked; guests are told apart; the bot itself
 * is not a member.
 */
import { type Answer, grant, refuse } from './answer.ts';
import { userBy } from './conversation-methods.ts';
import { reachThread } from './reach-thread.ts';
import { type Json, type Thread, tenantOf, type User, userOf, type World } from './world.ts';

const MOST = 500;
const USUAL = 200;

export function getPagedMembers(world: World, conversationId: string, query: URLSearchParams): Answer {
  const reached = reachThread(world, conversationId);
  if ('refusal' in reached) return reached.refusal;
  const asked = Number(query.get('pageSize') ?? USUAL);
  if (!Number.isInteger(asked)) return refuse('BadArgument', ['pageSize is no number']);
  const size = Math.min(MOST, Math.max(world.smallestPage, asked));
  const from = startOf(query.get('continuationToken'));
  if (from === null) return refuse('BadArgument', ['continuationToken cannot be read']);
  const members = membersOf(world, reached.thread);
  const next = from + size;
  return grant({
    members: members.slice(from, next),
    ...(next < members.length ? { continuationToken: tokenAt(next) } : {}),
  });
}

export function getMembers(world: World, conversationId: string): Answer {
  const reached = reachThread(world, conversationId);
  return 'refusal' in reached ? reached.refusal : grant(membersOf(world, reached.thread));
}

export function getMember(world: World, conversationId: string, id: string): Answer {
  const reached = reachThread(world, conversationId);
  if ('refusal' in reached) return reached.refusal;
  const { thread } = reached;
  const user = userBy(tenantOf(world, thread.tenantId), id);
  if (!user || user.isGone || !thread.members.has(user.id)) return refuse('MemberNotFoundInConversation');
  return grant(memberJson(user));
}

function membersOf(world: World, thread: Thread): Json[] {
  return [...thread.members]
    .map((id) => userOf(world, thread.tenantId, id))
    .filter(({ isGone }) => !isGone)
    .map(memberJson);
}

export function memberJson(user: User): Json {
  const [givenName, ...others] = user.name.split(' ');
  return {
    id: user.memberId,
    name: user.name,
    objectId: user.id,
    aadObjectId: user.id,
    givenName,
    surname: others.join(' '),
    ...(user.email === null ? {} : { email: user.email, userPrincipalName: user.email }),
    tenantId: user.tenantId,
    userRole: user.role,
  };
}

const tokenAt = (place: number): string => Buffer.from(`from ${place}`).toString('base64url');

function startOf(token: string | null): number | null {
  if (token === null || token === '') return 0;
  const place = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return place === undefined ? null : Number(place);
}
