/**
 * A day that turns out to be no school day: what was planned for it is not sent, nobody is late for it, and what was
 * asked before stays open. The same on every platform.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { localDate, localTime } from '../../src/domain/local-time.ts';
import { importCalendar } from '../../src/operator/import-calendar.ts';
import type { Store } from '../../src/store/database.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import { ask, readPrompt } from '../support/ask.ts';
import { YEAR_CSV } from '../support/calendar-files.ts';
import { givenFor } from '../support/given.ts';
import type { School } from '../support/school.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let stage: Stage;
let school: School;
let heard: string[];
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** Brings the year in at that moment, with these rows besides. */
async function bring(at: string, ...rows: string[]) {
  stage.driver.now = new Date(at);
  const outcome = await importCalendar(
    givenFor(store, [school], at),
    { setting: school.setting.ref, json: true },
    `${YEAR_CSV}${rows.join('\n')}\n`,
  );
  expect(outcome).toMatchObject({ code: 0, errors: [] });
  return JSON.parse(outcome.out);
}

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    const steps = { 'plan-prompts': planPrompts };
    stage = await openStage(store, platform, { block, at: '2026-11-10T06:00:00Z', steps });
    ({ school } = stage);
    heard = [];
    stage.before = async (to, message) => {
      const { zone } = school.setting;
      const whom = to.kind === 'channel' ? 'channel' : to.id.replace('U-', '');
      const { now } = stage.driver;
      heard.push(`${localDate(now, zone)} ${localTime(now, zone)} ${whom} ${message.kind}`);
    };
  });
  afterEach(() => stage.close());

  test('planned at six, closed at half past six: nobody is asked that day, and they are the next', async () => {
    const { driver } = stage;
    const at = '2026-11-10T06:00:00Z';
    await store.within(school.org, (tx) => wakeBy(tx, school.org, 'plan-prompts', new Date(at)));
    const { planned } = await driver.runUntil(at);
    expect(planned).toBeGreaterThan(5);
    const facts = await bring('2026-11-10T06:30:00Z', 'closed,Snow,2026-11-10,');
    expect(facts).toMatchObject({ changed: true, lost: ['2026-11-10', '2027-05-06'], prompts: { moved: 0 } });
    expect(facts.prompts.waiting).toBe(planned);
    await driver.runUntil('2026-11-11T05:00:00Z');
    expect(heard).toEqual([]);
    await driver.runUntil('2026-11-11T17:00:00Z');
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.every((line) => line.startsWith('2026-11-11 '))).toBe(true);
    expect(school.log.lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  test('a day that is a school day after all is planned the same morning', async () => {
    await bring('2026-11-09T18:00:00Z', 'closed,Boiler,2026-11-10,2026-11-11');
    await stage.driver.runUntil('2026-11-10T07:30:00Z');
    await bring('2026-11-10T07:40:00Z', 'closed,Boiler,2026-11-11,');
    await stage.driver.runUntil('2026-11-10T17:00:00Z');
    expect(heard.filter((line) => line.endsWith(' prompt')).length).toBeGreaterThan(0);
    await stage.driver.runUntil('2026-11-11T18:00:00Z');
    expect(heard.filter((line) => line.startsWith('2026-11-11'))).toEqual([]);
  });

  test('a check due on a day that is closed is due a school day later, and nobody is reminded on the day itself', async () => {
    const { driver } = stage;
    driver.now = new Date('2026-11-09T08:05:00Z');
    const [promptId = ''] = await ask(store, school, {
      who: 'S01',
      questions: ['SIT-D1'],
      at: '2026-11-09T08:05:00Z',
    });
    await driver.runUntil('2026-11-09T18:00:00Z');
    expect((await readPrompt(store, school, promptId)).dueOn).toBe('2026-11-11');
    const facts = await bring(
      '2026-11-09T18:30:00Z',
      'inset,INSET day,2026-11-10,',
      'closed,Burst pipe,2026-11-11,',
    );
    expect(facts.prompts.moved).toBe(1);
    expect((await readPrompt(store, school, promptId)).dueOn).toBe('2026-11-13');
    await driver.runUntil('2026-11-13T18:00:00Z');
    // What is planned for other days meanwhile is not about this check.
    const isOther = (line: string) =>
      line.endsWith(' D01 nudge') || (line.endsWith(' prompt') && !line.startsWith('2026-11-09'));
    const about = heard.filter((line) => / (S01|channel|D01) /.test(line) && !isOther(line));
    expect(about.filter((line) => line.startsWith('2026-11-10') || line.startsWith('2026-11-11'))).toEqual(
      [],
    );
    expect(about).toEqual([
      '2026-11-09 08:05 S01 prompt',
      '2026-11-12 08:00 S01 nudge',
      '2026-11-13 08:00 S01 nudge',
      '2026-11-13 16:00 channel overdue',
      '2026-11-13 16:00 D01 overdue',
    ]);
  });

  test('a check that the closed days outlast stays open until the new date, and can be answered on it', async () => {
    const { driver } = stage;
    driver.now = new Date('2026-12-10T08:05:00Z');
    const [promptId = ''] = await ask(store, school, {
      who: 'S01',
      questions: ['SIT-D1'],
      at: '2026-12-10T08:05:00Z',
    });
    await driver.runUntil('2026-12-10T18:00:00Z');
    const before = await readPrompt(store, school, promptId);
    await bring('2026-12-10T18:30:00Z', 'closed,Flood,2026-12-11,2026-12-18');
    const after = await readPrompt(store, school, promptId);
    expect([before.dueOn, after.dueOn]).toEqual(['2026-12-14', '2027-01-05']);
    expect(before.closesAt < new Date('2026-12-20T00:00:00Z')).toBe(true);
    expect(after.closesAt.toISOString()).toBe('2027-01-05T23:59:59.000Z');
    await driver.runUntil('2027-01-05T09:00:00Z');
    expect(heard.filter((line) => line > '2026-12-11' && line < '2027-01-04')).toEqual([]);
    const copy = stage.to('U-S01').find(({ kind }) => kind === 'prompt');
    if (copy === undefined) throw new Error('Nothing was asked');
    expect((await stage.press(copy, 'U-S01', 'Yes')).is).toBe('redrawn');
    expect((await readPrompt(store, school, promptId)).state).toBe('answered');
  });
});
