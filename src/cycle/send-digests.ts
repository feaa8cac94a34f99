/**
 * Sends each setting its weekly digest: counts the week, keeps the facts, queues the message, sends nothing itself.
 * The rule: one a setting and week, kept and queued in one transaction, so running twice says it once. When it goes
 * out is domain/digest-week's; without a channel it goes to the lead on duty.
 */
import type { DigestFacts } from '../domain/digest.ts';
import { digestDue, nextDigestAt, spanOf } from '../domain/digest-week.ts';
import type { LedgerHead } from '../domain/ledger-chain.ts';
import { type IsoWeek, localDate } from '../domain/local-time.ts';
import { leadOnDuty, routeFor } from '../domain/route.ts';
import type { Setting } from '../domain/setting.ts';
import { digestMessage } from '../messages/digest.ts';
import type { Tx } from '../store/database.ts';
import { findDigest, insertDigest, readBegun, readDigest } from '../store/digests.ts';
import { appendLedger } from '../store/ledger.ts';
import { type NewMessage, queueMessages } from '../store/messages.ts';
import { markNotAskedTold } from '../store/not-asked.ts';
import { listPeople, listReachable } from '../store/people.ts';
import { sealAll } from '../store/seals.ts';
import { listSettings } from '../store/settings.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context, StepResult } from './context.ts';
import { eachApart } from './each-apart.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { releaseBlocks } from './release-blocks.ts';
import { sealInBatches } from './seal-ledger.ts';

export async function sendDigests(context: Context): Promise<StepResult> {
  const settings = await context.within((tx) => listSettings(tx));
  // What many changes there are is sealed here, apart; of what comes after, the digest's own transaction sees to it.
  if (settings.some((setting) => digestDue(setting, context.now) !== null)) await sealInBatches(context);
  let digests = 0;
  let nextDue: Date | null = null;
  await eachApart(context, settings, async (setting) => {
    const { sent, missed } = await context.within((tx) => sendDigest(context, tx, setting));
    if (sent) digests += 1;
    const next = nextDigestAt(setting, context.now, missed);
    if (next !== null && (nextDue === null || next < nextDue)) nextDue = next;
  });
  return { counts: { digests }, nextDue };
}

async function sendDigest(
  context: Context,
  tx: Tx,
  setting: Setting,
): Promise<{ sent: boolean; missed: boolean }> {
  const due = digestDue(setting, context.now);
  if (due === null || !(await isWanted(tx, setting, due.week))) return { sent: false, missed: false };
  if (!due.inHours) return { sent: false, missed: true };
  await markNotAskedTold(tx, setting.id, due.week);
  await releaseBlocks(context, tx, setting, spanOf(due.week).to);
  const facts = await readDigest(tx, setting, due.week, context.now);
  const to = await addressee(context, tx, setting);
  const messageId = to === null ? null : context.ids.id();
  const { week } = due;
  const asOf = context.now;
  const head = await sealAll(tx, context.org);
  // Written first: a second run waits here, then finds the week taken and queues nothing.
  const written = await insertDigest(tx, context.org, {
    settingId: setting.id,
    week,
    asOf,
    facts,
    head,
    messageId,
  });
  if (!written) return { sent: false, missed: false };
  if (to !== null && messageId !== null)
    await queueDigest(context, tx, setting, { facts, head, to, messageId });
  // The digest is kept and can be read with "digest", but there was nobody to send it to.
  else context.log.warn({ setting: setting.id, week }, 'digest_unsent');
  return { sent: to !== null, missed: false };
}

/** A week already sent is not wanted, nor one that was over before Vigil began in the setting. */
async function isWanted(tx: Tx, setting: Setting, week: IsoWeek): Promise<boolean> {
  if ((await findDigest(tx, setting.id, week)) !== null) return false;
  const begun = await readBegun(tx, setting);
  return begun !== null && begun <= spanOf(week).to;
}

/** The channel; without one, the lead on duty, or the first on the route who can be reached. */
async function addressee(context: Context, tx: Tx, setting: Setting): Promise<NewMessage['to'] | null> {
  if (setting.channel !== null) return setting.channel;
  const today = localDate(context.now, setting.zone);
  const people = await listPeople(tx, setting.id);
  const reachable = await listReachable(tx, setting.id);
  const lead = leadOnDuty(people, today);
  const route = routeFor(people, null, today).map((rung) => rung.person);
  const found = [...(lead === null ? [] : [lead]), ...route].find((person) => reachable.has(person.id));
  return found ? { personId: found.id } : null;
}

async function queueDigest(
  context: Context,
  tx: Tx,
  setting: Setting,
  {
    facts,
    head,
    to,
    messageId,
  }: { facts: DigestFacts; head: LedgerHead; to: NewMessage['to']; messageId: string },
): Promise<void> {
  const queued: NewMessage = {
    messageId,
    settingId: setting.id,
    to,
    dedupeKey: `digest:${setting.id}:${facts.week}`,
    body: digestMessage(facts, { head }),
    notBefore: context.now,
    notAfter: null,
    promptIds: [],
  };
  await queueMessages(tx, context.org, [queued], context.now);
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'digest_sent', setting.id, {
      week: facts.week,
      asked: facts.participation.asked,
      answered: facts.participation.answered,
      overdue: facts.overdue.length,
    }),
  ]);
  await wakeBy(tx, context.org, 'deliver-messages', context.now);
}
