/**
 * Whether a claimed message may still go, now that its moment has come.
 * The rule: nothing is asked that has been answered or closed, of anybody who has left or cannot be reached, or
 * outside their hours; leads are never alerted, nor sent a digest or told of anything, overnight. What was planned
 * hours ago is judged by the record now.
 */
import { alertMoment } from '../domain/alert-hours.ts';
import { dayOver } from '../domain/charge.ts';
import { lineMoment } from '../domain/line-hours.ts';
import { type IsoWeek, isoWeek, localDate } from '../domain/local-time.ts';
import type { MessageKind } from '../domain/message.ts';
import { isSchoolDay } from '../domain/school-day.ts';
import { isEmployed, type Person, type Setting } from '../domain/setting.ts';
import { nextAllowed, worksAt } from '../domain/working-hours.ts';
import type { BornePrompt, Outbound } from '../store/deliveries.ts';
import type { KnownSchool } from './know-school.ts';

export type Check =
  /** `cancel` are prompts of it that have closed unasked: it goes without them. */
  | { do: 'send'; cancel: string[] }
  | { do: 'move'; at: Date; until: Date | null }
  /** `cancel` are prompts that can no longer be put to anybody. */
  | { do: 'withdraw'; cancel: string[] }
  /** The person has left or cannot be reached. */
  | { do: 'nobody' }
  /** The person is reached through another installation now. */
  | { do: 'follow' };

/** Told in the hours of leads, however long they have waited. */
const TO_LEADS: readonly MessageKind[] = ['alert', 'action', 'overdue', 'digest'];

export function checkSend(message: Outbound, school: KnownSchool, now: Date): Check {
  const today = localDate(now, school.setting.zone);
  const person = message.personId === null ? null : school.person(message.personId);
  if (message.personId !== null) {
    if (person === null || !isEmployed(person, today)) return { do: 'nobody' };
    // What is known of the school may be minutes old: lost since, they are not followed to where they already were.
    if (message.userId === null)
      return { do: message.elsewhere && school.reachable.has(person.id) ? 'follow' : 'nobody' };
  }
  if (message.alertId !== null || TO_LEADS.includes(message.kind)) {
    if (message.alertState === 'closed') return { do: 'withdraw', cancel: [] };
    const moment = alertMoment(school.setting, now, message.alertClock ?? 'school');
    return moment > now ? { do: 'move', at: moment, until: null } : { do: 'send', cancel: [] };
  }
  if (message.kind === 'charge') return checkCharge(message, school, now);
  if (message.kind === 'private_line' && person !== null) return checkLine(message, school, person, now);
  if (message.prompts.length === 0 || person === null) return { do: 'send', cancel: [] };
  return checkPrompts(message, school, person, now);
}

/** Who is in charge is a question of its own day, until that is over, and of a school that is open on it. */
function checkCharge({ notBefore }: Outbound, { setting }: KnownSchool, now: Date): Check {
  const today = localDate(notBefore, setting.zone);
  const isDay = now < dayOver(setting.zone, today) && isSchoolDay(setting.calendar, today);
  return isDay ? { do: 'send', cancel: [] } : { do: 'withdraw', cancel: [] };
}

function checkLine({ notBefore }: Outbound, { setting }: KnownSchool, person: Person, now: Date): Check {
  const at = lineMoment(setting, person, notBefore, now);
  return at <= now ? { do: 'send', cancel: [] } : { do: 'move', at, until: null };
}

function checkPrompts(message: Outbound, { setting }: KnownSchool, person: Person, now: Date): Check {
  const week = isoWeek(localDate(now, setting.zone));
  const open = message.prompts.filter(
    (prompt) =>
      isWanted(message, prompt, now) && !isOfEarlierWeek(prompt, week) && !isOfClosedDay(prompt, setting),
  );
  const unasked = message.prompts.filter((prompt) => prompt.state === 'planned');
  const all = unasked.map(({ promptId }) => promptId);
  if (open.length === 0) return { do: 'withdraw', cancel: all };
  const send: Check = {
    do: 'send',
    cancel: unasked.filter((prompt) => !open.includes(prompt)).map(({ promptId }) => promptId),
  };
  const isInTime = message.notAfter === null || now < message.notAfter;
  // Their hours may have changed since it was planned.
  if (isInTime && worksAt(setting, person, now)) return send;
  const next = nextAllowed(setting, person, now);
  if (next === null || open.every((prompt) => prompt.closesAt <= next.at))
    return { do: 'withdraw', cancel: all };
  // Late, so it is put anywhere in the time there is: a whole school's would otherwise come at one moment.
  return { do: 'move', at: next.at > now ? next.at : now, until: next.until };
}

/** What was to be asked for knowledge in a week that is over would come on top of this week's. */
function isOfEarlierWeek({ kind, state, localWeek }: BornePrompt, week: IsoWeek): boolean {
  return kind === 'knowledge' && state === 'planned' && localWeek < week;
}

/** A check of one day is for that day alone, and on a day closed since it was planned there is none. */
function isOfClosedDay({ kind, state, cadence, localDate: on }: BornePrompt, { calendar }: Setting): boolean {
  return kind === 'duty' && cadence === 'daily' && state === 'planned' && !isSchoolDay(calendar, on);
}

/** A question is wanted until it is answered or closed; a nudge also not once it is overdue or put off. */
function isWanted({ kind }: Outbound, prompt: BornePrompt, now: Date): boolean {
  if (prompt.closesAt <= now) return false;
  if (kind !== 'nudge') return ['planned', 'asked', 'overdue'].includes(prompt.state);
  return prompt.state === 'asked' && (prompt.snoozedUntil === null || prompt.snoozedUntil <= now);
}
