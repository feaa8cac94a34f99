/**
 * What the standing answers of a setting come to, indicator by indicator, as at the end of a local date.
 * The rule: one statement counts it, and counts nothing later than `asOf`, so last week's rating can be worked out
 * again. Knowledge answers are let out in whole blocks of five people, the day after, and stay as they were: the
 * difference between any two looks is then never one person's answer. Anonymous answers count as they were let out. What the counts mean is left to domain/rating.
 */
import { sql } from 'drizzle-orm';
import { tellsOfCases } from '../domain/access.ts';
import { evidenceOf } from '../domain/anonymous-answer.ts';
import { type LocalDate, schoolYearOf } from '../domain/local-time.ts';
import { CADENCES } from '../domain/question.ts';
import { type Evidence, FEWEST_REPLIERS, freshSince, NEWEST_BLOCKS } from '../domain/rating.ts';
import type { Setting } from '../domain/setting.ts';
import { listReleased } from './anonymous.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';

/** `cases`: also what could tell of one case; for the headteacher's own eyes. */
export async function listEvidence(
  tx: Tx,
  setting: Pick<Setting, 'id' | 'calendar'>,
  asOf: LocalDate,
  { cases }: { cases: boolean },
): Promise<Evidence[]> {
  const since = freshSince(setting.calendar, asOf);
  const fresh = sql.join(
    CADENCES.map((cadence) => sql`(${cadence}::text, ${since[cadence]}::date)`),
    sql`, `,
  );
  const yearStart = `${schoolYearOf(asOf)}-09-01`;
  // A date that still stands (a certificate, a review) may have been given in the year before.
  const lookBack = `${schoolYearOf(asOf) - 1}-09-01`;
  const block = sql.raw(String(FEWEST_REPLIERS));
  const newest = sql.raw(String(NEWEST_BLOCKS));
  const result = await tx.execute(sql`
    with fresh(cadence, since) as (values ${fresh}),
    standing as (
      select distinct on (r.prompt_id) r.prompt_id, r.question_id, r.standard, r.indicator, r.kind, r.person_id,
        r.verdict, r.answer, r.local_date, r.replied_at
      from reply r
      where r.setting_id = ${setting.id} and r.kind <> 'knowledge' and r.local_date between ${lookBack} and ${asOf}
      order by r.prompt_id, r.revision desc
    ),
    said as (
      select s.*, f.since, q.state as asked,
        case when s.verdict = 'good' and v.body #> '{answer,again}' is not null
          then (s.answer ->> 'date')::date + (v.body #>> '{answer,within}')::int end as stands_until
      from standing s
      -- Switching a check off puts nothing right: a poor answer that was its last still counts.
      join setting_question q on q.setting_id = ${setting.id} and q.question_id = s.question_id
        and (q.state = 'on' or s.kind = 'duty')
      join question_version v
        on v.org_id = q.org_id and v.question_id = q.question_id and v.version = q.version
      join fresh f on f.cadence = v.body ->> 'cadence'
      where s.verdict in ('good', 'partly', 'poor', 'not_applicable')
        -- What was said of an edition before the one in force says nothing of this one.
        and (v.body #>> '{reread,decided}' is null or s.local_date >= (v.body #>> '{reread,decided}')::date)
    ),
    latest as (
      select distinct on (question_id, case when kind = 'duty' then null else person_id end) *
      from said
      order by question_id, case when kind = 'duty' then null else person_id end, local_date desc, replied_at desc
    ),
    -- Knowledge: each prompt by how it stood at the end of the first day on which it said something. What comes later,
    -- a correction or another question switched off, moves no answer from one block to another.
    days as (
      select distinct on (r.prompt_id, r.local_date) r.*
      from reply r
      where r.setting_id = ${setting.id} and r.kind = 'knowledge'
        and r.local_date >= ${yearStart} and r.local_date < ${asOf}
      order by r.prompt_id, r.local_date, r.revision desc
    ),
    settled as (
      select distinct on (prompt_id) * from days where verdict in ('good', 'partly', 'poor')
      order by prompt_id, local_date
    ),
    rounds as (
      select *, row_number() over (partition by question_id, person_id order by local_date, prompt_id) as round
      from settled
    ),
    placed as (
      select *, (row_number() over (partition by question_id, round order by local_date, prompt_id) - 1) / ${block}
        as block from rounds
    ),
    sized as (
      select *, count(*) over one as size, max(local_date) over one as newest
      from placed window one as (partition by question_id, round, block)
    ),
    blocks as (
      select s.*, f.since, dense_rank() over (partition by s.standard, s.indicator
        order by s.newest desc, s.question_id, s.round desc, s.block desc) as place
      from sized s
      join setting_question q on q.setting_id = ${setting.id} and q.question_id = s.question_id and q.state = 'on'
      join question_version v
        on v.org_id = q.org_id and v.question_id = q.question_id and v.version = q.version
      join fresh f on f.cadence = v.body ->> 'cadence'
      where s.size = ${block}
    ),
    counted as (
      select standard, indicator, kind, verdict, person_id from latest
        where (asked = 'on' and (local_date >= since or stands_until >= ${asOf})) or (kind = 'duty' and verdict = 'poor')
      union all
      select standard, indicator, kind, verdict, person_id from blocks
        where place <= ${newest} and newest >= since
    )
    select standard, indicator, kind,
      (count(*) filter (where verdict = 'good'))::int as good,
      (count(*) filter (where verdict = 'partly'))::int as partly,
      (count(*) filter (where verdict = 'poor'))::int as poor,
      (count(*) filter (where verdict = 'not_applicable'))::int as "notApplicable",
      (count(distinct person_id))::int as repliers
    from counted group by standard, indicator, kind order by standard, indicator, kind`);
  const released = (await listReleased(tx, setting.id, asOf)).flatMap(({ question, on, out }) =>
    on >= since[question.cadence] ? [evidenceOf(question, out)] : [],
  );
  return [...rowsOf<Evidence>(result), ...released].filter(
    (found) => cases || !tellsOfCases(found.standard, found.kind),
  );
}
