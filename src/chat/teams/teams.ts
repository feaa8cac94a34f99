/**
 * Teams as a chat: posts and redraws messages, and tells who is in a tenant.
 * The rule: one call, one outcome; nothing is tried twice here but a conversation that Teams has surely lost. A person
 * is written to in a conversation opened once by their directory id and kept; a channel's post is a thread of its own.
 * What comes from Teams is door.ts's; drawing is render.ts's; trying again is the deliverer's.
 */
import type { Message } from '../../domain/message.ts';
import type { Address, Chat, Reference, SendOutcome } from '../chat.ts';
import { inspectTenant } from './inspect-tenant.ts';
import { listMembers } from './list-members.ts';
import { CREATE } from './pace.ts';
import {
  isGroupChat,
  placeOf,
  platformIdOf,
  serviceUrlFor,
  type TeamsParts,
  tenantLane,
  tenantServiceUrl,
  threadLane,
} from './place.ts';
import { renderCard } from './render.ts';
import { outcomeOf } from './send-outcome.ts';
import type { Outgoing, Wire, Wired } from './wire.ts';

export type TeamsChat = Chat & {
  /** The same for an answer that is nobody's record: a direct message, or a line in a thread. */
  say(to: Address, message: Message, thread?: Wired): Promise<SendOutcome>;
};

export function teamsChat(parts: TeamsParts): TeamsChat {
  const { wire, pace } = parts;

  const post = async (to: Address, message: Message, thread?: Wired): Promise<SendOutcome> => {
    const outgoing = draw(parts, message);
    if (outgoing === null) return { kind: 'refused', why: 'too_long' };
    if (thread !== undefined) return sent(to, thread, await sendPaced(parts, to, thread, outgoing));
    return to.kind === 'person' ? postToPerson(parts, to, outgoing) : postToChannel(parts, to, outgoing);
  };

  return {
    platform: 'teams',
    post: (to, message) => post(to, message),
    say: post,
    async update(to, platformId, message) {
      const place = placeOf(platformId);
      const outgoing = draw(parts, message);
      if (place === null) return { kind: 'refused', why: 'message_gone' };
      if (outgoing === null) return { kind: 'refused', why: 'too_long' };
      const { conversationId, activityId } = place;
      const where: Wired = { conversationId, serviceUrl: await serviceUrlFor(parts, to) };
      await pace.turn([tenantLane(to), threadLane(conversationId)]);
      const done = await wire.update(where, activityId, outgoing);
      if (done.kind === 'done') return { kind: 'sent', platformId };
      return done.kind === 'gone' ? { kind: 'refused', why: 'message_gone' } : outcomeOf(done, to.kind);
    },
    listMembers: (tenant, after) => listMembers(parts, tenant, after),
    inspect: (tenant, channelIds) => inspectTenant(parts, tenant, channelIds),
    close: async () => {},
  };
}

/** Null for a message that is too long for Teams however it is drawn. */
export function draw({ picture }: Pick<TeamsParts, 'picture'>, message: Message): Outgoing | null {
  const drawn = renderCard(message, { picture });
  return drawn.kind === 'too_long' ? null : { card: drawn.card, summary: drawn.summary };
}

async function postToPerson(parts: TeamsParts, to: Address, outgoing: Outgoing): Promise<SendOutcome> {
  const { references } = parts;
  const kept = await references.find(to.externalId, 'person', to.id);
  const first = kept?.conversationId ? asWired(kept, kept.conversationId) : await open(parts, to);
  if ('kind' in first) return outcomeOf(first, 'person');
  const done = await sendPaced(parts, to, first, outgoing);
  if (done.kind !== 'gone') return sent(to, first, done);
  // Teams has lost the conversation, so nothing was sent: it is opened anew, once.
  const again = await open(parts, to);
  if ('kind' in again) return outcomeOf(again, 'person');
  return sent(to, again, await sendPaced(parts, to, again, outgoing));
}

/** Opening the same person's conversation twice gives the same one, so an unsure opening has done no harm. */
async function open(
  parts: TeamsParts,
  to: Address,
): Promise<Wired | Exclude<Wire<unknown>, { kind: 'done' }>> {
  const { wire, references, pace } = parts;
  // Not the address it was lost at: the tenant may have moved.
  const serviceUrl = await tenantServiceUrl(parts, to);
  await pace.turn([tenantLane(to), { name: 'create', windows: CREATE }]);
  const made = await wire.createPersonal({ serviceUrl, tenantId: to.externalId, userId: to.id });
  if (made.kind === 'ambiguous') return { kind: 'throttled', retryAfterMs: null };
  // Nothing but the person is asked for, so nothing but the person can be wrong with it.
  if (made.kind === 'refused' && made.code === 'BadArgument') return { kind: 'gone', code: made.code };
  if (made.kind !== 'done') return made;
  const { conversationId } = made.value;
  const { id } = to;
  await references.keep(to.externalId, { kind: 'person', id, conversationId, serviceUrl, teamId: null });
  return { serviceUrl, conversationId };
}

async function postToChannel(parts: TeamsParts, to: Address, outgoing: Outgoing): Promise<SendOutcome> {
  const { wire, pace } = parts;
  const serviceUrl = await serviceUrlFor(parts, to);
  // A group chat has no threads.
  if (isGroupChat(to.id)) {
    const where = { serviceUrl, conversationId: to.id };
    return sent(to, where, await sendPaced(parts, to, where, outgoing));
  }
  await pace.turn([tenantLane(to), threadLane(to.id), { name: 'create', windows: CREATE }]);
  const done = await wire.postToChannel({ serviceUrl, tenantId: to.externalId, channelId: to.id }, outgoing);
  if (done.kind !== 'done') return outcomeOf(done, 'channel');
  const { conversationId, activityId } = done.value;
  return { kind: 'sent', platformId: platformIdOf(conversationId, activityId) };
}

async function sendPaced(
  { wire, pace }: TeamsParts,
  to: Address,
  where: Wired,
  outgoing: Outgoing,
): Promise<Wire<{ activityId: string }>> {
  await pace.turn([tenantLane(to), threadLane(where.conversationId)]);
  return wire.send(where, outgoing);
}

function sent(to: Address, { conversationId }: Wired, done: Wire<{ activityId: string }>): SendOutcome {
  return done.kind === 'done'
    ? { kind: 'sent', platformId: platformIdOf(conversationId, done.value.activityId) }
    : outcomeOf(done, to.kind);
}

const asWired = ({ serviceUrl }: Reference, conversationId: string): Wired => ({
  serviceUrl,
  conversationId,
});
