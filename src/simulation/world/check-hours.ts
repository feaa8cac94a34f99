/**
 * Rule 7 of the simulated world: nothing is asked outside somebody's hours, no lead is told while none is at work, and
 * nothing comes at night unless somebody has just asked for it.
 * The rule: hours are read by the second clock, never by the domain's, at the moment the send began.
 */
import type { Evidence } from './evidence.ts';
import type { SimSchool } from './schools.ts';
import { isOpenDay, isWorkday, openDayFrom } from './second-clock.ts';

/** What is claimed goes within its lease, and a little. */
export const IN_HAND_MS = 180_000;
const THERE_MS = 3_600_000;
const ASKING = ['prompt', 'nudge'];
const TO_LEADS = ['alert', 'action', 'overdue', 'digest'];
/** Their clocks do not stop in the holidays. */
const NEVER_RESTING = ['multi-agency', 'allegations'];
/** A lead is told things from half past seven; what is in hand at six goes. */
const LEADS_AT_WORK = { from: '07:30', to: '18:03' };
const AWAKE = { from: '06:00', to: '20:10' };

export function outsideHours(found: Evidence): string[] {
  const { sim, posts, borneBy, messageOf, schoolOfSetting, local, wasClockSet } = found;
  const { changedHours } = sim.history;
  return posts.flatMap((post) => {
    const row = messageOf(post.key ?? '');
    if (row === undefined || wasClockSet(post.trueAt, post.trueAt)) return [];
    const school = schoolOfSetting(row.settingId);
    const { date, time, weekday } = local(school, post.startedAt);
    const name = `${row.kind} ${row.messageId} at ${date} ${time}`;
    const isAskedFor =
      wasAskedFor(found, row.messageId, post.startedAt) || hasJustPressed(found, row.dedupeKey, post.trueAt);
    if (!isAskedFor && row.kind !== 'guard' && (time < AWAKE.from || time > AWAKE.to))
      return [`${name}, at night`];
    const isOpen = wasOpen(found, school, date, post.trueAt);
    if (TO_LEADS.includes(row.kind) || row.alertId !== null) {
      const isDay = isOpen || (isUnresting(found, row.alertId) && isWorkday(school.setting.calendar, date));
      const isInHours = LEADS_AT_WORK.from <= time && time <= LEADS_AT_WORK.to;
      return isAskedFor || (isDay && isInHours) ? [] : [`${name}, when no lead is at work`];
    }
    if (!ASKING.includes(row.kind) || borneBy(row.messageId).length === 0) return [];
    const person = school.people.find(({ id }) => id === row.personId);
    if (person === undefined) return [`${name}, to nobody known`];
    if (!isOpen) return [`${name}, no school day`];
    if (changedHours.some(({ personId, at }) => personId === person.id && post.trueAt < at + IN_HAND_MS))
      return [];
    const late = local(school, post.startedAt - IN_HAND_MS);
    const isAtWork =
      person.workingDays.includes(weekday) && person.dayStart <= time && late.time < person.dayEnd;
    return isAtWork ? [] : [`${name}, outside their hours`];
  });
}

/** A lead has just said that this very message is to go once more. */
function wasAskedFor({ sim, changes }: Evidence, messageId: string, at: number): boolean {
  const doubts = new Set(
    changes.flatMap(({ what, key, now }) =>
      what === 'message' && key === messageId ? [now.doubt_token] : [],
    ),
  );
  return sim.history.pressings.some(
    (press) =>
      press.verb === 'send_again' && doubts.has(press.token) && press.at <= at && at <= press.at + IN_HAND_MS,
  );
}

/** Whoever pressed within the hour may still be there, and is told what became of it. */
function hasJustPressed({ pressedAs }: Evidence, dedupeKey: string, at: number): boolean {
  const [to, , eventKey] = dedupeKey.split(':');
  const pressing = to === 'pressed' ? pressedAs(eventKey ?? '') : undefined;
  return pressing !== undefined && at <= pressing.trueAt + THERE_MS + IN_HAND_MS;
}

/** As far as was known then: a day closed in the middle of it is no school day from shortly after. */
function wasOpen({ sim }: Evidence, school: SimSchool, date: string, at: number): boolean {
  const { calendar } = school.setting;
  if (isOpenDay(calendar, date)) return true;
  // Once the calendar has run out, leads are told on working days rather than never.
  if (openDayFrom(calendar, date) === null) return isWorkday(calendar, date);
  const closed = sim.history.closed.find(({ school: key, on }) => key === school.key && on === date);
  return closed !== undefined && at <= closed.at + IN_HAND_MS;
}

/** Whether what it tells of goes on in the holidays. */
function isUnresting({ alerts, promptOf }: Evidence, alertId: string | null): boolean {
  const alert = alerts.find((each) => each.alertId === alertId);
  if (alert === undefined || alert.kind === 'overdue_attestations') return false;
  return NEVER_RESTING.includes(promptOf(alert.subject)?.standard ?? '');
}
