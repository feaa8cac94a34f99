/**
 * Channels that have refused Vigil: gone, archived, or Vigil is not in them.
 * The rule: one that is parked is not tried before its next look; a message that gets through ends it. A workspace
 * that Vigil is installed in anew begins with none.
 */
import { and, eq } from 'drizzle-orm';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { parkedChannel } from './schema/index.ts';

export type Parked = { why: 'channel_gone' | 'not_in_channel'; parkedAt: Date; lookAt: Date };
export type Channel = { installationId: string; channelId: string };

const is = ({ installationId, channelId }: Channel) =>
  and(eq(parkedChannel.installationId, installationId), eq(parkedChannel.channelId, channelId));

export async function findParked(tx: Tx, channel: Channel): Promise<Parked | null> {
  const [row] = await tx
    .select({ why: parkedChannel.why, parkedAt: parkedChannel.parkedAt, lookAt: parkedChannel.lookAt })
    .from(parkedChannel)
    .where(is(channel));
  return row ?? null;
}

/** Parks it, or puts the next look off where it is parked already. */
export async function parkChannel(
  tx: Tx,
  org: OrgId,
  channel: Channel,
  { why, at, lookAt }: { why: Parked['why']; at: Date; lookAt: Date },
): Promise<void> {
  await tx
    .insert(parkedChannel)
    .values({ orgId: org, ...channel, why, parkedAt: at, lookAt })
    .onConflictDoUpdate({
      target: [parkedChannel.orgId, parkedChannel.installationId, parkedChannel.channelId],
      set: { why, lookAt },
    });
}

export async function freeChannel(tx: Tx, channel: Channel): Promise<void> {
  await tx.delete(parkedChannel).where(is(channel));
}

export async function freeChannels(tx: Tx, installationId: string): Promise<void> {
  await tx.delete(parkedChannel).where(eq(parkedChannel.installationId, installationId));
}
