/**
 * Stories of a snow morning: a lead closes the school, nobody is asked anything until it is open, and whoever may have a
 * concern is met as on any other day. The same on every platform.
 */
import { inArray } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import type { Store } from '../../src/store/database.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import { listenOn } from '../support/heard.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

/** A Monday morning; the snow comes on the Tuesday. */
const MONDAY = '2026-11-09T06:00:00Z';

let store: Store;
let stage: Stage;
let heard: string[];
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const entries = () =>
  store.within(stage.school.org, (tx) =>
    tx
      .select({ kind: ledger.kind, actor: ledger.actor })
      .from(ledger)
      .where(inArray(ledger.kind, ['day_closed', 'day_opened'])),
  );
const on = (day: string) => heard.filter((each) => each.startsWith(day));

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    stage = await openStage(store, platform, { block, at: MONDAY, steps: { 'plan-prompts': planPrompts } });
    heard = listenOn(stage);
    const { org } = stage.school;
    await store.within(org, (tx) => wakeBy(tx, org, 'plan-prompts', new Date(MONDAY)));
    await stage.driver.runUntil('2026-11-10T06:40:00Z');
  });
  afterEach(() => stage.close());

  test('the school closes: nothing goes that day, and the week goes on the next', async () => {
    expect(on('2026-11-09').length).toBeGreaterThan(0);
    const answer = await stage.command('U-D02', '/vigil closed today');
    expect(answer.summary).toBe('Oak Primary is closed today, Tuesday 10 Nov.');
    expect(answer.text).toContain('Nobody else was told');
    await stage.driver.runUntil('2026-11-10T23:59:00Z');
    expect(on('2026-11-10')).toEqual([]);
    await stage.driver.runUntil('2026-11-11T17:00:00Z');
    const next = on('2026-11-11');
    expect(next.filter((each) => each.endsWith('prompt')).length).toBeGreaterThan(5);
    // The gates, asked on Monday: reminded of a day later than they would have been.
    expect(next).toContain('2026-11-11 U-S01 nudge');
    expect(next.filter((each) => each.endsWith('overdue'))).toEqual([]);
  });

  test('somebody who may have a concern on that day has a lead told at once', async () => {
    await stage.command('U-D01', '/vigil closed today');
    const answer = await stage.writes('U-T01', 'Ellie in 4B told me her dad hits her with a belt');
    expect(answer.text).toContain('STOP. This is NOT a report');
    await stage.driver.runUntil('2026-11-10T06:45:00Z');
    expect(on('2026-11-10')).toEqual(['2026-11-10 U-D01 guard']);
  });

  test('it is opened again, and what waited goes; each said twice is done once', async () => {
    await stage.command('U-D01', '/vigil closed today');
    await stage.command('U-D01', '/vigil closed today');
    await stage.driver.runUntil('2026-11-10T09:00:00Z');
    expect(on('2026-11-10')).toEqual([]);
    const answer = await stage.writes('U-H01', 'open today');
    expect(answer.summary).toBe('Oak Primary is open today, Tuesday 10 Nov again.');
    await stage.writes('U-H01', 'open today');
    await stage.driver.runUntil('2026-11-10T17:00:00Z');
    expect(on('2026-11-10').filter((each) => each.endsWith('prompt')).length).toBeGreaterThan(5);
    const { school } = stage;
    expect(await entries()).toEqual([
      { kind: 'day_closed', actor: school.person('D01').id },
      { kind: 'day_opened', actor: school.person('H01').id },
    ]);
  });

  test('a teacher is told whose it is, and a sentence that only begins so is met by the guard', async () => {
    expect((await stage.writes('U-T01', 'closed today')).text).toContain('its DSL, deputies and headteacher');
    const words = await stage.writes('U-T01', 'closed the door on a boy and he hit him');
    expect(words.text).toContain('STOP. This is NOT a report');
    expect(await entries()).toEqual([]);
  });
});
