/**
 * When a question that has not gone yet is to go instead, once the days have changed: a day closed or opened, or
 * somebody away.
 * The rule: as planning would have it: inside the person's hours on a school day they work, a knowledge question only
 * on an ask day; anywhere in the time there is that day, so that a school does not buzz all at once.
 */
import type { Random } from './ids.ts';
import { addDays, localDate, weekday } from './local-time.ts';
import { askDaysOf } from './question-budget.ts';
import type { Setting } from './setting.ts';
import { momentWithin, remaining } from './spread.ts';
import { type AskedPerson, type AskPlace, allowedWindows } from './working-hours.ts';

/** Longer than any summer holiday. */
const FURTHEST = 100;

/** Null when there is no such day: then it stays where it is, and goes no more. */
export function placeMessage(
  setting: AskPlace & Pick<Setting, 'askDays'>,
  person: AskedPerson,
  { from, knowledge }: { from: Date; knowledge: boolean },
  random: Random,
): { at: Date; until: Date } | null {
  const days = knowledge ? askDaysOf(setting, person) : null;
  const first = localDate(from, setting.zone);
  for (let step = 0; step < FURTHEST; step += 1) {
    const date = addDays(first, step);
    if (days !== null && !days.includes(weekday(date))) continue;
    const moment = momentWithin(remaining(allowedWindows(setting, person, date), from), random);
    if (moment !== null) return moment;
  }
  return null;
}
