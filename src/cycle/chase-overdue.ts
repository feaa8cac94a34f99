/**
 * Chases what nobody has answered: nudges the person asked, then tells a lead, as domain/chase decides.
 * The rule: each rung is climbed once, in the transaction that says so; silence on a knowledge question is let go
 * without a word, and nobody is called overdue who has left, could not be reached, or was never surely asked.
 */
import { type Chase, chaseNow } from '../domain/chase.ts';
import { type LocalDate, localDate } from '../domain/local-time.ts';
import { viewOf } from '../domain/prompt-view.ts';
import { isEmployed } from '../domain/setting.ts';
import { nudgeMessage } from '../messages/nudge.ts';
import { nextClimb } from '../store/alerts.ts';
import {
  type ChasedPrompt,
  claimChases,
  endPrompts,
  listSurelyAsked,
  markChased,
  markOverdue,
  nextChase,
} from '../store/chases.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { queueMessages, withdrawUnsentNudges } from '../store/messages.ts';
import { wakeBy } from '../store/wakes.ts';
import { climbAlerts } from './climb-alerts.ts';
import type { Context, StepResult } from './context.ts';
import { endOverdue } from './end-overdue.ts';
import { frameFor, type KnownSchool, knowSchool } from './know-school.ts';
import { noteUnasked } from './note-not-asked.ts';
import { openAlerts } from './open-alerts.ts';
import { retryDeadlock } from './retry-deadlock.ts';

const BATCH = 100;

type Counts = { nudged: number; overdue: number; alerts: number };
type Nudge = { prompt: ChasedPrompt; chase: Extract<Chase, { do: 'nudge' }> };

export async function chaseOverdue(context: Context): Promise<StepResult> {
  const total: Counts = { nudged: 0, overdue: 0, alerts: 0 };
  for (;;) {
    const { counts, isDone, nextDue } = await retryDeadlock(context, (tx) => chaseBatch(context, tx));
    total.nudged += counts.nudged;
    total.overdue += counts.overdue;
    total.alerts += counts.alerts;
    if (isDone) return { counts: total, nextDue };
  }
}

async function chaseBatch(
  context: Context,
  tx: Tx,
): Promise<{ counts: Counts; isDone: boolean; nextDue: Date | null }> {
  const counts: Counts = { nudged: 0, overdue: 0, alerts: 0 };
  const prompts = await claimChases(tx, context.org, context.now, BATCH);
  for (const settingId of new Set(prompts.map((prompt) => prompt.settingId))) {
    const here = prompts.filter((prompt) => prompt.settingId === settingId);
    await chaseSetting(context, tx, await knowSchool(tx, settingId, context.now), here, counts);
  }
  if (prompts.length === BATCH) return { counts, isDone: false, nextDue: null };
  await endOverdue(context, tx);
  await climbAlerts(context, tx);
  const moments = [await nextChase(tx, context.org), await nextClimb(tx)].flatMap((at) => at ?? []);
  const nextDue = moments.length === 0 ? null : new Date(Math.min(...moments.map((at) => at.getTime())));
  return { counts, isDone: true, nextDue };
}

async function chaseSetting(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  prompts: ChasedPrompt[],
  counts: Counts,
): Promise<void> {
  const { now } = context;
  const today = localDate(now, school.setting.zone);
  const nudges: Nudge[] = [];
  const overdue: { prompt: ChasedPrompt; dueOn: LocalDate }[] = [];
  const lapsed: ChasedPrompt[] = [];
  const nobody: ChasedPrompt[] = [];
  for (const prompt of prompts) {
    const person = school.person(prompt.personId);
    if (person === null || !isEmployed(person, today) || !school.reachable.has(person.id)) {
      nobody.push(prompt);
      continue;
    }
    const chase = chaseNow(chasedOf(prompt, now), school.setting, person, school.small, now);
    switch (chase.do) {
      case 'lapse':
        lapsed.push(prompt);
        break;
      case 'overdue':
        overdue.push({ prompt, dueOn: chase.dueOn });
        break;
      case 'nudge':
        nudges.push({ prompt, chase });
        break;
      case 'wait': {
        const { next: chaseAt, dueOn, remindAt: snoozedUntil } = chase;
        await markChased(tx, prompt.promptId, { chaseAt, dueOn, snoozedUntil });
        break;
      }
    }
  }
  await withdrawUnsentNudges(
    tx,
    context.org,
    prompts.map((prompt) => prompt.promptId),
  );
  const surely = await listSurelyAsked(
    tx,
    overdue.map(({ prompt }) => prompt.promptId),
  );
  nobody.push(...overdue.flatMap(({ prompt }) => (surely.has(prompt.promptId) ? [] : [prompt])));
  await end(context, tx, nobody, 'cancelled');
  await noteUnasked(
    context,
    tx,
    school,
    overdue.flatMap(({ prompt }) => (surely.has(prompt.promptId) ? [] : [prompt.promptId])),
  );
  await end(context, tx, lapsed, 'lapsed');
  counts.nudged += await sendNudges(context, tx, school, nudges);
  await callOverdue(
    context,
    tx,
    school,
    overdue.filter(({ prompt }) => surely.has(prompt.promptId)),
    counts,
  );
}

