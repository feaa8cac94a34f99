/**
 * Draws who is in charge from the record: the question, the word to whoever was named, and the facts of the alert.
 * The rule: every copy is drawn for its own reader and says how it stands now. Words are messages/charge's.
 */
import { choicesOn, sitesOf } from '../domain/charge.ts';
import { localDate, localTime } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { isAtWork } from '../domain/route.ts';
import {
  type ChargeButtons,
  type ChargeFrame,
  type ChargeStanding,
  type ChargeWhere,
  chargeMessage,
  namedMessage,
  type ToldStanding,
} from '../messages/charge.ts';
import type { NobodyInCharge } from '../messages/charge-alert.ts';
import { type Charge, type ChargeCopy, listChargeCopies } from '../store/charges.ts';
import type { Tx } from '../store/database.ts';
import { settleMessage } from '../store/deliveries.ts';
import { redrawMessage } from '../store/messages.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';

/** More names than this at once are too many buttons to choose from. */
const MOST_NAMES = 5;

/** How the keys of the messages about a question begin; `round` tells one from the next. */
export const askKey = (chargeId: string, round: string) => `charge:${chargeId}:ask:${round}`;
export const toldKey = (chargeId: string, namingId: string) => `charge:${chargeId}:told:${namingId}`;

/** The question as one lead sees it. */
export function drawCharge(
  charge: Charge,
  school: KnownSchool,
  readerId: string,
  now: Date,
  choosing: 'change' | 'else' | null = null,
): Message {
  return chargeMessage(
    frameOf(charge, school),
    standingOf(charge, school, readerId, now),
    buttonsFor(charge, school, readerId),
    choosing,
  );
}

export function chargeWhere({ place, tripId }: Charge, { setting }: KnownSchool): ChargeWhere {
  if (tripId !== null) return { trip: place.replace(/^Trip: /, '') };
  return { site: sitesOf(setting).length > 1 ? place : null };
}

/** What the alert that nobody is named says; `readerId` null: the channel's, which has no buttons. */
export function nobodyFacts(charge: Charge, school: KnownSchool, readerId: string | null): NobodyInCharge {
  return {
    where: chargeWhere(charge, school),
    on: charge.chargedOn,
    askedAt: localTime(charge.askedAt, school.setting.zone),
    why: charge.said === null || charge.said === 'named' ? 'silent' : charge.said,
    token: charge.token,
    buttons: readerId === null ? { first: [], more: [] } : buttonsFor(charge, school, readerId),
  };
}

function frameOf(charge: Charge, school: KnownSchool): ChargeFrame {
  return {
    settingName: school.setting.name,
    where: chargeWhere(charge, school),
    on: charge.chargedOn,
    token: charge.token,
  };
}

/** The reader first, as "Me". */
export function buttonsFor(
  { chargedOn: on }: Charge,
  { people }: KnownSchool,
  readerId: string,
): ChargeButtons {
  const { first, more } = choicesOn(people, on, (person) => isAtWork(person, on));
  const reader = [...first, ...more].find(({ id }) => id === readerId);
  const usual = [...(reader ? [reader] : []), ...first.filter(({ id }) => id !== readerId)];
  const choice = ({ id, name }: { id: string; name: string }) => ({ id, name, isReader: id === readerId });
  return {
    first: usual.slice(0, MOST_NAMES).map(choice),
    more: [...usual.slice(MOST_NAMES), ...more.filter(({ id }) => id !== readerId)].map(choice),
  };
}

function standingOf(charge: Charge, school: KnownSchool, readerId: string, now: Date): ChargeStanding {
  const { zone } = school.setting;
  const nameOf = (id: string | null) =>
    id === readerId ? null : ((id === null ? null : school.person(id)?.name) ?? 'Somebody who has left');
  if (charge.closedAt !== null) return { is: 'closed' };
  if (localDate(now, zone) > charge.chargedOn)
    return {
      is: 'over',
      named:
        charge.namedId === null ? null : (school.person(charge.namedId)?.name ?? 'Somebody who has left'),
    };
  const said = { by: nameOf(charge.saidBy), at: localTime(charge.saidAt ?? charge.askedAt, zone) };
  switch (charge.said) {
    case 'named':
      return { is: 'named', name: nameOf(charge.namedId), ...said };
    case 'nobody':
      return { is: 'nobody', ...said };
    case 'not_me':
    case 'away':
    case null:
      return {
        is: 'open',
        by: localTime(charge.dueBy, zone),
        declined:
          charge.said !== 'not_me' || charge.saidBy === null
            ? null
            : (school.person(charge.saidBy)?.name ?? 'Somebody'),
        ...(charge.said === 'away' ? { away: true } : {}),
      };
  }
}

/** The word to somebody who was named, as it stands for them now. */
export function drawNamed(charge: Charge, school: KnownSchool, readerId: string): Message {
  return namedMessage(frameOf(charge, school), toldStanding(charge, school, readerId));
}

function toldStanding(charge: Charge, school: KnownSchool, readerId: string): ToldStanding {
  if (charge.closedAt !== null) return { is: 'closed' };
  if (charge.namedId === readerId && charge.saidBy !== null && charge.saidAt !== null)
    return {
      is: 'named',
      by: charge.saidBy === readerId ? 'You' : (school.person(charge.saidBy)?.name ?? 'A lead'),
      at: localTime(charge.saidAt, school.setting.zone),
    };
  return { is: charge.said === 'not_me' && charge.saidBy === readerId ? 'declined' : 'replaced' };
}

/** Gives every copy its present words; one that has not gone and is wanted no more is withdrawn. */
export async function redrawCharge(
  context: Context,
  tx: Tx,
  charge: Charge,
  school: KnownSchool,
): Promise<ChargeCopy[]> {
  const copies = await listChargeCopies(tx, charge.chargeId);
  const isAsked = charge.closedAt === null && charge.namedId === null;
  for (const copy of copies) {
    if (copy.state === 'withdrawn' || copy.state === 'failed' || copy.body.blocks.length === 0) continue;
    if (copy.personId === null || school.person(copy.personId) === null) continue;
    const isTold = copy.dedupeKey.startsWith(toldKey(charge.chargeId, ''));
    if (copy.state === 'pending' && (isTold ? charge.namedId !== copy.personId : !isAsked)) {
      await settleMessage(tx, copy.messageId, { state: 'withdrawn', fault: null });
      continue;
    }
    const body = isTold
      ? drawNamed(charge, school, copy.personId)
      : drawCharge(charge, school, copy.personId, context.now);
    await redrawMessage(tx, copy.messageId, body, copy.revision + 1);
  }
  await wakeBy(tx, context.org, 'deliver-messages', context.now);
  return copies;
}
