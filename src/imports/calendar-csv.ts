/**
 * A school's calendar as CSV: kind,name,starts_on,ends_on, one line for each half term, holiday, INSET day or closure.
 * The rule: one bad row never costs a good one, and nothing is guessed; the end may be left empty for a single day
 * alone.
 */
import { distance } from 'fastest-levenshtein';
import type { LocalDate } from '../domain/local-time.ts';
import { ENTRY_KINDS, type Entry, type EntryKind, faultsOfEntry, USUAL_NAME } from './calendar-entry.ts';
import { type CsvRow, type RowFault, readCsv } from './csv-rows.ts';
import { readDate } from './people-cells.ts';

export const CALENDAR_COLUMNS = ['kind', 'name', 'starts_on', 'ends_on'] as const;
type Column = (typeof CALENDAR_COLUMNS)[number];

export type EntriesRead =
  | {
      kind: 'entries';
      entries: Entry[];
      faults: RowFault[];
      unused: string[];
      /** Events that no rule understood, as the file has them. */
      notUnderstood: NotUnderstood[];
      /** Events that could not be about the calendar: of other years, cancelled, or of a part of a day. */
      passedOver: number;
    }
  | { kind: 'refused'; faults: string[] };
export type NotUnderstood = { row: number; on: LocalDate; summary: string };

const LONGEST_NAME = 80;
const ONE_DAY: readonly EntryKind[] = ['inset', 'closed', 'bank_holiday'];

export function readCalendarCsv(text: string, today: LocalDate): EntriesRead {
  const read = readCsv(text, { columns: CALENDAR_COLUMNS, required: ['kind', 'starts_on'] });
  if (read.kind === 'refused') return read;
  const faults = [...read.faults];
  const entries: Entry[] = [];
  for (const row of read.rows) {
    const found = entryOf(row, today);
    if ('faults' in found) faults.push(...found.faults);
    else entries.push(found.entry);
  }
  return { kind: 'entries', entries, faults, unused: read.unused, notUnderstood: [], passedOver: 0 };
}

function entryOf(
  { row, cells }: CsvRow<Column>,
  today: LocalDate,
): { entry: Entry } | { faults: RowFault[] } {
  const faults: RowFault[] = [];
  const fault = (field: Column, wrong: string, mend: string) => faults.push({ row, field, wrong, mend });
  const kind = kindOf(cells.kind ?? '', fault);
  const name = (cells.name ?? '').replaceAll(/\s+/g, ' ');
  if (/[<>]/.test(name) || name.length > LONGEST_NAME)
    fault('name', 'is not a name', `use ${LONGEST_NAME} letters at most, without < or >`);
  const startsOn = dateIn('starts_on', cells.starts_on ?? '', fault);
  const endless = (cells.ends_on ?? '') === '';
  if (endless && kind !== null && !ONE_DAY.includes(kind))
    fault('ends_on', 'is empty', `give the last day of the ${kind}`);
  const endsOn = endless ? startsOn : dateIn('ends_on', cells.ends_on ?? '', fault);
  if (faults.length > 0 || kind === null || startsOn === null || endsOn === null) return { faults };
  const entry: Entry = { row, kind, name: name === '' ? USUAL_NAME[kind] : name, startsOn, endsOn };
  const wrong = faultsOfEntry(entry, today);
  return wrong.length > 0 ? { faults: wrong.map((one) => ({ row, ...one })) } : { entry };
}

type Fault = (field: Column, wrong: string, mend: string) => void;

function kindOf(text: string, fault: Fault): EntryKind | null {
  const plain = text.toLowerCase().replaceAll(/[^a-z]+/g, '_');
  const found = ENTRY_KINDS.find((kind) => kind === plain);
  if (found !== undefined) return found;
  const near =
    plain.length > 30 || plain === '' ? undefined : ENTRY_KINDS.find((kind) => distance(kind, plain) <= 2);
  fault(
    'kind',
    plain === '' || plain === '_' ? 'is empty' : 'is not a kind Vigil knows',
    near === undefined ? `use one of ${ENTRY_KINDS.join(', ')}` : `did you mean ${near}?`,
  );
  return null;
}

function dateIn(field: Column, text: string, fault: Fault): LocalDate | null {
  if (text === '') {
    fault(field, 'is empty', 'give a date such as 2026-09-01 or 01/09/2026');
    return null;
  }
  const found = readDate(text);
  if ('ok' in found) return found.ok;
  fault(field, found.wrong, found.mend);
  return null;
}
