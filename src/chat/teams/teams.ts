/**
 * Teams as a chat: posts and redraws messages, and tells who is in a tenant.
 * The rule: one call, one outcome; nothing is tried twice here but a conversation that Teams has surely lost. A person
 * is written to in a conversation opened once by their directory id and kept; a channel's post is a thread of its own.
 * What comes from Teams is door.ts's; drawing is render.ts's; trying again is the deliverer's.
 */
import type { Message } from '../../domain/message.ts';
import type { Address, Chat, Reference, SendOutcome } from '../chat.ts';
import { inspectTenant } from './inspect-tenant.ts';
import { CREATING, creatingIn, tenantLane, threadLane } from './lanes.ts';
import { listMembers } from './list-members.ts';
import { lookAtChannel } from './look-at-channel.ts';
import { MOST_WAIT_MS, pacedCall, type Turn } from './paced-call.ts';
import {
  beginning,
  isGroupChat,
  placeOf,
  platformIdOf,
  serviceUrlFor,
  type TeamsParts,
  tenantServiceUrl,
} from './place.ts';
import { renderCard } from './render.ts';
import { isSwitchedOff, outcomeOf } from './send-outcome.ts';
import { openShutWatch, type ShutWatch } from './shut-watch.ts';
import type { Outgoing, Wire, Wired, WireFault } from './wire.ts';

/** Whom or where it is for; which of our own rows that is makes no difference here. */
export type Recipient = Pick<Address, 'externalId' | 'kind' | 'id'>;

export type TeamsChat = Omit<Chat, 'update'> & {
  /**
   * The same for an answer that is nobody's record: a direct message, or a line in a thread. A short wait is kept to
   * and it is sent then, since nobody else would.
   */
  say(to: Recipient, message: Message, thread?: Wired): Promise<SendOutcome>;
  update(to: Recipient, platformId: string, message: Message): Promise<SendOutcome>;
};

/** One message may take an opening and two sends: a few of them, and no lease runs out. */
const BATCH = 4;
/** An answer that nobody keeps is let go sooner than a message. */
const MOST_ANSWER_WAIT_MS = 5_000;

type Sending = TeamsParts & { shuts: ShutWatch; mostMs: number };

export function teamsChat(parts: TeamsParts): TeamsChat {
  const sending: Sending = { ...parts, shuts: openShutWatch(), mostMs: MOST_WAIT_MS };

  return {
    platform: 'teams',
    batch: BATCH,
    post: (to, message) => post(sending, to, message),
    async say(to, message, thread) {
      const answering = { ...sending, mostMs: MOST_ANSWER_WAIT_MS };
      const said = await post(answering, to, message, thread);
      // Asked to wait a little, so surely not sent.
      const isSoon = said.kind === 'limited' && said.blocked === undefined;
      if (!isSoon || said.retryAfterMs > MOST_ANSWER_WAIT_MS) return said;
      await parts.pace.rest(said.retryAfterMs);
      return post(answering, to, message, thread);
    },
    async update(to, platformId, message) {
      const place = placeOf(platformId);
      const outgoing = draw(parts, message);
      if (place === null) return { kind: 'refused', why: 'message_gone' };
      if (outgoing === null) return { kind: 'refused', why: 'too_long' };
      const { conversationId, activityId } = place;
      const serviceUrl = await serviceUrlFor(parts, to);
      const done = await reached(sending, to, serviceUrl, inThread(to, conversationId), (at) =>
        parts.wire.update({ serviceUrl: at, conversationId }, activityId, outgoing),
      );
      if (done.kind === 'done') return { kind: 'sent', platformId };
      return done.kind === 'gone' ? { kind: 'refused', why: 'message_gone' } : meant(sending, to, done);
    },
    listMembers: (tenant, after) => listMembers(parts, tenant, after),
    inspect: (tenant, channelIds) => inspectTenant(parts, tenant, channelIds),
    lookAtChannel: (tenant, channelId) => lookAtChannel(parts, tenant, channelId),
    close: async () => {},
  };
}

async function post(parts: Sending, to: Recipient, message: Message, thread?: Wired): Promise<SendOutcome> {
  const outgoing = draw(parts, message);
  if (outgoing === null) return { kind: 'refused', why: 'too_long' };
  if (thread !== undefined) return sent(parts, to, thread, await sendPaced(parts, to, thread, outgoing));
  return to.kind === 'person' ? postToPerson(parts, to, outgoing) : postToChannel(parts, to, outgoing);
}

/** Null for a message that is too long for Teams however it is drawn. */
function draw(
  { picture, leftOut }: Pick<TeamsParts, 'picture' | 'leftOut'>,
  message: Message,
): Outgoing | null {
  const drawn = renderCard(message, { picture, leftOut });
  return drawn.kind === 'too_long' ? null : { card: drawn.card, summary: drawn.summary };
}

