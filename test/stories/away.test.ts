/**
 * Stories of being away: somebody says so, is left in peace, and nobody is called late; a lead says it of a colleague
 * whose check then has somebody. The same on every platform.
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

const MONDAY = '2026-11-09T06:00:00Z';

let store: Store;
let stage: Stage;
let heard: string[];
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const of = (who: string) => heard.filter((each) => each.includes(` ${who} `));
const entries = () =>
  store.within(stage.school.org, (tx) =>
    tx
      .select({ kind: ledger.kind, facts: ledger.facts })
      .from(ledger)
      .where(inArray(ledger.kind, ['absence_begun', 'absence_ended'])),
  );

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    stage = await openStage(store, platform, { block, at: MONDAY, steps: { 'plan-prompts': planPrompts } });
    heard = listenOn(stage);
    const { org } = stage.school;
    await store.within(org, (tx) => wakeBy(tx, org, 'plan-prompts', new Date(MONDAY)));
  });
  afterEach(() => stage.close());

  test('a teacher is away for the week: nothing comes until it is over, and then it does by itself', async () => {
    await stage.driver.runUntil('2026-11-09T06:30:00Z');
    const answer = await stage.command('U-T01', '/vigil away until 13 Nov');
    expect(answer.summary).toBe('You are away until Friday 13 Nov, that day included.');
    await stage.command('U-T01', '/vigil away until 13 Nov');
    await stage.driver.runUntil('2026-11-15T18:00:00Z');
    expect(of('U-T01')).toEqual([]);
    expect(of('U-T02').length).toBeGreaterThan(0);
    await stage.driver.runUntil('2026-11-20T18:00:00Z');
    expect(of('U-T01').length).toBeGreaterThan(0);
    expect(await entries()).toEqual([{ kind: 'absence_begun', facts: { until: '2026-11-13', by: 'self' } }]);
  });

  test('the site manager is away, as a lead says: nobody is told that a check is late, a lead that nobody has it', async () => {
    await stage.driver.runUntil('2026-11-09T17:00:00Z');
    expect(of('U-S01')).toContain('2026-11-09 U-S01 prompt');
    const answer = await stage.writes('U-D02', 'away Len Voss until 13 Nov');
    expect(answer.summary).toBe('Len Voss is away until Friday 13 Nov, that day included.');
    const before = of('U-S01').length;
    await stage.driver.runUntil('2026-11-13T18:00:00Z');
    expect(of('U-S01')).toHaveLength(before);
    const told = stage.to('U-D01').map(({ text, summary }) => `${summary} ${text}`);
    expect(told.filter((text) => text.includes('falls due while Len Voss is away'))).toHaveLength(1);
    expect(told.filter((text) => text.includes('site security, due'))).toEqual([]);
    expect((await stage.writes('U-D01', 'people')).text).toContain('Len Voss: until Friday 13 Nov');
    const people = await stage.writes('U-G01', 'people');
    expect(`${people.summary} ${people.text}`).not.toContain('Len Voss');
  });

  test('back sooner, they are asked as usual; with a reason it is no command', async () => {
    expect((await stage.writes('U-T01', 'away until friday with flu')).text).toContain(
      'STOP. This is NOT a report',
    );
    expect(await entries()).toEqual([]);
    await stage.writes('U-T01', 'away until 13 Nov');
    expect((await stage.writes('U-T01', 'status me')).text).toContain('You are away until Friday 13 Nov');
    expect((await stage.writes('U-T01', 'back')).text).toContain('You are back.');
    await stage.driver.runUntil('2026-11-13T18:00:00Z');
    expect(of('U-T01').length).toBeGreaterThan(0);
    expect((await entries()).map(({ kind }) => kind)).toEqual(['absence_begun', 'absence_ended']);
  });
});
