/**
 * Opens alerts about what cannot wait: to the setting's channel, and to the first lead on the route in private.
 * The rule: in the same transaction as the mark or the answer it tells of, one alert a duty and one a day for all
 * attestations; never to the person it is about, never overnight. Climbing further is climb-alerts'.
 */
import { tellsOfCases } from '../domain/access.ts';
import { type AlertClock, alertClockOf, alertMoment, nextMorning } from '../domain/alert-hours.ts';
import { type LocalDate, localDate } from '../domain/local-time.ts';
import { type Rung, routeFor } from '../domain/route.ts';
import { type AlertKind, changeAlert, listAlerted, listCopies, openAlert } from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { type NewMessage, queueMessages } from '../store/messages.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { type AlertFacts, drawAlert, peopleAbout, readAlert, redrawAlert } from './draw-alerts.ts';
import type { KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';

export type Alarming =
  | { kind: 'overdue_duty'; promptId: string }
  /** A check answered poorly whose answer cannot wait for the digest. */
  | { kind: 'poor_at_once'; promptId: string }
  | { kind: 'overdue_attestations'; on: LocalDate };

/** A referral's and the LADO's days are working days; attestations gathered for a day keep the school's. */
async function clockFor(tx: Tx, alarming: Alarming): Promise<AlertClock> {
  if (alarming.kind === 'overdue_attestations') return 'school';
  const [about] = await listAlerted(tx, { promptId: alarming.promptId });
  return about ? alertClockOf(about.question.standard) : 'school';
}

/** True when a new alert was opened; one that is there already is brought up to date. */
export async function openAlerts(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  alarming: Alarming,
): Promise<boolean> {
  const kind: AlertKind = alarming.kind;
  const clock = await clockFor(tx, alarming);
  const moment = alertMoment(school.setting, context.now, clock);
  const { alert, isNew } = await openAlert(tx, context.org, {
    alertId: context.ids.id(),
    settingId: school.setting.id,
    kind,
    subject: alarming.kind === 'overdue_attestations' ? alarming.on : alarming.promptId,
    token: context.ids.token(),
    clock,
    openedAt: context.now,
    climbsAt: nextMorning(school.setting, moment, clock),
  });
  const facts = await readAlert(tx, alert, school);
  if (!isNew) {
    if (alert.state === 'closed') {
      await changeAlert(tx, alert.alertId, { state: 'open', climbsAt: moment });
      await wakeBy(tx, context.org, 'chase-overdue', moment);
      await appendLedger(tx, context.org, [
        ledgerEntry(context, 'alert_reopened', alert.alertId, { about: kind }),
      ]);
    }
    const state = alert.state === 'closed' ? 'open' : alert.state;
    await redrawAlert(tx, { ...facts, alert: { ...alert, state } }, school, context.now);
    await wakeBy(tx, context.org, 'deliver-messages', context.now);
    return false;
  }
  await tellChannel(context, tx, school, facts, moment);
  const next = await tellNext(context, tx, school, facts, moment);
  const told = next === 'unreached' ? null : next;
  if (told === null) context.log.warn({ alert: alert.alertId }, 'alert_has_nobody_to_go_to');
  await tellChairOfHead(context, tx, school, facts, moment);
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'alert_opened', alert.alertId, {
      about: kind,
      prompts: facts.prompts.length,
      told: told?.person.id ?? null,
    }),
  ]);
  await wakeBy(tx, context.org, 'deliver-messages', moment);
  // In the holidays nothing else may be due until term, and a referral's alert goes on before that.
  if (alert.climbsAt !== null) await wakeBy(tx, context.org, 'chase-overdue', alert.climbsAt);
  return true;
}

/**
 * Tells the first on the route, as it is at `moment`, who can be reached and has not been told. Null when everybody
 * has been; `unreached` when somebody has not, and chat cannot reach them.
 */
export async function tellNext(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  facts: AlertFacts,
  moment: Date,
): Promise<Rung | 'unreached' | null> {
  const told = (await listCopies(tx, facts.alert.alertId)).map((copy) => copy.personId);
  const on = localDate(moment, school.setting.zone);
  // Whoever gave the answer knows of it, and that nobody is in charge goes to every lead, in a small setting too.
  const tellers = tellersOf(facts);
  const small = school.small && facts.charge === undefined;
  const others = school.people.filter(({ id }) => !tellers.includes(id));
  const untold = routeFor(others, peopleAbout(facts), on, small).filter(
    ({ person }) => !told.includes(person.id),
  );
  const rung = untold.find(({ person }) => school.reachable.has(person.id));
  if (!rung) return untold.length > 0 ? 'unreached' : null;
  const to = { personId: rung.person.id };
  await queue(context, tx, to, facts, moment, drawAlert(facts, school, rung.person, context.now));
  await wakeBy(tx, context.org, 'deliver-messages', moment);
  return rung;
}

function tellersOf({ alert, prompts, charge }: AlertFacts): string[] {
  if (charge !== undefined) return charge.saidBy === null ? [] : [charge.saidBy];
  return alert.kind === 'poor_at_once' ? prompts.map(({ personId }) => personId) : [];
}

/** A duty that could tell of a case is not mentioned in the channel: its lead is told in private. */
export async function tellChannel(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  facts: AlertFacts,
  moment: Date,
): Promise<void> {
  const { channel } = school.setting;
  const isPrivate = facts.prompts.some(({ question }) => tellsOfCases(question.standard, question.kind));
  if (channel === null || isPrivate) return;
  await queue(context, tx, channel, facts, moment, drawAlert(facts, school, null, context.now));
}

/** Among others' overdue attestations, the headteacher's own is for the chair to hear of. */
async function tellChairOfHead(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  facts: AlertFacts,
  moment: Date,
): Promise<void> {
  if (facts.alert.kind !== 'overdue_attestations') return;
  const about = peopleAbout(facts);
  if (!about.some((id) => school.person(id)?.roles.includes('headteacher'))) return;
  const on = localDate(moment, school.setting.zone);
  const chair = routeFor(school.people, about, on).find((rung) => rung.countsOnly)?.person;
  if (!chair || !school.reachable.has(chair.id)) return;
  const body = drawAlert(facts, school, chair, context.now);
  await queue(context, tx, { personId: chair.id }, facts, moment, body);
}

async function queue(
  context: Context,
  tx: Tx,
  to: NewMessage['to'],
  { alert }: AlertFacts,
  moment: Date,
  body: NewMessage['body'],
): Promise<void> {
  const whose = 'personId' in to ? to.personId : 'channel';
  const made: NewMessage = {
    messageId: context.ids.id(),
    settingId: alert.settingId,
    to,
    dedupeKey: `alert:${alert.alertId}:${whose}`,
    body,
    notBefore: moment,
    notAfter: null,
    promptIds: [],
    alertId: alert.alertId,
  };
  await queueMessages(tx, context.org, [made], context.now);
}
