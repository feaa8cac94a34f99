/**
 * Calendar files for tests: a school year as CSV, and events as iCalendar.
 */

export const YEAR_CSV = `kind,name,starts_on,ends_on
half_term,Autumn 1,2026-09-03,2026-10-23
half_term,Autumn 2,02/11/2026,18/12/2026
half_term,Spring 1,2027-01-04,2027-02-12
half_term,Spring 2,2027-02-22,2027-03-25
half_term,Summer 1,2027-04-12,2027-05-28
half_term,Summer 2,2027-06-07,2027-07-21
inset,INSET day,2026-09-01,2026-09-02
closed,Polling day,2027-05-06,
`;

/** An all-day event; `end` is the day after its last, as iCalendar has it. */
export function event(
  start: string,
  end: string,
  summary: string,
  more = '',
  uid = `${start} ${summary}`,
): string {
  return `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTART;VALUE=DATE:${start}\r\nDTEND;VALUE=DATE:${end}\r\nSUMMARY:${summary}\r\n${more}END:VEVENT\r\n`;
}

export function ics(...events: string[]): string {
  return `BEGIN:VCALENDAR\r\n${events.join('')}END:VCALENDAR\r\n`;
}
