/**
 * A setting's periods, what is past them, and taking it away a batch at a time; and what each night took.
 * The rule: whatever a legal hold is for stays. A batch is one short transaction, and two at once wait for each
 * other, so that the night's counts are whole. Which rows a class has is retention-rows'.
 */
import { and, desc, eq, gte, isNull, lte, type SQL, sql } from 'drizzle-orm';
import { type LocalDate, localDate } from '../domain/local-time.ts';
import { cutOff, type Periods, RETENTION, type TimedClass } from '../domain/retention.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { GOES_WITH, leaverRows, REMOVALS, type Whose } from './retention-rows.ts';
import { rowsOf } from './rows.ts';
import { ledger, membership, retentionRun, setting } from './schema/index.ts';

export const BATCH = 500;

export async function readPeriods(tx: Tx, settingId: string): Promise<Periods> {
  const [row] = await tx
    .select({ retention: setting.retention })
    .from(setting)
    .where(eq(setting.settingId, settingId));
  return row?.retention ?? {};
}

export async function savePeriods(tx: Tx, settingId: string, periods: Periods): Promise<void> {
  const retention = Object.fromEntries(
    Object.entries(periods).flatMap(([id, count]) => (count === undefined ? [] : [[id, count]])),
  );
  await tx.update(setting).set({ retention }).where(eq(setting.settingId, settingId));
}

export function whoseOf(org: OrgId, { id, zone }: { id: string; zone: string }, now: Date): Whose {
  return { org, settingId: id, zone, today: localDate(now, zone), now };
}

const BY_PERSON: readonly TimedClass[] = ['addresses', 'leavers'];

/** True of a row `e` that a hold is for. */
function isHeld(id: TimedClass, { org, settingId }: Whose): SQL {
  // Numbers of deliveries, which show nothing that a hold could be for.
  if (id === 'events') return sql`false`;
  const everybody =
    RETENTION[id].of === 'setting' && !BY_PERSON.includes(id)
      ? sql`h.setting_id = ${settingId}`
      : sql`(e.person is null or exists (select from membership m where m.org_id = h.org_id
          and m.setting_id = h.setting_id and m.person_id = e.person))`;
  return sql`exists (select from legal_hold h where h.org_id = ${org} and h.lifted_at is null
    and (h.person_id = e.person or h.person_id = any(e.others) or (h.person_id is null and ${everybody})))`;
}

function rowsIn(id: TimedClass, whose: Whose): SQL {
  if (id !== 'leavers' && REMOVALS[id].hasOthers) return REMOVALS[id].rows(whose);
  const rows = id === 'leavers' ? leaverRows(whose) : REMOVALS[id].rows(whose);
  return sql`select every.*, null::uuid[] as others from (${rows}) every`;
}
const stamp = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;

export type ClassCount = {
  id: TimedClass;
  /** Rows there are that will be removed in time, and the moment of the oldest that no hold is for. */
  kept: number;
  oldest: Date | null;
  /** Past their time: to be removed, and kept by a hold. */
  due: number;
  held: number;
};

/** How much there is of each class; with `pastOnly`, of what is past its time alone. */
export async function countClasses(
  tx: Tx,
  whose: Whose,
  { periods, classes, pastOnly }: { periods: Periods; classes: readonly TimedClass[]; pastOnly: boolean },
): Promise<ClassCount[]> {
  const parts = classes.map((id) => {
    const cut = stamp(cutOff(id, periods, whose.now, whose.zone));
    const only = pastOnly ? sql`where e.moment < ${cut}` : sql``;
    return sql`
      select ${id}::text as id, count(*)::int as kept, extract(epoch from min(moment) filter (where not held))::float8 as oldest,
        count(*) filter (where moment < ${cut} and not held)::int as due,
        count(*) filter (where moment < ${cut} and held)::int as held
      from (select e.moment, ${isHeld(id, whose)} as held from (${rowsIn(id, whose)}) e ${only}) as counted`;
  });
  const rows = rowsOf<Omit<ClassCount, 'oldest'> & { oldest: number | null }>(
    await tx.execute(sql.join(parts, sql` union all `)),
  );
  return rows.map((row) => ({ ...row, oldest: row.oldest === null ? null : new Date(row.oldest * 1_000) }));
}

