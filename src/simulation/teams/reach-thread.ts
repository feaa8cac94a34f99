/**
 * Finds the conversation a call is about, or says why the bot may not have it.
 * The rule: in the order Teams looks: is the app allowed in the tenant, is there such a conversation, is the bot in
 * it, does somebody block it.
 */
import { type Answer, refuse } from './answer.ts';
import { hasBot, type Tenant, type Thread, tenantOf, threadBy, userOf, type World } from './world.ts';

export type Reached = { thread: Thread } | { refusal: Answer };

export function reachThread(world: World, conversationId: string): Reached {
  const thread = threadBy(world, conversationId);
  if (thread === null) return { refusal: refuse('ConversationNotFound') };
  const tenant = tenantOf(world, thread.tenantId);
  if (tenant.disabled) return { refusal: refuse('BotDisabledByAdmin') };
  if (isLeft(world, thread)) return { refusal: refuse('ConversationNotFound') };
  if (!hasBot(thread) && !isKnownThroughTeam(tenant, thread))
    return {
      refusal: refuse(thread.kind === 'personal' ? 'MessageWritesBlocked' : 'BotNotInConversationRoster'),
    };
  if (thread.blocked) return { refusal: refuse('ConversationBlockedByUser') };
  return { thread };
}

/** Nobody is left in a conversation of two when its person is gone. */
function isLeft(world: World, thread: Thread): boolean {
  if (thread.kind !== 'personal') return false;
  return [...thread.members].every((id) => userOf(world, thread.tenantId, id).isGone);
}

/** Somebody of a team the bot is in may be written to by their 29:… id without having the app themselves. */
export const sharesTeam = (tenant: Tenant, userId: string): boolean =>
  [...tenant.teams.values()].some(({ installed, members }) => installed && members.has(userId));

const isKnownThroughTeam = (tenant: Tenant, { byTeam, members }: Thread): boolean =>
  byTeam && [...members].some((id) => sharesTeam(tenant, id));
