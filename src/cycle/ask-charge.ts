/**
 * Asks at 08:00 of each school day who is in charge of each site and trip, and alerts where nobody is named in time.
 * The rule: one question a place and day, to the lead on duty whom chat can reach; asked late it is due half an hour
 * later; a closed day, a holiday or an INSET day asks nothing and alerts nobody. Taking the answer is name-lead's.
 */
import {
  askedNow,
  type ChargePlace,
  dayOver,
  dueBy,
  nextAskAt,
  placesOn,
  whenUnnamed,
} from '../domain/charge.ts';
import { type LocalDate, localDate } from '../domain/local-time.ts';
import { plannedLead } from '../domain/route.ts';
import { setUpGaps } from '../domain/set-up.ts';
import {
  type Charge,
  changeCharge,
  insertCharge,
  listChargeCopies,
  listUnsettled,
  lockCharge,
  wentBy,
} from '../store/charges.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { queueMessages } from '../store/messages.ts';
import { listSettings } from '../store/settings.ts';
import { listTrips } from '../store/trips.ts';
import { wakeBy } from '../store/wakes.ts';
import { alertOfCharge, endAlertOfCharge } from './alert-charge.ts';
import type { Context, StepResult } from './context.ts';
import { askKey, drawCharge, redrawCharge } from './draw-charge.ts';
import { eachApart } from './each-apart.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';

export async function askCharge(context: Context): Promise<StepResult> {
  const settings = await context.within((tx) => listSettings(tx));
  let nextDue: Date | null = null;
  let alerts = 0;
  await eachApart(context, settings, async ({ id }) => {
    const done = await retryDeadlock(context, (tx) => seeTo(context, tx, id));
    alerts += done.alerts;
    if (done.next !== null && (nextDue === null || done.next < nextDue)) nextDue = done.next;
  });
  return { counts: { alerts }, nextDue };
}

type Done = { alerts: number; next: Date | null };

async function seeTo(context: Context, tx: Tx, settingId: string): Promise<Done> {
  const { now } = context;
  const school = await knowSchool(tx, settingId, now);
  const on = askedNow(school.setting, now);
  if (on !== null && setUpGaps(school.setting, school.people, on).length === 0)
    for (const place of placesOn(school.setting, await listTrips(tx, settingId, on), on))
      await ask(context, tx, school, on, place);
  let next = nextAskAt(school.setting, now);
  let alerts = 0;
  for (const { chargeId } of await listUnsettled(tx, settingId, localDate(now, school.setting.zone))) {
    const charge = await lockCharge(tx, { chargeId });
    if (charge === null) continue;
    const { at, alerted } = await look(context, tx, school, charge);
    if (alerted) alerts += 1;
    if (at !== null && (next === null || at < next)) next = at;
  }
  return { alerts, next };
}

async function ask(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  on: LocalDate,
  place: ChargePlace,
): Promise<void> {
  const { now, org, ids } = context;
  const lead = plannedLead(
    school.people.filter(({ id }) => school.reachable.has(id)),
    on,
  );
  const chargeId = ids.id();
  const isNew = await insertCharge(tx, org, {
    chargeId,
    settingId: school.setting.id,
    on,
    place,
    token: ids.token(),
    askedOf: lead?.id ?? null,
    askedAt: now,
    dueBy: dueBy(school.setting.zone, on, now),
  });
  if (!isNew) return;
  await appendLedger(tx, org, [
    ledgerEntry(context, 'charge_asked', chargeId, {
      setting: school.setting.id,
      on,
      trip: place.tripId,
      of: lead?.id ?? null,
    }),
  ]);
  const charge = await lockCharge(tx, { chargeId });
  if (lead === null || charge === null) {
    context.log.warn({ setting: school.setting.id }, 'charge_has_nobody_to_ask');
    return;
  }
  await putCharge(context, tx, school, charge, lead.id, '1');
}

/** Puts the question to a lead; `round` is new each time that it is put. */
export async function putCharge(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  charge: Charge,
  leadId: string,
  round: string,
): Promise<void> {
  const made = {
    messageId: context.ids.id(),
    settingId: charge.settingId,
    to: { personId: leadId },
    dedupeKey: askKey(charge.chargeId, round),
    chargeId: charge.chargeId,
    body: drawCharge(charge, school, leadId, context.now),
    notBefore: context.now,
    notAfter: null,
    promptIds: [],
  };
  await queueMessages(tx, context.org, [made], context.now);
  await wakeBy(tx, context.org, 'deliver-messages', context.now);
}

/** What is due of a question nobody has answered by naming somebody, or whose alert is open; and when to look again. */
async function look(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  charge: Charge,
): Promise<{ at: Date | null; alerted: boolean }> {
  const { now } = context;
  const { zone } = school.setting;
  const over = dayOver(zone, charge.chargedOn);
  if (now >= over || localDate(now, zone) !== charge.chargedOn) {
    if (charge.alertId !== null)
      await redrawCharge(context, tx, await endAlertOfCharge(context, tx, school, charge), school);
    return { at: null, alerted: false };
  }
  if (charge.alertId !== null) return { at: over, alerted: false };
  const asked = (await listChargeCopies(tx, charge.chargeId)).filter(({ dedupeKey }) =>
    dedupeKey.startsWith(askKey(charge.chargeId, '')),
  );
  const due = whenUnnamed(charge, wentBy(asked), now);
  if (due.do === 'alert') {
    await alertOfCharge(context, tx, school, charge);
    return { at: over, alerted: true };
  }
  if (due.until.getTime() !== charge.dueBy.getTime() || due.waited !== charge.waited)
    await changeCharge(tx, charge.chargeId, { dueBy: due.until, waited: due.waited });
  return { at: due.until, alerted: false };
}
