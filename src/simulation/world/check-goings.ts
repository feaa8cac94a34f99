/**
 * What was to go out and did not: questions on no message, silence that nobody chased, alerts and digests that
 * were never made or reached nobody.
 * The rule: each is worked out from calendars, hours and the states a row has been through, never from the steps that
 * should have done it; what waits, is held or is told to a lead as failed is not lost.
 */
import type { Snapshot } from '../../store/simulated-database.ts';
import { type Evidence, grouped } from './evidence.ts';
import { daysOf, hoursOf, isGoodDay } from './good-days.ts';
import type { SimSchool } from './schools.ts';
import {
  endsAt,
  firstInstant,
  isOpenDay,
  mondayBefore,
  nextDate,
  openDayFrom,
  weekOf,
} from './second-clock.ts';
import { leadsOf } from './sim-staff.ts';

type Message = Snapshot['messages'][number];

const HOUR_MS = 3_600_000;
const WAITS = ['pending', 'sending', 'unknown'];
const IN_DOUBT = 'uncertain twice';

/** A question that waits to be asked is on a message that waits; one that was asked is on one that went. */
export function lostQuestions({ prompts, borne, messageOf }: Evidence): string[] {
  const bearers = grouped(borne, ({ promptId }) => promptId);
  return prompts.flatMap(({ promptId, state }) => {
    if (state !== 'planned' && state !== 'asked') return [];
    const on = (bearers.get(promptId) ?? []).flatMap(({ messageId }) => messageOf(messageId) ?? []);
    const isThere = on.some((message) =>
      state === 'planned' ? WAITS.includes(message.state) : wentOrMayHave(message),
    );
    return isThere
      ? []
      : [`${promptId} is ${state}, on ${on.map((each) => each.state).join(', ') || 'no'} message`];
  });
}

const wentOrMayHave = ({ state, fault, attempts }: Message) =>
  state === 'sent' || state === 'unknown' || fault === IN_DOUBT || (WAITS.includes(state) && attempts > 0);

/** A question that was asked does not stay so once its time has passed. */
export function unchased(found: Evidence): string[] {
  const { sim, prompts, schoolOfSetting, local } = found;
  return prompts.flatMap(({ promptId, state, kind, askedAt, settingId, personId }) => {
    if (state !== 'asked' || askedAt === null) return [];
    const school = schoolOfSetting(settingId);
    const person = school.people.find(({ id }) => id === personId);
    const { calendar, zone } = school.setting;
    const { date } = local(school, askedAt.getTime());
    const ends = (person === undefined ? [] : hoursOf(found, person)).map((hours) =>
      endsAt(kind, date, calendar, hours),
    );
    const isPast = ends.every(
      (end) => end !== null && firstInstant(end.date, end.time, zone) + HOUR_MS <= sim.end,
    );
    return isPast ? [`${promptId}, a ${kind}, is still asked, long after ${date}`] : [];
  });
}

/** Each overdue check has an alert, and each alert that stands is with somebody or on its way. */
export function lostAlerts(found: Evidence): string[] {
  const { changes, alerts, messages, promptOf, local, schoolOfSetting } = found;
  const known = new Set(alerts.map(({ settingId, kind, subject }) => [settingId, kind, subject].join(' ')));
  const unopened = changes.flatMap(({ what, key, was, now, at }) => {
    const prompt =
      what === 'prompt' && was?.state !== 'overdue' && now.state === 'overdue' ? promptOf(key) : null;
    if (!prompt || prompt.kind === 'knowledge') return [];
    const { settingId } = prompt;
    const { date } = local(schoolOfSetting(settingId), at.getTime());
    const alert =
      prompt.kind === 'duty'
        ? [settingId, 'overdue_duty', key].join(' ')
        : [settingId, 'overdue_attestations', date].join(' ');
    return known.has(alert) ? [] : [`${key} became overdue without an alert`];
  });
  const copies = grouped(messages, ({ alertId }) => alertId ?? '');
  const unheard = alerts.flatMap(({ alertId, state, settingId, openedAt }) => {
    const theirs = copies.get(alertId) ?? [];
    if (state === 'closed' || theirs.some(({ state: is }) => is !== 'withdrawn' && is !== 'failed'))
      return [];
    if (theirs.some((copy) => copy.state === 'failed' && isToldOf(found, copy))) return [];
    return canReachLead(found, schoolOfSetting(settingId), openedAt.getTime())
      ? [`alert ${alertId} reached nobody, with ${theirs.length} copies`]
      : [];
  });
  return [...unopened, ...unheard];
}

