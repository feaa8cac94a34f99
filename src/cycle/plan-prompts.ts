/**
 * Plans each setting's questions for today: who is asked what, and when. It queues messages and sends nothing.
 * The rule: nobody while set-up is not finished; only on a school day, from six in the morning, one setting a transaction; run again it finds the day
 * planned and adds only what is new. What to ask is domain/day-plan's, the rows are write-plan's.
 */
import { KEPT_DAYS } from '../domain/absence.ts';
import { currentQuestions, type DayPlan, planDay, standsStill } from '../domain/day-plan.ts';
import { addDays, instantAt, isoWeek, localDate } from '../domain/local-time.ts';
import { isSchoolDay, schoolDayAfter } from '../domain/school-day.ts';
import { setUpGaps } from '../domain/set-up.ts';
import type { Setting } from '../domain/setting.ts';
import { dropOldAbsences } from '../store/absences.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { markPlanned } from '../store/not-asked.ts';
import { listPeople, listReachable } from '../store/people.ts';
import { holdPlanning, readPlanRecord } from '../store/plans.ts';
import { listQuestions } from '../store/questions.ts';
import { listSettings } from '../store/settings.ts';
import type { Context, StepResult } from './context.ts';
import { eachApart } from './each-apart.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { noteGap } from './note-not-asked.ts';
import { passActionsOn } from './pass-actions-on.ts';
import { writePlan } from './write-plan.ts';

const MORNING = '06:00';
/** How far back "longest unasked" looks: a school year and its summer. */
const DAYS_BACK = 400;

export async function planPrompts(context: Context): Promise<StepResult> {
  const settings = await context.within((tx) => listSettings(tx));
  let planned = 0;
  let nextDue: Date | null = null;
  await eachApart(context, settings, async (setting) => {
    if (isPlanning(setting, context.now))
      planned += await context.within((tx) => planSetting(context, tx, setting));
    const next = nextMorning(setting, context.now);
    if (next !== null && (nextDue === null || next < nextDue)) nextDue = next;
  });
  return { counts: { planned }, nextDue };
}

function isPlanning({ calendar, zone }: Setting, now: Date): boolean {
  const today = localDate(now, zone);
  return isSchoolDay(calendar, today) && now >= instantAt(today, MORNING, zone);
}

/** Six in the morning of the next school day, today's if it is still to come; null when the calendar has run out. */
function nextMorning({ calendar, zone }: Setting, now: Date): Date | null {
  const today = localDate(now, zone);
  const thisMorning = instantAt(today, MORNING, zone);
  if (now < thisMorning && isSchoolDay(calendar, today)) return thisMorning;
  const next = schoolDayAfter(calendar, today);
  return next === null ? null : instantAt(next, MORNING, zone);
}

async function planSetting(context: Context, tx: Tx, setting: Setting): Promise<number> {
  await holdPlanning(tx, context.org);
  const today = localDate(context.now, setting.zone);
  await dropOldAbsences(tx, setting.id, addDays(today, -KEPT_DAYS));
  const people = await listPeople(tx, setting.id);
  const reachable = await listReachable(tx, setting.id);
  await passActionsOn(context, tx, setting, { people, reachable });
  const gaps = setUpGaps(setting, people, today);
  if (gaps.length > 0) {
    context.log.warn({ setting: setting.id, missing: gaps.join(' ') }, 'set_up_unfinished');
    // The digest says why nobody was asked: none of it is put down to Vigil's having been away.
    await markPlanned(tx, setting.id, today);
    return 0;
  }
  const inUse = await listQuestions(tx, setting.id);
  const questions = currentQuestions(
    setting,
    inUse.map(({ question }) => question),
    today,
  );
  const record = await readPlanRecord(tx, context.org, setting.id, {
    week: isoWeek(today),
    since: isoWeek(addDays(today, -DAYS_BACK)),
    questions,
  });
  const plan = planDay({
    setting,
    today,
    now: context.now,
    people,
    reachable,
    questions,
    record,
    random: context.random,
  });
  const uncovered = new Set(plan.uncovered.map(({ questionId }) => questionId));
  const askable = questions.filter(
    ({ question }) => !uncovered.has(question.id) && !standsStill({ question }, record, today),
  );
  await noteGap(context, tx, setting, {
    askable: askable.map(({ question }) => question),
    inUse: questions.map(({ question }) => question),
  });
  const unapproved = new Set(inUse.flatMap((one) => (one.checkLocally ? [one.question.id] : [])));
  const written = await writePlan(context, tx, { setting, people, asks: plan.asks, record, unapproved });
  if (written > 0) await recordPlan(context, tx, setting, plan, written);
  if (plan.uncovered.length > 0)
    context.log.warn(
      { setting: setting.id, questions: plan.uncovered.map(({ questionId }) => questionId).join(' ') },
      'duties_uncovered',
    );
  return written;
}

/** One ledger row for a setting and a run that added anything. */
async function recordPlan(
  context: Context,
  tx: Tx,
  setting: Setting,
  plan: DayPlan,
  written: number,
): Promise<void> {
  const planned = plan.asks.flatMap((ask) => ask.questions.map(({ question }) => question.kind));
  const facts = {
    date: localDate(context.now, setting.zone),
    prompts: written,
    knowledge: planned.filter((kind) => kind === 'knowledge').length,
    attestations: planned.filter((kind) => kind === 'attestation').length,
    duties: planned.filter((kind) => kind === 'duty').length,
    people: new Set(plan.asks.map((ask) => ask.person.id)).size,
    unreachable: plan.unreachable,
    uncovered: plan.uncovered.length,
  };
  await appendLedger(tx, context.org, [ledgerEntry(context, 'prompt_planned', setting.id, facts)]);
}
