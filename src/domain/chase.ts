/**
 * What to do about one unanswered prompt at one moment: nudge, wait, call it overdue, or let it lapse.
 * The rule: run late, it goes straight to what now applies rather than through every rung it missed; a nudge goes
 * only on a day and in hours the person works, never twice in a day unless they asked ("Later").
 * The rungs themselves are domain/ladder's; saying it is left to the cycle.
 */
import { type Asked, dueOn, type LadderRung, rungs } from './ladder.ts';
import { instantAt, type LocalDate, localDate } from './local-time.ts';
import type { Person, Setting } from './setting.ts';
import { nextAllowed, worksAt } from './working-hours.ts';

export type Chased = Asked & { closesAt: Date; nudges: number; snoozedUntil: Date | null };

export type Chase =
  | { do: 'lapse' }
  | { do: 'overdue'; dueOn: LocalDate }
  | { do: 'nudge'; last: boolean; at: Date; until: Date; next: Date | null; dueOn: LocalDate | null }
  /** `remindAt`: a reminder they asked for is still to come, no sooner than that. */
  | { do: 'wait'; next: Date; dueOn: LocalDate | null; remindAt: Date | null };

export function chaseNow(prompt: Chased, setting: Setting, person: Person, small: boolean, now: Date): Chase {
  const ladder = rungs(prompt, setting, person, small);
  const end = ladder.at(-1);
  // The calendar has run out: nobody can be said to be late, and the prompt ends with its period.
  if (end === undefined) return prompt.closesAt <= now ? { do: 'lapse' } : wait(prompt.closesAt, null, null);
  const due = dueOn(prompt, setting, person);
  if (end.at <= now)
    return end.does === 'overdue' && due !== null ? { do: 'overdue', dueOn: due } : { do: 'lapse' };
  const { snoozedUntil } = prompt;
  if (snoozedUntil !== null && snoozedUntil > now)
    return wait(earlier(snoozedUntil, end.at), due, snoozedUntil);
  const asked = snoozedUntil !== null;
  const isNudge = (rung: LadderRung) => rung.does === 'nudge' || rung.does === 'last_nudge';
  const nudgeRungs = ladder.filter(isNudge);
  const today = localDate(now, setting.zone);
  const later = (rung: LadderRung) => !isNudge(rung) || localDate(rung.at, setting.zone) > today;
  const next = ladder.find((rung) => rung.at > now && later(rung))?.at ?? end.at;
  const isOwed = asked || (prompt.nudges < nudgeRungs.length && nudgeRungs.some((rung) => rung.at <= now));
  if (!isOwed) return wait(ladder.find((rung) => rung.at > now)?.at ?? end.at, due, null);
  const atOnce = asked || prompt.cadence === 'daily';
  const moment = nudgeMoment(setting, person, now, { atOnce, before: end.at });
  if (moment === null || moment.at >= end.at) return wait(end.at, due, null);
  if (localDate(moment.at, setting.zone) !== today)
    return wait(earlier(moment.at, next), due, asked ? moment.at : null);
  const last = !nudgeRungs.some((rung) => localDate(rung.at, setting.zone) > today);
  return { do: 'nudge', last, ...moment, next, dueOn: due };
}

/** An ask window where one is left today; else now, if the person is at work; else their next allowed moment. */
function nudgeMoment(
  setting: Setting,
  person: Person,
  now: Date,
  wish: { atOnce: boolean; before: Date },
): { at: Date; until: Date } | null {
  const window = nextAllowed(setting, person, now);
  const today = localDate(now, setting.zone);
  const inWindow =
    window !== null && localDate(window.at, setting.zone) === today && window.at < wish.before
      ? window
      : null;
  if (inWindow !== null && !wish.atOnce) return inWindow;
  return worksAt(setting, person, now)
    ? { at: now, until: instantAt(today, person.dayEnd, setting.zone) }
    : window;
}

function wait(next: Date, due: LocalDate | null, remindAt: Date | null): Chase {
  return { do: 'wait', next, dueOn: due, remindAt };
}

function earlier(one: Date, other: Date): Date {
  return one <= other ? one : other;
}
