/**
 * Stories of somebody who pauses their questions for a week: what stops, what does not, and that it ends by itself. The
 * same on every platform.
 */
import { eq, inArray } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import type { Store } from '../../src/store/database.ts';
import { ledger, prompt } from '../../src/store/schema/index.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import { listenOn } from '../support/heard.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T06:00:00Z';

let store: Store;
let stage: Stage;
let block = 0;
let heard: string[] = [];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const until = (moment: string) => stage.driver.runUntil(moment);
const of = (who: string) => heard.filter((each) => each.includes(` ${who} `));
/** The days of the knowledge questions put to somebody and not let go. */
const rows = () => store.within(stage.school.org, (tx) => tx.select().from(prompt));
const sampled = (ref: string) =>
  store.within(stage.school.org, async (tx) => {
    const rows = await tx
      .select()
      .from(prompt)
      .where(eq(prompt.personId, stage.school.person(ref).id));
    return rows.filter(
      ({ kind, askedAt, state }) => kind === 'knowledge' && askedAt !== null && state !== 'cancelled',
    );
  });
const entries = () =>
  store.within(stage.school.org, (tx) =>
    tx
      .select({ kind: ledger.kind, actor: ledger.actor })
      .from(ledger)
      .where(inArray(ledger.kind, ['pause_begun', 'pause_ended'])),
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

  test('nothing is asked of them for the week, nothing more after it, and of colleagues as ever', async () => {
    await until('2026-11-09T06:30:00Z');
    const answer = await stage.command('U-T01', '/vigil pause');
    expect(answer.summary).toBe('Your questions are paused until Sunday 15 Nov, that day included.');
    expect((await stage.command('U-T01', '/vigil pause')).summary).toContain('already');
    await until('2026-11-15T18:00:00Z');
    expect(await sampled('T01')).toEqual([]);
    expect((await sampled('T02')).length).toBeGreaterThan(0);
    await until('2026-11-22T18:00:00Z');
    // One week's budget in the week after, not two.
    const after = (await sampled('T01')).length;
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThanOrEqual(stage.school.setting.weeklyBudget);
    const spent = await stage.command('U-T01', '/vigil pause');
    expect(spent.text).toContain('You have paused once this half term, so nothing was changed.');
    expect(await entries()).toEqual([{ kind: 'pause_begun', actor: stage.school.person('T01').id }]);
  });

  test('said in the middle of a week, what waits is let go unasked, and no more comes in that week', async () => {
    // The first day on which a teacher has a sampled question to come.
    let found: { personId: string; promptId: string } | undefined;
    for (const day of ['10', '11', '12', '13']) {
      await until(`2026-11-${day}T06:30:00Z`);
      found = (await rows()).find(
        ({ kind, state, personId }) =>
          kind === 'knowledge' &&
          state === 'planned' &&
          stage.school.people.find(({ id }) => id === personId)?.staffRef.startsWith('T'),
      );
      if (found !== undefined) break;
    }
    if (found === undefined) throw new Error('Nobody was to be asked');
    const { personId, promptId } = found;
    const ref = stage.school.people.find(({ id }) => id === personId)?.staffRef ?? '';
    const before = (await sampled(ref)).length;
    await stage.command(`U-${ref}`, '/vigil pause');
    expect((await rows()).find((row) => row.promptId === promptId)).toMatchObject({
      state: 'cancelled',
      askedAt: null,
    });
    await until('2026-11-15T18:00:00Z');
    expect(await sampled(ref)).toHaveLength(before);
  });

  test('a check in one’s own name still comes', async () => {
    await until('2026-11-09T06:30:00Z');
    await stage.command('U-S01', '/vigil pause');
    await until('2026-11-13T18:00:00Z');
    expect(of('U-S01').length).toBeGreaterThan(0);
  });

  test('ended early, questions come again; ended twice, it says that nothing was changed', async () => {
    await until('2026-11-09T06:30:00Z');
    await stage.command('U-T01', '/vigil pause');
    await until('2026-11-10T06:30:00Z');
    expect((await stage.command('U-T01', '/vigil resume')).text).toContain('come again in your usual hours');
    expect((await stage.command('U-T01', '/vigil resume')).text).toContain('Nothing was changed');
    await until('2026-11-20T18:00:00Z');
    expect((await sampled('T01')).length).toBeGreaterThan(0);
    expect((await entries()).map(({ kind }) => kind)).toEqual(['pause_begun', 'pause_ended']);
  });

  test('with another word it is no command, and nothing is changed', async () => {
    await stage.command('U-T01', '/vigil pause for thought');
    expect(await entries()).toEqual([]);
  });
});
