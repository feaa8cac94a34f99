/**
 * `import people FILE --setting REF`: brings a setting's staff list into line with a CSV file.
 * The rule: people are matched by staff_ref within the setting, never by name; one transaction; the same file
 * twice changes nothing; somebody missing from the file is left as they are, since only leaves_on says left.
 * Reading the file is imports/people; an operator's list is the confirmed list.
 */
import { minutesOf } from '../domain/local-time.ts';
import type { Role } from '../domain/role.ts';
import type { OrgId, Person, Setting } from '../domain/setting.ts';
import type { RowFault } from '../imports/csv-rows.ts';
import { type PersonRow, readPeople, sameKey, USUAL } from '../imports/people.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger, type LedgerEntry } from '../store/ledger.ts';
import { listPeople, listReachable } from '../store/people.ts';
import { findLocalInstallation, linkLocally, saveStaff } from '../store/staff-list.ts';
import { wakeBy } from '../store/wakes.ts';
import { settingNamed } from './find-setting.ts';
import { badInput, type Given, type Outcome } from './outcome.ts';

/** More faults than anybody reads at once. */
const MOST_SHOWN = 200;
/** Rows in one statement of the ledger. */
const LEDGER_BATCH = 1_000;

export async function importPeople(given: Given, args: { setting?: string }, text: string): Promise<Outcome> {
  const read = readPeople(text);
  if (read.kind === 'refused') return badInput(...read.faults);
  const placed = await settingNamed(given, args.setting);
  if ('fault' in placed) return badInput(placed.fault);
  const { org, setting } = placed;
  const { now, ids } = await given.world.contextFor(org);
  const merged = await given.store.within(org, async (tx) => {
    const result = merge(read.rows, await listPeople(tx, setting.id), () => ids.id());
    await write(tx, org, setting, result, read.faults.length + result.faults.length, now, () => ids.id());
    return { ...result, unlinked: await findInChat(tx, org, setting.id, now) };
  });
  const faults = [...read.faults, ...merged.faults].sort((a, b) => a.row - b.row);
  const told = [
    `${setting.ref}: ${merged.added.length} added, ${merged.changed.length} changed, ` +
      `${merged.unchanged} unchanged, ${faults.length} refused`,
    ...unlinkedLines(merged.unlinked),
    ...(read.unused.length > 0 ? [`Columns not used: ${read.unused.join(', ')}`] : []),
  ];
  const errors = faults.slice(0, MOST_SHOWN).map(lineOf);
  if (faults.length > MOST_SHOWN) errors.push(`and ${faults.length - MOST_SHOWN} more rows`);
  return { code: faults.length > 0 ? 2 : 0, out: told.join('\n'), errors };
}

/** Members are looked up each minute while Vigil runs. */
function unlinkedLines({ byEmail, withoutEmail }: Unlinked): string[] {
  return [
    ...(byEmail > 0
      ? [
          `${byEmail} cannot be asked until they are found in chat; Vigil looks for them by e-mail address within a ` +
            'minute, while it runs',
        ]
      : []),
    ...(withoutEmail > 0
      ? [`Without an e-mail address, so not found in chat by themselves: ${withoutEmail}`]
      : []),
  ];
}

const lineOf = ({ row, field, wrong, mend }: RowFault) => `Row ${row}, ${field}: ${wrong}; ${mend}`;

type Changed = { before: Person; after: Person };
/** People confirmed whom chat does not reach yet. */
type Unlinked = { byEmail: number; withoutEmail: number };
type Merged = {
  added: Person[];
  changed: Changed[];
  unchanged: number;
  faults: RowFault[];
  unlinked: Unlinked;
};

const NOBODY: Unlinked = { byEmail: 0, withoutEmail: 0 };

/** The list as it should be: who is new, who is different, and rows that clash with what is already known. */
function merge(rows: PersonRow[], known: Person[], newId: () => string): Merged {
  const byRef = new Map(known.map((person) => [sameKey(person.staffRef), person]));
  const owners = emailOwners(rows, known, byRef);
  const merged: Merged = { added: [], changed: [], unchanged: 0, faults: [], unlinked: NOBODY };
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
    // No list says who is away.
    ...(before?.away === undefined ? {} : { away: before.away }),
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

async function write(
  tx: Tx,
  org: OrgId,
  setting: Setting,
  merged: Merged,
  refused: number,
  now: Date,
  newId: () => string,
): Promise<void> {
  const { added, changed } = merged;
  if (added.length + changed.length === 0) return;
  await saveStaff(tx, org, setting.id, [...added, ...changed.map(({ after }) => after)], now);
  const local = await findLocalInstallation(tx);
  if (local !== null)
    await linkLocally(
      tx,
      org,
      local,
      added.map((person) => ({ personId: person.id, userId: person.staffRef })),
    );
  const entries = ledgerOf(setting, merged, refused, now, newId);
  for (let from = 0; from < entries.length; from += LEDGER_BATCH)
    await appendLedger(tx, org, entries.slice(from, from + LEDGER_BATCH));
  await wakeBy(tx, org, 'plan-prompts', now);
}

/** Where there is a chat workspace, has it looked through for whoever of the list is not reached yet. */
async function findInChat(tx: Tx, org: OrgId, settingId: string, now: Date): Promise<Unlinked> {
  if ((await findLocalInstallation(tx)) !== null) return NOBODY;
  const reachable = await listReachable(tx, settingId);
  const unlinked = (await listPeople(tx, settingId)).filter(
    ({ id, state }) => state === 'confirmed' && !reachable.has(id),
  );
  if (unlinked.length > 0) await wakeBy(tx, org, 'sync-members', now);
  const byEmail = unlinked.filter(({ email }) => email !== null).length;
  return { byEmail, withoutEmail: unlinked.length - byEmail };
}

/** One row for the import, one for everybody newly confirmed, one for each change of roles. */
function ledgerOf(
  setting: Setting,
  { added, changed, unchanged }: Merged,
  refused: number,
  at: Date,
  newId: () => string,
): LedgerEntry[] {
  const entry = (kind: LedgerEntry['kind'], subject: string, facts: LedgerEntry['facts']): LedgerEntry => ({
    entryId: newId(),
    at,
    kind,
    subject,
    actor: null,
    facts,
  });
  const roles = ({ before, after }: Changed) => ({
    before: before.roles.join(';'),
    after: after.roles.join(';'),
  });
  const confirmed = [
    ...added,
    ...changed.filter(({ before }) => before.state !== 'confirmed').map(({ after }) => after),
  ];
  const recast = changed.filter((change) => roles(change).before !== roles(change).after);
  return [
    entry('people_imported', setting.id, {
      added: added.length,
      changed: changed.length,
      unchanged,
      refused,
      rolesChanged: recast.length,
    }),
    ...confirmed.map((person) =>
      entry('person_confirmed', person.id, { setting: setting.id, roles: person.roles.join(';') }),
    ),
    ...recast.map((change) =>
      entry('roles_changed', change.after.id, { setting: setting.id, ...roles(change) }),
    ),
  ];
}