/** Takes away one batch of a class, the oldest first; gives how many rows went. */
export async function removeBatch(
  tx: Tx,
  whose: Whose,
  id: Exclude<TimedClass, 'leavers'>,
  { cut, entryId }: { cut: Date; entryId: string },
): Promise<number> {
  const also = GOES_WITH[id];
  const [gone] = rowsOf<{ gone: number; along: number }>(
    await tx.execute(sql`
      with due as materialized (
        select e.id, e.moment from (${rowsIn(id, whose)}) e
        where e.moment < ${stamp(cut)} and not ${isHeld(id, whose)}
        order by e.moment, e.id limit ${BATCH}),
      along as (${also ? also(whose) : sql`select 1 where false`}),
      gone as (${REMOVALS[id].remove(whose, entryId)})
      select (select count(*) from gone)::int as gone, (select count(*) from along)::int as along`),
  );
  if (!gone) throw new Error('A removal gave no count');
  return id === 'board' ? gone.gone + gone.along : gone.gone;
}

/** Those of the setting whose name is past its time and whom no hold is for, the longest gone first. */
export async function listForgettable(tx: Tx, whose: Whose, cut: Date, limit: number): Promise<string[]> {
  const rows = rowsOf<{ id: string }>(
    await tx.execute(sql`
      select e.id from (${rowsIn('leavers', whose)}) e
      where e.moment < ${stamp(cut)} and not ${isHeld('leavers', whose)}
      order by e.moment, e.id limit ${limit}`),
  );
  return rows.map(({ id }) => id);
}

/** Somebody marked as having left, on no known day, is taken to have left today. Gives who. */
export async function dateLeavers(tx: Tx, settingId: string, today: LocalDate): Promise<string[]> {
  const dated = await tx
    .update(membership)
    .set({ leavesOn: today })
    .where(
      and(
        eq(membership.settingId, settingId),
        eq(membership.state, 'left'),
        isNull(membership.leavesOn),
        sql`exists (select from person p where p.org_id = ${membership.orgId}
          and p.person_id = ${membership.personId} and p.erased_at is null)`,
      ),
    )
    .returning({ personId: membership.personId });
  return dated.map(({ personId }) => personId);
}

/** Until the transaction ends nobody else removes anything of this setting. */
export async function holdRemoving(tx: Tx, settingId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`retention ${settingId}`}, 0))`);
}

export type RetentionRun = Pick<typeof retentionRun.$inferSelect, 'ranOn' | 'ranAt' | 'removed' | 'held'>;

/** The last night up to a day. One after it was written by a clock that was wrong, and says nothing of the nights since. */
export async function findLastRun(tx: Tx, settingId: string, upTo: LocalDate): Promise<RetentionRun | null> {
  const { ranOn, ranAt, removed, held } = retentionRun;
  const [row] = await tx
    .select({ ranOn, ranAt, removed, held })
    .from(retentionRun)
    .where(and(eq(retentionRun.settingId, settingId), lte(retentionRun.ranOn, upTo)))
    .orderBy(desc(retentionRun.ranOn))
    .limit(1);
  return row ?? null;
}

/**
 * Writes down the night, with all that went on it by the ledger's rows: what was taken before a run was killed too.
 * Once written it is left. Gives what went.
 */
export async function recordRun(
  tx: Tx,
  org: OrgId,
  run: { settingId: string; ranOn: LocalDate; ranAt: Date; since: Date; held: number },
): Promise<Record<string, number>> {
  const { settingId, ranOn, ranAt, since, held } = run;
  const rows = await tx
    .select({ facts: ledger.facts })
    .from(ledger)
    .where(
      and(
        eq(ledger.orgId, org),
        gte(ledger.at, since),
        eq(ledger.kind, 'retention_applied'),
        eq(ledger.subject, settingId),
        sql`${ledger.facts} ->> 'night' = ${ranOn}`,
      ),
    );
  const removed: Record<string, number> = {};
  for (const { facts } of rows) {
    const id = String(facts.class);
    removed[id] = (removed[id] ?? 0) + Number(facts.removed);
  }
  await tx
    .insert(retentionRun)
    .values({ orgId: org, settingId, ranOn, ranAt, removed, held })
    .onConflictDoNothing();
  return removed;
}
