/**
 * An event is acted on once, however often and however closely together it is delivered.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { World } from '../../src/cycle/context.ts';
import { takeOnce } from '../../src/cycle/take-once.ts';
import type { Store } from '../../src/store/database.ts';
import { inboundEvent } from '../../src/store/schema/index.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOW = '2026-11-09T08:05:00Z';
let store: Store;
let school: School;
let world: World;
let block = 0;
let done: number;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  done = 0;
  school = await makeSchool(store, { block });
  world = { store, contextFor: async () => school.at(NOW) };
});

const event = (eventKey = 'event:1') => ({
  platform: 'local' as const,
  externalId: school.externalId,
  eventKey,
});
const work = async () => {
  done += 1;
};
const rows = () => store.within(school.org, (tx) => tx.select().from(inboundEvent));

test('delivered a hundred times, it is done once', async () => {
  expect(await takeOnce(world, event(), work)).toBe('done');
  for (let again = 0; again < 99; again += 1) expect(await takeOnce(world, event(), work)).toBe('taken');
  expect(done).toBe(1);
  expect(await rows()).toMatchObject([{ eventKey: 'event:1', leasedUntil: null }]);
});

test('delivered while it is in hand, it is not taken beside it', async () => {
  let finish = () => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begun = () => {};
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = takeOnce(world, event(), async () => {
    begun();
    await slow;
    await work();
  });
  await started;
  expect(await takeOnce(world, event(), work)).toBe('busy');
  finish();
  expect(await first).toBe('done');
  expect(done).toBe(1);
});

test('work that failed may be done when it is delivered again', async () => {
  const fails = takeOnce(world, event(), async () => {
    throw new Error('the database went away');
  });
  await expect(fails).rejects.toThrow('went away');
  expect(await takeOnce(world, event(), work)).toBe('done');
  expect(done).toBe(1);
});

test('a process that died in the middle gives it up when its lease ends', async () => {
  await expect(
    takeOnce(world, event(), async () => {
      await store.within(school.org, (tx) =>
        tx
          .update(inboundEvent)
          .set({ leasedUntil: new Date('2020-01-01') })
          .where(eq(inboundEvent.eventKey, 'event:1')),
      );
      expect(await takeOnce(world, event(), work)).toBe('done');
    }),
  ).resolves.toBe('done');
  expect(done).toBe(1);
});

test('what another organisation took is another event', async () => {
  const other = await makeSchool(store, { block: block + 500 });
  expect(await takeOnce(world, event(), work)).toBe('done');
  const theirs = { ...event(), externalId: other.externalId };
  const elsewhere: World = { store, contextFor: async () => other.at(NOW) };
  expect(await takeOnce(elsewhere, theirs, work)).toBe('done');
  expect(done).toBe(2);
});

test('in a workspace nobody has installed Vigil in, the work is done and no row is kept', async () => {
  const unknown = { ...event(), externalId: 'nowhere' };
  expect(await takeOnce(world, unknown, work)).toBe('done');
  expect(await takeOnce(world, unknown, work)).toBe('done');
  expect(done).toBe(2);
  expect(await rows()).toEqual([]);
});
