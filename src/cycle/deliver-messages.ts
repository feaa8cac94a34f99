/**
 * The one door out: claims what is due, sends it, and marks what became of it.
 * The rule: marked as being sent and committed first, sent outside any transaction, marked again after; so a
 * process that dies in the middle leaves a row that says "perhaps". One keeper at a time for an installation.
 * What an outcome means is settle-sends'; what becomes of a claimed message that may not go is check-claimed's.
 */
import type { Chat, Platform } from '../chat/chat.ts';
import { nameOf } from '../chat/work-in-hand.ts';
import type { Tx } from '../store/database.ts';
import { readDayMarks } from '../store/day-moves.ts';
import { claimMessages, type Outbound, stillOurs } from '../store/deliveries.ts';
import { nextDelivery } from '../store/delivery-queue.ts';
import { type Lane, leaveLane, listLanes, restLane, takeLane } from '../store/lanes.ts';
import { LEASE_MS } from '../store/lease.ts';
import { listOwedRedraws, type OwedRedraw } from '../store/redraws.ts';
import { isAway } from '../store/refusals.ts';
import { checkClaimed, Unjudged } from './check-claimed.ts';
import { closeSettled } from './climb-alerts.ts';
import type { Context, StepResult } from './context.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { type Redrawn, redrawMessages, settleRedraws } from './redraw-messages.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { sendMessage } from './send-message.ts';
import { settleApart } from './settle-apart.ts';
import { failed, giveBack, type Sent, settleSends } from './settle-sends.ts';

type Chats = ReadonlyMap<Platform, Chat>;
/** `mark`: as the school's days were when it was read. */
type Schools = Map<string, KnownSchool & { mark: string }>;
/** What was sent and could not be marked, the record being away, by installation: it is marked when it is back. */
type UnmarkedSends = Map<string, Pick<Done, 'sends' | 'unsent'>>;

const BATCH = 10;
/** So many, and whoever waits behind has a turn. */
const TURN = 100;
const REDRAWS = 20;
const NO_CHAT_WAIT_MS = 60_000;
const BUSY_LANE_WAIT_MS = 5_000;
/** Nothing is begun later in a lease than this: a look and a post take half a minute at most. */
const BEGIN_WITHIN_MS = 75_000;

const unserved = new WeakMap<Chats, Set<Platform>>();
/** By the chats they were sent with. */
const unmarked = new WeakMap<Chats, UnmarkedSends>();

export async function deliverMessages(context: Context, chats: Chats): Promise<StepResult> {
  const faults: unknown[] = [];
  await closeSettled(context).catch((fault: unknown) => {
    // An alert that cannot be closed keeps nobody from being written to.
    if (isAway(fault)) throw fault;
    context.log.error({ fault: nameOf(fault) }, 'alerts_not_closed');
    faults.push(fault);
  });
  const lanes = await context.within((tx) => listLanes(tx));
  const keeper = context.keeper ?? context.ids.token();
  const schools: Schools = new Map();
  const left = unmarked.get(chats) ?? new Map();
  unmarked.set(chats, left);
  let sent = 0;
  let nextDue: Date | null = null;
  for (const lane of lanes) {
    const chat = chats.get(lane.platform);
    if (!chat) warnOnce(context, chats, lane.platform);
    const served = chat
      ? await serveLane(context, lane, chat, { keeper, schools, left }).catch((fault: unknown) => {
          context.log.error({ installation: lane.installationId, fault: nameOf(fault) }, 'lane_stopped');
          faults.push(fault);
          return { sent: 0, next: null };
        })
      : { sent: 0, next: inMs(context, NO_CHAT_WAIT_MS) };
    sent += served.sent;
    if (served.next !== null && (nextDue === null || served.next < nextDue)) nextDue = served.next;
  }
  // Every lane has had its turn by then.
  if (faults.length > 0) throw faults[0];
  return { counts: { sent }, nextDue };
}

