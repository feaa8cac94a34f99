/**
 * Draws an alert's copies from the record: who reads each one decides what it may say.
 * The rule: a channel never has a name, the chair has counts, and a lead is not told of the headteacher's lapse.
 * Words are messages/overdue's and poor-at-once's; this only gathers what they are told.
 */
import { answerWords } from '../domain/answer-words.ts';
import { concernRouteOf } from '../domain/concern.ts';
import { addDays, instantAt, localDate, localTime } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { fillText } from '../domain/question.ts';
import { maySeeNames, ROLES, type Role } from '../domain/role.ts';
import type { Person } from '../domain/setting.ts';
import type { AlertFrame, AlertReader, AlertStanding } from '../messages/alert-frame.ts';
import { nobodyInChargeMessage } from '../messages/charge-alert.ts';
import { concernMessage } from '../messages/concern.ts';
import {
  type OverdueAttestation,
  overdueAttestationsMessage,
  overdueDutyMessage,
} from '../messages/overdue.ts';
import { poorAtOnceMessage } from '../messages/poor-at-once.ts';
import { type Alert, type AlertCopy, type AlertedPrompt, listAlerted, listCopies } from '../store/alerts.ts';
import { type Charge, findCharge } from '../store/charges.ts';
import type { Tx } from '../store/database.ts';
import { redrawMessage } from '../store/messages.ts';
import { nobodyFacts } from './draw-charge.ts';
import type { KnownSchool } from './know-school.ts';

/** An alert, and the prompts it is about, or the question who is in charge. */
export type AlertFacts = { alert: Alert; prompts: AlertedPrompt[]; charge?: Charge };

/** The question an alert is about; `round` tells one alert about it from the next. */
export const chargeSubject = (chargeId: string, round: number) => `${chargeId} ${round}`;
export const chargeIdOf = ({ subject }: Pick<Alert, 'subject'>) => subject.split(' ')[0] ?? '';

export async function readAlert(tx: Tx, alert: Alert, { setting }: KnownSchool): Promise<AlertFacts> {
  if (alert.kind === 'concern') return { alert, prompts: [] };
  if (alert.kind === 'nobody_in_charge') {
    const charge = await findCharge(tx, chargeIdOf(alert));
    return { alert, prompts: [], ...(charge === null ? {} : { charge }) };
  }
  if (alert.kind !== 'overdue_attestations')
    return { alert, prompts: await listAlerted(tx, { promptId: alert.subject }) };
  const from = instantAt(alert.subject, '00:00', setting.zone);
  const until = instantAt(addDays(alert.subject, 1), '00:00', setting.zone);
  return { alert, prompts: await listAlerted(tx, { settingId: setting.id, from, until }) };
}

/** Whether there is still what it is about; what was asked long ago is removed before the alert may be. */
export function canDraw({ alert, prompts, charge }: AlertFacts): boolean {
  return alert.kind === 'concern' || prompts.length > 0 || charge !== undefined;
}

/** The people an alert is about: those who have still not answered. Whoever gave an answer only told of it. */
export function peopleAbout({ alert, prompts }: AlertFacts): string[] {
  if (alert.kind === 'poor_at_once' || alert.kind === 'nobody_in_charge') return [];
  // Whoever may have the concern cannot be the one to check in with them.
  if (alert.kind === 'concern') return alert.personId === null ? [] : [alert.personId];
  const late = prompts.filter((prompt) => prompt.state === 'overdue');
  return [...new Set((late.length > 0 ? late : prompts).map((prompt) => prompt.personId))];
}

/** The alert as one reader sees it; `reader` is null for the channel. */
export function drawAlert(facts: AlertFacts, school: KnownSchool, reader: Person | null, now: Date): Message {
  const eyes: AlertReader = reader === null ? 'channel' : maySeeNames(reader.roles) ? 'lead' : 'chair';
  const frame: AlertFrame = {
    settingName: school.setting.name,
    token: facts.alert.token,
    reader: eyes,
    small: school.small,
    standing: standingOf(facts, school, now),
  };
  switch (facts.alert.kind) {
    case 'overdue_attestations':
      return overdueAttestationsMessage(frame, attestationsOf(facts, school, reader));
    case 'overdue_duty':
      return drawDuty(frame, facts, school);
    case 'poor_at_once':
      return drawPoor(frame, facts, school);
    case 'concern':
      return drawConcern(frame, facts, school);
    case 'nobody_in_charge':
      return drawNobody(frame, facts, school, reader);
  }
}

function drawConcern(frame: AlertFrame, { alert }: AlertFacts, school: KnownSchool): Message {
  const { zone } = school.setting;
  const writer = alert.personId === null ? null : school.person(alert.personId);
  return concernMessage(frame, {
    route: concernRouteOf(alert.subject),
    name: writer?.name ?? (alert.personId === null ? null : 'Somebody who has left'),
    on: localDate(alert.openedAt, zone),
    at: localTime(alert.openedAt, zone),
  });
}

function drawNobody(
  frame: AlertFrame,
  { charge }: AlertFacts,
  school: KnownSchool,
  reader: Person | null,
): Message {
  if (charge === undefined) throw new Error('An alert that nobody is in charge is about no question');
  const mayName = frame.reader === 'lead' ? (reader?.id ?? null) : null;
  return nobodyInChargeMessage(frame, nobodyFacts(charge, school, mayName));
}

