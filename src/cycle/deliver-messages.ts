/**
 * The one door out: claims what is due, sends it, and marks what became of it.
 * The rule: marked as being sent and committed first, sent outside any transaction, marked again after; so a
 * process that dies in the middle leaves a row that says "perhaps". One keeper at a time for an installation.
 * What an outcome means is settle-sends'; what becomes of a claimed message that may not go is check-claimed's.
 */
import type { Chat, Platform } from '../chat/chat.ts';
import type { Tx } from '../store/database.ts';
import { claimMessages, nextDelivery, type Outbound, REPEATABLE } from '../store/deliveries.ts';
import { type Lane, leaveLane, listLanes, restLane, takeLane } from '../store/lanes.ts';
import { listOwedRedraws, type OwedRedraw } from '../store/redraws.ts';
import { checkClaimed } from './check-claimed.ts';
import { closeSettled } from './climb-alerts.ts';
import type { Context, StepResult } from './context.ts';
import { recallUnmarked, type UnmarkedSends } from './keep-unmarked.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { type Redrawn, redrawMessages, settleRedraws } from './redraw-messages.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { canLook, sendMessage } from './send-message.ts';
import { giveBack, type Sent, settleSends } from './settle-sends.ts';

type Chats = ReadonlyMap<Platform, Chat>;
type Schools = Map<string, KnownSchool>;

const BATCH = 10;
/** So many, and whoever waits behind has a turn. */
const TURN = 100;
const REDRAWS = 20;
const NO_CHAT_WAIT_MS = 60_000;
const BUSY_LANE_WAIT_MS = 5_000;
const LEASE_MS = 120_000;

const unserved = new WeakMap<Chats, Set<Platform>>();
/** By the chats they were sent with. */
const unmarked = new WeakMap<Chats, UnmarkedSends>();

export async function deliverMessages(context: Context, chats: Chats): Promise<StepResult> {
  const lanes = await context.within(async (tx) => {
    await closeSettled(context, tx);
    return listLanes(tx);
  });
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
      ? await serveLane(context, lane, chat, { keeper, schools, left })
      : { sent: 0, next: inMs(context, NO_CHAT_WAIT_MS) };
    sent += served.sent;
    if (served.next !== null && (nextDue === null || served.next < nextDue)) nextDue = served.next;
  }
  return { counts: { sent }, nextDue };
}

type Served = { sent: number; next: Date | null };
/** `more`: another batch may be waiting behind this one. */
type Work = { ready: Outbound[]; owed: OwedRedraw[]; more: boolean };

/** Sends all that is due on one lane, then redraws what is owed: each batch is marked as the next is claimed. */
async function serveLane(
  context: Context,
  lane: Lane,
  chat: Chat,
  { keeper, schools, left }: Serving,
): Promise<Served> {
  const { installationId } = lane;
  const { batch = BATCH } = chat;
  let done = await begin(context, installationId, schools, left);
  let sent = 0;
  let attempted = 0;
  for (;;) {
    const isOver = attempted >= TURN || context.stopping?.() === true;
    const next = await retryDeadlock(context, async (tx): Promise<Work | { next: Date | null }> => {
      await settle(context, tx, installationId, schools, done);
      if (done.more && !isOver) {
        if (!(await takeLane(tx, context.org, installationId, keeper)))
          return { next: inMs(context, BUSY_LANE_WAIT_MS) };
        const { now } = context;
        const claimed = await claimMessages(tx, context.org, installationId, { now, limit: batch });
        const owed = claimed.length === batch ? [] : await listOwedRedraws(tx, installationId, now, REDRAWS);
        if (claimed.length + owed.length > 0)
          return {
            ready: await checkClaimed(context, tx, claimed, (id) => know(context, tx, schools, id)),
            owed,
            more: isMore(claimed, owed, batch),
          };
      }
      await (context.keeper === undefined ? leaveLane : restLane)(tx, installationId, keeper);
      return { next: await nextMoment(context, tx, installationId, done.stopped) };
    }).catch((fault: unknown) => {
      if (done.sends.length > 0) left.set(installationId, done);
      throw fault;
    });
    left.delete(installationId);
    sent += done.sends.filter(({ outcome }) => outcome.kind === 'sent' || outcome.kind === 'found').length;
    attempted += done.sends.length + done.redrawn.length;
    if ('next' in next) return { sent, next: next.next };
    done = await work(context, chat, lane, next);
  }
}

type Serving = { keeper: string; schools: Schools; left: UnmarkedSends };

/** With what an earlier run sent and could not mark. */
async function begin(
  context: Context,
  installationId: string,
  schools: Schools,
  left: UnmarkedSends,
): Promise<Done> {
  const nothing: Done = { sends: [], unsent: [], redrawn: [], stopped: false, more: true };
  const kept = left.get(installationId);
  if (kept === undefined) return nothing;
  return context.within(async (tx) => {
    const recalled = await recallUnmarked(tx, kept);
    for (const { message } of recalled.sends) await know(context, tx, schools, message.settingId);
    return { ...nothing, ...recalled };
  });
}

type Done = { sends: Sent[]; unsent: Outbound[]; redrawn: Redrawn[]; stopped: boolean; more: boolean };

/** A batch that was full, or one of those that are claimed alone. */
function isMore(claimed: Outbound[], owed: OwedRedraw[], batch: number): boolean {
  const isAlone = claimed.some(({ kind }) => !REPEATABLE.includes(kind));
  return isAlone || claimed.length === batch || owed.length === REDRAWS;
}

async function work(context: Context, chat: Chat, lane: Lane, { ready, owed, more }: Work): Promise<Done> {
  const { sends, stopped } = await sendAll(context, chat, lane, ready);
  const { redrawn, stopped: stoppedDrawing } = await redrawMessages(chat, lane, owed);
  const isStopped = stopped || stoppedDrawing;
  return { sends, unsent: ready.slice(sends.length), redrawn, stopped: isStopped, more: more && !isStopped };
}

async function settle(
  context: Context,
  tx: Tx,
  installationId: string,
  schools: Schools,
  { sends, unsent, redrawn }: Done,
): Promise<void> {
  for (const message of unsent) await giveBack(tx, message, context.now);
  await settleSends(context, tx, installationId, (id) => known(schools, id), sends);
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
  context: Context,
  chat: Chat,
  lane: Lane,
  ready: Outbound[],
): Promise<{ sends: Sent[]; stopped: boolean }> {
  const sends: Sent[] = [];
  for (const message of ready) {
    if (context.stopping?.()) return { sends, stopped: true };
    const outcome = await sendMessage(chat, lane, message);
    sends.push({ message, outcome, canLook: canLook(chat, message) });
    const isRevoked = outcome.kind === 'refused' && outcome.why === 'installation_revoked';
    const isForAll = outcome.kind === 'limited' && outcome.blocked !== 'this';
    if (isForAll || isRevoked) return { sends, stopped: true };
  }
  return { sends, stopped: false };
}

async function know(context: Context, tx: Tx, schools: Schools, settingId: string): Promise<KnownSchool> {
  const school = schools.get(settingId) ?? (await knowSchool(tx, settingId, context.now));
  schools.set(settingId, school);
  return school;
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
