/**
 * A day that is closed needs nobody in charge: its questions are put away, with their alerts; opened again, they are
 * asked anew where nobody is named.
 * The rule: in the transaction that changes the day. What was said stays said, and a day put away is not counted.
 */
import { askedNow, dueBy } from '../domain/charge.ts';
import type { LocalDate } from '../domain/local-time.ts';
import { plannedLead } from '../domain/route.ts';
import { type Charge, changeCharge, listCharges, lockCharge } from '../store/charges.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { wakeBy } from '../store/wakes.ts';
import { endAlertOfCharge } from './alert-charge.ts';
import { putCharge } from './ask-charge.ts';
import type { Context } from './context.ts';
import { redrawCharge } from './draw-charge.ts';
import type { KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** `school` has the day as it is now. */
export async function moveCharges(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  { to, day }: { to: 'closed' | 'open'; day: LocalDate },
): Promise<void> {
  for (const { chargeId } of await listCharges(tx, school.setting.id, day)) {
    const charge = await lockCharge(tx, { chargeId });
    if (charge === null) continue;
    if (to === 'closed') await putAway(context, tx, school, charge);
    else await bringBack(context, tx, school, charge);
  }
  if (to === 'open') await wakeBy(tx, context.org, 'ask-charge', context.now);
}

/** Nobody needs to be named there that day any more. */
export async function putAway(context: Context, tx: Tx, school: KnownSchool, held: Charge): Promise<void> {
  if (held.closedAt !== null) return;
  await changeCharge(tx, held.chargeId, { closedAt: context.now });
  const closed = { ...held, closedAt: context.now };
  await redrawCharge(context, tx, await endAlertOfCharge(context, tx, school, closed), school);
  await appendLedger(tx, context.org, [ledgerEntry(context, 'charge_closed', held.chargeId)]);
}

async function bringBack(context: Context, tx: Tx, school: KnownSchool, held: Charge): Promise<void> {
  const { now, org } = context;
  const { zone } = school.setting;
  const on = askedNow(school.setting, now);
  if (held.closedAt === null || on !== held.chargedOn) return;
  const due = dueBy(zone, on, now);
  const back = { ...held, closedAt: null, dueBy: due, waited: false };
  await changeCharge(tx, held.chargeId, { closedAt: null, dueBy: due, waited: false });
  const lead = plannedLead(
    school.people.filter(({ id }) => school.reachable.has(id)),
    on,
  );
  await redrawCharge(context, tx, back, school);
  if (back.namedId === null && lead !== null)
    await putCharge(context, tx, school, back, lead.id, `again-${now.getTime()}`);
  const facts = { setting: school.setting.id, on, trip: held.tripId, of: lead?.id ?? null };
  await appendLedger(tx, org, [ledgerEntry(context, 'charge_asked', held.chargeId, facts)]);
}
