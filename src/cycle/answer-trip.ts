/**
 * Answers "trip": a lead says that a trip or off-site visit runs until a day, ends it, or sees which are on.
 * The rule: words that are not all Vigil's own make it no command, so no child's name is ever kept with one. While it
 * runs, ask-charge asks who is DSL for it; ended, its question of today is put away.
 */

import { mayArrangeCover } from '../domain/cover.ts';
import { readSpan, type SpanSaid } from '../domain/day-command.ts';
import { addDays } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { tripName } from '../domain/trip.ts';
import { type NoTrip, noTripLine, tripMessage } from '../messages/trip.ts';
import { listCharges, lockCharge } from '../store/charges.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { holdTrips, insertTrip, listTrips, moveTripEnd } from '../store/trips.ts';
import { wakeBy } from '../store/wakes.ts';
import { putAway } from './close-charge.ts';
import type { Context } from './context.ts';
import { placesOf, type Writer } from './find-writers.ts';
import { knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';

/** Longer ahead, nobody knows yet. */
const MOST_DAYS = 90;

/** Null: it was not a command after all. */
export async function answerTrip(
  context: Context,
  writers: readonly Writer[],
  words: readonly string[],
): Promise<Message | null> {
  const said = readSpan(
    words,
    writers.map(({ setting }) => setting.ref),
  );
  const name = said === null ? null : tripName(said.called);
  if (said === null || name === null) return null;
  const places = placesOf(writers, said.ref, mayArrangeCover);
  const [place, ...others] = places;
  if (place === undefined) return noTripLine('not_a_lead');
  if (others.length > 0)
    return noTripLine({ is: 'which_setting', refs: places.map(({ setting }) => setting.ref) });
  return retryDeadlock(context, (tx) => answerIn(context, tx, place, { said, name }));
}

async function answerIn(
  context: Context,
  tx: Tx,
  place: Writer,
  { said, name }: { said: SpanSaid; name: string },
): Promise<Message> {
  const { setting, today } = place;
  await holdTrips(tx, setting.id);
  const all = await listTrips(tx, setting.id, today);
  if (said.do === 'list') return tripMessage(setting.name, all, null);
  const standing = all.find((each) => each.name === name);
  if (said.do === 'end') {
    if (standing === undefined) return noTripLine('unknown');
    await end(context, tx, place, standing.id);
    const left = all.filter((each) => each !== standing);
    return tripMessage(setting.name, left, { is: 'ended', trip: standing });
  }
  const startsOn = said.from(today);
  const endsOn = said.until(today);
  const why = whyNot({ startsOn, endsOn }, today);
  if (why !== null) return noTripLine(why);
  const { org, now, ids } = context;
  const id = standing?.id ?? ids.id();
  if (standing !== undefined) await moveTripEnd(tx, id, endsOn);
  else
    await insertTrip(tx, org, setting.id, {
      id,
      name,
      startsOn,
      endsOn,
      saidBy: place.person.id,
      saidAt: now,
    });
  await appendLedger(tx, org, [
    ledgerEntry(context, 'trip_begun', id, { setting: setting.id, until: endsOn }, place.person.id),
  ]);
  await wakeBy(tx, org, 'ask-charge', now);
  const trip = { name, startsOn: standing?.startsOn ?? startsOn, endsOn };
  return tripMessage(setting.name, await listTrips(tx, setting.id, today), {
    is: standing === undefined ? 'begun' : 'moved',
    trip,
  });
}

function whyNot({ startsOn, endsOn }: { startsOn: string; endsOn: string }, today: string): NoTrip | null {
  if (startsOn < today) return 'past';
  if (endsOn < startsOn) return 'backwards';
  return endsOn > addDays(today, MOST_DAYS) ? 'too_far' : null;
}

async function end(
  context: Context,
  tx: Tx,
  { setting, today, person }: Writer,
  tripId: string,
): Promise<void> {
  await moveTripEnd(tx, tripId, addDays(today, -1));
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'trip_ended', tripId, { setting: setting.id }, person.id),
  ]);
  const asked = (await listCharges(tx, setting.id, today)).find((each) => each.tripId === tripId);
  // What was said of today stays in the record; what was not is wanted no more.
  if (asked === undefined || asked.namedId !== null) return;
  const charge = await lockCharge(tx, { chargeId: asked.chargeId });
  if (charge !== null) await putAway(context, tx, await knowSchool(tx, setting.id, context.now), charge);
}