/** Each week's digest is made by the first good day it may go on, and has gone or is told of. */
export function lostDigests(found: Evidence): string[] {
  const { sim, changes, digests, messages, messageOf } = found;
  const made = new Map(
    changes
      .filter(({ what }) => what === 'digest')
      .map(({ key, now, at }) => [`${key} ${now.week}`, at.getTime()]),
  );
  const missing = sim.schools.flatMap((school) =>
    digestsDue(found, school).flatMap(({ week, by }) =>
      (made.get(`${school.setting.id} ${week}`) ?? by + 1) <= by
        ? []
        : [`the digest of ${school.key} ${week} was not made in time`],
    ),
  );
  const unsent = digests.flatMap(({ settingId, week, messageId, asOf }) => {
    const message = messageOf(messageId ?? '');
    if (message !== undefined && message.state !== 'failed' && message.state !== 'withdrawn') return [];
    const copies = messages.filter(
      ({ dedupeKey }) => message && dedupeKey.startsWith(`${message.dedupeKey}:to:`),
    );
    if (copies.some(({ state }) => state !== 'failed' && state !== 'withdrawn')) return [];
    if (message?.state === 'failed' && isToldOf(found, message)) return [];
    return canReachLead(found, found.schoolOfSetting(settingId), asOf.getTime())
      ? [`the digest of ${settingId} ${week} went to nobody`]
      : [];
  });
  return [...missing, ...unsent];
}

/** Weeks of the run whose digest was due, and the evening of the good day by which it must be made. */
function digestsDue(found: Evidence, school: SimSchool): { week: string; by: number }[] {
  const { calendar, zone, digestDay } = school.setting;
  const days = daysOf(found, school);
  const mondays = [...new Set(days.map(({ date }) => mondayBefore(date)))];
  return mondays.flatMap((monday) => {
    const week = Array.from({ length: 5 }).reduce<string[]>(
      (dates) => [...dates, nextDate(dates.at(-1) ?? '')],
      [monday],
    );
    if (!week.slice(0, 5).some((date) => isOpenDay(calendar, date))) return [];
    let planned = monday;
    for (let day = 1; day < 7 + digestDay; day += 1) planned = nextDate(planned);
    const first = openDayFrom(calendar, planned);
    const good = days.find((day) => first !== null && day.date >= first && isGoodDay(found, school, day));
    return good === undefined ? [] : [{ week: weekOf(monday), by: firstInstant(good.date, '18:10', zone) }];
  });
}

/** A lead is told of what failed: of the message, or once a day of its channel, or of all the day's questions. */
export function isToldOf(
  { messages, changes, schoolOfSetting, local }: Evidence,
  { messageId, channelId, settingId, kind }: Message,
): boolean {
  const failed = changes.find(({ key, now }) => key === messageId && now.state === 'failed');
  const on = failed === undefined ? null : local(schoolOfSetting(settingId), failed.at.getTime()).date;
  return messages.some(
    ({ dedupeKey, settingId: of }) =>
      of === settingId &&
      (dedupeKey.endsWith(`:${messageId}`) ||
        (kind === 'prompt' && on !== null && dedupeKey.endsWith(`:more:${on}`)) ||
        (channelId !== null && dedupeKey.includes(`:channel:${channelId}:`))),
  );
}

function canReachLead({ changes }: Evidence, school: SimSchool, at: number): boolean {
  return leadsOf(school).some(({ id }) => {
    const last = changes.findLast(
      ({ what, key, at: when }) => what === 'address' && key === id && when.getTime() <= at,
    );
    return last?.now.state === 'reachable';
  });
}
