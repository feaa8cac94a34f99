/**
 * Takes a lead's press on who is in charge today, and "Not me" from whoever was named.
 * The rule: only a lead of that setting, employed today, names somebody, and only for that day; the question is locked,
 * so two who press at once are taken in turn and the last one said stands; the same said twice is one. Once the
 * school day is over nothing is changed: it would be no record of the day, and would wake people. All of it is one
 * transaction: the naming, the route's new first, the words everywhere, the alert opened or closed.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { dayOver, HALF_HOUR_MS, mayBeNamed, type Said } from '../domain/charge.ts';
import { type LocalDate, localDate } from '../domain/local-time.ts';
import { maySeeNames } from '../domain/role.ts';
import { plannedLead } from '../domain/route.ts';
import { isEmployed, type Person, type Setting } from '../domain/setting.ts';
import { type Unnamed, unnamedLine } from '../messages/charge-lines.ts';
import { strangerMessage } from '../messages/guard.ts';
import {
  addNaming,
  type Charge,
  changeCharge,
  isAlertCopy,
  listCharges,
  lockCharge,
} from '../store/charges.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { queueMessages } from '../store/messages.ts';
import { findByChatUser } from '../store/people.ts';
import { wakeBy } from '../store/wakes.ts';
import { alertOfCharge, endAlertOfCharge } from './alert-charge.ts';
import { putCharge } from './ask-charge.ts';
import type { Context } from './context.ts';
import { drawCharge, drawNamed, redrawCharge, toldKey } from './draw-charge.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { inPrivate } from './press-result.ts';
import { retryDeadlock } from './retry-deadlock.ts';

export async function nameLead(context: Context, press: IncomingPress): Promise<PressResult> {
  return retryDeadlock(context, (tx) => take(context, tx, press));
}

async function take(context: Context, tx: Tx, press: IncomingPress): Promise<PressResult> {
  const { now } = context;
  const { from, token, verb } = press;
  const who = await findByChatUser(tx, from.platform, from.externalId, from.userId);
  if (who.length === 0) return inPrivate(strangerMessage());
  const charge = await lockCharge(tx, { token });
  const mine = who.find(({ settingId }) => settingId === charge?.settingId)?.person;
  if (charge === null || mine === undefined) return refuse('not_yours');
  const school = await knowSchool(tx, charge.settingId, now);
  const today = localDate(now, school.setting.zone);
  const reader = school.person(mine.id);
  if (reader === null || !isEmployed(reader, today) || !maySeeNames(reader.roles)) return refuse('not_yours');
  if (charge.closedAt !== null) return refuse('closed');
  if (charge.chargedOn !== today) return refuse('another_day');
  if (now >= dayOver(school.setting.zone, today)) return refuse('day_over');
  const isAlert = press.platformId != null && (await isAlertCopy(tx, charge, press.platformId));
  // An alert's copy is drawn as an alert; how the question stands is shown beside it.
  const show = (message: PressResult['message']): PressResult => ({
    kind: isAlert ? 'private' : 'redraw',
    message,
  });
  if (verb === 'name_again') {
    const choosing = press.arg === 'else' ? 'else' : charge.namedId === null ? null : 'change';
    return show(drawCharge(charge, school, reader.id, now, choosing));
  }
  if (verb === 'not_in_charge') {
    if (charge.namedId !== reader.id) return refuse('not_named');
    const declined = await say(context, tx, charge, reader.id, { said: 'not_me', person: null });
    return show(drawNamed(declined.charge, declined.school, reader.id));
  }
  const person = press.arg === 'nobody' ? null : school.person(press.arg ?? '');
  if (press.arg !== 'nobody' && (person === null || !mayBeNamed(person, today)))
    return refuse('cannot_be_named');
  const said = person === null ? 'nobody' : 'named';
  const isSo = charge.said === said && charge.namedId === (person?.id ?? null);
  const after = isSo ? { charge, school } : await say(context, tx, charge, reader.id, { said, person });
  return show(drawCharge(after.charge, after.school, reader.id, now));
}

/** Whoever is away is in charge of nothing today: their questions are open again, and are put anew, until the day is over. */
export async function reopenFor(
  context: Context,
  tx: Tx,
  { id: settingId, zone }: Pick<Setting, 'id' | 'zone'>,
  { personId, actor, today }: { personId: string; actor: string; today: LocalDate },
): Promise<void> {
  if (context.now >= dayOver(zone, today)) return;
  for (const { chargeId, namedId } of await listCharges(tx, settingId, today)) {
    if (namedId !== personId) continue;
    const charge = await lockCharge(tx, { chargeId });
    if (charge?.namedId === personId && charge.closedAt === null)
      await say(context, tx, charge, actor, { said: 'away', person: null });
  }
}

