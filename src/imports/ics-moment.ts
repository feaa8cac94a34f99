/**
 * A date or a time of an iCalendar event as a day in the school's time zone, and whether it is the whole of that day.
 * The rule: a time is a whole day's only at midnight there, which is how some calendars write an all-day event; a zone
 * that is not known is a fault, never taken for another.
 */
import ICAL from 'ical.js';
import { instantAt, type LocalDate, localDate, localTime } from '../domain/local-time.ts';
import type { RowFault } from './csv-rows.ts';

export type Wrong = Omit<RowFault, 'row'>;
export type Moment = { on: LocalDate; isWhole: boolean };

export const missing = (field: string, wrong: string): Wrong => ({
  field,
  wrong,
  mend: 'put it right in the calendar it came from, as an all-day event, and export it again',
});

/** Null where the event has no such property; of one with several values, the first. */
export function momentOf(property: ICAL.Property | null, zone: string): Moment | Wrong | null {
  return property === null ? null : momentIn(property, property.getFirstValue(), zone);
}

/** One value of a property. */
export function momentIn(property: ICAL.Property, value: unknown, zone: string): Moment | Wrong {
  const field = property.name.toUpperCase();
  if (!(value instanceof ICAL.Time)) return missing(field, 'is not a date');
  const text = value.toString();
  const read = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2}):\d{2}Z?)?$/.exec(text);
  const [, day = '', hour, minute] = read ?? [];
  if (read === null || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return missing(field, 'is not a date');
  if (hour === undefined || minute === undefined) return { on: day, isWhole: true };
  const given = text.endsWith('Z') ? 'UTC' : zoneNamed(tzidOf(property), zone);
  if (given === null) return missing(field, 'is in a time zone that is not known');
  const at = given === zone ? null : instantAt(day, `${hour}:${minute}`, given);
  const on = at === null ? day : localDate(at, zone);
  return { on, isWhole: (at === null ? `${hour}:${minute}` : localTime(at, zone)) === '00:00' };
}

/** Outlook names zones in words of its own. */
const OUTLOOK: Record<string, string> = { 'gmt standard time': 'Europe/London', utc: 'UTC', gmt: 'UTC' };

function zoneNamed(tzid: string | undefined, zone: string): string | null {
  if (tzid === undefined || tzid === '') return zone;
  const named =
    OUTLOOK[tzid.toLowerCase()] ?? tzid.replace(/^\/(?:[^/]+\/)*?(?=[A-Z][A-Za-z]+\/[A-Za-z_]+$)/, '');
  try {
    return Intl.DateTimeFormat('en', { timeZone: named }).resolvedOptions().timeZone === '' ? null : named;
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    return null;
  }
}

function tzidOf(property: ICAL.Property): string | undefined {
  const given: unknown = property.getParameter('tzid');
  return typeof given === 'string' ? given : undefined;
}
