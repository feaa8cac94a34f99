/**
 * Checks and attestations that were put to nobody, since Vigil was away or whoever had them was lost, and how far
 * planning has come.
 * The rule: each is noted once, and never where somebody was asked, or answered, after all.
 */
import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { NotAskedFacts } from '../domain/digest.ts';
import { type IsoWeek, isoWeek, type LocalDate } from '../domain/local-time.ts';
import type { Missed } from '../domain/not-asked.ts';
import { AGAIN } from '../domain/occurrence.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';
import { notAsked, setting } from './schema/index.ts';

/** The last school day the setting's questions were planned on; null before the first. */
export async function readPlannedOn(tx: Tx, settingId: string): Promise<LocalDate | null> {
  const [row] = await tx
    .select({ on: setting.plannedOn })
    .from(setting)
    .where(eq(setting.settingId, settingId));
  return row?.on ?? null;
}

export async function markPlanned(tx: Tx, settingId: string, on: LocalDate): Promise<void> {
  await tx
    .update(setting)
    .set({ plannedOn: on })
    .where(and(eq(setting.settingId, settingId), or(isNull(setting.plannedOn), lt(setting.plannedOn, on))));
}

/**
 * Notes what was missed, but for what somebody was asked; gives how many are new. `ifPlanned`: only where it had been
 * planned and all of that was cancelled, before it was overdue: of that leads are told as it happens.
 */
export async function noteMissed(
  tx: Tx,
  org: OrgId,
  settingId: string,
  missed: readonly Missed[],
  { at, ifPlanned }: { at: Date; ifPlanned: boolean },
): Promise<number> {
  if (missed.length === 0) return 0;
  const rows = missed.map(({ question, occurrence, lastDay }) => ({
    id: question.id,
    period: occurrence.key,
    kind: question.kind,
    standard: question.standard,
    indicator: question.indicator,
    day: lastDay,
    week: isoWeek(lastDay),
  }));
  const planned = sql`select from prompt p where p.org_id = ${org} and p.setting_id = ${settingId}
      and p.question_id = m.id and (p.occurrence = m.period or starts_with(p.occurrence, m.period || ${AGAIN}))`;
  const noted = await tx.execute(sql`
    insert into not_asked (org_id, setting_id, question_id, occurrence, kind, standard, indicator, local_date, local_week, noted_at)
    select ${org}, ${settingId}, m.id, m.period, m.kind, m.standard, m.indicator, m.day, m.week, ${at.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as m(id text, period text, kind text, standard text, indicator text, day date, week text)
    where not exists (${planned} and p.state <> 'cancelled') ${
      ifPlanned
        ? sql`and exists (${planned}) and not exists (${planned} and p.overdue_at is not null)`
        : sql``
    }
    on conflict do nothing returning question_id`);
  return rowsOf(noted).length;
}

/**
 * The same for checks that were planned and came too late to be put to anybody. An attestation may yet be put; and
 * a check of one day is not missed where the setting was closed on it.
 */
export async function noteUnsent(
  tx: Tx,
  org: OrgId,
  promptIds: readonly string[],
  on: { day: LocalDate; at: Date },
): Promise<number> {
  if (promptIds.length === 0) return 0;
  const noted = await tx.execute(sql`
    insert into not_asked (org_id, setting_id, question_id, occurrence, kind, standard, indicator, local_date, local_week, noted_at)
    select distinct on (p.question_id, p.occurrence) p.org_id, p.setting_id, p.question_id, p.occurrence, p.kind, p.standard,
      p.indicator, ${on.day}::date, ${isoWeek(on.day)}, ${on.at.toISOString()}::timestamptz
    from prompt p
    where p.org_id = ${org} and p.kind = 'duty'
      and p.prompt_id in (select (jsonb_array_elements_text(${JSON.stringify(promptIds)}::jsonb))::uuid)
      and not exists (select from prompt o where o.org_id = p.org_id and o.setting_id = p.setting_id
        and o.question_id = p.question_id and o.occurrence = p.occurrence and o.state <> 'cancelled')
      and not (p.occurrence = p.local_date::text and exists (select from closure c where c.org_id = p.org_id
        and c.setting_id = p.setting_id and c.closed_on = p.local_date))
    order by p.question_id, p.occurrence, p.prompt_id
    on conflict do nothing returning question_id`);
  return rowsOf(noted).length;
}

/** What the week's digest tells, or has told: all that no digest before it had. */
export async function listNotAsked(tx: Tx, settingId: string, week: IsoWeek): Promise<NotAskedFacts[]> {
  return tx
    .select({
      standard: notAsked.standard,
      indicator: notAsked.indicator,
      kind: notAsked.kind,
      on: notAsked.localDate,
    })
    .from(notAsked)
    .where(and(eq(notAsked.settingId, settingId), or(isNull(notAsked.toldWeek), eq(notAsked.toldWeek, week))))
    .orderBy(asc(notAsked.localDate), asc(notAsked.questionId));
}

/** Marks all that nobody has been told of as told by this week's digest, before that is read. */
export async function markNotAskedTold(tx: Tx, settingId: string, week: IsoWeek): Promise<void> {
  await tx
    .update(notAsked)
    .set({ toldWeek: week })
    .where(and(eq(notAsked.settingId, settingId), isNull(notAsked.toldWeek)));
}
