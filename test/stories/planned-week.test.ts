/**
 * A week as it is really planned: who is asked, and what becomes of a check nobody answers.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { localDate, localTime } from '../../src/domain/local-time.ts';
import type { Store } from '../../src/store/database.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import { drive } from '../support/drive.ts';
import { fakeChat } from '../support/fake-chat.ts';
import { makeSchool } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

test('a site manager who answers nothing all week is asked once, nudged twice, and the lead told once', async () => {
  const school = await makeSchool(store);
  const chat = fakeChat();
  const from = '2026-11-09T06:00:00Z';
  const driver = drive(store, school, chat, from, { 'plan-prompts': planPrompts });
  const about: string[] = [];
  const { questions } = school;
  const gates = questions.find((question) => question.id === 'SIT-D1')?.text ?? '';
  chat.before = async (to, message) => {
    const isGates =
      JSON.stringify(message).includes(gates) || JSON.stringify(message).includes('site security');
    const { zone } = school.setting;
    const day = localDate(driver.now, zone);
    const inHours = localTime(driver.now, zone) >= '07:30' && localTime(driver.now, zone) <= '18:00';
    expect(inHours, `${message.kind} at ${localTime(driver.now, zone)}`).toBe(true);
    if (isGates) about.push(`${day} ${to.kind === 'channel' ? 'channel' : to.id} ${message.kind}`);
  };
  await store.within(school.org, (tx) => wakeBy(tx, school.org, 'plan-prompts', new Date(from)));
  const counts = await driver.runUntil('2026-11-13T18:00:00Z');
  const [first = ''] = about;
  expect(first).toMatch(/ U-S01 prompt$/);
  expect(about.map((line) => line.slice(11)).slice(0, 5)).toEqual([
    'U-S01 prompt',
    'U-S01 nudge',
    'U-S01 nudge',
    'channel overdue',
    'U-D01 overdue',
  ]);
  expect(counts.planned).toBeGreaterThan(14);
  expect(school.log.lines.filter((line) => line.level === 'error')).toEqual([]);
});
