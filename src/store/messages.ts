/**
 * Outbound message rows: queued in the transaction that made them necessary, sent later by the deliverer alone.
 * The rule: a dedupe key is queued once, so a step run twice says a thing once.
 */

import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Message } from '../domain/message.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { address, message, messagePrompt } from './schema/index.ts';

export type NewMessage = {
  messageId: string;
  settingId: string;
  to: { personId: string } | { installationId: string; channelId: string };
  dedupeKey: string;
  body: Message;
  notBefore: Date;
  /** Prompts and nudges are not sent after this; the deliverer moves them to the next allowed moment. */
  notAfter: Date | null;
  promptIds: string[];
  alertId?: string;
  /** The question of who is in charge that it asks or tells of. */
  chargeId?: string;
};

/**
 * Queues messages. A person with no address gets none: their ids come back as `unreachable`, and are never called
 * silent. Keys already queued are left as they are and not counted in `queued`.
 */
export async function queueMessages(
  tx: Tx,
  org: OrgId,
  messages: NewMessage[],
  at: Date,
): Promise<{ queued: string[]; unreachable: string[] }> {
  if (messages.length === 0) return { queued: [], unreachable: [] };
  const people = messages.flatMap(({ to }) => ('personId' in to ? [to.personId] : []));
  const found =
    people.length === 0 ? [] : await tx.select().from(address).where(inArray(address.personId, people));
  const installationOf = new Map(
    found.filter((row) => row.state === 'reachable').map((row) => [row.personId, row.installationId]),
  );
  const unreachable: string[] = [];
  const rows: (typeof message.$inferInsert)[] = [];
  for (const made of messages) {
    const personId = 'personId' in made.to ? made.to.personId : null;
    const installationId =
      'personId' in made.to ? installationOf.get(made.to.personId) : made.to.installationId;
    if (installationId === undefined) {
      if (personId !== null) unreachable.push(personId);
      continue;
    }
    rows.push({
      orgId: org,
      messageId: made.messageId,
      settingId: made.settingId,
      kind: made.body.kind,
      personId,
      channelId: 'channelId' in made.to ? made.to.channelId : null,
      installationId,
      dedupeKey: made.dedupeKey,
      alertId: made.alertId ?? null,
      chargeId: made.chargeId ?? null,
      body: made.body,
      notBefore: made.notBefore,
      notAfter: made.notAfter,
      nextAttemptAt: made.notBefore,
      createdAt: at,
    });
  }
  if (rows.length === 0) return { queued: [], unreachable };
  const inserted = await tx
    .insert(message)
    .values(rows)
    .onConflictDoNothing({ target: [message.orgId, message.dedupeKey] })
    .returning({ messageId: message.messageId });
  const queued = new Set(inserted.map((row) => row.messageId));
  const bearing = messages
    .filter((made) => queued.has(made.messageId))
    .flatMap((made) =>
      made.promptIds.map((promptId, position) => ({
        orgId: org,
        messageId: made.messageId,
        promptId,
        position,
      })),
    );
  if (bearing.length > 0) await tx.insert(messagePrompt).values(bearing);
  return { queued: [...queued], unreachable };
}

/** Whether anything has been queued under this key. */
export async function isQueued(tx: Tx, org: OrgId, dedupeKey: string): Promise<boolean> {
  const [found] = await tx
    .select({ messageId: message.messageId })
    .from(message)
    .where(and(eq(message.orgId, org), eq(message.dedupeKey, dedupeKey)));
  return found !== undefined;
}

/** Gives a message a new body; the deliverer redraws it wherever it has already been sent. */
export async function redrawMessage(
  tx: Tx,
  messageId: string,
  body: Message,
  revision: number,
): Promise<void> {
  await tx.update(message).set({ body, revision }).where(eq(message.messageId, messageId));
}

/** Of the digests that wait for an installation only each setting's newest is still news. */
export async function withdrawOldDigests(tx: Tx, org: OrgId, installationId: string): Promise<void> {
  await tx.execute(sql`
    update message m set state = 'withdrawn', fault = 'overtaken', leased_until = null
    where m.org_id = ${org} and m.installation_id = ${installationId} and m.kind = 'digest'
      and m.state in ('pending', 'unknown')
      and exists (select 1 from message newer where newer.org_id = m.org_id
        and newer.setting_id = m.setting_id and newer.kind = 'digest' and newer.created_at > m.created_at)`);
}

/**
 * Withdraws nudges that have not gone yet: later events have overtaken them. One that a press has locked just now
 * is left to that press, so that neither waits for the other.
 */
export async function withdrawUnsentNudges(tx: Tx, org: OrgId, promptIds: string[]): Promise<void> {
  if (promptIds.length === 0) return;
  const unsent = await tx
    .select({ messageId: message.messageId })
    .from(message)
    .where(
      and(
        eq(message.orgId, org),
        eq(message.kind, 'nudge'),
        inArray(message.state, ['pending', 'unknown']),
        inArray(
          message.messageId,
          tx
            .select({ messageId: messagePrompt.messageId })
            .from(messagePrompt)
            .where(inArray(messagePrompt.promptId, promptIds)),
        ),
      ),
    )
    .orderBy(asc(message.messageId))
    .for('update', { skipLocked: true });
  const ids = unsent.map((row) => row.messageId);
  if (ids.length === 0) return;
  await tx
    .update(message)
    .set({ state: 'withdrawn', leasedUntil: null })
    .where(inArray(message.messageId, ids));
}
