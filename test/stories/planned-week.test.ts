/**
 * A week as it is really planned: who is asked, and what becomes of a check nobody answers. The same on every
 * platform.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { localTime } from '../../src/domain/local-time.ts';
import type { Store } from '../../src/store/database.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import { openStage, PLATFORMS } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const FROM = '2026-11-09T06:00:00Z';

let store: Store;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

test.each(PLATFORMS)(
  'on %s: a site manager who answers nothing all week is asked once, nudged twice, and the lead told once',
  async (platform) => {
    block += 1;
    const steps = { 'plan-prompts': planPrompts };
    const stage = await openStage(store, platform, { block, at: FROM, steps });
    const { school, driver } = stage;
    const gates = school.questions.find((question) => question.id === 'SIT-D1')?.text ?? '';
    stage.before = async (_to, message) => {
      const { zone } = school.setting;
      const inHours = localTime(driver.now, zone) >= '07:30' && localTime(driver.now, zone) <= '18:00';
      expect(inHours, `${message.kind} at ${localTime(driver.now, zone)}`).toBe(true);
    };
    await store.within(school.org, (tx) => wakeBy(tx, school.org, 'plan-prompts', new Date(FROM)));
    const counts = await driver.runUntil('2026-11-13T18:00:00Z');
    const isGates = (text = '') => text.includes(gates) || text.includes('site security');
    const about = stage
      .copies()
      .filter(({ drawn }) => isGates(drawn[0]))
      .map(({ to, kind }) => `${to === school.channelId ? 'channel' : to} ${kind}`);
    expect(about.slice(0, 5)).toEqual([
      'U-S01 prompt',
      'U-S01 nudge',
      'U-S01 nudge',
      'channel overdue',
      'U-D01 overdue',
    ]);
    expect(counts.planned).toBeGreaterThan(14);
    expect(school.log.lines.filter((line) => line.level === 'error')).toEqual([]);
    await stage.close();
  },
);
