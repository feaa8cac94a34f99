/**
 * What fell due while Vigil was away and was put to nobody: worked out when it is back, day by day.
 * The rule: only a check or attestation whose time has passed, that nobody was ever asked for it, and that could
 * have been put to somebody. It is neither done nor overdue, and it is said so.
 */
import { addDays, type LocalDate } from './local-time.ts';
import { occurrenceOf } from './occurrence.ts';
import type { Current } from './plan-record.ts';
import type { Question } from './question.ts';
import { isSchoolDay } from './school-day.ts';
import type { Setting } from './setting.ts';

/** A question in a period that is over, and the last school day on which it could have been asked. */
export type Missed = Current & { lastDay: LocalDate };

/** `since` is the last school day that was planned; days from it to `today`, neither counted, are those missed. */
export function missedBetween(
  { calendar, phase }: Pick<Setting, 'calendar' | 'phase'>,
  questions: readonly Question[],
  since: LocalDate,
  today: LocalDate,
): Missed[] {
  const asked = questions.filter(({ kind, phases }) => kind !== 'knowledge' && phases.includes(phase));
  const missed = new Map<string, Missed>();
  for (let day = addDays(since, 1); day < today; day = addDays(day, 1)) {
    if (!isSchoolDay(calendar, day)) continue;
    for (const question of asked) {
      const occurrence = occurrenceOf(question.cadence, day, calendar);
      if (occurrence === null || !hasEnded(occurrence.endsOn, calendar, today)) continue;
      missed.set(`${question.id} ${occurrence.key}`, { question, occurrence, lastDay: day });
    }
  }
  return [...missed.values()];
}

/** A weekly check of a week whose last school day is past can no longer be put to anybody. */
function hasEnded(endsOn: LocalDate, calendar: Setting['calendar'], today: LocalDate): boolean {
  for (let day = today; day <= endsOn; day = addDays(day, 1)) if (isSchoolDay(calendar, day)) return false;
  return true;
}