type Served = { sent: number; next: Date | null };
/** Either messages to send or redraws to make, so that what was sent is marked before anything else is begun. */
type Work = { ready: Outbound[]; owed: OwedRedraw[]; claimed: number };
type Serving = { keeper: string; schools: Schools; left: UnmarkedSends };
type Done = { sends: Sent[]; unsent: Outbound[]; redrawn: Redrawn[]; stopped: boolean; more: boolean };

const NOTHING: Done = { sends: [], unsent: [], redrawn: [], stopped: false, more: true };

/** Sends all that is due on one lane, then redraws what is owed: each batch is marked as the next is claimed. */
async function serveLane(context: Context, lane: Lane, chat: Chat, serving: Serving): Promise<Served> {
  const { installationId } = lane;
  const { keeper, schools, left } = serving;
  const { batch = BATCH } = chat;
  let done: Done = { ...NOTHING, ...left.get(installationId) };
  let sent = 0;
  let attempted = 0;
  for (;;) {
    // A run may go on for minutes, and what may go now may not then.
    const at: Context = { ...context, now: context.fresh?.() ?? context.now };
    const isOver = attempted >= TURN || context.stopping?.() === true;
    const isHeld = context.stopwatch?.();
    const next = await retryDeadlock(at, async (tx): Promise<Work | { next: Date | null }> => {
      await settle(at, tx, installationId, schools, done);
      if (done.more && !isOver) {
        if (!(await takeLane(tx, at.org, installationId, keeper)))
          return { next: inMs(at, BUSY_LANE_WAIT_MS) };
        const work = await claimWork(at, tx, installationId, { batch, schools });
        if (work.claimed + work.owed.length > 0) return work;
      }
      await (context.keeper === undefined ? leaveLane : restLane)(tx, installationId, keeper);
      return { next: await nextMoment(at, tx, installationId, done.stopped) };
    }).catch(async (fault: unknown) => {
      if (done.sends.length + done.unsent.length > 0)
        left.set(installationId, { sends: done.sends, unsent: done.unsent });
      if (fault instanceof Unjudged) await setAside(at, schools, fault);
      else if (done.sends.length > 0 && !isAway(fault)) {
        const settleOne = (tx: Tx, send: Sent) =>
          settle(at, tx, installationId, schools, { ...NOTHING, sends: [send] });
        await settleApart(at, done.sends, settleOne);
        done = { ...done, sends: [] };
      } else throw fault;
      return null;
    });
    if (next === null) continue;
    left.delete(installationId);
    sent += done.sends.filter(({ outcome }) => outcome.kind === 'sent' || outcome.kind === 'found').length;
    if ('next' in next) return { sent, next: next.next };
    // What is claimed and does not go after all counts too: nothing that comes back each time holds everybody up.
    attempted += next.claimed + next.owed.length;
    done = await work(at, chat, lane, next, () => (isHeld?.() ?? 0) < BEGIN_WITHIN_MS);
  }
}

async function claimWork(
  context: Context,
  tx: Tx,
  installationId: string,
  { batch, schools }: { batch: number; schools: Schools },
): Promise<Work> {
  const { org, now } = context;
  const claim = context.ids.token();
  const claimed = await claimMessages(tx, org, installationId, { now, limit: batch, claim });
  if (claimed.length > 0) {
    await forgetChanged(tx, schools, claimed);
    const ready = await checkClaimed(context, tx, claimed, (id) => know(context, tx, schools, id));
    return { ready, owed: [], claimed: claimed.length };
  }
  const owed = await listOwedRedraws(tx, installationId, now, REDRAWS);
  return { ready: [], owed, claimed: 0 };
}

/** `isOurs`: the lease has long enough to run for another call to be over in it. */
async function work(
  context: Context,
  chat: Chat,
  lane: Lane,
  { ready, owed, claimed }: Work,
  isOurs: () => boolean,
): Promise<Done> {
  const mayGoOn = () => isOurs() && context.stopping?.() !== true;
  const { sends, stopped } = await sendAll(context, chat, lane, ready, mayGoOn);
  const { redrawn, stopped: stoppedDrawing } = await redrawMessages(chat, lane, owed, mayGoOn);
  const isStopped = stopped || stoppedDrawing;
  const more = !isStopped && (claimed > 0 || owed.length === REDRAWS);
  return { sends, unsent: ready.slice(sends.length), redrawn, stopped: isStopped, more };
}

