/**
 * Chases what nobody has answered: nudges the person asked, then tells a lead, as domain/chase decides.
 * The rule: each rung is climbed once, in the transaction that says so; silence on a knowledge question is let go
 * without a word, and nobody is called overdue who has left, could not be reached, or was never surely asked. While a
 * workspace lets Vigil in no longer, what was asked there waits.
 */
import { settled } from '../chat/work-in-hand.ts';
import { type Chase, chaseNow } from '../domain/chase.ts';
import { type LocalDate, localDate } from '../domain/local-time.ts';
import { isEmployed } from '../domain/setting.ts';
import { nextClimb } from '../store/alerts.ts';
import {
  type ChasedPrompt,
  claimChases,
  endPrompts,
  listChased,
  listSurelyAsked,
  markChased,
  markOverdue,
  nextChase,
} from '../store/chases.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { withdrawUnsentNudges } from '../store/messages.ts';
import { climbAlerts } from './climb-alerts.ts';
import type { Context, StepResult } from './context.ts';
import { eachApart } from './each-apart.ts';
import { endOverdue } from './end-overdue.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { noteUnasked } from './note-not-asked.ts';
import { openAlerts } from './open-alerts.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { type Nudge, sendNudges } from './send-nudges.ts';

const BATCH = 100;
const CUT_OFF_WAIT_MS = 24 * 3_600_000;

type Counts = { nudged: number; overdue: number; alerts: number };

export async function chaseOverdue(context: Context): Promise<StepResult> {
  const counts: Counts = { nudged: 0, overdue: 0, alerts: 0 };
  const settings = await context.within((tx) => listChased(tx, context.org, context.now));
  const chased = await settled(eachApart(context, settings, ({ id }) => chaseAll(context, id, counts)));
  const ended = await settled(retryDeadlock(context, (tx) => endOverdue(context, tx)));
  await climbAlerts(context);
  for (const turn of [chased, ended]) if (turn.is === 'failed') throw turn.fault;
  return { counts, nextDue: await context.within((tx) => nextMoment(context, tx)) };
}

async function chaseAll(context: Context, settingId: string, counts: Counts): Promise<void> {
  for (;;) {
    const { chased, ...more } = await retryDeadlock(context, (tx) => chaseBatch(context, tx, settingId));
    for (const of of ['nudged', 'overdue', 'alerts'] as const) counts[of] += more[of];
    if (chased < BATCH) return;
  }
}

async function chaseBatch(context: Context, tx: Tx, settingId: string): Promise<Counts & { chased: number }> {
  const counts: Counts = { nudged: 0, overdue: 0, alerts: 0 };
  const prompts = await claimChases(tx, settingId, context.now, BATCH);
  if (prompts.length > 0)
    await chaseSetting(context, tx, await knowSchool(tx, settingId, context.now), prompts, counts);
  return { ...counts, chased: prompts.length };
}

/** When the next prompt or alert is due. */
async function nextMoment(context: Context, tx: Tx): Promise<Date | null> {
  const moments = [await nextChase(tx, context.org), await nextClimb(tx)].flatMap((at) => at ?? []);
  return moments.length === 0 ? null : new Date(Math.min(...moments.map((at) => at.getTime())));
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
  /** They could not answer, and now it is too late to. */
  const unheard: ChasedPrompt[] = [];
  for (const prompt of prompts) {
    const person = school.person(prompt.personId);
    const isCutOff = person !== null && school.cutOff.has(person.id);
    if (person === null || !isEmployed(person, today) || !(isCutOff || school.reachable.has(person.id))) {
      nobody.push(prompt);
      continue;
    }
    const chase = chaseNow(chasedOf(prompt, now), school.setting, person, school.small, now);
    if (isCutOff) {
      const isOver = chase.do === 'lapse' || (chase.do === 'overdue' && prompt.question.kind === 'duty');
      if (isOver) unheard.push(prompt);
      else await putOffChase(tx, prompt, chase, now);
      continue;
    }
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
  unheard.push(...overdue.flatMap(({ prompt }) => (surely.has(prompt.promptId) ? [] : [prompt])));
  await end(context, tx, [...nobody, ...unheard], 'cancelled');
  await noteUnasked(
    context,
    tx,
    school,
    unheard.map(({ promptId }) => promptId),
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

/** Their workspace lets Vigil in no longer: looked at again tomorrow, and what was asked stays asked. */
async function putOffChase(
  tx: Tx,
  { promptId, snoozedUntil }: ChasedPrompt,
  chase: Chase,
  now: Date,
): Promise<void> {
  const dueOn = chase.do === 'lapse' ? null : chase.dueOn;
  const chaseAt = new Date(now.getTime() + CUT_OFF_WAIT_MS);
  await markChased(tx, promptId, {
    chaseAt,
    dueOn,
    snoozedUntil: snoozedUntil !== null && snoozedUntil > now ? snoozedUntil : null,
  });
}

function chasedOf(prompt: ChasedPrompt, now: Date) {
  const { question, askedAt, closesAt, nudges, snoozedUntil } = prompt;
  const { kind, cadence } = question;
  return { kind, cadence, at: askedAt ?? now, closesAt, nudges, snoozedUntil };
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
    overdue.map(({ promptId, question }) =>
      ledgerEntry(context, 'prompt_overdue', promptId, {
        kind: question.kind,
        dueOn: dueOn.get(promptId) ?? null,
      }),
    ),
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
    ended.map((promptId) =>
      ledgerEntry(context, to === 'lapsed' ? 'prompt_lapsed' : 'prompt_cancelled', promptId),
    ),
  );
}
