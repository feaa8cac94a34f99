/**
 * Brings what is known of who is in each chat workspace into line with the workspace itself, once a night.
 * The rule: the list is read a page at a time outside any transaction, and kept in transactions of bounded size.
 * Nobody is taken to have gone before the whole list has been read, nor by a list too short to be believed; nor is
 * anybody linked before, since another account on a later page may have the same e-mail.
 * What an account means for the staff list is align-members'.
 */
import type { Chat, MembersPage, Platform } from '../chat/chat.ts';
import type { Random } from '../domain/ids.ts';
import { isBelievable, type Member } from '../domain/member.ts';
import { tomorrowWithin } from '../domain/spread.ts';
import { type Lane, listLanes } from '../store/lanes.ts';
import { listPresent } from '../store/members.ts';
import { listSettings } from '../store/settings.ts';
import { alignMembers } from './align-members.ts';
import type { Context, StepResult } from './context.ts';
import { retryDeadlock } from './retry-deadlock.ts';

/** Accounts brought into line in one transaction. */
const BATCH = 250;
/** Pages read in one run; the next run goes on from there, so no rate of asking is ever passed. */
const PAGES_A_RUN = 15;
const GO_ON_MS = 60_000;
const RETRY_MS = 600_000;
/** A list begun longer ago than this is begun again. */
const STALE_MS = 3_600_000;
const NIGHT = { from: '01:00', hours: 4 };
const ZONE = 'Europe/London';

/** One who may be on the lists by their e-mail, as told at `at`. */
type Waiting = { member: Member; at: Date };
/** A list being read, from one run to the next, only in memory: of everybody but who may be on the lists, ids alone. */
type Reading = { began: Date; after: string | null; listed: Set<string>; waiting: Map<string, Waiting> };
const readings = new WeakMap<Chat, Map<string, Reading>>();

export async function syncMembers(context: Context, chats: ReadonlyMap<Platform, Chat>): Promise<StepResult> {
  const { lanes, zone } = await context.within(async (tx) => ({
    lanes: await listLanes(tx),
    zone: (await listSettings(tx))[0]?.zone ?? ZONE,
  }));
  let nextDue: Date | null = null;
  for (const lane of lanes) {
    const chat = chats.get(lane.platform);
    // Where there is nothing to read it with just now, another night there may be.
    const due = chat ? await syncWorkspace(context, chat, lane, zone) : nextNight(context, zone);
    if (due !== null && (nextDue === null || due < nextDue)) nextDue = due;
  }
  return { counts: {}, nextDue };
}

/** Gives when the workspace is to be looked at again; null for one that has no list of its members. */
async function syncWorkspace(context: Context, chat: Chat, lane: Lane, zone: string): Promise<Date | null> {
  if (!chat.listMembers) return null;
  const reading = readingOf(context, chat, lane);
  for (let page = 0; page < PAGES_A_RUN; page += 1) {
    const read = await readPage(chat, lane, reading.after);
    switch (read.kind) {
      case 'limited':
        return inMs(context, Math.max(read.retryAfterMs, 1_000));
      case 'ambiguous':
        return inMs(context, RETRY_MS);
      case 'refused': {
        const isFirst = reading.after === null;
        readings.get(chat)?.delete(lane.installationId);
        if (read.why !== 'installation_revoked')
          context.log.warn({ installation: lane.installationId, why: read.why }, 'members_not_read');
        // Refused in the middle, the place to go on from may have been forgotten there.
        return isFirst || read.why === 'installation_revoked'
          ? nextNight(context, zone)
          : inMs(context, RETRY_MS);
      }
      case 'page':
        for (const member of await alignAll(context, lane.installationId, read.members, { linking: 'later' }))
          reading.waiting.set(member.userId, { member, at: context.now });
        for (const { userId } of read.members) reading.listed.add(userId);
        reading.after = read.next;
    }
    if (reading.after === null) {
      readings.get(chat)?.delete(lane.installationId);
      await endMissing(context, lane.installationId, reading);
      await linkWaiting(context, lane.installationId, [...reading.waiting.values()]);
      return nextNight(context, zone);
    }
  }
  return inMs(context, GO_ON_MS);
}

function readingOf({ now }: Context, chat: Chat, { installationId }: Lane): Reading {
  const ofChat = readings.get(chat) ?? new Map<string, Reading>();
  readings.set(chat, ofChat);
  const begun = ofChat.get(installationId);
  const age = begun ? now.getTime() - begun.began.getTime() : 0;
  if (begun && age >= 0 && age < STALE_MS) return begun;
  const reading = { began: now, after: null, listed: new Set<string>(), waiting: new Map() };
  ofChat.set(installationId, reading);
  return reading;
}

async function readPage(
  chat: Chat,
  { installationId, externalId }: Lane,
  after: string | null,
): Promise<MembersPage> {
  try {
    const page = await chat.listMembers?.({ installationId, externalId }, after);
    return page ?? { kind: 'refused', why: 'invalid' };
  } catch {
    return { kind: 'ambiguous', why: 'threw' };
  }
}

/** Gives those who wait to be linked. */
async function alignAll(
  context: Context,
  installationId: string,
  members: readonly Member[],
  how: Parameters<typeof alignMembers>[4] = {},
): Promise<Member[]> {
  const waiting: Member[] = [];
  for (let from = 0; from < members.length; from += BATCH) {
    const batch = members.slice(from, from + BATCH);
    const done = await retryDeadlock(context, (tx) => alignMembers(context, tx, installationId, batch, how));
    waiting.push(...done.waiting);
  }
  return waiting;
}

/** The whole list is read: an e-mail that two accounts of it have is nobody's. */
async function linkWaiting(context: Context, installationId: string, waiting: Waiting[]): Promise<void> {
  const bearers = new Map<string | null, number>();
  for (const { member } of waiting) bearers.set(member.email, (bearers.get(member.email) ?? 0) + 1);
  const alone = waiting.filter(({ member }) => bearers.get(member.email) === 1);
  for (const at of new Set(alone.map((each) => each.at.getTime()))) {
    const told = alone.filter((each) => each.at.getTime() === at).map(({ member }) => member);
    await alignAll(context, installationId, told, { toldAt: new Date(at) });
  }
}

/** Whoever is kept as present, is not on the whole list, and was not seen since it was begun, has gone. */
async function endMissing(
  context: Context,
  installationId: string,
  { began, listed }: Reading,
): Promise<void> {
  const missing: string[] = [];
  let present = 0;
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const rows = await context.within((tx) => listPresent(tx, installationId, from, BATCH));
    for (const { userId, seenAt } of rows) if (!listed.has(userId) && seenAt < began) missing.push(userId);
    present += rows.length;
    after = rows.length < BATCH ? null : (rows.at(-1)?.userId ?? null);
  }
  const facts = { installation: installationId, listed: listed.size, missing: missing.length };
  if (!isBelievable(listed.size, missing.length, present))
    return context.log.warn(facts, 'members_list_not_believed');
  const gone = missing.map(
    (userId): Member => ({
      userId,
      name: '',
      email: null,
      zone: null,
      standing: 'gone',
    }),
  );
  await alignAll(context, installationId, gone);
  context.log.info(facts, 'members_read');
}

/** Some time in the next night where the school is: not all workspaces at once. */
function nextNight({ now, random }: { now: Date; random: Random }, zone: string): Date {
  return tomorrowWithin(now, { zone, from: NIGHT.from, seconds: NIGHT.hours * 3_600 }, random);
}

function inMs({ now }: Context, wait: number): Date {
  return new Date(now.getTime() + wait);
}
