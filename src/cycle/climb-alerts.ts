/**
 * Alerts nobody has taken go one rung up the route each school morning; those that are answered are closed.
 * The rule: one rung a morning however late it runs, in lead hours only, and never after an answer. That somebody may
 * have a concern goes on sooner, day and night (see raise-concern), and before all else; that nobody is in charge within
 * the day (see alert-charge). Each alert has a transaction
 * of its own, so that one which cannot be drawn or closed holds up no other.
 */
import { settled } from '../chat/work-in-hand.ts';
import { alertMoment, nextMorning } from '../domain/alert-hours.ts';
import { changeAlert, listClimbing, listSettled, lockClimbing, lockSettled } from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import { settleMessage } from '../store/deliveries.ts';
import { appendLedger } from '../store/ledger.ts';
import { wakeBy } from '../store/wakes.ts';
import { climbOfCharge } from './alert-charge.ts';
import type { Context } from './context.ts';
import { readAlert, redrawAlert } from './draw-alerts.ts';
import { eachApart } from './each-apart.ts';
import { knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { tellNext } from './open-alerts.ts';
import { goOn } from './raise-concern.ts';
import { retryDeadlock } from './retry-deadlock.ts';

export async function climbAlerts(context: Context): Promise<void> {
  const due = await context.within((tx) => listClimbing(tx, context.now));
  const climb = (alerts: typeof due) =>
    eachApart(
      context,
      alerts,
      ({ id }) => retryDeadlock(context, (tx) => climbOne(context, tx, id)),
      'alerts',
    );
  const concerns = await settled(climb(due.filter(({ kind }) => kind === 'concern')));
  const closed = await settled(closeSettled(context));
  const others = await settled(climb(due.filter(({ kind }) => kind !== 'concern')));
  for (const turn of [concerns, closed, others]) if (turn.is === 'failed') throw turn.fault;
}

async function climbOne(context: Context, tx: Tx, alertId: string): Promise<void> {
  const alert = await lockClimbing(tx, alertId, context.now);
  // Somebody has taken it since, or another run is at it.
  if (alert === null) return;
  const school = await knowSchool(tx, alert.settingId, context.now);
  if (alert.kind === 'concern') return goOn(context, tx, school, alert);
  if (alert.kind === 'nobody_in_charge') return climbOfCharge(context, tx, school, alert);
  const moment = alertMoment(school.setting, context.now, alert.clock);
  if (moment > context.now) return changeAlert(tx, alert.alertId, { climbsAt: moment });
  const told = await tellNext(context, tx, school, await readAlert(tx, alert, school), moment);
  // Chat may reach them again by another morning; an alert that nobody has is not let go.
  if (told === 'unreached')
    return changeAlert(tx, alert.alertId, { climbsAt: nextMorning(school.setting, moment, alert.clock) });
  if (told === null) {
    await changeAlert(tx, alert.alertId, { climbsAt: null });
    context.log.warn({ alert: alert.alertId, level: alert.level }, 'alert_has_nobody_left');
    return;
  }
  const level = alert.level + 1;
  await changeAlert(tx, alert.alertId, {
    level,
    climbsAt: nextMorning(school.setting, moment, alert.clock),
  });
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'alert_climbed', alert.alertId, { level, told: told.person.id }),
  ]);
}

/** Closes alerts whose prompts are no longer overdue: unsent copies are withdrawn, the others say so. */
export async function closeSettled(context: Context): Promise<void> {
  const found = await context.within((tx) => listSettled(tx, context.org));
  await eachApart(
    context,
    found,
    ({ id }) => retryDeadlock(context, (tx) => closeOne(context, tx, id)),
    'alerts',
  );
}

async function closeOne(context: Context, tx: Tx, alertId: string): Promise<void> {
  const alert = await lockSettled(tx, context.org, alertId);
  if (alert === null) return;
  const school = await knowSchool(tx, alert.settingId, context.now);
  await changeAlert(tx, alert.alertId, { state: 'closed', climbsAt: null });
  await appendLedger(tx, context.org, [ledgerEntry(context, 'alert_closed', alert.alertId)]);
  const facts = await readAlert(tx, { ...alert, state: 'closed' }, school);
  for (const copy of await redrawAlert(tx, facts, school, context.now))
    if (copy.state === 'pending' || copy.state === 'held')
      await settleMessage(tx, copy.messageId, { state: 'withdrawn', fault: null });
  await wakeBy(tx, context.org, 'deliver-messages', context.now);
}
