/**
 * A school's calendar as iCalendar (ICS): its all-day events as half terms, holidays, INSET days and closures.
 * The rule: an event is taken only where its whole summary is understood; every other is listed for whoever brought the
 * file, and nothing of its words is kept. First and last days of term are paired in order, or named as a fault.
 */
import { daysBetween, type LocalDate, schoolYearOf } from '../domain/local-time.ts';
import type { EntriesRead } from './calendar-csv.ts';
import { type Entry, faultsOfEntry, USUAL_NAME, YEARS_AHEAD } from './calendar-entry.ts';
import { type Meaning, meaningOf } from './calendar-words.ts';
import type { RowFault } from './csv-rows.ts';
import { type IcsEvent, readIcs } from './ics-events.ts';

type Edge = Extract<Meaning, { is: 'begins' | 'ends' }>;
type Stretch = Exclude<Meaning, Edge>;
const isEdge = (meaning: Meaning): meaning is Edge => meaning.is === 'begins' || meaning.is === 'ends';

type Marker = { row: number; on: LocalDate; is: 'begins' | 'ends'; term: string };

export function readCalendarIcs(
  text: string,
  { today, zone }: { today: LocalDate; zone: string },
): EntriesRead {
  const year = schoolYearOf(today);
  // Terms may begin in August.
  const span = { from: `${year}-08-01`, to: `${year + YEARS_AHEAD + 1}-08-31` };
  const read = readIcs(text, { ...span, zone });
  if (read.kind === 'refused') return read;
  const found: Extract<EntriesRead, { kind: 'entries' }> = {
    kind: 'entries',
    entries: [],
    faults: read.faults,
    unused: [],
    notUnderstood: [],
    passedOver: read.cancelled,
  };
  const markers: Marker[] = [];
  for (const event of read.events) {
    const days = daysBetween(event.startsOn, event.endsOn) + 1;
    const meaning = meaningOf(event.summary, days);
    if (event.endsOn < span.from || event.startsOn > span.to || (meaning === null && !event.isWhole))
      found.passedOver += 1;
    else if (meaning === null || !event.isWhole)
      found.notUnderstood.push({ row: event.row, on: event.startsOn, summary: event.summary });
    else if (isEdge(meaning))
      markers.push({ row: event.row, on: event.startsOn, is: meaning.is, term: meaning.term ?? '' });
    else found.entries.push(entryOf(event, meaning));
  }
  const paired = pair(markers);
  found.faults.push(...paired.faults);
  found.entries = [...once([...found.entries, ...paired.entries])].flatMap((entry) => {
    const wrong = faultsOfEntry(entry, today);
    // One that repeats is named once.
    for (const fault of wrong)
      if (!found.faults.some(({ row, wrong: said }) => row === entry.row && said === fault.wrong))
        found.faults.push({ row: entry.row, ...fault });
    return wrong.length > 0 ? [] : [entry];
  });
  return found;
}

function entryOf({ row, startsOn, endsOn }: IcsEvent, meaning: Stretch): Entry {
  const kind = meaning.is;
  const ours = kind === 'bank_holiday' ? meaning.name : USUAL_NAME[kind];
  const name = kind === 'term' || kind === 'half_term' ? (meaning.term ?? '') : ours;
  return { row, kind, name, startsOn, endsOn };
}

/** A first day and the next last day are a stretch of term; one without the other is a fault. */
function pair(markers: readonly Marker[]): { entries: Entry[]; faults: RowFault[] } {
  const entries: Entry[] = [];
  const faults: RowFault[] = [];
  const alone = ({ row, is }: Marker) =>
    faults.push({
      row,
      field: 'SUMMARY',
      wrong: is === 'begins' ? 'begins a term that no event ends' : 'ends a term that no event begins',
      mend: 'give the other day too, as an event such as “Term begins” or “Term ends”',
    });
  let first: Marker | null = null;
  const inOrder = markers.toSorted(
    (one, other) => one.on.localeCompare(other.on) || one.is.localeCompare(other.is),
  );
  for (const [at, marker] of inOrder.entries()) {
    const before = inOrder[at - 1];
    if (before?.on === marker.on && before.is === marker.is) continue;
    if (marker.is === 'begins') {
      if (first !== null) alone(first);
      first = marker;
    } else if (first === null) alone(marker);
    else {
      const name = first.term || marker.term;
      entries.push({ row: first.row, kind: 'term', name, startsOn: first.on, endsOn: marker.on });
      first = null;
    }
  }
  if (first !== null) alone(first);
  return { entries, faults };
}

/** Each stretch of days of a kind once, however often a calendar has it; and a term once, as marks or as an event. */
function once(entries: readonly Entry[]): Iterable<Entry> {
  return new Map(entries.map((entry) => [`${entry.kind} ${entry.startsOn} ${entry.endsOn}`, entry])).values();
}
