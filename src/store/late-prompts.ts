/**
 * Questions that come late: found company for, and put into one message with it.
 * The rule: a message that has been tried, or may have arrived, is left as it is; what is moved is moved whole.
 */
import { sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import type { Outbound } from './deliveries.ts';
import { rowsOf } from './rows.ts';

/**
 * Another message of questions to the same person in the same setting that is to go by `until` and is still open then,
 * with room for as many
 * `seconds` as are left; null when there is none. It is held until the transaction ends.
 */
export async function findCompany(
  tx: Tx,
  org: OrgId,
  { messageId, personId, settingId, installationId }: Outbound,
  { until, seconds }: { until: Date; seconds: number },
): Promise<string | null> {
  const [row] = rowsOf<{ message_id: string }>(
    await tx.execute(sql`
      select m.message_id from message m
      where m.org_id = ${org} and m.person_id = ${personId} and m.setting_id = ${settingId}
        and m.installation_id = ${installationId} and m.message_id <> ${messageId}
        and m.kind = 'prompt' and m.state = 'pending' and m.attempts = 0
        and m.next_attempt_at <= ${until.toISOString()}::timestamptz
        and not exists (select from message_prompt b
          join prompt p on p.org_id = b.org_id and p.prompt_id = b.prompt_id
          where b.org_id = m.org_id and b.message_id = m.message_id and p.closes_at <= ${until.toISOString()}::timestamptz)
        and (select coalesce(sum(p.seconds), 0) from message_prompt b
          join prompt p on p.org_id = b.org_id and p.prompt_id = b.prompt_id
          where b.org_id = m.org_id and b.message_id = m.message_id) <= ${seconds}
      order by m.next_attempt_at, m.message_id limit 1 for update skip locked`),
  );
  return row?.message_id ?? null;
}

/** What one message asks is asked by the other from now on; the first goes no more. */
export async function moveInto(tx: Tx, org: OrgId, from: string, into: string): Promise<void> {
  await tx.execute(sql`
    insert into message_prompt (org_id, message_id, prompt_id, position)
    select b.org_id, ${into}::uuid, b.prompt_id, b.position + (
      select count(*) from message_prompt t where t.org_id = ${org} and t.message_id = ${into})
    from message_prompt b where b.org_id = ${org} and b.message_id = ${from}
    on conflict do nothing`);
  await tx.execute(sql`delete from message_prompt where org_id = ${org} and message_id = ${from}`);
  await tx.execute(sql`
    update message set state = 'withdrawn', fault = 'merged', leased_until = null
    where org_id = ${org} and message_id = ${from}`);
}

/** The tokens of what a message asks, in order. */
export async function listTokens(tx: Tx, org: OrgId, messageId: string): Promise<string[]> {
  const rows = rowsOf<{ token: string }>(
    await tx.execute(sql`
      select p.token from message_prompt b join prompt p on p.org_id = b.org_id and p.prompt_id = b.prompt_id
      where b.org_id = ${org} and b.message_id = ${messageId} order by b.position`),
  );
  return rows.map(({ token }) => token);
}
