/**
 * Handing a question on: who could be given it, and the prompt made for them.
 * The rule: nobody meets one question twice in an occurrence; the key holds that, and this says who is left.
 */
import { sql } from 'drizzle-orm';
import type { IsoWeek, LocalDate } from '../domain/local-time.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';
import { prompt } from './schema/index.ts';

export type AskedOf = {
  personId: string;
  /** Put to them in this occurrence (withdrawn or not), or on or after the day given. */
  met: boolean;
  /** When they were last asked a knowledge question; null when never. */
  lastAsked: LocalDate | null;
  /** Knowledge questions put to them in the week given; not those they asked for themselves. */
  weekAsked: number;
};

/** What each person of a setting has been asked, there or in another setting, of those who have been asked anything. */
export async function listAskedOf(
  tx: Tx,
  org: OrgId,
  about: { settingId: string; questionId: string; occurrence: string; since: LocalDate; week: IsoWeek },
): Promise<AskedOf[]> {
  const result = await tx.execute(sql`
    select person_id as "personId",
      bool_or(question_id = ${about.questionId}
        and ((setting_id = ${about.settingId} and occurrence = ${about.occurrence}) or (local_date >= ${about.since} and state <> 'cancelled'))) as met,
      (max(local_date) filter (where kind = 'knowledge' and state <> 'cancelled'))::text as "lastAsked",
      (count(*) filter (where kind = 'knowledge' and state <> 'cancelled' and local_week = ${about.week}
        and occurrence <> local_date::text))::int as "weekAsked"
    from prompt where org_id = ${org}
      and person_id in (select m.person_id from membership m where m.setting_id = ${about.settingId})
    group by person_id`);
  return rowsOf<AskedOf>(result);
}

export type HandedOn = Omit<typeof prompt.$inferInsert, 'orgId' | 'state'> & { handedFrom: string };

export async function insertHandedOn(tx: Tx, org: OrgId, made: HandedOn): Promise<void> {
  await tx.insert(prompt).values({ orgId: org, ...made });
}
