/**
 * "I have it": somebody entitled takes an alert on, so that it climbs no further and every copy says who has it.
 * The rule: leads and whoever it was sent to may take it, never a person it is about; taking it says nothing about
 * what was found. Anybody else gets a polite line that they alone see; a stranger, where to go.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { localDate, localTime, longDate } from '../domain/local-time.ts';
import { maySeeNames, roleLabel } from '../domain/role.ts';
import { isEmployed, type Person } from '../domain/setting.ts';
import { concernTakenMessage } from '../messages/concern.ts';
import { strangerMessage } from '../messages/guard.ts';
import { privateLine } from '../messages/private-line.ts';
import { type AlertCopy, changeAlert, findAlertByToken, listCopies } from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { queueMessages } from '../store/messages.ts';
import { findByChatUser } from '../store/people.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import {
  type AlertFacts,
  canDraw,
  drawAlert,
  peopleAbout,
  readAlert,
  redrawAlert,
  takesAs,
} from './draw-alerts.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';

export async function acknowledgeAlert(context: Context, press: IncomingPress): Promise<PressResult> {
  return context.within(async (tx) => {
    const alert = await findAlertByToken(tx, press.token);
    if (alert === null) return line('This alert is no longer there.');
    const { platform, externalId, userId } = press.from;
    const known = await findByChatUser(tx, platform, externalId, userId);
    const person = known.find((each) => each.settingId === alert.settingId)?.person ?? null;
    const school = await knowSchool(tx, alert.settingId, context.now);
    const facts = await readAlert(tx, alert, school);
    const copies = await listCopies(tx, alert.alertId);
    if (known.length === 0) return { kind: 'private', message: strangerMessage() };
    const refusal = refusalFor(person, facts, copies, localDate(context.now, school.setting.zone));
    if (person === null || refusal !== null) return line(refusal ?? NOT_YOURS);
    if (alert.state !== 'open') return shown(facts, school, copies, person, press, context.now);
    return take(context, tx, school, facts, person, press);
  });
}

const NOT_YOURS =
  'Only a safeguarding lead can take this one. If you know something about it, please tell the DSL.';
const ABOUT_YOU =
  'This one is about a check that was put to you, so somebody else needs to take it. You can still answer it.';
const YOUR_CONCERN =
  'This one says that you may have a concern, so somebody else needs to take it. Please tell them yourself now.';

function refusalFor(
  person: Person | null,
  facts: AlertFacts,
  copies: AlertCopy[],
  today: string,
): string | null {
  if (person === null || !isEmployed(person, today)) return NOT_YOURS;
  if (peopleAbout(facts).includes(person.id))
    return facts.alert.kind === 'concern' ? YOUR_CONCERN : ABOUT_YOU;
  const wasTold = copies.some((copy) => copy.personId === person.id);
  return maySeeNames(person.roles) || wasTold ? null : NOT_YOURS;
}

async function take(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  facts: AlertFacts,
  person: Person,
  press: IncomingPress,
): Promise<PressResult> {
  const taken = { state: 'acknowledged', acknowledgedBy: person.id, acknowledgedAt: context.now } as const;
  await changeAlert(tx, facts.alert.alertId, { ...taken, climbsAt: null });
  const now: AlertFacts = { ...facts, alert: { ...facts.alert, ...taken, climbsAt: null } };
  const copies = await redrawAlert(tx, now, school, context.now);
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'alert_acknowledged', facts.alert.alertId, { level: facts.alert.level }, person.id),
  ]);
  if (now.alert.kind === 'concern') await tellWriter(context, tx, school, now.alert, person);
  await wakeBy(tx, context.org, 'deliver-messages', context.now);
  return shown(now, school, copies, person, press, context.now);
}

/** Whoever may have the concern hears who has it, at whatever hour. */
async function tellWriter(
  context: Context,
  tx: Tx,
  { setting, reachable }: KnownSchool,
  { alertId, personId }: AlertFacts['alert'],
  taker: Person,
): Promise<void> {
  if (personId === null || !reachable.has(personId)) return;
  const made = {
    messageId: context.ids.id(),
    settingId: setting.id,
    to: { personId },
    dedupeKey: `concern:${alertId}:taken`,
    body: concernTakenMessage(setting.name, taker.name),
    notBefore: context.now,
    notAfter: null,
    promptIds: [],
  };
  await queueMessages(tx, context.org, [made], context.now);
}

/**
 * The copy that was pressed, as it is now. Where the platform did not say which copy that was, a private line:
 * drawing a lead's own copy over the channel's would name somebody there.
 */
function shown(
  facts: AlertFacts,
  school: KnownSchool,
  copies: AlertCopy[],
  person: Person,
  press: IncomingPress,
  now: Date,
): PressResult {
  const pressed = copies.find(
    (copy) =>
      copy.platformId !== null &&
      copy.platformId === press.platformId &&
      (copy.personId === null || copy.personId === person.id),
  );
  if (pressed && canDraw(facts))
    return {
      kind: 'redraw',
      message: drawAlert(facts, school, pressed.personId === null ? null : person, now),
    };
  const { alert } = facts;
  if (alert.state === 'closed') return line('This has been settled since; nobody needs to take it.');
  const taker = alert.acknowledgedBy === null ? null : school.person(alert.acknowledgedBy);
  const at = alert.acknowledgedAt ?? now;
  const since = `${localTime(at, school.setting.zone)}, ${longDate(localDate(at, school.setting.zone))}`;
  return line(
    taker?.id === person.id
      ? `You have had it since ${since}.`
      : `The ${roleLabel(takesAs(taker))} has had it since ${since}.`,
  );
}

function line(text: string): PressResult {
  return { kind: 'private', message: privateLine(text) };
}
