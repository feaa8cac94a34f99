/**
 * Stories of answers that cannot wait for the digest: nobody is acting as DSL on site. The same on every platform.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Question } from '../../src/domain/question.ts';
import type { Store } from '../../src/store/database.ts';
import { saveAddress, savePerson } from '../../src/store/people.ts';
import { ask, readAlerts } from '../support/ask.ts';
import { QUESTIONS } from '../support/school.ts';
import { type Copy, openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const [, , , site] = QUESTIONS;
if (!site) throw new Error('The test school has no duty');
const ON_SITE: Question = {
  ...site,
  id: 'LEAD-T1',
  standard: 'leadership',
  indicator: 'dsl-on-site',
  audience: 'front_office',
  cadence: 'daily',
  text: 'Who is acting as DSL on site today?',
  answer: {
    kind: 'choice',
    choices: [
      { key: 'dsl', label: 'The DSL', verdict: 'good' },
      { key: 'other', label: 'Somebody else', verdict: 'partly' },
      { key: 'nobody', label: 'Nobody yet', verdict: 'poor' },
    ],
  },
  atOnce: true,
};

let store: Store;
let stage: Stage;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** The front office answers, or chooses another answer than the one it gave. */
async function answer(label: string): Promise<void> {
  const asked = stage.last('U-A01');
  if (asked.buttons.includes('Change')) await stage.press(asked, 'U-A01', 'Change');
  const shown = await stage.press(asked, 'U-A01', label);
  expect(shown).toMatchObject({ is: 'redrawn', text: expect.stringContaining(`· ${label}`) });
}

