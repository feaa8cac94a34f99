/**
 * The events of an iCalendar file (ICS), each with its first and last day, and what cannot be read named by its line.
 * The rule: one bad event never costs a good one. Only the dates, the summary and how it repeats are looked at: what else
 * an event holds is not even read, nothing it names is fetched, and no more is expanded than a school calendar needs.
 */
import ICAL from 'ical.js';
import { addDays, daysBetween, type LocalDate } from '../domain/local-time.ts';
import type { RowFault } from './csv-rows.ts';
import { type Block, blocksOf } from './ics-blocks.ts';
import { type Moment, missing, momentOf, type Wrong } from './ics-moment.ts';
import { repeatedDays, type Within } from './ics-repeats.ts';

export const LARGEST_ICS = 1024 * 1024;
const MOST_EVENTS = 3_000;
/** Days of all that repeats together. */
const MOST_DAYS = 5_000;

/** `isWhole`: it lasts whole days, the last day counted. */
export type IcsEvent = {
  row: number;
  summary: string;
  startsOn: LocalDate;
  endsOn: LocalDate;
  isWhole: boolean;
};
export type IcsRead =
  | { kind: 'events'; events: IcsEvent[]; faults: RowFault[]; cancelled: number }
  | { kind: 'refused'; faults: string[] };

const refused = (...faults: string[]): IcsRead => ({ kind: 'refused', faults });

export function readIcs(text: string, within: Within): IcsRead {
  if (text.length > LARGEST_ICS || new TextEncoder().encode(text).length > LARGEST_ICS)
    return refused(
      'The file is larger than 1 MB; export the school’s term dates alone, or write them as CSV',
    );
  if (text.includes('\0') || text.includes('\u{FFFD}'))
    return refused('Some letters of the file cannot be read; export it again as iCalendar (.ics), in UTF-8');
  const cut = blocksOf(text);
  if (cut.blocks.length + cut.faults.length > MOST_EVENTS)
    return refused(
      `The file has more than ${MOST_EVENTS.toLocaleString('en-GB')} events; export the school’s term dates alone`,
    );
  const faults = [...cut.faults];
  const found: Found[] = [];
  for (const block of cut.blocks) {
    const read = readBlock(block, within.zone);
    if ('wrong' in read) faults.push({ row: block.row, ...read });
    else found.push(read);
  }
  const changed = new Set(
    found.flatMap(({ uid, instead }) => (instead === null ? [] : [`${uid} ${instead}`])),
  );
  const events: IcsEvent[] = [];
  const live = found.filter(({ isCancelled }) => !isCancelled);
  for (const event of live) {
    const days = event.rule === null ? [event.startsOn] : repeatedDays(event.rule, event.startsOn, within);
    if ('wrong' in days) faults.push({ row: event.row, ...days });
    else if (events.length + days.length > MOST_DAYS)
      return refused('The events of the file repeat too often; export the school’s term dates alone');
    else
      for (const day of days)
        if (event.instead !== null || !changed.has(`${event.uid} ${day}`)) events.push(placed(event, day));
  }
  return { kind: 'events', events, faults, cancelled: found.length - live.length };
}

function placed({ row, summary, days, isWhole }: Found, startsOn: LocalDate): IcsEvent {
  return { row, summary, startsOn, endsOn: addDays(startsOn, days - 1), isWhole };
}

type Found = {
  row: number;
  uid: string;
  summary: string;
  startsOn: LocalDate;
  days: number;
  isWhole: boolean;
  isCancelled: boolean;
  /** It stands in the place of what repeats on this day. */
  instead: LocalDate | null;
  rule: ICAL.Component | null;
};

function readBlock({ row, lines }: Block, zone: string): Found | Wrong {
  try {
    const event = new ICAL.Component(
      ICAL.parse(['BEGIN:VEVENT', ...lines.filter((line) => line !== ''), 'END:VEVENT'].join('\r\n')),
    );
    const start = momentOf(event.getFirstProperty('dtstart'), zone);
    if (start === null) return missing('DTSTART', 'has no first day');
    if ('wrong' in start) return start;
    const summary = String(event.getFirstPropertyValue('summary') ?? '')
      .replaceAll(/\s+/g, ' ')
      .trim();
    const last = lastDay(event, start, zone);
    if ('wrong' in last) return last;
    const instead = momentOf(event.getFirstProperty('recurrence-id'), zone);
    if (instead !== null && 'wrong' in instead) return instead;
    const repeats = ['rrule', 'rdate', 'exdate'].some((name) => event.hasProperty(name));
    return {
      row,
      uid: String(event.getFirstPropertyValue('uid') ?? `row ${row}`),
      summary: summary.slice(0, 200),
      startsOn: start.on,
      days: last.days,
      isWhole: start.isWhole && last.isWhole,
      isCancelled: String(event.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED',
      instead: instead?.on ?? null,
      rule: repeats ? event : null,
    };
  } catch {
    // ical.js throws whatever its parts throw; its message may quote the event.
    return missing('VEVENT', 'cannot be read');
  }
}

/** How many days it lasts. An end at midnight, or a date, is the day after the last. */
function lastDay(
  event: ICAL.Component,
  start: Moment,
  zone: string,
): { days: number; isWhole: boolean } | Wrong {
  const end = momentOf(event.getFirstProperty('dtend'), zone);
  if (end !== null && 'wrong' in end) return end;
  if (end !== null) {
    const days = daysBetween(start.on, end.on) + (end.isWhole ? 0 : 1);
    if (end.on < start.on) return { ...missing('DTEND', 'is before it begins') };
    return { days: Math.max(days, 1), isWhole: end.isWhole };
  }
  const value: unknown = event.getFirstPropertyValue('duration');
  if (!(value instanceof ICAL.Duration)) return { days: 1, isWhole: start.isWhole };
  const seconds = value.toSeconds();
  if (!(seconds >= 0)) return missing('DURATION', 'is before it begins');
  return { days: Math.max(Math.ceil(seconds / 86_400), 1), isWhole: seconds % 86_400 === 0 };
}