type Stood = { charge: Charge; school: KnownSchool };

async function say(
  context: Context,
  tx: Tx,
  held: Charge,
  saidBy: string,
  { said, person }: { said: Said; person: Person | null },
): Promise<Stood> {
  const { now, org, ids } = context;
  const namingId = ids.id();
  const personId = person?.id ?? null;
  const stands = await addNaming(tx, held, { namingId, said, personId, saidBy, at: now });
  await appendLedger(tx, org, [
    ledgerEntry(context, 'charge_named', held.chargeId, { said, person: personId }, saidBy),
  ]);
  // Read anew: whoever is named stands first on the route from now on.
  const school = await knowSchool(tx, held.settingId, now);
  const charge = await follow(context, tx, school, stands, { namingId, before: held.saidBy });
  await redrawCharge(context, tx, charge, school);
  return { charge, school };
}

/** What comes of it: an alert closed or opened, a word to whoever is named, the question put anew. */
async function follow(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  charge: Charge,
  { namingId, before }: { namingId: string; before: string | null },
): Promise<Charge> {
  if (charge.namedId !== null) {
    if (charge.namedId !== charge.saidBy)
      await tellNamed(context, tx, school, charge, charge.namedId, namingId);
    return endAlertOfCharge(context, tx, school, charge);
  }
  if (charge.said === 'not_me' || charge.said === 'away')
    return askAnew(context, tx, school, charge, before, namingId);
  return charge.alertId === null ? alertOfCharge(context, tx, school, charge) : charge;
}

async function tellNamed(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  charge: Charge,
  personId: string,
  namingId: string,
): Promise<void> {
  const made = {
    messageId: context.ids.id(),
    settingId: charge.settingId,
    to: { personId },
    dedupeKey: toldKey(charge.chargeId, namingId),
    chargeId: charge.chargeId,
    body: drawNamed(charge, school, personId),
    notBefore: context.now,
    notAfter: null,
    promptIds: [],
  };
  await queueMessages(tx, context.org, [made], context.now);
}

/** The question is put once more, to whoever had named them or the lead on duty, and has its half hour again. */
async function askAnew(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  charge: Charge,
  namedBy: string | null,
  round: string,
): Promise<Charge> {
  const { now, org } = context;
  const half = new Date(now.getTime() + HALF_HOUR_MS);
  const dueBy = half > charge.dueBy ? half : charge.dueBy;
  const gone = charge.said === 'not_me' ? charge.saidBy : null;
  const others = school.people.filter(({ id }) => id !== gone && school.reachable.has(id));
  const on = charge.chargedOn;
  const before = others.find((person) => person.id === namedBy && mayBeNamed(person, on));
  const lead = before ?? plannedLead(others, on);
  const asked = { ...charge, dueBy, waited: false };
  await changeCharge(tx, charge.chargeId, { dueBy, waited: false });
  await wakeBy(tx, org, 'ask-charge', dueBy);
  if (lead !== null) await putCharge(context, tx, school, asked, lead.id, round);
  return asked;
}

const refuse = (why: Unnamed): PressResult => inPrivate(unnamedLine(why));
