/**
 * Rule 7 of the simulated world: nothing is asked outside somebody's hours, no lead is told while none is at work, and
 * nothing comes at night unless somebody has just asked for it.
 * The rule: hours are read by the second clock, never by the domain's, at the moment the send began.
 */
import type { Evidence } from './evidence.ts';
import { isOpenDay } from './second-clock.ts';

/** What is claimed goes within its lease, and a little. */
export const IN_HAND_MS = 180_000;
const ASKING = ['prompt', 'nudge'];

export function outsideHours({
  sim,
  posts,
  borneBy,
  messageOf,
  schoolOfSetting,
  local,
  people,
  isOddTime,
}: Evidence): string[] {
  const { closed, changedHours } = sim.history;
  return posts.flatMap((post) => {
    const row = messageOf(post.key ?? '');
    if (row === undefined || isOddTime(post.trueAt, post.trueAt)) return [];
    const school = schoolOfSetting(row.settingId);
    const { date, time, weekday } = local(school, post.startedAt);
    const name = `${row.kind} ${row.messageId} at ${date} ${time}`;
    const isAskedFor = sim.history.pressings.some(
      ({ verb, at }) => verb === 'send_again' && at <= post.startedAt && post.startedAt <= at + IN_HAND_MS,
    );
    if (!isAskedFor && row.kind !== 'guard' && (time < '06:00' || time > '20:10'))
      return [`${name}, at night`];
    const isForLeads = !isAskedFor && (row.kind === 'alert' || row.kind === 'action');
    if (isForLeads && (weekday > 5 || time < '07:28' || time > '18:05'))
      return [`${name}, when no lead is at work`];
    if (!ASKING.includes(row.kind) || borneBy(row.messageId).length === 0) return [];
    const person = school.people.find(({ id }) => id === row.personId);
    if (person === undefined || people.length === 0) return [`${name}, to nobody known`];
    const since = closed.find(({ school: key, on }) => key === school.key && on === date)?.at;
    const isOpen = isOpenDay(school.setting.calendar, date);
    if (!isOpen && (since === undefined || post.startedAt > since + IN_HAND_MS))
      return [`${name}, no school day`];
    if (changedHours.some(({ personId, at }) => personId === person.id && post.startedAt < at + IN_HAND_MS))
      return [];
    const late = local(school, post.startedAt - IN_HAND_MS);
    const isAtWork =
      person.workingDays.includes(weekday) && person.dayStart <= time && late.time < person.dayEnd;
    return isAtWork ? [] : [`${name}, outside their hours`];
  });
}
