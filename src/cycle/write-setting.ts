/**
 * Writes a setting as it is to be, new or changed, in the caller's transaction: itself, its questions, how long its
 * records are kept, and the rows of the ledger.
 * The rule: the same again changes nothing; what changed is named in the ledger by its name alone. Who may change what,
 * and saying what came of it, is the caller's.
 */
import type { LedgerFacts, LedgerKind } from '../domain/ledger.ts';
import type { Periods } from '../domain/retention.ts';
import type { Setting } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { listPeople } from '../store/people.ts';
import { readPeriods, savePeriods } from '../store/retention.ts';
import { updateSetting } from '../store/settings.ts';
import { WAKE_STEPS, wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { openSetting, useBank } from './open-setting.ts';
import { tellHeads } from './tell-heads.ts';

export type Saved = {
  did: 'made' | 'changed' | 'unchanged';
  changed: string[];
  questions: number;
  people: number;
};

/** `before` is null for a new one; `by` whoever changes it, null for the operator. `periods` left out stay as they are. */
export async function writeSetting(
  context: Context,
  tx: Tx,
  {
    before,
    after,
    periods,
    by,
  }: { before: Setting | null; after: Setting; periods?: Periods | undefined; by: string | null },
): Promise<Saved> {
  const { org, now } = context;
  const record = (kind: LedgerKind, facts: LedgerFacts) =>
    appendLedger(tx, org, [
      { entryId: context.ids.id(), at: now, kind, subject: after.id, actor: by, facts },
    ]);
  const changed = before === null ? [] : partsThatDiffer(before, after);
  if (before !== null && changed.length > 0) await updateSetting(tx, after);
  const questions = before === null ? await openSetting(tx, org, after) : await useBank(tx, org, after);
  if (await changesPeriods(tx, after.id, periods)) changed.push('retention');
  const did = before === null ? 'made' : changed.length + questions > 0 ? 'changed' : 'unchanged';
  const people = await listPeople(tx, after.id);
  const confirmed = people.filter(({ state }) => state === 'confirmed').length;
  if (before === null) await record('setting_created', { phase: after.phase });
  if (changed.length > 0) await record('setting_changed', { changed: changed.join(';') });
  if (changed.includes('dslSeesCases') || (before === null && after.dslSeesCases)) {
    await record('cases_permission_changed', { dsl: after.dslSeesCases });
    await tellHeads(context, tx, after, people);
  }
  if (questions > 0) await record('bank_loaded', { questions });
  if (did !== 'unchanged') for (const step of WAKE_STEPS) await wakeBy(tx, org, step, now);
  return { did, changed, questions, people: confirmed };
}

/** Whole, as the file has them: a class that is left out is kept for as long as is usual. */
async function changesPeriods(tx: Tx, settingId: string, periods: Periods | undefined): Promise<boolean> {
  if (periods === undefined) return false;
  if (canonical(await readPeriods(tx, settingId)) === canonical(periods)) return false;
  await savePeriods(tx, settingId, periods);
  return true;
}

/** By name alone: what they hold is not for the ledger. */
function partsThatDiffer(before: Setting, after: Setting): string[] {
  return (Object.keys(after) as (keyof Setting)[]).filter(
    (part) => canonical(before[part]) !== canonical(after[part]),
  );
}

/** As JSON with its fields in order: the database gives them back in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => one.localeCompare(other)))
      : part,
  );
}
