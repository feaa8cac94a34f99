/**
 * The counts a digest and a status are made of, for one setting.
 * The rule: counts are by the local week and date stored with each row, every one has its denominator, and none
 * carries a person. Ratings are worked out in domain/rating from store/evidence.
 */
import { sql } from 'drizzle-orm';
import { isAway } from '../domain/absence.ts';
import { PRIVATE_INDICATOR, tellsOfCases } from '../domain/access.ts';
import type { OverdueFacts } from '../domain/digest.ts';
import { type IsoWeek, type LocalDate, schoolYearOf } from '../domain/local-time.ts';
import type { Kind } from '../domain/question.ts';
import { type Audience, inAudience, roleLabel } from '../domain/role.ts';
import { isEmployed, type Setting } from '../domain/setting.ts';
import type { StandardId } from '../domain/standard.ts';
import { anonymousSeconds } from './anonymous.ts';
import type { Tx } from './database.ts';
import { listPeople, listReachable } from './people.ts';
import { rowsOf } from './rows.ts';

export type PromptCounts = {
  standard: StandardId;
  asked: number;
  answered: number;
  weekAsked: number;
  weekAnswered: number;
  weekNotSure: number;
  weekLapsed: number;
  weekHandedOn: number;
  weekOpen: number;
};

/**
 * Prompts delivered this school year up to `asOf`, and of those the week's, by standard. What waits for somebody who has
 * been away since it was asked is not counted: that they have not answered says nothing.
 */
export async function countPrompts(
  tx: Tx,
  settingId: string,
  week: IsoWeek,
  asOf: LocalDate,
): Promise<PromptCounts[]> {
  const result = await tx.execute(sql`
    select p.standard, count(*)::int as asked, (count(*) filter (where p.state = 'answered'))::int as answered,
      (count(*) filter (where p.local_week = ${week}))::int as "weekAsked",
      (count(*) filter (where p.local_week = ${week} and p.state = 'answered'))::int as "weekAnswered",
      (count(*) filter (where p.local_week = ${week} and p.state = 'answered' and r.verdict = 'unsure'))::int
        as "weekNotSure",
      (count(*) filter (where p.local_week = ${week} and p.state = 'lapsed'))::int as "weekLapsed",
      (count(*) filter (where p.local_week = ${week} and p.state = 'handed_on'))::int as "weekHandedOn",
      (count(*) filter (where p.local_week = ${week} and p.state in ('asked', 'overdue')))::int as "weekOpen"
    from prompt p left join reply r on r.org_id = p.org_id and r.reply_id = p.reply_id
    where p.setting_id = ${settingId} and p.asked_at is not null and p.state <> 'cancelled'
      and p.local_date between ${`${schoolYearOf(asOf)}-09-01`} and ${asOf}
      and not (p.state = 'asked' and exists (select from membership m, jsonb_array_elements(m.away) a
        where m.org_id = p.org_id and m.setting_id = p.setting_id and m.person_id = p.person_id
          and a ->> 'until' >= p.local_date::text and a ->> 'from' <= ${asOf}))
    group by p.standard order by p.standard`);
  return rowsOf<PromptCounts>(result);
}

export type WeekCounts = { people: number; seconds: number; undelivered: number; questions: number };

/** What the week cost, whom it asked, and what was meant to go out and did not. */
export async function countWeek(tx: Tx, settingId: string, week: IsoWeek): Promise<WeekCounts> {
  const result = await tx.execute(sql`
    select
      (select count(distinct person_id) from prompt
        where setting_id = ${settingId} and local_week = ${week} and asked_at is not null and state <> 'cancelled')::int
        as people,
      ((select coalesce(sum(seconds), 0) from reply where setting_id = ${settingId} and local_week = ${week})
        + ${anonymousSeconds.inWeek(settingId, week)})::int as seconds,
      (select count(*) from prompt
        where setting_id = ${settingId} and local_week = ${week} and asked_at is null)::int as undelivered,
      (select count(*) from setting_question where setting_id = ${settingId} and state = 'on')::int as questions`);
  const [row] = rowsOf<WeekCounts>(result);
  if (!row) throw new Error('A count gave no row');
  return row;
}

/**
 * Overdue now: each duty by itself, an attestation once for everybody it waits for. A check that could tell of a case
 * is there, since nobody has answered it, but not which it is.
 */
export async function listOverdue(tx: Tx, settingId: string): Promise<OverdueFacts[]> {
  const result = await tx.execute(sql`
    select p.standard, p.indicator, p.kind, v.body ->> 'audience' as audience, min(p.due_on)::text as "dueOn",
      count(distinct p.person_id)::int as people,
      bool_and(a.state is not null and a.state <> 'open') as acknowledged
    from prompt p
    join question_version v
      on v.org_id = p.org_id and v.question_id = p.question_id and v.version = p.question_version
    join setting s on s.org_id = p.org_id and s.setting_id = p.setting_id
    left join alert a on a.org_id = p.org_id and a.setting_id = p.setting_id
      and case a.kind when 'overdue_duty' then a.subject = p.prompt_id::text
        else p.kind = 'attestation' and a.subject = (p.overdue_at at time zone s.zone)::date::text end
    where p.setting_id = ${settingId} and p.state = 'overdue' and p.due_on is not null
    group by p.standard, p.indicator, p.kind, p.question_id, v.body ->> 'audience',
      case when p.kind = 'duty' then p.prompt_id end
    order by min(p.due_on), p.standard, p.indicator`);
  return rowsOf<Omit<OverdueFacts, 'owner'> & { audience: Audience }>(result).map(({ audience, ...row }) => ({
    ...row,
    indicator: tellsOfCases(row.standard, row.kind) ? PRIVATE_INDICATOR : row.indicator,
    owner: roleLabel(audience),
  }));
}

export type OpenAction = {
  standard: StandardId;
  indicator: string;
  kind: Kind;
  dueOn: LocalDate;
  openedWeek: IsoWeek;
};

export async function listActions(
  tx: Tx,
  settingId: string,
  week: IsoWeek,
  { cases }: { cases: boolean },
): Promise<{ open: OpenAction[]; closed: number }> {
  const result = await tx.execute(sql`
    select a.standard, a.indicator, r.kind, a.due_on::text as "dueOn", a.opened_week as "openedWeek", a.state
    from action a join reply r on r.org_id = a.org_id and r.reply_id = a.reply_id
    where a.setting_id = ${settingId} and (a.state = 'open' or (a.state = 'done' and a.closed_week = ${week}))
    order by a.due_on, a.standard, a.indicator`);
  const shown = rowsOf<OpenAction & { state: 'open' | 'done' }>(result).filter(
    (row) => cases || !tellsOfCases(row.standard, row.kind),
  );
  const open = shown.filter((row) => row.state === 'open').map(({ state: _state, ...row }) => row);
  return { open, closed: shown.length - open.length };
}

export type PeopleCounts = { confirmed: number; staff: number; unreachable: number };

export async function countPeople(tx: Tx, setting: Setting, today: LocalDate): Promise<PeopleCounts> {
  const employed = (await listPeople(tx, setting.id)).filter((person) => isEmployed(person, today));
  const reachable = await listReachable(tx, setting.id);
  return {
    confirmed: employed.length,
    staff: employed.filter((person) => inAudience('all_staff', person.roles)).length,
    unreachable: employed.filter((person) => !reachable.has(person.id) && !isAway(person, today)).length,
  };
}
