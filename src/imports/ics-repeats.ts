/**
 * The days on which an event that repeats begins, within the years that are wanted.
 * The rule: only rules a school calendar has need of are followed, by ical.js and for so many steps; any other is a
 * fault with its mend, since some can run for ever.
 */
import ICAL from 'ical.js';
import type { LocalDate } from '../domain/local-time.ts';
import { momentIn, type Wrong } from './ics-moment.ts';

/** Days outside the span are not expanded. */
export type Within = { from: LocalDate; to: LocalDate; zone: string };

/** One event that began years ago and repeats each weekday is followed to its end. */
const MOST_STEPS = 1_500;

/** What a rule may say, and no more: others can run for ever, and no school calendar needs them. */
const RULES: Record<string, readonly string[]> = {
  DAILY: [],
  WEEKLY: ['BYDAY'],
  MONTHLY: ['BYMONTHDAY'],
  YEARLY: ['BYMONTH', 'BYMONTHDAY'],
};
const ALWAYS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST'];

/** Each day within the span on which it begins. */
export function repeatedDays(
  component: ICAL.Component,
  startsOn: LocalDate,
  { from, to, zone }: Within,
): LocalDate[] | Wrong {
  const tooMuch: Wrong = {
    field: 'RRULE',
    wrong: 'repeats in a way Vigil does not read',
    mend: 'write each of its days as an event of its own, or take it out',
  };
  if (component.getAllProperties('rrule').length > 1) return tooMuch;
  const rule: unknown = component.getFirstPropertyValue('rrule');
  if (rule !== null && (!(rule instanceof ICAL.Recur) || !isPlain(rule, startsOn))) return tooMuch;
  try {
    const [year = 0, month = 0, day = 0] = startsOn.split('-').map(Number);
    const dates = plainDates(component, zone);
    if (dates === null) return tooMuch;
    const days = new Set<LocalDate>([...(rule === null ? [startsOn] : []), ...dates.more]);
    if (rule instanceof ICAL.Recur) {
      const next = rule.iterator(
        new ICAL.Time({ year, month, day, isDate: true }, ICAL.Timezone.localTimezone),
      );
      let steps = 0;
      for (let at = next.next(); at; at = next.next()) {
        const on = at.toString().slice(0, 10);
        steps += 1;
        if (steps > MOST_STEPS) return tooMuch;
        if (on > to) break;
        days.add(on);
      }
    }
    return [...days].filter((on) => from <= on && on <= to && !dates.less.has(on)).sort();
  } catch {
    return tooMuch;
  }
}

function isPlain(rule: ICAL.Recur, startsOn: LocalDate): boolean {
  const parts = rule.parts as Record<string, unknown[] | undefined>;
  const may = RULES[rule.freq];
  if (may === undefined || !(rule.interval >= 1 && rule.interval <= 400)) return false;
  const [, month, day] = startsOn.split('-').map(Number);
  return Object.entries(parts).every(([name, given]) => {
    if (ALWAYS.includes(name)) return true;
    if (!may.includes(name) || given === undefined || given.length === 0) return false;
    if (name === 'BYMONTH') return given.length === 1 && Number(given[0]) === month;
    if (name === 'BYMONTHDAY') return given.length === 1 && Number(given[0]) === day;
    return given.every((one) => /^(?:MO|TU|WE|TH|FR|SA|SU)$/.test(String(one)));
  });
}

/** Days added and taken away one by one; null where they are not days. */
function plainDates(
  component: ICAL.Component,
  zone: string,
): { more: LocalDate[]; less: Set<LocalDate> } | null {
  const all = (name: string) =>
    component.getAllProperties(name).flatMap((property) =>
      property.getValues().map((value: unknown) => {
        const moment = momentIn(property, value, zone);
        return 'wrong' in moment ? null : moment.on;
      }),
    );
  const more = all('rdate');
  const less = all('exdate');
  const isDays = (days: (string | null)[]): days is string[] => days.every((day) => day !== null);
  return isDays(more) && isDays(less) ? { more, less: new Set(less) } : null;
}
