/**
 * Alerts nobody has taken go one rung up the route each school morning; those that are answered are closed.
 * The rule: one rung a morning however late it runs, in lead hours only, and never after an answer. That somebody may
 * have a concern goes on sooner, day and night: see raise-concern.
 */
import { alertMoment, nextMorning } from '../domain/alert-hours.ts';
import { changeAlert, listClimbing, listSettled } from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import { settleMessage } from '../store/deliveries.ts';
import { appendLedger } from '../store/ledger.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { readAlert, redrawAlert } from './draw-alerts.ts';
import { knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { tellNext } from './open-alerts.ts';
import { goOn } from './raise-concern.ts';

export async function climbAlerts(context: Context, tx: Tx): Promise<void> {
  await closeSettled(context, tx);
  for (const alert of await listClimbing(tx, context.now)) {
    const school = await knowSchool(tx, alert.settingId, context.now);
    if (alert.kind === 'concern') {
      await goOn(context, tx, school, alert);
      continue;
    }
    const moment = alertMoment(school.setting, context.now, alert.clock);
    if (moment > context.now) {
      await changeAlert(tx, alert.alertId, { climbsAt: moment });
      continue;
    }
    const told = await tellNext(context, tx, school, await readAlert(tx, alert, school), moment);
    if (told === 'unreached') {
      // Chat may reach them again by another morning; an alert that nobody has is not let go.
      await changeAlert(tx, alert.alertId, { climbsAt: nextMorning(school.setting, moment, alert.clock) });
      continue;
    }
    if (told === null) {
      await changeAlert(tx, alert.alertId, { climbsAt: null });
      context.log.warn({ alert: alert.alertId, level: alert.level }, 'alert_has_nobody_left');
      continue;
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
}

/** Closes alerts whose prompts are no longer overdue: unsent copies are withdrawn, the others say so. */
export async function closeSettled(context: Context, tx: Tx): Promise<void> {
  const settled = await listSettled(tx, context.org);
  for (const alert of settled) {
    const school = await knowSchool(tx, alert.settingId, context.now);
    await changeAlert(tx, alert.alertId, { state: 'closed', climbsAt: null });
    await appendLedger(tx, context.org, [ledgerEntry(context, 'alert_closed', alert.alertId)]);
    const facts = await readAlert(tx, { ...alert, state: 'closed' }, school);
    for (const copy of await redrawAlert(tx, facts, school, context.now))
      if (copy.state === 'pending' || copy.state === 'held')
        await settleMessage(tx, copy.messageId, { state: 'withdrawn', fault: null });
  }
  if (settled.length > 0) await wakeBy(tx, context.org, 'deliver-messages', context.now);
}
