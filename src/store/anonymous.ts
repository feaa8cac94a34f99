/**
 * Anonymous answers as counts, and the periods of them that were let out.
 * The rule: an answer rewrites every count of its question in one statement, so that no row's version says which of
 * them it raised; a period is let out once, its row is never changed, and its counts are removed with it.
 * What may be let out is decided by the cycle.
 */
import { sql } from 'drizzle-orm';
import type { Counted } from '../domain/anonymous-answer.ts';
import type { IsoWeek, LocalDate } from '../domain/local-time.ts';
import { AGAIN } from '../domain/occurrence.ts';
import type { Question } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { LetOut } from '../domain/small-numbers.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';

/** One at a time: whoever answers and whoever lets out wait for each other. */
const holdBlock = (tx: Tx, settingId: string, questionId: string, block: string) =>
  tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`anonymous ${settingId} ${questionId} ${block}`}, 0))`,
  );

export type Raise = {
  settingId: string;
  question: Question;
  block: string;
  keys: readonly string[];
  choice: string;
};

/** False when that period has been let out: there is nothing left to add to. */
export async function raiseCount(tx: Tx, org: OrgId, raise: Raise): Promise<boolean> {
  const { settingId, question, block, keys, choice } = raise;
  await holdBlock(tx, settingId, question.id, block);
  const rows = sql.join(
    keys.map((key) => sql`(${key}::text, ${key === choice ? 1 : 0}::int)`),
    sql`, `,
  );
  const result = await tx.execute(sql`
    insert into anonymous_count as c (org_id, setting_id, question_id, question_version, standard, indicator, block,
      choice, count)
    select ${org}::uuid, ${settingId}::uuid, ${question.id}, ${question.version}::int, ${question.standard},
      ${question.indicator}, ${block}, k.choice, k.count
    from (values ${rows}) as k(choice, count)
    where not exists (select from anonymous_release r
      where r.setting_id = ${settingId} and r.question_id = ${question.id} and r.block = ${block})
    on conflict (org_id, setting_id, question_id, question_version, block, choice)
      do update set count = c.count + excluded.count
    returning 1`);
  return rowsOf(result).length > 0;
}

export type Block = {
  questionId: string;
  block: string;
  /** Somebody may still answer it. */
  isOpen: boolean;
  versions: Counted[];
};

/** What has been gathered and not let out. */
export async function listBlocks(tx: Tx, settingId: string, now: Date): Promise<Block[]> {
  const result = await tx.execute(sql`
    with versions as (
      select c.question_id, c.block, c.question_version, jsonb_object_agg(c.choice, c.count) as counts
      from anonymous_count c where c.setting_id = ${settingId}
      group by c.question_id, c.block, c.question_version)
    select c.question_id as "questionId", c.block,
      jsonb_agg(jsonb_build_object('question', v.body, 'counts', c.counts)) as versions,
      exists(select from prompt p where p.setting_id = ${settingId} and p.question_id = c.question_id
        and split_part(p.occurrence, ${AGAIN}, 1) = c.block and p.state in ('planned', 'asked') and p.closes_at > ${now.toISOString()}::timestamptz)
        as "isOpen"
    from versions c
    join question_version v on v.question_id = c.question_id and v.version = c.question_version
    group by c.question_id, c.block order by c.question_id, c.block`);
  return rowsOf<Block>(result);
}

export type Release = {
  settingId: string;
  question: Question;
  block: string;
  at: Date;
  /** The last day it tells of. */
  on: LocalDate;
  out: LetOut;
};

/** Lets a period out and removes its counts; false when it had been let out already. */
export async function releaseBlock(tx: Tx, org: OrgId, release: Release): Promise<boolean> {
  const { settingId, question, block, at, on, out } = release;
  const counts = out.counts === null ? null : JSON.stringify(out.counts);
  const result = await tx.execute(sql`
    with released as (
      insert into anonymous_release (org_id, setting_id, question_id, question_version, block, standard, indicator,
        released_at, released_on, repliers, counts)
      values (${org}::uuid, ${settingId}::uuid, ${question.id}, ${question.version}::int, ${block},
        ${question.standard}, ${question.indicator}, ${at.toISOString()}::timestamptz, ${on}::date, ${out.repliers}::int, ${counts}::jsonb)
      on conflict do nothing returning 1),
    gone as (
      delete from anonymous_count
      where setting_id = ${settingId} and question_id = ${question.id} and block = ${block})
    select count(*)::int as released from released`);
  return rowsOf<{ released: number }>(result)[0]?.released === 1;
}

/** Held until the transaction is over, so that no answer comes in between counting and letting out. */
export async function holdBlocks(tx: Tx, settingId: string): Promise<void> {
  const result = await tx.execute(sql`
    select distinct question_id as "questionId", block from anonymous_count where setting_id = ${settingId}
    order by question_id, block`);
  for (const { questionId, block } of rowsOf<{ questionId: string; block: string }>(result))
    await holdBlock(tx, settingId, questionId, block);
}

export type Released = { question: Question; block: string; on: LocalDate; out: LetOut };

/** The last period let out of each question in use, up to a date. */
export async function listReleased(tx: Tx, settingId: string, asOf: LocalDate): Promise<Released[]> {
  const result = await tx.execute(sql`
    select distinct on (a.question_id) v.body as question, a.block, a.released_on::text as on,
      jsonb_build_object('repliers', a.repliers, 'counts', a.counts) as out
    from anonymous_release a
    join setting_question q on q.setting_id = a.setting_id and q.question_id = a.question_id and q.state = 'on'
    join question_version v
      on v.org_id = a.org_id and v.question_id = a.question_id and v.version = a.question_version
    where a.setting_id = ${settingId} and a.released_on <= ${asOf}
    order by a.question_id, a.released_on desc, a.released_at desc`);
  return rowsOf<Released>(result);
}

/** Seconds that anonymous answers took, in a week and of one person: they have no reply of their own. */
export const anonymousSeconds = {
  inWeek: (settingId: string, week: IsoWeek) => sql`
    (select coalesce(sum(p.seconds), 0) from prompt p join setting s on s.org_id = p.org_id and s.setting_id = p.setting_id
      where p.setting_id = ${settingId} and p.state = 'answered' and p.reply_id is null
        and to_char(p.answered_at at time zone s.zone, 'IYYY"-W"IW') = ${week})`,
  of: (settingId: string, personId: string, from: LocalDate) => sql`
    (select coalesce(sum(p.seconds), 0) from prompt p join setting s on s.org_id = p.org_id and s.setting_id = p.setting_id
      where p.setting_id = ${settingId} and p.person_id = ${personId} and p.state = 'answered' and p.reply_id is null
        and (p.answered_at at time zone s.zone)::date >= ${from})`,
};
