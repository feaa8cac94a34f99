/**
 * The one door out: claims what is due, sends it, and marks what became of it.
 * The rule: marked as being sent and committed first, sent outside any transaction, marked again after; so a
 * process that dies in the middle leaves a row that says "perhaps". One keeper at a time for an installation.
 * What an outcome means is settle-sends'; whether a message may still go is check-send's.
 */
import type { Address, Chat, Platform, SendOutcome } from '../chat/chat.ts';
import { againMessage } from '../messages/again.ts';
import type { Tx } from '../store/database.ts';
import {
  anySending,
  claimMessages,
  followPerson,
  nextDelivery,
  type Outbound,
  settleMessage,
} from '../store/deliveries.ts';
import { type Lane, leaveLane, listLanes, takeLane } from '../store/lanes.ts';
import { checkSend } from './check-send.ts';
import { closeSettled } from './climb-alerts.ts';
import type { Context, StepResult } from './context.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { redrawMessages } from './redraw-messages.ts';
import { cancel, giveBack, gone, type Sent, settleSends, settleUncertain } from './settle-sends.ts';

type Chats = ReadonlyMap<Platform, Chat>;
type Schools = Map<string, KnownSchool>;

/** Prompts and nudges may be sent a second time, so a few are claimed together; anything else goes one by one. */
const BATCHES = [
  { repeatable: false, limit: 1 },
  { repeatable: true, limit: 10 },
];
const NO_CHAT_WAIT_MS = 60_000;
const BUSY_LANE_WAIT_MS = 5_000;
const LEASE_MS = 120_000;

const unserved = new WeakMap<Chats, Set<Platform>>();

export async function deliverMessages(context: Context, chats: Chats): Promise<StepResult> {
  const lanes = await context.within(async (tx) => {
    await closeSettled(context, tx);
    return listLanes(tx);
  });
  const keeper = context.ids.token();
  const schools: Schools = new Map();
  const waits: number[] = [];
  const served: string[] = [];
  let sent = 0;
  for (const lane of lanes) {
    const chat = chats.get(lane.platform);
    if (!chat) {
      warnOnce(context, chats, lane.platform);
      waits.push(NO_CHAT_WAIT_MS);
      continue;
    }
    const outcome = await serveLane(context, lane, chat, keeper, schools);
    if (outcome === null) waits.push(BUSY_LANE_WAIT_MS);
    else {
      served.push(lane.installationId);
      sent += outcome;
    }
  }
  const due = await context.within(async (tx) => {
    if (await anySending(tx, context.org)) waits.push(LEASE_MS);
    const live = (await listLanes(tx)).map((lane) => lane.installationId);
    return nextDelivery(
      tx,
      context.org,
      served.filter((id) => live.includes(id)),
    );
  });
  const moments = waits.map((wait) => context.now.getTime() + wait);
  if (due !== null) moments.push(due.getTime());
  return { counts: { sent }, nextDue: moments.length === 0 ? null : new Date(Math.min(...moments)) };
}

/** Sends all that is due on one lane, then what is to be redrawn; null when another keeper has it. */
async function serveLane(
  context: Context,
  lane: Lane,
  chat: Chat,
  keeper: string,
  schools: Schools,
): Promise<number | null> {
  let sent = 0;
  const { installationId } = lane;
  try {
    for (const wanted of BATCHES) {
      for (;;) {
        const batch = await context.within(async (tx) => {
          if (!(await takeLane(tx, context.org, installationId, keeper))) return null;
          const claimed = await claimMessages(tx, context.org, installationId, {
            ...wanted,
            now: context.now,
          });
          return { claimed: claimed.length, ready: await readyToSend(context, tx, claimed, schools) };
        });
        if (batch === null) return null;
        if (batch.claimed === 0) break;
        const { sends, stopped } = await sendAll(chat, lane, batch.ready);
        const unsent = batch.ready.slice(sends.length);
        await context.within(async (tx) => {
          const school = (id: string) => known(schools, id);
          for (const message of unsent) await giveBack(tx, message, context.now);
          await settleSends(context, tx, installationId, school, sends);
        });
        sent += sends.filter(({ outcome }) => outcome.kind === 'sent').length;
        if (stopped) return sent;
      }
    }
    await redrawMessages(context, lane, chat);
    return sent;
  } finally {
    await context.within((tx) => leaveLane(tx, installationId, keeper));
  }
}

/** Settles what is not to go after all, and gives the rest. */
async function readyToSend(
  context: Context,
  tx: Tx,
  claimed: Outbound[],
  schools: Schools,
): Promise<Outbound[]> {
  const ready: Outbound[] = [];
  for (const message of claimed) {
    const { messageId, settingId } = message;
    const school = schools.get(settingId) ?? (await knowSchool(tx, settingId, context.now));
    schools.set(settingId, school);
    if (message.crashed) {
      await settleUncertain(context, tx, school, message);
      continue;
    }
    const check = checkSend(message, school, context.now);
    switch (check.do) {
      case 'send':
        ready.push(message);
        break;
      case 'move':
        await settleMessage(tx, messageId, {
          state: 'pending',
          nextAttemptAt: check.at,
          notAfter: check.until,
          attempts: message.attempts - 1,
        });
        break;
      case 'withdraw':
        await settleMessage(tx, messageId, { state: 'withdrawn', fault: null });
        await cancel(context, tx, check.cancel, 'closed');
        break;
      case 'nobody':
        await gone(context, tx, message, 'left');
        break;
      case 'follow':
        await followPerson(tx, messageId, context.now);
        break;
    }
  }
  return ready;
}

/** Sends one after another; stops where the platform says to slow down, or that it will hear no more. */
async function sendAll(
  chat: Chat,
  lane: Lane,
  ready: Outbound[],
): Promise<{ sends: Sent[]; stopped: boolean }> {
  const sends: Sent[] = [];
  for (const message of ready) {
    const outcome = await send(chat, lane, message);
    sends.push({ message, outcome });
    const isRevoked = outcome.kind === 'refused' && outcome.why === 'installation_revoked';
    if (outcome.kind === 'limited' || isRevoked) return { sends, stopped: true };
  }
  return { sends, stopped: false };
}

async function send(chat: Chat, lane: Lane, message: Outbound): Promise<SendOutcome> {
  const { installationId, externalId } = lane;
  const id = message.channelId ?? message.userId;
  if (id === null) return { kind: 'refused', why: 'person_gone' };
  const to: Address = {
    installationId,
    externalId,
    kind: message.channelId === null ? 'person' : 'channel',
    id,
  };
  try {
    return await chat.post(
      to,
      message.uncertain ? againMessage(message.body) : message.body,
      message.messageId,
    );
  } catch {
    return { kind: 'ambiguous', why: 'threw' };
  }
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
