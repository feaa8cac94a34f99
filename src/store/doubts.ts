/**
 * Messages that are held because they may have arrived: what a lead is asked about, what they say; and how many there
 * are of them and of those that failed.
 * The rule: the answer counts once, while the message is held. Who may give it is cycle/settle-doubt's.
 */
import { and, count, desc, eq, gte, notInArray, sql } from 'drizzle-orm';
import type { MessageKind } from '../domain/message.ts';
import type { Tx } from './database.ts';
import { NOTICE } from './deliveries.ts';
import { message, parkedChannel, setting } from './schema/index.ts';
import type { MessageState } from './schema/messages.ts';

export type Doubt = {
  messageId: string;
  settingId: string;
  kind: MessageKind;
  state: MessageState;
  revision: number;
};

/** The message, held until the transaction ends; null where the token is nobody's. */
export async function lockDoubt(tx: Tx, token: string): Promise<Doubt | null> {
  const [row] = await tx
    .select({
      messageId: message.messageId,
      settingId: message.settingId,
      kind: message.kind,
      state: message.state,
      revision: message.revision,
    })
    .from(message)
    .where(eq(message.doubtToken, token))
    .for('update');
  return row ?? null;
}

/** Somebody has seen it where it was to go. Nothing of it can be redrawn: where it is there, nobody knows. */
export async function markSeen(tx: Tx, { messageId, revision }: Doubt, at: Date): Promise<void> {
  await tx
    .update(message)
    .set({ state: 'sent', fault: null, sentAt: at, drawnRevision: revision })
    .where(and(eq(message.messageId, messageId), eq(message.state, 'held')));
}

/** It is not there: it goes once more, as if never tried. */
export async function release(tx: Tx, { messageId }: Doubt, at: Date): Promise<void> {
  await tx
    .update(message)
    .set({ state: 'pending', fault: null, attempts: 0, nextAttemptAt: at })
    .where(and(eq(message.messageId, messageId), eq(message.state, 'held')));
}

/** The message that asked a lead about it; null where there was nobody to ask. */
export async function findByKey(
  tx: Tx,
  dedupeKey: string,
): Promise<{ messageId: string; revision: number } | null> {
  const [row] = await tx
    .select({ messageId: message.messageId, revision: message.revision })
    .from(message)
    .where(eq(message.dedupeKey, dedupeKey));
  return row ?? null;
}

/** What of a setting's delivery wants a person. */
export type Troubles = {
  /** Messages a lead was asked about. */
  held: number;
  /** From when its channel has refused Vigil. */
  parkedSince: Date | null;
  /**
   * Messages queued since the given moment that go no more, by why: those of which a lead was to be told. Not those to
   * people who cannot be reached, nor what is only said once more or in passing.
   */
  failed: { why: string; messages: number }[];
};

export async function readTroubles(tx: Tx, settingId: string, since: Date): Promise<Troubles> {
  const [held] = await tx
    .select({ count: count() })
    .from(message)
    .where(and(eq(message.settingId, settingId), eq(message.state, 'held')));
  const [parked] = await tx
    .select({ since: parkedChannel.parkedAt })
    .from(parkedChannel)
    .innerJoin(
      setting,
      and(
        eq(setting.channelInstallationId, parkedChannel.installationId),
        eq(setting.channelId, parkedChannel.channelId),
      ),
    )
    .where(eq(setting.settingId, settingId));
  const failed = await tx
    .select({ why: sql<string>`coalesce(${message.fault}, 'unknown')`, messages: count() })
    .from(message)
    .where(
      and(
        eq(message.settingId, settingId),
        eq(message.state, 'failed'),
        gte(message.createdAt, since),
        sql`${message.fault} is distinct from 'person_gone'`,
        notInArray(message.kind, ['nudge', 'private_line']),
        sql`not starts_with(${message.dedupeKey}, ${NOTICE})`,
      ),
    )
    .groupBy(message.fault)
    .orderBy(desc(count()), message.fault);
  return { held: held?.count ?? 0, parkedSince: parked?.since ?? null, failed };
}
