/**
 * Who is in charge today: asked at 08:00 of each school day for every site and running trip, due by 08:30.
 * The rule: somebody has half an hour from when the question reached them before anybody is alerted; a day closed, a
 * holiday or an INSET day (no pupils are in) asks nothing; a day that was not asked is never counted as covered.
 * Who is asked and who is told is domain/route's.
 */
import { isAway } from './absence.ts';
import { isTrainedLead } from './cover.ts';
import { instantAt, type LocalDate, localDate } from './local-time.ts';
import { isSchoolDay, schoolDayAfter } from './school-day.ts';
import { isEmployed, type Person, type Setting } from './setting.ts';

/**
 * What is said to the question: a person is named, nobody is there, whoever was named says that it is not them, or they
 * are away.
 */
export type Said = 'named' | 'nobody' | 'not_me' | 'away';

export const ASK_AT = '08:00';
export const NAMED_BY = '08:30';
/** Asked later than this it would say nothing of the day. */
export const ASK_UNTIL = '15:00';
/** After it nobody is told of the day any more. */
export const DAY_OVER = '18:00';
export const HALF_HOUR_MS = 1_800_000;
/** What one who is told has before it goes on to the next. */
export const TOLD_MS = 900_000;

/** `tripId` is null for a site. */
export type ChargePlace = { place: string; tripId: string | null; main: boolean };
export type Trip = { id: string; name: string; startsOn: LocalDate; endsOn: LocalDate };

/** The main site comes first; a setting that names none has one, called as it is itself. */
export function sitesOf({ name, sites = [] }: Pick<Setting, 'name' | 'sites'>): string[] {
  return sites.length > 0 ? [...sites] : [name];
}

export function placesOn(
  setting: Pick<Setting, 'name' | 'sites'>,
  trips: readonly Trip[],
  on: LocalDate,
): ChargePlace[] {
  return [
    ...sitesOf(setting).map((place, at) => ({ place, tripId: null, main: at === 0 })),
    ...trips
      .filter(({ startsOn, endsOn }) => startsOn <= on && on <= endsOn)
      .map(({ id, name }) => ({ place: `Trip: ${name}`, tripId: id, main: false })),
  ];
}

type Place = Pick<Setting, 'calendar' | 'zone'>;

/** The local date whose question may be asked at this moment; null when none may. */
export function askedNow({ calendar, zone }: Place, now: Date): LocalDate | null {
  const today = localDate(now, zone);
  if (!isSchoolDay(calendar, today) || now < instantAt(today, ASK_AT, zone)) return null;
  return now < instantAt(today, ASK_UNTIL, zone) ? today : null;
}

/** When the next day's question is due; null once the calendar has run out. */
export function nextAskAt({ calendar, zone }: Place, now: Date): Date | null {
  const today = localDate(now, zone);
  const todays = instantAt(today, ASK_AT, zone);
  if (isSchoolDay(calendar, today) && now < todays) return todays;
  const next = schoolDayAfter(calendar, today);
  return next === null ? null : instantAt(next, ASK_AT, zone);
}

/** 08:30; asked late, half an hour from then. */
export function dueBy(zone: string, on: LocalDate, askedAt: Date): Date {
  const usual = instantAt(on, NAMED_BY, zone);
  const half = new Date(askedAt.getTime() + HALF_HOUR_MS);
  return half > usual ? half : usual;
}

export function dayOver(zone: string, on: LocalDate): Date {
  return instantAt(on, DAY_OVER, zone);
}

/** How the question's own message went: when, not yet, or never (nobody can be reached, or it failed). */
export type Went = { is: 'sent'; at: Date } | { is: 'waiting' } | { is: 'never' };

/**
 * What is to be done of a question that is past its time and has no answer. A question that has not gone begins its half
 * hour anew, once: a process that was down owes people that; a platform that is down is no reason for silence.
 */
export function whenUnnamed(
  { dueBy: due, waited }: { dueBy: Date; waited: boolean },
  went: Went,
  now: Date,
): { do: 'wait'; until: Date; waited: boolean } | { do: 'alert' } {
  if (now < due) return { do: 'wait', until: due, waited };
  if (went.is === 'waiting' && !waited)
    return { do: 'wait', until: new Date(now.getTime() + HALF_HOUR_MS), waited: true };
  if (went.is === 'sent') {
    const half = new Date(went.at.getTime() + HALF_HOUR_MS);
    if (now < half) return { do: 'wait', until: half, waited };
  }
  return { do: 'alert' };
}

export type Choices = {
  /** Trained leads who are at work that day as far as is known, then the headteacher. */
  first: Person[];
  /** Leads whose day it is not. */
  more: Person[];
};

/** Who may be named on a day: DSLs, deputies and, after them, the headteacher; nobody who is away. */
export function choicesOn(
  people: readonly Person[],
  on: LocalDate,
  atWork: (person: Person) => boolean,
): Choices {
  const leads = people.filter((person) => mayBeNamed(person, on));
  const inOrder = [
    ...leads.filter(({ roles }) => roles.includes('dsl')),
    ...leads.filter(({ roles }) => !roles.includes('dsl') && isTrainedLead(roles)),
    ...leads.filter(({ roles }) => !isTrainedLead(roles)),
  ];
  return {
    first: inOrder.filter(atWork),
    more: inOrder.filter((person) => !atWork(person)),
  };
}

/** A lead who is employed and not away. */
export function mayBeNamed(person: Person, on: LocalDate): boolean {
  const isLead = isTrainedLead(person.roles) || person.roles.includes('headteacher');
  return isLead && isEmployed(person, on) && !isAway(person, on);
}

/** Days of a span as they stand, of school days: on each, every site asked about had somebody, or not, or none was asked. */
export type ChargeDays = {
  schoolDays: number;
  named: number;
  unnamed: number;
  notAsked: number;
  /** Questions about trips, a day and trip each, and those with somebody named. */
  trips: number;
  tripsNamed: number;
};

export type ChargeDay = { on: LocalDate; isTrip: boolean; named: boolean };

/** `rows`: the questions asked in the span and not closed since; `days`: its school days */
export function countDays(days: readonly LocalDate[], rows: readonly ChargeDay[]): ChargeDays {
  const counts = { schoolDays: days.length, named: 0, unnamed: 0, notAsked: 0 };
  for (const day of days) {
    const ofSites = rows.filter(({ on, isTrip }) => on === day && !isTrip);
    if (ofSites.length === 0) counts.notAsked += 1;
    else if (ofSites.every(({ named }) => named)) counts.named += 1;
    else counts.unnamed += 1;
  }
  const trips = rows.filter(({ isTrip }) => isTrip);
  return { ...counts, trips: trips.length, tripsNamed: trips.filter(({ named }) => named).length };
}
