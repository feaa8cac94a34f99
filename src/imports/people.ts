/**
 * A staff list (CSV) as people to be confirmed, and every row that cannot be used, named with its mend.
 * The rule: one bad row never costs a good one, and nothing is guessed: a role, a day or a date that is not
 * plain is sent back. A column the file does not have leaves what is held alone.
 * Matching them to people already known is left to operator/import-people.
 */
import { z } from 'zod';
import type { LocalDate, LocalTime } from '../domain/local-time.ts';
import type { Role } from '../domain/role.ts';
import { USUAL_HOURS } from '../domain/working-hours.ts';
import { type CsvRow, type RowFault, readCsv } from './csv-rows.ts';
import { readDate, readRoles, readTime, readWorkingDays } from './people-cells.ts';

export const PEOPLE_COLUMNS = [
  'staff_ref',
  'name',
  'email',
  'role',
  'starts_on',
  'leaves_on',
  'working_days',
  'day_start',
  'day_end',
] as const;
type Column = (typeof PEOPLE_COLUMNS)[number];

/** A row of the list. What is undefined was not in the file; null was there and empty. */
export type PersonRow = {
  row: number;
  staffRef: string;
  name: string;
  roles: Role[];
  email?: string | null;
  startsOn?: LocalDate | null;
  leavesOn?: LocalDate | null;
  workingDays?: number[];
  dayStart?: LocalTime;
  dayEnd?: LocalTime;
};

export type PeopleRead =
  | { kind: 'rows'; rows: PersonRow[]; faults: RowFault[]; unused: string[] }
  | { kind: 'refused'; faults: string[] };

/** How two references, or two addresses, are told to be the same: spreadsheets change capitals as they like. */
export const sameKey = (text: string) => text.normalize('NFKC').toLowerCase();

/** Hours taken when the file gives a column and leaves a cell of it empty. */
export const USUAL = USUAL_HOURS;

export function readPeople(text: string): PeopleRead {
  const read = readCsv(text, { columns: PEOPLE_COLUMNS, required: ['staff_ref', 'name', 'role'] });
  if (read.kind === 'refused') return read;
  const faults = [...read.faults];
  const rows: PersonRow[] = [];
  const refs = new Map<string, number>();
  const emails = new Map<string, number>();
  for (const csvRow of read.rows) {
    const found = personOf(csvRow);
    const wrong = 'faults' in found ? found.faults : repeats(found.person, refs, emails);
    faults.push(...wrong);
    if (!('person' in found) || wrong.length > 0) continue;
    rows.push(found.person);
    refs.set(sameKey(found.person.staffRef), found.person.row);
    if (found.person.email) emails.set(found.person.email, found.person.row);
  }
  faults.sort((a, b) => a.row - b.row);
  return { kind: 'rows', rows, faults, unused: read.unused };
}

/** The first of two rows with one reference or one address is kept; the second is named. */
function repeats(person: PersonRow, refs: Map<string, number>, emails: Map<string, number>): RowFault[] {
  const faults: RowFault[] = [];
  const { row } = person;
  const sameRef = refs.get(sameKey(person.staffRef));
  if (sameRef !== undefined)
    faults.push({
      row,
      field: 'staff_ref',
      wrong: `is the same as in row ${sameRef}`,
      mend: 'give each person a reference of their own',
    });
  const sameEmail = person.email ? emails.get(person.email) : undefined;
  if (sameEmail !== undefined)
    faults.push({
      row,
      field: 'email',
      wrong: `is the same as in row ${sameEmail}`,
      mend: 'give each person their own address, or leave it empty',
    });
  return faults;
}

/** One row as a person, or everything that is wrong with it. */
function personOf({ row, cells }: CsvRow<Column>): { person: PersonRow } | { faults: RowFault[] } {
  const faults: RowFault[] = [];
  const fault = (field: Column, wrong: string, mend: string) => faults.push({ row, field, wrong, mend });
  /** Reads a cell that may be left out (undefined) or empty (`empty`). */
  const cell = <T>(
    field: Column,
    empty: T,
    read: (text: string) => { ok: T } | { wrong: string; mend: string },
  ) => {
    const text = cells[field];
    if (text === undefined) return undefined;
    if (text === '') return empty;
    const found = read(text);
    if ('ok' in found) return found.ok;
    fault(field, found.wrong, found.mend);
    return undefined;
  };

  const staffRef = cells.staff_ref ?? '';
  if (staffRef === '') fault('staff_ref', 'is empty', 'give the person’s payroll or staff number');
  else if (/^\d(?:\.\d+)?e\+?\d+$/i.test(staffRef))
    fault(
      'staff_ref',
      'is a long number that the spreadsheet has shortened',
      'format that column as text in the spreadsheet and type the number again',
    );
  else if (!/^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,59}$/u.test(staffRef))
    fault('staff_ref', 'is not a reference', 'use letters, numbers, spaces and . _ / - only, 60 at most');
  const name = (cells.name ?? '').replaceAll(/\s+/g, ' ');
  if (name === '') fault('name', 'is empty', 'give the name colleagues know them by');
  else if (!/\p{L}/u.test(name) || /[<>]/.test(name) || name.length > 120)
    fault('name', 'is not a name', 'use letters, 120 at most, without < or >');
  const roles = cell('role', [] as Role[], readRoles);
  if (cells.role === '') fault('role', 'is empty', 'give at least one, such as teacher or support_staff');
  const email = cell<string | null>('email', null, readEmail);
  const startsOn = cell<LocalDate | null>('starts_on', null, readDate);
  const leavesOn = cell<LocalDate | null>('leaves_on', null, readDate);
  if (startsOn && leavesOn && leavesOn < startsOn)
    fault('leaves_on', 'is before starts_on', 'put the later date in leaves_on, or leave it empty');
  const workingDays = cell<number[]>('working_days', [...USUAL.workingDays], readWorkingDays);
  const dayStart = cell<LocalTime>('day_start', USUAL.dayStart, readTime);
  const dayEnd = cell<LocalTime>('day_end', USUAL.dayEnd, readTime);
  if (
    (dayStart ?? USUAL.dayStart) >= (dayEnd ?? USUAL.dayEnd) &&
    (dayStart !== undefined || dayEnd !== undefined)
  )
    fault('day_end', 'is not later than day_start', 'give the time the working day ends, such as 16:30');
  if (faults.length > 0) return { faults };
  return {
    person: {
      row,
      staffRef,
      name,
      roles: roles ?? [],
      email,
      startsOn,
      leavesOn,
      workingDays,
      dayStart,
      dayEnd,
    },
  };
}

function readEmail(text: string): { ok: string } | { wrong: string; mend: string } {
  const read = z.email().max(200).safeParse(text);
  return read.success
    ? { ok: read.data.toLowerCase() }
    : {
        wrong: 'is not an e-mail address',
        mend: 'give one such as j.smith@school.sch.uk, or leave it empty',
      };
}
