/**
 * Spans of days of one person, such as absences and pauses: which one a day is in, and ending that one.
 * The rule: both days of a span are in it; one begun and ended on the same day was none.
 */
import { addDays, type LocalDate } from './local-time.ts';

/** Both days included. */
export type DaySpan = { from: LocalDate; until: LocalDate };

/** The last day of the span that `on` is in; null where it is in none. */
export function lastDayOf(spans: readonly DaySpan[], on: LocalDate): LocalDate | null {
  return spans.find(({ from, until }) => from <= on && on <= until)?.until ?? null;
}

/** The same with the one under way over since yesterday. */
export function endedBefore(spans: readonly DaySpan[], today: LocalDate): DaySpan[] {
  return spans.flatMap(({ from, until }) => {
    if (today < from || until < today) return [{ from, until }];
    return from < today ? [{ from, until: addDays(today, -1) }] : [];
  });
}
