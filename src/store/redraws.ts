/**
 * Messages whose record has moved on since they were last drawn: what the platform shows is an older body.
 * The rule: drawing the same body twice does no harm, so a redraw is simply owed until it is done or given up.
 */
import { and, asc, eq, isNotNull, lte, ne, sql } from 'drizzle-orm';
import type { Message } from '../domain/message.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';
import { address, message } from './schema/index.ts';

/** A redraw that is owed: the platform shows an older body than the record has. */
export type OwedRedraw = {
  messageId: string;
  platformId: string;
  channelId: string | null;
  userId: string | null;
  body: Message;
  revision: number;
  attempts: number;
};

export async function listOwedRedraws(
  tx: Tx,
  installationId: string,
  now: Date,
  limit: number,
): Promise<OwedRedraw[]> {
  const rows = await tx
    .select({ sent: message, userId: address.userId })
    .from(message)
    .leftJoin(
      address,
      and(
        eq(address.orgId, message.orgId),
        eq(address.personId, message.personId),
        eq(address.installationId, message.installationId),
      ),
    )
    .where(
      and(
        eq(message.installationId, installationId),
        sql`${message.state} = 'sent'`, // said, not given as a value, so that the index on owed redraws fits
        isNotNull(message.platformId),
        ne(message.drawnRevision, message.revision),
        lte(message.nextAttemptAt, now),
      ),
    )
    .orderBy(asc(message.nextAttemptAt), asc(message.messageId))
    .limit(limit);
  return rows.flatMap(({ sent, userId }) =>
    sent.platformId === null ? [] : [{ ...sent, platformId: sent.platformId, userId }],
  );
}

/** Marks redraws as done, or given up: one statement for all. A newer revision stays owed. */
export async function markDrawn(
  tx: Tx,
  org: OrgId,
  drawn: { messageId: string; revision: number }[],
): Promise<void> {
  if (drawn.length === 0) return;
  await tx.execute(sql`
    update message m set drawn_revision = d.revision, attempts = 0
    from jsonb_to_recordset(${JSON.stringify(drawn)}::jsonb) as d("messageId" uuid, revision int)
    where m.org_id = ${org} and m.message_id = d."messageId"`);
}

/**
 * Has the message of this platform id drawn anew, whatever is shown in its place now: one to this person, or an alert's
 * copy. False when there is none such.
 */
export async function oweRedraw(
  tx: Tx,
  org: OrgId,
  pressed: { installationId: string; userId: string; platformId: string },
): Promise<boolean> {
  const { installationId, userId, platformId } = pressed;
  const owed = await tx.execute(sql`
    update message set revision = case when drawn_revision = revision then revision + 1 else revision end
    where org_id = ${org} and installation_id = ${installationId} and platform_id = ${platformId} and state = 'sent'
      and (alert_id is not null or person_id = any(array(select person_id from address
        where org_id = ${org} and installation_id = ${installationId} and user_id = ${userId})))
    returning message_id`);
  return rowsOf(owed).length > 0;
}

/** A platform shows this body already: where it is the record's own, nothing is owed any more. */
export async function markShownAs(
  tx: Tx,
  org: OrgId,
  shown: { installationId: string; platformId: string; body: Message },
): Promise<void> {
  await tx.execute(sql`
    update message set drawn_revision = revision, attempts = 0
    where org_id = ${org} and installation_id = ${shown.installationId}
      and state = 'sent' and drawn_revision <> revision
      and platform_id = ${shown.platformId} and body = ${JSON.stringify(shown.body)}::jsonb`);
}

export async function putOffRedraw(
  tx: Tx,
  messageId: string,
  attempts: number,
  nextAttemptAt: Date,
): Promise<void> {
  await tx.update(message).set({ attempts, nextAttemptAt }).where(eq(message.messageId, messageId));
}