async function postToPerson(parts: Sending, to: Recipient, outgoing: Outgoing): Promise<SendOutcome> {
  const { references } = parts;
  const kept = await references.find(to.externalId, 'person', to.id);
  const first = kept?.conversationId ? asWired(kept, kept.conversationId) : await open(parts, to);
  if ('kind' in first) return meant(parts, to, first);
  const done = await sendPaced(parts, to, first, outgoing);
  if (done.kind !== 'gone') return sent(parts, to, first, done);
  // Teams has lost the conversation, so nothing was sent: it is opened anew, once.
  const again = await open(parts, to);
  if ('kind' in again) return meant(parts, to, again);
  return sent(parts, to, again, await sendPaced(parts, to, again, outgoing));
}

/** Opening the same person's conversation twice gives the same one, so an unsure opening has done no harm. */
async function open(parts: Sending, to: Recipient): Promise<Wired | WireFault> {
  const { wire, references } = parts;
  // Not the address it was lost at: the tenant may have moved.
  let serviceUrl = await tenantServiceUrl(parts, to);
  const about = creatingIn(to);
  const made = await reached(
    parts,
    to,
    serviceUrl,
    { lanes: [tenantLane(to), CREATING, about], about },
    (at) => {
      serviceUrl = at;
      return wire.createPersonal({ serviceUrl: at, tenantId: to.externalId, userId: to.id });
    },
  );
  if (made.kind === 'ambiguous') return { kind: 'throttled', retryAfterMs: null };
  // Nothing but the person is asked for, so nothing but the person can be wrong with it.
  if (made.kind === 'refused' && made.code === 'BadArgument') return { kind: 'gone', code: made.code };
  if (made.kind !== 'done') return made;
  const { conversationId } = made.value;
  const { id } = to;
  await references.keep(to.externalId, { kind: 'person', id, conversationId, serviceUrl, teamId: null });
  return { serviceUrl, conversationId };
}

async function postToChannel(parts: Sending, to: Recipient, outgoing: Outgoing): Promise<SendOutcome> {
  const serviceUrl = await serviceUrlFor(parts, to);
  // A group chat has no threads.
  if (isGroupChat(to.id)) {
    const where = { serviceUrl, conversationId: to.id };
    return sent(parts, to, where, await sendPaced(parts, to, where, outgoing));
  }
  const where = { tenantId: to.externalId, channelId: to.id };
  const turn = inThread(to, to.id);
  const done = await reached(parts, to, serviceUrl, { ...turn, lanes: [...turn.lanes, CREATING] }, (at) =>
    parts.wire.postToChannel({ ...where, serviceUrl: at }, outgoing),
  );
  return done.kind === 'done' ? sent(parts, to, done.value, done) : meant(parts, to, done);
}

const sendPaced = (
  parts: Sending,
  to: Recipient,
  { serviceUrl, conversationId }: Wired,
  outgoing: Outgoing,
): Promise<Wire<{ activityId: string }>> =>
  reached(parts, to, serviceUrl, inThread(to, conversationId), (at) =>
    parts.wire.send({ serviceUrl: at, conversationId }, outgoing),
  );

/**
 * An address that is not reached may be an old one: it is tried once more, where the tenant was heard since, else where
 * all of Teams begins. There a tenant of another cloud is not known, so what is refused there says nothing.
 */
async function reached<T>(
  parts: Sending,
  to: Recipient,
  first: string,
  turn: Turn,
  call: (serviceUrl: string) => Promise<Wire<T>>,
): Promise<Wire<T>> {
  const { pace, mostMs } = parts;
  const done = await pacedCall(pace, { ...turn, mostMs }, () => call(first));
  if (done.kind !== 'unlinked') return done;
  const heard = await tenantServiceUrl(parts, to);
  const next = [heard, beginning(parts)].find((serviceUrl) => serviceUrl !== first);
  if (next === undefined) return done;
  const again = await pacedCall(pace, { ...turn, mostMs }, () => call(next));
  const isUnsaid = next !== heard && (again.kind === 'gone' || again.kind === 'refused');
  return isUnsaid ? done : again;
}

function inThread(to: Pick<Recipient, 'externalId'>, conversationId: string): Turn {
  const about = threadLane(conversationId);
  return { lanes: [tenantLane(to), about], about };
}

function sent(
  parts: Sending,
  to: Recipient,
  { conversationId }: Pick<Wired, 'conversationId'>,
  done: Wire<{ activityId: string }>,
): SendOutcome {
  if (done.kind !== 'done') return meant(parts, to, done);
  parts.shuts.through(to.externalId);
  return { kind: 'sent', platformId: platformIdOf(conversationId, done.value.activityId) };
}

function meant({ shuts }: Sending, to: Recipient, fault: WireFault): SendOutcome {
  return isSwitchedOff(fault) ? shuts.shut(to) : outcomeOf(fault, to.kind);
}

const asWired = ({ serviceUrl }: Reference, conversationId: string): Wired => ({
  serviceUrl,
  conversationId,
});
