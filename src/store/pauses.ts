/**
 * Weeks without sampled questions, as they are kept on a person's place in a setting.
 * The rule: two dates and nothing else; a place is held while it changes. When they may be taken is domain/pause's.
 */
import { and, eq } from 'drizzle-orm';
import type { Pause } from '../domain/pause.ts';
import type { Tx } from './database.ts';
import { membership } from './schema/index.ts';

const place = (settingId: string, personId: string) =>
  and(eq(membership.settingId, settingId), eq(membership.personId, personId));

/** Held until the transaction ends; null where they have no place there. */
export async function holdPaused(tx: Tx, settingId: string, personId: string): Promise<Pause[] | null> {
  const [row] = await tx
    .select({ paused: membership.paused })
    .from(membership)
    .where(place(settingId, personId))
    .for('update');
  return row?.paused ?? null;
}

export async function savePaused(
  tx: Tx,
  { settingId, personId, paused }: { settingId: string; personId: string; paused: Pause[] },
): Promise<void> {
  await tx.update(membership).set({ paused }).where(place(settingId, personId));
}