const until = (moment: string) => stage.driver.runUntil(moment);
const channel = () => stage.last(stage.school.channelId);
/** With the line of its notification. */
const all = (copy: Copy) => `${copy.summary}\n${copy.text}`;

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(() => open(ON_SITE));
  afterEach(() => stage.close());

  /** The front office has been asked at five past eight. */
  async function open(question: Question, at = MONDAY): Promise<void> {
    block += 1;
    stage = await openStage(store, platform, { block, at, questions: [question] });
    await ask(store, stage.school, { who: 'A01', questions: [question.id], at });
    await until(at);
  }
  async function instead(question: Question, at = MONDAY): Promise<void> {
    await stage.close();
    await open(question, at);
  }

  test('nobody on site: the lead on duty is told at once, and the channel without the answer or a name', async () => {
    await answer('Nobody yet');
    await until('2026-11-09T08:06:00Z');
    expect(stage.last('U-D01').text).toContain('Needs somebody now: DSL on site.');
    expect(stage.last('U-D01').text).toContain('was answered “Nobody yet” by Gil Brook');
    expect(channel().text).toContain('Needs somebody now: DSL on site.');
    expect(all(channel())).not.toMatch(/Nobody yet|Gil Brook|front office/);
    expect(stage.to('U-D02')).toEqual([]);
  });

  test('an answer that is good, partly good or not sure alerts nobody', async () => {
    await answer('Somebody else');
    await answer('The DSL');
    await answer('Not sure');
    await until('2026-11-12T12:00:00Z');
    expect(await readAlerts(store, stage.school)).toEqual([]);
  });

  test('a check that can wait alerts nobody, however poor its answer', async () => {
    const { atOnce: _atOnce, ...waits } = ON_SITE;
    await instead(waits);
    await answer('Nobody yet');
    await until('2026-11-09T12:00:00Z');
    expect(await readAlerts(store, stage.school)).toEqual([]);
  });

  test('answered again, every copy says so and it climbs no further; poor once more, it is open again', async () => {
    await answer('Nobody yet');
    await until('2026-11-09T08:06:00Z');
    await answer('The DSL');
    await until('2026-11-09T08:07:00Z');
    for (const copy of [stage.last('U-D01'), channel()])
      expect(copy.text).toContain('Answer changed Monday 9 Nov.');
    await until('2026-11-11T12:00:00Z');
    expect(stage.to('U-D02')).toEqual([]);
    await answer('Nobody yet');
    await until('2026-11-11T12:01:00Z');
    expect(await readAlerts(store, stage.school)).toMatchObject([{ kind: 'poor_at_once', state: 'open' }]);
    const taken = await stage.press(channel(), 'U-D02', 'I have it');
    expect(taken).toMatchObject({ is: 'redrawn', text: expect.stringContaining('has had it since 12:01') });
  });

  test('untaken it climbs each school morning, the chair hearing counts only, until somebody has it', async () => {
    await answer('Nobody yet');
    await until('2026-11-10T07:31:00Z');
    expect(stage.last('U-D02').text).toContain('Nobody yet');
    await until('2026-11-12T07:31:00Z');
    expect(stage.last('U-G02').text).toContain('Checks that need somebody now: 1.');
    expect(all(stage.last('U-G02'))).not.toMatch(/Nobody yet|Gil Brook|DSL on site/);
    await stage.press(stage.last('U-D01'), 'U-D01', 'I have it');
    await until('2026-11-12T07:40:00Z');
    expect(channel().text).toContain('The DSL has had it since 07:31');
  });

  test('a lead who gives the answer is not the one told of it', async () => {
    const { school, driver } = stage;
    await store.within(school.org, async (tx) => {
      const both = { ...school.person('A01'), roles: ['dsl' as const] };
      await savePerson(tx, school.org, school.setting.id, both, driver.now);
      const { installationId } = school;
      await saveAddress(tx, school.org, { personId: both.id, installationId, userId: 'U-A01' });
    });
    await answer('Nobody yet');
    await until('2026-11-09T08:06:00Z');
    expect(stage.to('U-A01')).toHaveLength(1);
    expect(stage.last('U-D01').text).toContain('Nobody yet');
  });

  test('a guest who is in the channel can take nothing, is sent to a teacher, and a lead is told', async () => {
    await answer('Nobody yet');
    await until('2026-11-09T08:06:00Z');
    await stage.guest('U-GUEST');
    const shown = await stage.press(channel(), 'U-GUEST', 'I have it');
    expect(shown).toMatchObject({ is: 'private', text: expect.stringContaining('Tell a teacher now.') });
    await until('2026-11-09T08:07:00Z');
    expect(channel().buttons).toEqual(['I have it']);
    expect(await readAlerts(store, stage.school)).toMatchObject([{ state: 'open' }]);
    expect(stage.last('U-D01').text).toContain('not on the staff list pressed one of Vigil’s buttons');
  });

  test('a referral’s climbs on each working day of the holidays, when nothing else wakes anybody', async () => {
    const lastOfTerm = '2026-12-18T08:05:00Z';
    const referral = { standard: 'multi-agency' as const, indicator: 'referrals-answered' };
    // Asked once a week, so that its own reminders come only when term begins.
    await instead({ ...ON_SITE, id: 'MUL-T1', ...referral, cadence: 'weekly' }, lastOfTerm);
    await until('2026-12-18T18:30:00Z');
    await answer('Nobody yet');
    const told = () =>
      ['U-D01', 'U-D02', 'U-H01'].filter((lead) =>
        stage.to(lead).some(({ text }) => text.includes('Needs somebody')),
      );
    await until('2026-12-21T07:31:00Z');
    expect(told()).toEqual(['U-D01']);
    await until('2026-12-22T07:31:00Z');
    expect(told()).toEqual(['U-D01', 'U-D02']);
    await until('2026-12-23T07:31:00Z');
    expect(told()).toEqual(['U-D01', 'U-D02', 'U-H01']);
  });

  test('out of hours it waits for 07:30 of the next school day', async () => {
    stage.driver.now = new Date('2026-11-13T19:00:00Z');
    await answer('Nobody yet');
    await until('2026-11-16T07:29:00Z');
    expect(stage.to('U-D01')).toEqual([]);
    await until('2026-11-16T07:30:00Z');
    expect(stage.last('U-D01').text).toContain('Nobody yet');
  });

  test.each([
    ['multi-agency', '2026-12-21'],
    ['leadership', '2027-01-04'],
  ] as const)(
    'told after hours on the last day of term, %s waits for its own next day',
    async (standard, day) => {
      await instead({ ...ON_SITE, standard }, '2026-12-18T08:05:00Z');
      await until('2026-12-18T18:30:00Z');
      await answer('Nobody yet');
      const told = () => stage.to('U-D01').filter(({ text }) => text.includes('Needs somebody now')).length;
      await until(`${day}T07:29:00Z`);
      expect(told()).toBe(0);
      await until(`${day}T07:31:00Z`);
      expect(told()).toBe(1);
    },
  );
});