/** Only what is still this claim's: what another has taken over meanwhile is that one's to settle. */
async function settle(
  context: Context,
  tx: Tx,
  installationId: string,
  schools: Schools,
  { sends, unsent, redrawn }: Done,
): Promise<void> {
  const ours = await stillOurs(tx, [...sends.map(({ message }) => message), ...unsent]);
  const sure = sends.filter(({ message }) => ours.has(message.messageId));
  for (const { message } of sure) await know(context, tx, schools, message.settingId);
  for (const message of unsent) if (ours.has(message.messageId)) await giveBack(tx, message, context.now);
  await settleSends(context, tx, installationId, (id) => known(schools, id), sure);
  await settleRedraws(context, tx, redrawn);
}

/** Nothing is waited for where the workspace has just revoked us. */
async function nextMoment(
  context: Context,
  tx: Tx,
  installationId: string,
  stopped: boolean,
): Promise<Date | null> {
  const live = stopped ? await listLanes(tx) : null;
  if (live !== null && !live.some((lane) => lane.installationId === installationId)) return null;
  const { due, sending } = await nextDelivery(tx, context.org, installationId);
  const lease = inMs(context, LEASE_MS);
  return sending && (due === null || lease < due) ? lease : due;
}

function inMs({ now }: Context, wait: number): Date {
  return new Date(now.getTime() + wait);
}

/** Sends one after another; stops where the platform says to slow down, or that it will hear no more. */
async function sendAll(
  { now: claimedAt }: Context,
  chat: Chat,
  lane: Lane,
  ready: Outbound[],
  mayGoOn: () => boolean,
): Promise<{ sends: Sent[]; stopped: boolean }> {
  const sends: Sent[] = [];
  for (const message of ready) {
    if (!mayGoOn()) return { sends, stopped: true };
    const tried = await sendMessage(chat, lane, message, mayGoOn);
    if (tried === null) return { sends, stopped: true };
    sends.push({ message, claimedAt, ...tried });
    const { outcome } = tried;
    const isRevoked = outcome.kind === 'refused' && outcome.why === 'installation_revoked';
    const isForAll = outcome.kind === 'limited' && outcome.blocked !== 'this';
    if (isForAll || isRevoked) return { sends, stopped: true };
  }
  return { sends, stopped: false };
}

/** What goes wrong with one message whenever it is looked at would otherwise hold up everybody behind it. */
async function setAside(context: Context, schools: Schools, { outbound, cause }: Unjudged): Promise<void> {
  context.log.error({ message: outbound.messageId, fault: nameOf(cause) }, 'message_not_judged');
  await context.within(async (tx) => {
    const school = await know(context, tx, schools, outbound.settingId);
    await failed(context, tx, school, outbound, 'not judged');
  });
}

async function know(context: Context, tx: Tx, schools: Schools, settingId: string): Promise<KnownSchool> {
  const before = schools.get(settingId);
  if (before) return before;
  const mark = (await readDayMarks(tx, [settingId])).get(settingId) ?? '';
  const school = { ...(await knowSchool(tx, settingId, context.now)), mark };
  schools.set(settingId, school);
  return school;
}

/** A run may go on for minutes, and a school be closed in the middle of it. */
async function forgetChanged(tx: Tx, schools: Schools, claimed: readonly Outbound[]): Promise<void> {
  const known = claimed.map(({ settingId }) => settingId).filter((id) => schools.has(id));
  for (const [id, mark] of await readDayMarks(tx, [...new Set(known)]))
    if (schools.get(id)?.mark !== mark) schools.delete(id);
}

function known(schools: Schools, settingId: string): KnownSchool {
  const school = schools.get(settingId);
  if (!school) throw new Error('A message was sent for a setting nobody looked at');
  return school;
}

function warnOnce(context: Context, chats: Chats, platform: Platform): void {
  const told = unserved.get(chats) ?? new Set();
  unserved.set(chats, told);
  if (told.has(platform)) return;
  told.add(platform);
  context.log.warn({ platform }, 'no_chat_for_platform');
}
