/**
 * The alert that nobody is named as in charge: opened at once, on to the next lead each quarter of an hour, closed by a
 * naming, a closed day or the day's end.
 * The rule: it goes to the channel and to the first on the route; where that is whoever was asked and did not answer,
 * to the next as well, so that nobody alone is told of what they left undone. "I have it" stops the climb and closes nothing.
 */
import { dayOver, TOLD_MS } from '../domain/charge.ts';
import { type Alert, changeAlert, lockAlert, openAlert } from '../store/alerts.ts';
import { type Charge, changeCharge, findCharge } from '../store/charges.ts';
import type { Tx } from '../store/database.ts';
import { settleMessage } from '../store/deliveries.ts';
import { appendLedger } from '../store/ledger.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { type AlertFacts, chargeIdOf, chargeSubject, redrawAlert } from './draw-alerts.ts';
import type { KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { tellChannel, tellNext } from './open-alerts.ts';

/** `charge` is locked and has no open alert; gives it as it is then. */
export async function alertOfCharge(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  charge: Charge,
): Promise<Charge> {
  const { now, org, ids } = context;
  const round = charge.alerts + 1;
  const { alert } = await openAlert(tx, org, {
    alertId: ids.id(),
    settingId: charge.settingId,
    kind: 'nobody_in_charge',
    subject: chargeSubject(charge.chargeId, round),
    token: ids.token(),
    clock: 'school',
    openedAt: now,
    climbsAt: new Date(now.getTime() + TOLD_MS),
  });
  const alerted = { ...charge, alertId: alert.alertId, alerts: round };
  await changeCharge(tx, charge.chargeId, { alertId: alert.alertId, alerts: round });
  const facts: AlertFacts = { alert, prompts: [], charge: alerted };
  await tellChannel(context, tx, school, facts, now);
  const first = await tellNext(context, tx, school, facts, now);
  const wasSilent = charge.said === null && first !== 'unreached' && first?.person.id === charge.askedOf;
  if (wasSilent) await tellNext(context, tx, school, facts, now);
  if (first === null || first === 'unreached')
    context.log.warn({ alert: alert.alertId }, 'alert_has_nobody_to_go_to');
  await appendLedger(tx, org, [
    ledgerEntry(context, 'alert_opened', alert.alertId, {
      about: 'nobody_in_charge',
      told: first === null || first === 'unreached' ? null : first.person.id,
    }),
  ]);
  await wakeBy(tx, org, 'deliver-messages', now);
  await wakeBy(tx, org, 'chase-overdue', new Date(now.getTime() + TOLD_MS));
  return alerted;
}

/** One more telling, a quarter of an hour after the last; none once the day is over. */
export async function climbOfCharge(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  alert: Alert,
): Promise<void> {
  const { now, org } = context;
  const charge = await findCharge(tx, chargeIdOf(alert));
  const isOver = charge === null || now >= dayOver(school.setting.zone, charge.chargedOn);
  if (isOver) {
    await changeAlert(tx, alert.alertId, { climbsAt: null });
    await wakeBy(tx, org, 'ask-charge', now);
    return;
  }
  const told = await tellNext(context, tx, school, { alert, prompts: [], charge }, now);
  const climbsAt = told === null ? null : new Date(now.getTime() + TOLD_MS);
  if (told === null || told === 'unreached') {
    await changeAlert(tx, alert.alertId, { climbsAt });
    if (told === null)
      context.log.warn({ alert: alert.alertId, level: alert.level }, 'alert_has_nobody_left');
    return;
  }
  const level = alert.level + 1;
  await changeAlert(tx, alert.alertId, { level, climbsAt });
  await appendLedger(tx, org, [
    ledgerEntry(context, 'alert_climbed', alert.alertId, { level, told: told.person.id }),
  ]);
}

/** Closes the open alert of a locked charge, if it has one: what has not gone is withdrawn, the rest says how it ended. */
export async function endAlertOfCharge(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  charge: Charge,
): Promise<Charge> {
  if (charge.alertId === null) return charge;
  const alert = await lockAlert(tx, charge.alertId);
  const ended = { ...charge, alertId: null };
  await changeCharge(tx, charge.chargeId, { alertId: null });
  if (alert === null || alert.state === 'closed') return ended;
  await changeAlert(tx, alert.alertId, { state: 'closed', climbsAt: null });
  await appendLedger(tx, context.org, [ledgerEntry(context, 'alert_closed', alert.alertId)]);
  const facts: AlertFacts = { alert: { ...alert, state: 'closed' }, prompts: [], charge: ended };
  for (const copy of await redrawAlert(tx, facts, school, context.now))
    if (copy.state === 'pending' || copy.state === 'held')
      await settleMessage(tx, copy.messageId, { state: 'withdrawn', fault: null });
  await wakeBy(tx, context.org, 'deliver-messages', context.now);
  return ended;
}
