/**
 * Trips and off-site visits, each until its last day.
 * The rule: a trip is called by words of Vigil's own, so no name is kept with it.
 */
import { and, asc, eq, gte, sql } from 'drizzle-orm';
import type { Trip } from '../domain/charge.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { trip } from './schema/index.ts';

/** Trips that are not over on that day. */
export async function listTrips(tx: Tx, settingId: string, today: LocalDate): Promise<Trip[]> {
  return tx
    .select({ id: trip.tripId, name: trip.name, startsOn: trip.startsOn, endsOn: trip.endsOn })
    .from(trip)
    .where(and(eq(trip.settingId, settingId), gte(trip.endsOn, today)))
    .orderBy(asc(trip.startsOn), asc(trip.name));
}

/** So that two who say it at once say it in turn. */
export async function holdTrips(tx: Tx, settingId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`trips ${settingId}`}, 0))`);
}

export async function insertTrip(
  tx: Tx,
  org: OrgId,
  settingId: string,
  { id, ...made }: Trip & { saidBy: string; saidAt: Date },
): Promise<void> {
  await tx.insert(trip).values({ orgId: org, settingId, tripId: id, ...made });
}

/** The last day it runs until, that day included. */
export async function moveTripEnd(tx: Tx, tripId: string, endsOn: LocalDate): Promise<void> {
  await tx.update(trip).set({ endsOn }).where(eq(trip.tripId, tripId));
}
