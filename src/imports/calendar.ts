/**
 * A school's calendar from a file, CSV or iCalendar, whichever it is found to be by its first line.
 * The rule: what is good of it is put together, and what is not is named with its mend; a file without a single term
 * is refused, since it would replace a school year by nothing.
 */
import type { LocalDate } from '../domain/local-time.ts';
import { type BuiltCalendar, buildCalendar } from './build-calendar.ts';
import { type NotUnderstood, readCalendarCsv } from './calendar-csv.ts';
import { readCalendarIcs } from './calendar-ics.ts';
import { LARGEST_ICS } from './ics-events.ts';

export type CalendarRead =
  | (Omit<BuiltCalendar, 'left'> & {
      kind: 'read';
      source: 'csv' | 'ics';
      unused: string[];
      notUnderstood: NotUnderstood[];
      passedOver: number;
    })
  | { kind: 'refused'; source: 'csv' | 'ics'; faults: string[]; rows: BuiltCalendar['faults'] };

export function readCalendar(text: string, place: { today: LocalDate; zone: string }): CalendarRead {
  const source = /^\u{FEFF}?\s*BEGIN:VCALENDAR/iu.test(text.slice(0, 200)) ? 'ics' : 'csv';
  const refused = (faults: string[], rows: BuiltCalendar['faults'] = []): CalendarRead => ({
    kind: 'refused',
    source,
    faults,
    rows,
  });
  if (source === 'csv' && text.length > LARGEST_ICS)
    return refused([
      'The file is larger than 1 MB; a calendar is a row for each half term, holiday and day off',
    ]);
  const read = source === 'ics' ? readCalendarIcs(text, place) : readCalendarCsv(text, place.today);
  if (read.kind === 'refused') return refused(read.faults);
  const built = buildCalendar(read.entries, source === 'csv' ? 'fault' : 'leave');
  const faults = [...read.faults, ...built.faults].sort((one, other) => one.row - other.row);
  if (built.years.length === 0)
    return refused(
      [
        source === 'csv'
          ? 'The file has no term that can be used; a school year is brought in whole, so give its half terms too'
          : 'The file has no term that is understood: as all-day events such as “Autumn term”, or “Term begins” and “Term ends”; or write the calendar as CSV: kind,name,starts_on,ends_on',
      ],
      faults,
    );
  return {
    kind: 'read',
    source,
    calendar: built.calendar,
    years: built.years,
    faults,
    unused: read.unused,
    notUnderstood: read.notUnderstood,
    passedOver: read.passedOver + built.left,
  };
}
