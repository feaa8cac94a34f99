/**
 * A day's salt: random text that a mark of that day is made with, so that the mark tells nobody who it was.
 * The rule: one a platform and day, whoever asks first; it stands among the events taken and is removed with them,
 * and after that no list of accounts, however complete, can be tried against the marks that are left.
 */
import { and, eq, like, sql } from 'drizzle-orm';
import type { LocalDate } from '../domain/local-time.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import type { EventId } from './inbound-events.ts';
import { inboundEvent } from './schema/index.ts';

export type SaltDay = { platform: EventId['platform']; day: LocalDate };

/** `fresh` gives 128 random bits, for a day that has none yet. Others who ask wait until the transaction ends. */
export async function saltOf(
  tx: Tx,
  org: OrgId,
  { platform, day }: SaltDay,
  { fresh, now }: { fresh(): string; now: Date },
): Promise<string> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`salt ${org}`}, 0))`);
  const start = `salt:${day}:`;
  const [kept] = await tx
    .select({ eventKey: inboundEvent.eventKey })
    .from(inboundEvent)
    .where(and(eq(inboundEvent.platform, platform), like(inboundEvent.eventKey, `${start}%`)));
  if (kept !== undefined) return kept.eventKey.slice(start.length);
  const salt = fresh();
  await tx.insert(inboundEvent).values({
    orgId: org,
    platform,
    eventKey: `${start}${salt}`,
    takenAt: now,
    leasedUntil: null,
  });
  return salt;
}