function chasedOf(prompt: ChasedPrompt, now: Date) {
  const { question, askedAt, closesAt, nudges, snoozedUntil } = prompt;
  const { kind, cadence } = question;
  return { kind, cadence, at: askedAt ?? now, closesAt, nudges, snoozedUntil };
}

/** One message for all that one person has still open of one kind, as a duty card was one message. */
async function sendNudges(context: Context, tx: Tx, school: KnownSchool, nudges: Nudge[]): Promise<number> {
  const groups = new Map<string, Nudge[]>();
  for (const nudge of nudges) {
    const { personId, question } = nudge.prompt;
    // Only duties come gathered; anything else keeps a message of its own.
    const key = question.kind === 'duty' ? `${personId} ${nudge.chase.at.getTime()}` : nudge.prompt.promptId;
    groups.set(key, [...(groups.get(key) ?? []), nudge]);
  }
  let sent = 0;
  for (const group of groups.values()) if (await sendNudge(context, tx, school, group)) sent += 1;
  return sent;
}

async function sendNudge(context: Context, tx: Tx, school: KnownSchool, group: Nudge[]): Promise<boolean> {
  const [first] = group;
  if (!first) return false;
  const { now } = context;
  const { setting } = school;
  const asked = group.map(({ prompt }) => localDate(prompt.askedAt ?? now, setting.zone));
  const views = group.map(({ prompt }) =>
    viewOf(prompt.question, prompt, setting, prompt.checkLocally, { is: 'open' }),
  );
  const since = asked.toSorted()[0] ?? first.prompt.localDate;
  const last = group.every(({ chase }) => chase.last);
  const { queued } = await queueMessages(
    tx,
    context.org,
    [
      {
        messageId: context.ids.id(),
        settingId: setting.id,
        to: { personId: first.prompt.personId },
        dedupeKey: `nudge:${first.prompt.promptId}:${first.prompt.nudges + 1}`,
        body: nudgeMessage(frameFor(school, now, first.prompt.personId), views, { since, last }),
        notBefore: first.chase.at,
        notAfter: first.chase.until,
        promptIds: group.map(({ prompt }) => prompt.promptId),
      },
    ],
    now,
  );
  for (const { prompt, chase } of group)
    await markChased(tx, prompt.promptId, {
      chaseAt: chase.next,
      dueOn: chase.dueOn,
      nudges: prompt.nudges + 1,
      snoozedUntil: null,
    });
  await appendLedger(tx, context.org, [
    {
      entryId: context.ids.id(),
      at: now,
      kind: 'prompt_nudged',
      subject: first.prompt.promptId,
      actor: null,
      facts: { prompts: group.length, nudge: first.prompt.nudges + 1, last },
    },
  ]);
  await wakeBy(tx, context.org, 'deliver-messages', first.chase.at);
  return queued.length > 0;
}

async function callOverdue(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  late: { prompt: ChasedPrompt; dueOn: LocalDate }[],
  counts: Counts,
): Promise<void> {
  const dueOn = new Map(late.map((each) => [each.prompt.promptId, each.dueOn]));
  const marked = new Set(await markOverdue(tx, dueOn, context.now));
  const overdue = late.map((each) => each.prompt).filter((prompt) => marked.has(prompt.promptId));
  if (overdue.length === 0) return;
  counts.overdue += overdue.length;
  await appendLedger(
    tx,
    context.org,
    overdue.map(({ promptId, question }) => ({
      entryId: context.ids.id(),
      at: context.now,
      kind: 'prompt_overdue',
      subject: promptId,
      actor: null,
      facts: { kind: question.kind, dueOn: dueOn.get(promptId) ?? null },
    })),
  );
  for (const { promptId, question } of overdue)
    if (
      question.kind === 'duty' &&
      (await openAlerts(context, tx, school, { kind: 'overdue_duty', promptId }))
    )
      counts.alerts += 1;
  if (!overdue.some(({ question }) => question.kind === 'attestation')) return;
  const on = localDate(context.now, school.setting.zone);
  if (await openAlerts(context, tx, school, { kind: 'overdue_attestations', on })) counts.alerts += 1;
}

async function end(
  context: Context,
  tx: Tx,
  prompts: ChasedPrompt[],
  to: 'lapsed' | 'cancelled',
): Promise<void> {
  const ended = await endPrompts(
    tx,
    prompts.map((prompt) => prompt.promptId),
    to,
    ['asked'],
  );
  await appendLedger(
    tx,
    context.org,
    ended.map((promptId) => ({
      entryId: context.ids.id(),
      at: context.now,
      kind: to === 'lapsed' ? 'prompt_lapsed' : 'prompt_cancelled',
      subject: promptId,
      actor: null,
      facts: {},
    })),
  );
}
