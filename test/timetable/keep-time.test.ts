/**
 * The real-time driver: nobody waits behind another's slow workspace, a lane in other hands is left alone, a stop waits
 * for what is in hand, and nothing begins while it may not.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { World } from '../../src/cycle/context.ts';
import type { Store } from '../../src/store/database.ts';
import { leaveLanes, restLane, takeLane } from '../../src/store/lanes.ts';
import { dropClaims, listDue, listWakes, wakeBy } from '../../src/store/wakes.ts';
import { startTimetable } from '../../src/timetable/keep-time.ts';
import type { Steps } from '../../src/timetable.ts';
import { keptLog } from '../support/fixed.ts';
import { flakyRecord } from '../support/flaky-record.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOON = new Date('2026-11-09T12:00:00Z');
let store: Store;
let schools: School[];
let block = 700;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await dropClaims(store);
  schools = [];
  for (let n = 0; n < 6; n += 1) {
    block += 1;
    schools.push(await makeSchool(store, { block }));
  }
});

function world(): World {
  return {
    store,
    contextFor: async (org) => {
      const school = schools.find((each) => each.org === org);
      if (!school) throw new Error('Another test’s school was run');
      return school.at(NOON);
    },
  };
}

function stepsWith(deliver: (school: School) => Promise<void>): Steps {
  const nothing = async () => ({ counts: {}, nextDue: null });
  return {
    'plan-prompts': nothing,
    'chase-overdue': nothing,
    'send-digests': nothing,
    'sync-members': nothing,
    'seal-ledger': nothing,
    'ask-charge': nothing,
    'check-channels': nothing,
    'apply-retention': nothing,
    'deliver-messages': async ({ org }) => {
      const school = schools.find((each) => each.org === org);
      if (school) await deliver(school);
      return { counts: {}, nextDue: null };
    },
  };
}

async function due(school: School): Promise<void> {
  await store.within(school.org, (tx) => wakeBy(tx, school.org, 'deliver-messages', NOON));
}

const time = () => ({ now: () => NOON, monotonic: () => performance.now(), read: async () => {} });

describe('a slow workspace', () => {
  test('holds up nobody else: the others are served while it is still in hand, and again', async () => {
    const [slow, ...others] = schools;
    if (!slow) throw new Error('There are schools');
    const served: School[] = [];
    let release = () => {};
    const held = new Promise<void>((go) => {
      release = go;
    });
    for (const school of schools) await due(school);
    const running = startTimetable({
      world: world(),
      steps: stepsWith(async (school) => {
        served.push(school);
        if (school === slow) await held;
      }),
      time: time(),
      log: keptLog(),
      keeper: 'a',
    });
    await vi.waitFor(() => expect(served).toEqual(expect.arrayContaining(others)), { timeout: 30_000 });
    for (const school of others) await due(school);
    await vi.waitFor(() => expect(served.filter((school) => school !== slow)).toHaveLength(10), {
      timeout: 30_000,
    });
    expect(served.filter((school) => school === slow)).toHaveLength(1);
    let stopped = false;
    const stopping = running.stop().then(() => {
      stopped = true;
    });
    expect(stopped).toBe(false);
    release();
    await stopping;
    const left = await store.within(slow.org, (tx) => listWakes(tx, slow.org));
    expect(left.filter(({ step }) => step === 'deliver-messages')).toEqual([]);
  });
});

test('nothing is begun while it may not be, and all of it after', async () => {
  const served: School[] = [];
  let may = false;
  let asked = 0;
  for (const school of schools) await due(school);
  const running = startTimetable({
    world: world(),
    steps: stepsWith(async (school) => void served.push(school)),
    time: time(),
    log: keptLog(),
    keeper: 'a',
    mayBegin: async () => {
      asked += 1;
      return may;
    },
  });
  await vi.waitFor(() => expect(asked).toBeGreaterThan(1), { timeout: 30_000 });
  expect(served).toEqual([]);
  may = true;
  await vi.waitFor(() => expect(served).toHaveLength(6), { timeout: 30_000 });
  await running.stop();
});

test('a stop with a limit gives back what is still in hand, so that another process may have it at once', async () => {
  const [slow] = schools;
  if (!slow) throw new Error('There are schools');
  await due(slow);
  let isBegun = false;
  const running = startTimetable({
    world: world(),
    steps: stepsWith(() => {
      isBegun = true;
      return new Promise(() => {});
    }),
    time: time(),
    log: keptLog(),
    keeper: 'a',
  });
  await vi.waitFor(() => expect(isBegun).toBe(true), { timeout: 30_000 });
  expect(await listDue(store, 'wall', 'deliver-messages', NOON)).not.toContain(slow.org);
  await running.stop(50);
  expect(await listDue(store, 'wall', 'deliver-messages', NOON)).toContain(slow.org);
});

test('what could not be ended while the record was away is ended once it is back, and runs again', async () => {
  const [school] = schools;
  if (!school) throw new Error('There are schools');
  await due(school);
  const flaky = flakyRecord(store);
  let runs = 0;
  const running = startTimetable({
    world: { ...world(), store: flaky.store },
    steps: stepsWith(async () => {
      runs += 1;
      if (runs === 1) flaky.is = 'refusing';
    }),
    time: {
      ...time(),
      read: () => flaky.store.unbound(async () => {}),
    },
    log: keptLog(),
    keeper: 'a',
  });
  await vi.waitFor(() => expect(runs).toBe(1), { timeout: 30_000 });
  await due(school);
  flaky.is = 'there';
  await vi.waitFor(() => expect(runs).toBe(2), { timeout: 30_000 });
  await running.stop();
});

describe('a lane', () => {
  const dueFor = (keeper: string) => listDue(store, 'wall', 'deliver-messages', NOON, keeper);
  const take = (school: School, keeper: string) =>
    store.within(school.org, (tx) => takeLane(tx, school.org, school.installationId, keeper));

  test('in another’s hands is left to them, at work and for a while after; let go, it is anybody’s', async () => {
    const [school] = schools;
    if (!school) throw new Error('There are schools');
    await due(school);
    expect(await take(school, 'a')).toBe(true);
    expect(await dueFor('b')).not.toContain(school.org);
    expect(await dueFor('a')).toContain(school.org);
    await store.within(school.org, (tx) => restLane(tx, school.installationId, 'a'));
    expect(await dueFor('b')).not.toContain(school.org);
    expect(await take(school, 'b')).toBe(false);
    await leaveLanes(store, 'b');
    expect(await take(school, 'b')).toBe(false);
    await leaveLanes(store, 'a');
    expect(await dueFor('b')).toContain(school.org);
    expect(await take(school, 'b')).toBe(true);
  });

  test('and every claim are let go of as an embedded database is opened', async () => {
    const [school] = schools;
    if (!school) throw new Error('There are schools');
    await due(school);
    await take(school, 'killed');
    await leaveLanes(store);
    expect(await take(school, 'new')).toBe(true);
  });
});
