/**
 * `import people FILE --setting REF`: brings a setting's staff list into line with a CSV file.
 * The rule: people are matched by staff_ref within the setting, never by name; one transaction; the same file
 * twice changes nothing; somebody missing from the file is left as they are, since only leaves_on says left.
 * A preview says what would change, of whom, and changes nothing. Reading the file is imports/people, comparing it
 * merge-staff's; an operator's list is the confirmed list.
 */
import type { OrgId, Setting } from '../domain/setting.ts';
import type { RowFault } from '../imports/csv-rows.ts';
import { readPeople } from '../imports/people.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger, type LedgerEntry } from '../store/ledger.ts';
import { listPeople, listReachable } from '../store/people.ts';
import { findLocalInstallation, linkLocally, saveStaff } from '../store/staff-list.ts';
import { wakeBy } from '../store/wakes.ts';
import { settingNamed } from './find-setting.ts';
import { type Changed, type Merged, mergeStaff } from './merge-staff.ts';
import { badInput, type Given, type Outcome } from './outcome.ts';
import { staffLines } from './staff-lines.ts';

/** More faults than anybody reads at once. */
const MOST_SHOWN = 200;
/** Rows in one statement of the ledger. */
const LEDGER_BATCH = 1_000;

export async function importPeople(
  given: Given,
  args: { setting?: string; dryRun?: boolean },
  text: string,
): Promise<Outcome> {
  const read = readPeople(text);
  if (read.kind === 'refused') return badInput(...read.faults);
  const placed = await settingNamed(given, args.setting);
  if ('fault' in placed) return badInput(placed.fault);
  const { org, setting } = placed;
  const { now, ids } = await given.world.contextFor(org);
  const merged = await given.store.within(org, async (tx) => {
    const result = mergeStaff(read.rows, await listPeople(tx, setting.id), () => ids.id());
    if (args.dryRun === true) return { ...result, unlinked: NOBODY };
    await write(tx, org, setting, result, read.faults.length + result.faults.length, now, () => ids.id());
    return { ...result, unlinked: await findInChat(tx, org, setting.id, now) };
  });
  const faults = [...read.faults, ...merged.faults].sort((a, b) => a.row - b.row);
  const told = [
    `${setting.ref}: ${merged.added.length} added, ${merged.changed.length} changed, ` +
      `${merged.unchanged} unchanged, ${faults.length} refused`,
    ...(args.dryRun === true ? staffLines(merged) : unlinkedLines(merged.unlinked)),
    ...(read.unused.length > 0 ? [`Columns not used: ${read.unused.join(', ')}`] : []),
  ];
  if (args.dryRun === true) told.push('This is a preview: nothing was changed');
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

/** People confirmed whom chat does not reach yet. */
type Unlinked = { byEmail: number; withoutEmail: number };
const NOBODY: Unlinked = { byEmail: 0, withoutEmail: 0 };

const lineOf = ({ row, field, wrong, mend }: RowFault) => `Row ${row}, ${field}: ${wrong}; ${mend}`;

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
