/**
 * When people are away, have paused or cover for the DSL, as it is kept on their place in a setting, and what is open for
 * them there.
 * The rule: two dates and nothing else; a place is held while it changes, so that two who say it at once say it in turn.
 */
import { and, eq, sql } from 'drizzle-orm';
import type { Absence } from '../domain/absence.ts';
import type { Cover } from '../domain/cover.ts';
import type { DaySpan } from '../domain/day-span.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { Pause } from '../domain/pause.ts';
import type { Cadence, Kind } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';
import { membership } from './schema/index.ts';

const place = (settingId: string, personId: string) =>
  and(eq(membership.settingId, settingId), eq(membership.personId, personId));

/** Held until the transaction ends; null where they have no place there. */
export async function holdDays(
  tx: Tx,
  settingId: string,
  personId: string,
  which: 'away' | 'paused',
): Promise<DaySpan[] | null> {
  const [row] = await tx
    .select({ days: membership[which] })
    .from(membership)
    .where(place(settingId, personId))
    .for('update');
  return row?.days ?? null;
}

export type TheirDays = { away: Absence[] } | { paused: Pause[] } | { covers: Cover[] };

export async function saveDays(tx: Tx, settingId: string, personId: string, days: TheirDays): Promise<void> {
  await tx.update(membership).set(days).where(place(settingId, personId));
}

/** So that two who arrange cover in a setting at once do it in turn. */
export async function holdCovers(tx: Tx, settingId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`covers ${settingId}`}, 0))`);
}

/** Takes away absences, pauses and cover that were over before `earliest`. */
export async function dropOldAbsences(tx: Tx, settingId: string, earliest: LocalDate): Promise<void> {
  for (const column of [membership.away, membership.paused, membership.covers]) {
    const days = sql.identifier(column.name);
    await tx.execute(sql`
      update membership set ${days} = (select coalesce(jsonb_agg(d), '[]'::jsonb) from jsonb_array_elements(${days}) d
        where d ->> 'until' >= ${earliest})
      where setting_id = ${settingId} and ${days} <> '[]'::jsonb
        and exists (select from jsonb_array_elements(${days}) d where d ->> 'until' < ${earliest})`);
  }
}

export type OpenFor = {
  promptId: string;
  token: string;
  kind: Kind;
  cadence: Cadence;
  /** When it was put to them, or is to be. */
  at: Date;
};

/** What is planned for somebody in a setting or has been asked of them, and is not yet overdue. */
export async function listOpenFor(
  tx: Tx,
  org: OrgId,
  settingId: string,
  personId: string,
): Promise<OpenFor[]> {
  const rows = rowsOf<Omit<OpenFor, 'at'> & { at: string | Date }>(
    await tx.execute(sql`
      select p.prompt_id as "promptId", p.token, p.kind, v.body ->> 'cadence' as cadence,
        coalesce(p.asked_at, p.ask_at) as at
      from prompt p join question_version v on v.org_id = p.org_id and v.question_id = p.question_id
        and v.version = p.question_version
      where p.org_id = ${org} and p.setting_id = ${settingId} and p.person_id = ${personId}
        and p.state in ('planned', 'asked')
      order by p.prompt_id`),
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
