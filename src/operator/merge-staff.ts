/**
 * A setting's staff list beside the one a file brings: who is new, who is different, and rows that clash with what is held.
 * The rule: people are matched by staff_ref, never by name; nothing is written, so that a preview and the import say the
 * same. Writing it is import-people's.
 */
import { minutesOf } from '../domain/local-time.ts';
import type { Role } from '../domain/role.ts';
import type { Person } from '../domain/setting.ts';
import type { RowFault } from '../imports/csv-rows.ts';
import { type PersonRow, sameKey, USUAL } from '../imports/people.ts';

export type Changed = { before: Person; after: Person };
/** `missing`: people on the list, not gone, who are not in the file. They stay as they are. */
export type Merged = {
  added: Person[];
  changed: Changed[];
  unchanged: number;
  missing: Person[];
  faults: RowFault[];
};

/** The list as it should be: who is new, who is different, and rows that clash with what is already known. */
export function mergeStaff(rows: PersonRow[], known: Person[], newId: () => string): Merged {
  const byRef = new Map(known.map((person) => [sameKey(person.staffRef), person]));
  const owners = emailOwners(rows, known, byRef);
  const inFile = new Set(rows.map(({ staffRef }) => sameKey(staffRef)));
  const missing = known.filter(
    ({ staffRef, state }) => state === 'confirmed' && !inFile.has(sameKey(staffRef)),
  );
  const merged: Merged = { added: [], changed: [], unchanged: 0, missing, faults: [] };
  for (const row of rows) {
    const before = byRef.get(sameKey(row.staffRef));
    const after = personFrom(row, before, newId);
    const fault = clash(row, after, owners);
    if (fault !== null) merged.faults.push(fault);
    else if (before === undefined) merged.added.push(after);
    else if (isSame(before, after)) merged.unchanged += 1;
    else merged.changed.push({ before, after });
  }
  return merged;
}

/** Whose each address is once the file's own changes are made. */
function emailOwners(rows: PersonRow[], known: Person[], byRef: Map<string, Person>): Map<string, string> {
  const rowed = new Map(rows.map((row) => [sameKey(row.staffRef), row]));
  const owners = new Map<string, string>();
  for (const person of known) {
    const row = rowed.get(sameKey(person.staffRef));
    if (row?.email === undefined && person.email !== null) owners.set(sameKey(person.email), person.staffRef);
  }
  for (const row of rows)
    if (row.email && !owners.has(row.email))
      owners.set(row.email, byRef.get(sameKey(row.staffRef))?.staffRef ?? row.staffRef);
  return owners;
}

function personFrom(row: PersonRow, before: Person | undefined, newId: () => string): Person {
  const keep = <T>(given: T | undefined, held: T | undefined, usual: T): T =>
    given !== undefined ? given : held !== undefined ? held : usual;
  return {
    // No list says who is away or has paused, who stands in for the DSL, or who is in charge.
    ...before,
    id: before?.id ?? newId(),
    staffRef: before?.staffRef ?? row.staffRef,
    name: row.name,
    email: keep(row.email, before?.email, null),
    roles: before && inOrder(before.roles) === inOrder(row.roles) ? before.roles : row.roles,
    state: 'confirmed',
    startsOn: keep(row.startsOn, before?.startsOn, null),
    leavesOn: keep(row.leavesOn, before?.leavesOn, null),
    workingDays: keep(row.workingDays, before?.workingDays, [...USUAL.workingDays]),
    dayStart: keep(row.dayStart, before?.dayStart, USUAL.dayStart),
    dayEnd: keep(row.dayEnd, before?.dayEnd, USUAL.dayEnd),
  };
}

/** The same roles in another order are no change. */
const inOrder = (roles: readonly Role[]) => [...roles].sort().join(';');

/** Equal in every part; dates, days and roles are plain values. */
function isSame(one: Person, other: Person): boolean {
  return (Object.keys(one) as (keyof Person)[]).every(
    (part) => JSON.stringify(one[part]) === JSON.stringify(other[part]),
  );
}

/** What only shows beside what is already held. */
function clash(row: PersonRow, after: Person, owners: Map<string, string>): RowFault | null {
  if (minutesOf(after.dayStart) >= minutesOf(after.dayEnd))
    return {
      row: row.row,
      field: 'day_end',
      wrong: 'is not later than day_start as it is held',
      mend: 'give both times in the file',
    };
  if (after.startsOn !== null && after.leavesOn !== null && after.leavesOn < after.startsOn)
    return {
      row: row.row,
      field: 'leaves_on',
      wrong: 'is before starts_on as it is held',
      mend: 'give both dates in the file',
    };
  const owner = row.email ? owners.get(row.email) : undefined;
  if (owner !== undefined && sameKey(owner) !== sameKey(row.staffRef))
    return {
      row: row.row,
      field: 'email',
      wrong: `is already the address of ${owner}`,
      mend: 'give each person their own address, or leave it empty',
    };
  return null;
}