function drawDuty(frame: AlertFrame, facts: AlertFacts, school: KnownSchool): Message {
  const { zone } = school.setting;
  const duty = checkOf(facts);
  const owner = school.person(duty.personId);
  return overdueDutyMessage(frame, {
    ...askedIn(duty, school),
    askedOn: localDate(duty.askedAt ?? facts.alert.openedAt, zone),
    dueOn: duty.dueOn ?? localDate(facts.alert.openedAt, zone),
    owner: { role: ownerRole(owner, duty), name: owner?.name ?? 'somebody who has left' },
    headsOwn: owner?.roles.includes('headteacher') ?? false,
  });
}

function drawPoor(frame: AlertFrame, facts: AlertFacts, school: KnownSchool): Message {
  const { zone } = school.setting;
  const check = checkOf(facts);
  const teller = school.person(check.personId);
  const { openedAt } = facts.alert;
  return poorAtOnceMessage(frame, {
    ...askedIn(check, school),
    answer: check.answer === null ? 'nothing' : answerWords(check.question.answer, check.answer),
    on: localDate(openedAt, zone),
    at: localTime(openedAt, zone),
    by: { role: ownerRole(teller, check), name: teller?.name ?? 'somebody who has left' },
  });
}

function checkOf({ prompts }: AlertFacts): AlertedPrompt {
  const [check] = prompts;
  if (!check) throw new Error('An alert about a check has no prompt');
  return check;
}

function askedIn({ question }: AlertedPrompt, { setting }: KnownSchool) {
  const { standard, indicator } = question;
  return {
    standard,
    indicator,
    text: fillText(question.text, { edition: setting.edition, setting: setting.name }),
  };
}

/** Gives every copy of an alert its present words; the deliverer redraws those already sent. */
export async function redrawAlert(
  tx: Tx,
  facts: AlertFacts,
  school: KnownSchool,
  now: Date,
): Promise<AlertCopy[]> {
  const copies = await listCopies(tx, facts.alert.alertId);
  if (!canDraw(facts)) return copies;
  const kept = copies.filter(
    ({ state, body }) => state !== 'withdrawn' && state !== 'failed' && body.blocks.length > 0,
  );
  return Promise.all(
    kept.map(async (copy) => {
      const reader = copy.personId === null ? null : school.person(copy.personId);
      if (copy.personId !== null && reader === null) return copy;
      const body = drawAlert(facts, school, reader, now);
      await redrawMessage(tx, copy.messageId, body, copy.revision + 1);
      return { ...copy, body, revision: copy.revision + 1 };
    }),
  );
}

/** The role the check is asked of, where the person holds it. */
function ownerRole(owner: Person | null, { question }: AlertedPrompt): Role {
  const asked = ROLES.find((role) => role === question.audience);
  return asked ?? owner?.roles[0] ?? 'support_staff';
}

/** The role somebody takes an alert as: the most senior they hold on the route. */
const TAKES_AS: readonly Role[] = ['dsl', 'deputy_dsl', 'headteacher', 'chair_of_governors'];

export function takesAs(taker: Person | null): Role {
  return TAKES_AS.find((role) => taker?.roles.includes(role)) ?? taker?.roles[0] ?? 'dsl';
}

function standingOf({ alert, prompts, charge }: AlertFacts, school: KnownSchool, now: Date): AlertStanding {
  const { zone } = school.setting;
  if (alert.state === 'closed' && alert.kind === 'poor_at_once')
    return { is: 'settled', how: 'changed', on: localDate(now, zone) };
  if (alert.state === 'closed' && charge !== undefined) {
    const how =
      charge.namedId !== null ? 'named' : charge.closedAt !== null ? 'no_longer_needed' : 'day_over';
    return { is: 'settled', how, on: charge.chargedOn };
  }
  if (alert.state === 'closed') {
    const answered = prompts.flatMap((prompt) =>
      prompt.state === 'answered' ? (prompt.answeredAt ?? []) : [],
    );
    const last = answered.toSorted((one, other) => one.getTime() - other.getTime()).at(-1);
    if (last) return { is: 'settled', how: 'answered', on: localDate(last, zone) };
    const handedOn = prompts.some((prompt) => prompt.state === 'handed_on');
    return { is: 'settled', how: handedOn ? 'handed_on' : 'no_longer_needed', on: localDate(now, zone) };
  }
  if (alert.state === 'open' || alert.acknowledgedAt === null || alert.acknowledgedBy === null)
    return { is: 'open' };
  const taker = school.person(alert.acknowledgedBy);
  return {
    is: 'taken',
    on: localDate(alert.acknowledgedAt, zone),
    at: localTime(alert.acknowledgedAt, zone),
    by: {
      role: takesAs(taker),
      name: taker?.name ?? 'Somebody who has left',
    },
  };
}

function attestationsOf(facts: AlertFacts, school: KnownSchool, reader: Person | null): OverdueAttestation[] {
  const late = facts.prompts.filter((prompt) => prompt.state === 'overdue');
  const shown = late.length > 0 ? late : facts.prompts;
  return [...new Set(shown.map((prompt) => prompt.question.id))].flatMap((id) => {
    const prompts = shown.filter((prompt) => prompt.question.id === id);
    const [first] = prompts;
    if (!first) return [];
    const people = prompts.flatMap((prompt) => school.person(prompt.personId) ?? []);
    const mayHear = people.filter(
      (person) => !person.roles.includes('headteacher') && person.id !== reader?.id,
    );
    return {
      standard: first.question.standard,
      text: fillText(first.question.text, { edition: school.setting.edition, setting: school.setting.name }),
      dueOn: first.dueOn ?? facts.alert.subject,
      overdue: prompts.length,
      names: mayHear.map((person) => person.name).toSorted(),
    };
  });
}
