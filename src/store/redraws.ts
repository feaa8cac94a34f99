/**
 * Messages whose record has moved on since they were last drawn: what the platform shows is an older body.
 * The rule: drawing the same body twice does no harm, so a redraw is simply owed until it is done or given up.
 */
import { and, asc, eq, lte, ne } from 'drizzle-orm';
import type { Message } from '../domain/message.ts';
import type { Tx } from './database.ts';
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
        eq(message.state, 'sent'),
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

/** Marks a redraw as done, or given up; a newer revision stays owed. */
export async function markDrawn(tx: Tx, messageId: string, revision: number): Promise<void> {
  await tx
    .update(message)
    .set({ drawnRevision: revision, attempts: 0 })
    .where(eq(message.messageId, messageId));
}

export async function putOffRedraw(
  tx: Tx,
  messageId: string,
  attempts: number,
  nextAttemptAt: Date,
): Promise<void> {
  await tx.update(message).set({ attempts, nextAttemptAt }).where(eq(message.messageId, messageId));
}
