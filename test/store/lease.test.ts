/**
 * What is lent is anybody's again once its time is over; and at once where it is lent for longer than anything ever is,
 * since the clock has been set back under it.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { claimMessages } from '../../src/store/deliveries.ts';
import { beginEvent } from '../../src/store/inbound-events.ts';
import { takeLane } from '../../src/store/lanes.ts';
import { inboundEvent, lane, message, wake } from '../../src/store/schema/index.ts';
import { claimWake, listDue, wakeBy } from '../../src/store/wakes.ts';
import { queueMessage } from '../support/queue-message.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const EVENT = { platform: 'slack', eventKey: 'event-1' } as const;
let store: Store;
let block = 0;
let school: School;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** All of it lent to somebody who is gone, by the database's clock. */
async function lendUntil(leasedUntil: Date): Promise<void> {
  block += 1;
  school = await makeSchool(store, { block });
  const { org } = school;
  const at = new Date();
  await queueMessage(store, school, {
    at: at.toISOString(),
    kind: 'digest',
    to: 'channel',
    dedupeKey: 'lent',
  });
  await store.within(org, async (tx) => {
    await wakeBy(tx, org, 'plan-prompts', at, 'wall');
    await beginEvent(tx, org, EVENT, at);
    await tx.update(wake).set({ leasedUntil }).where(eq(wake.step, 'plan-prompts'));
    await tx.update(inboundEvent).set({ leasedUntil });
    await tx.update(lane).set({ leasedBy: 'gone', leasedUntil });
    await tx.update(message).set({ state: 'sending', leasedUntil });
  });
}

/** Whether somebody else gets it: the lane, the message, the step and the event. */
async function canHave(): Promise<Record<string, boolean>> {
  const { org, installationId } = school;
  const now = new Date();
  const due = await listDue(store, 'wall', 'plan-prompts', now);
  const had = await store.within(org, async (tx) => ({
    lane: await takeLane(tx, org, installationId, 'other'),
    message: (await claimMessages(tx, org, installationId, { now, limit: 5, claim: 'other' })).length === 1,
    event: (await beginEvent(tx, org, EVENT, now)) === 'begun',
  }));
  const step = due.includes(org) && (await claimWake(store, org, 'plan-prompts', now)) !== null;
  return { ...had, step };
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000);
const ALL = { lane: true, message: true, event: true, step: true };
const NONE = { lane: false, message: false, event: false, step: false };

describe('what is lent', () => {
  test.each([
    ['until in a minute is not to be had', 60, NONE],
    ['until a moment ago is', -1, ALL],
    ['until in four hours is, the clock having been set back', 4 * 3_600, ALL],
    ['for a little longer than ever is not: clocks are put right by a little', 150, NONE],
  ])('%s', async (_, seconds, expected) => {
    await lendUntil(inSeconds(seconds));
    expect(await canHave()).toEqual(expected);
  });
});
