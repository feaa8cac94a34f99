/**
 * The queue of an installation as a whole: put off together, asked when it next wants something, or changed for
 * another. The rule: what is being sent just now is nobody else's to move.
 */
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { isInDoubt, type Outbound, UNCERTAIN } from './deliveries.ts';
import { rowsOf } from './rows.ts';
import { message } from './schema/index.ts';

/**
 * The person is reached through another installation now: the message goes there, as if never tried but for its doubt.
 */
export async function followPerson(
  tx: Tx,
  outbound: Pick<Outbound, 'messageId' | 'uncertain' | 'crashed'>,
  at: Date,
): Promise<void> {
  await tx
    .update(message)
    .set({
      installationId: sql`coalesce((select a.installation_id from address a
        where a.org_id = ${message.orgId} and a.person_id = ${message.personId}), ${message.installationId})`,
      ...(isInDoubt(outbound)
        ? { state: 'unknown' as const, fault: UNCERTAIN }
        : { state: 'pending' as const }),
      leasedUntil: null,
      nextAttemptAt: at,
      attempts: 0,
    })
    .where(eq(message.messageId, outbound.messageId));
}

/** Puts off everything waiting for an installation that has asked us to slow down. */
export async function putOffLane(tx: Tx, installationId: string, until: Date): Promise<void> {
  await tx
    .update(message)
    .set({ nextAttemptAt: until })
    .where(
      and(
        eq(message.installationId, installationId),
        inArray(message.state, ['pending', 'unknown']),
        lt(message.nextAttemptAt, until),
      ),
    );
}

/** When anything next wants sending or redrawing on an installation; null when nothing waits. */
export async function nextDelivery(
  tx: Tx,
  org: OrgId,
  installationId: string,
): Promise<{ due: Date | null; sending: boolean }> {
  const [row] = rowsOf<{ due: Date | string | null; sending: boolean | null }>(
    await tx.execute(sql`
      select min(greatest(next_attempt_at, not_before)) filter (where state <> 'sending') as due,
        bool_or(state = 'sending') as sending from message
      where org_id = ${org} and installation_id = ${installationId}
        and (state in ('pending', 'unknown', 'sending')
          or (state = 'sent' and drawn_revision <> revision and platform_id is not null))`),
  );
  return { due: row?.due ? new Date(row.due) : null, sending: row?.sending ?? false };
}
