/**
 * Removes what is past its time, once a night in each setting, after two in the morning where the school is.
 * The rule: a batch is one short transaction with the ledger row that counts it, so a run that is killed goes on
 * where it was and nothing is counted twice; what a hold is for is counted and stays. How long each class is kept is
 * domain/retention's, forgetting a leaver erase-person's.
 */
import { addDays, daysBetween, instantAt, localDate } from '../domain/local-time.ts';
import {
  cutOff,
  type Periods,
  REMOVAL_FROM,
  RETENTION,
  TIMED,
  type TimedClass,
} from '../domain/retention.ts';
import type { Setting } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import {
  BATCH,
  countClasses,
  dateLeavers,
  findLastRun,
  holdRemoving,
  listForgettable,
  readPeriods,
  recordRun,
  removeBatch,
  whoseOf,
} from '../store/retention.ts';
import { listSettings } from '../store/settings.ts';
import type { Context, StepResult } from './context.ts';
import { eachApart } from './each-apart.ts';
import { eraseNow, mayErase } from './erase-person.ts';
import { ledgerEntry } from './ledger-entry.ts';

/**
 * After more days than this without a night the clock may be years ahead, and nothing brings back what it would remove:
 * so the first night is only written down, and the next removes.
 */
const MOST_BETWEEN = 60;
/** Leavers forgotten in one night at most: each is a transaction that looks through every message. */
const FORGOTTEN_A_NIGHT = 50;

export async function applyRetention(context: Context): Promise<StepResult> {
  const settings = await context.within((tx) => listSettings(tx));
  // What is the organisation's own goes with the first of its settings, and is counted there.
  const first = settings.map(({ id }) => id).sort()[0];
  let nextDue: Date | null = null;
  await eachApart(context, settings, async (setting) => {
    const finished = await removeFrom(context, setting, setting.id === first);
    const next = finished ? nextRemoval(setting, context.now) : context.now;
    if (nextDue === null || next < nextDue) nextDue = next;
  });
  return { counts: {}, nextDue };
}

/** Two in the morning, today's if it is still to come. */
function nextRemoval({ zone }: Setting, now: Date): Date {
  const today = localDate(now, zone);
  const tonight = instantAt(today, REMOVAL_FROM, zone);
  return now < tonight ? tonight : instantAt(addDays(today, 1), REMOVAL_FROM, zone);
}

/** False where the program is to stop before it is done. */
async function removeFrom(context: Context, setting: Setting, withOwn: boolean): Promise<boolean> {
  const { org, now, within } = context;
  const today = localDate(now, setting.zone);
  if (now < instantAt(today, REMOVAL_FROM, setting.zone)) return true;
  const whose = whoseOf(org, setting, now);
  const classes = TIMED.filter((id) => withOwn || RETENTION[id].of === 'setting');
  const night = await within(async (tx) => {
    const last = await findLastRun(tx, setting.id, today);
    if (last?.ranOn === today) return null;
    if (last !== null && daysBetween(last.ranOn, today) > MOST_BETWEEN) return 'doubted';
    const left = await dateLeavers(tx, setting.id, today);
    await appendLedger(
      tx,
      org,
      left.map((id) => ledgerEntry(context, 'leaving_dated', id, { setting: setting.id, on: today })),
    );
    const periods = await readPeriods(tx, setting.id);
    return { periods, found: await countClasses(tx, whose, { periods, classes, pastOnly: true }) };
  });
  if (night === null) return true;
  if (night === 'doubted') {
    await within((tx) =>
      recordRun(tx, org, { settingId: setting.id, ranOn: today, ranAt: now, since: now, held: 0 }),
    );
    context.log.warn({ setting: setting.id }, 'retention_waits_a_night');
    return true;
  }
  const { periods, found } = night;
  const held = found.reduce((total, each) => total + each.held, 0);
  for (const id of TIMED) {
    const due = found.some((each) => each.id === id && each.due > 0);
    // An answer that an action rested on, a question whose answers have gone: past its time only now.
    const follows = (id === 'answers' || id === 'questions' || id === 'outlines') && classes.includes(id);
    if (!due && !(follows && found.some((each) => each.due > 0))) continue;
    if (id === 'leavers') {
      if (!(await forgetLeavers(context, setting, periods))) return false;
    } else if (!(await removeClass(context, setting, id, periods))) return false;
  }
  const removed = await within(async (tx) => {
    await holdRemoving(tx, setting.id);
    const since = instantAt(today, '00:00', setting.zone);
    return recordRun(tx, org, { settingId: setting.id, ranOn: today, ranAt: now, since, held });
  });
  const rows = Object.values(removed).reduce((total, count) => total + count, 0);
  context.log.info({ setting: setting.id, rows, held }, 'retention_applied');
  return true;
}

async function removeClass(
  context: Context,
  setting: Setting,
  id: Exclude<TimedClass, 'leavers'>,
  periods: Periods,
): Promise<boolean> {
  const whose = whoseOf(context.org, setting, context.now);
  const cut = cutOff(id, periods, context.now, setting.zone);
  for (;;) {
    if (context.stopping?.()) return false;
    const removed = await context.within(async (tx) => {
      await holdRemoving(tx, setting.id);
      const gone = await removeBatch(tx, whose, id, { cut, entryId: context.ids.id() });
      if (id !== 'answers') await note(context, tx, setting, id, gone);
      return gone;
    });
    if (removed < BATCH) return true;
  }
}

async function forgetLeavers(context: Context, setting: Setting, periods: Periods): Promise<boolean> {
  const whose = whoseOf(context.org, setting, context.now);
  const cut = cutOff('leavers', periods, context.now, setting.zone);
  const due = await context.within((tx) => listForgettable(tx, whose, cut, FORGOTTEN_A_NIGHT));
  for (const personId of due) {
    if (context.stopping?.()) return false;
    const whyNot = await context.within(async (tx) => {
      await holdRemoving(tx, setting.id);
      const found = await mayErase(context, tx, personId);
      if (found !== null) return found.why;
      await eraseNow(context, tx, personId, 'retention');
      await note(context, tx, setting, 'leavers', 1);
      return null;
    });
    if (whyNot !== null) context.log.warn({ setting: setting.id, why: whyNot }, 'leaver_not_erased');
  }
  return true;
}

/** By class and count alone; the answers' is written where they are removed. */
async function note(
  context: Context,
  tx: Tx,
  setting: Setting,
  id: TimedClass,
  removed: number,
): Promise<void> {
  if (removed === 0) return;
  const night = localDate(context.now, setting.zone);
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'retention_applied', setting.id, { night, class: id, removed }),
  ]);
}
