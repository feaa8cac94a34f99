/**
 * Stories of answers that cannot wait for the digest: nobody is acting as DSL on site.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { acknowledgeAlert } from '../../src/cycle/acknowledge-alert.ts';
import { recordReply } from '../../src/cycle/record-reply.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Store } from '../../src/store/database.ts';
import { saveAddress, savePerson } from '../../src/store/people.ts';
import { ask, readAlerts } from '../support/ask.ts';
import { type Drive, drive } from '../support/drive.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { makeSchool, QUESTIONS, type School } from '../support/school.ts';
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
let school: School;
let chat: FakeChat;
let driver: Drive;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => fresh(ON_SITE));

/** The front office has been asked at five past eight. */
async function fresh(question: Question, at = MONDAY): Promise<void> {
  block += 1;
  school = await makeSchool(store, { block, questions: [question] });
  chat = fakeChat();
  driver = drive(store, school, chat, at);
  await ask(store, school, { who: 'A01', questions: [question.id], at });
  await driver.runUntil(at);
}

const answer = (arg: string) =>
  recordReply(school.at(driver.now), {
    ...chat.press(chat.last('U-A01'), 'U-A01', {
      verb: chat.last('U-A01').text.includes('✓') ? 'change' : 'answer',
    }),
    verb: 'answer',
    arg,
  });

test('nobody on site: the lead on duty is told at once, and the channel without the answer or a name', async () => {
  await answer('nobody');
  await driver.runUntil('2026-11-09T08:06:00Z');
  expect(chat.last('U-D01').text).toContain('Needs somebody now: DSL on site.');
  expect(chat.last('U-D01').text).toContain('was answered “Nobody yet” by Gil Brook');
  const channel = chat.last(school.channelId).text;
  expect(channel).toContain('Needs somebody now: DSL on site.');
  expect(channel).not.toMatch(/Nobody yet|Gil Brook|front office/);
  expect(chat.to('U-D02')).toEqual([]);
});

test('an answer that is good, partly good or not sure alerts nobody', async () => {
  await answer('other');
  await answer('dsl');
  await driver.runUntil('2026-11-12T12:00:00Z');
  expect(await readAlerts(store, school)).toEqual([]);
});

test('a check that can wait alerts nobody, however poor its answer', async () => {
  const { atOnce: _atOnce, ...waits } = ON_SITE;
  await fresh(waits);
  await answer('nobody');
  await driver.runUntil('2026-11-09T12:00:00Z');
  expect(await readAlerts(store, school)).toEqual([]);
});

test('answered again, every copy says so and it climbs no further; poor once more, it is open again', async () => {
  await answer('nobody');
  await driver.runUntil('2026-11-09T08:06:00Z');
  await answer('dsl');
  await driver.runUntil('2026-11-09T08:07:00Z');
  for (const id of ['U-D01', school.channelId])
    expect(chat.last(id).text).toContain('Answer changed Monday 9 Nov.');
  await driver.runUntil('2026-11-11T12:00:00Z');
  expect(chat.to('U-D02')).toEqual([]);
  await answer('nobody');
  await driver.runUntil('2026-11-11T12:01:00Z');
  expect(await readAlerts(store, school)).toMatchObject([{ kind: 'poor_at_once', state: 'open' }]);
  expect(chat.press(chat.last(school.channelId), 'U-D02', 'I have it').verb).toBe('have_it');
});

test('untaken it climbs each school morning, the chair hearing counts only, until somebody has it', async () => {
  await answer('nobody');
  await driver.runUntil('2026-11-10T07:31:00Z');
  expect(chat.last('U-D02').text).toContain('Nobody yet');
  await driver.runUntil('2026-11-12T07:31:00Z');
  expect(chat.last('U-G02').text).toContain('Checks that need somebody now: 1.');
  expect(chat.last('U-G02').text).not.toMatch(/Nobody yet|Gil Brook|DSL on site/);
  await acknowledgeAlert(school.at(driver.now), chat.press(chat.last('U-D01'), 'U-D01', 'I have it'));
  await driver.runUntil('2026-11-12T07:40:00Z');
  expect(chat.last(school.channelId).text).toContain('The DSL has had it since 07:31');
});

test('a lead who gives the answer is not the one told of it', async () => {
  await store.within(school.org, async (tx) => {
    const both = { ...school.person('A01'), roles: ['dsl' as const] };
    await savePerson(tx, school.org, school.setting.id, both, driver.now);
    await saveAddress(tx, school.org, {
      personId: both.id,
      installationId: school.installationId,
      userId: 'U-A01',
    });
  });
  await answer('nobody');
  await driver.runUntil('2026-11-09T08:06:00Z');
  expect(chat.to('U-A01')).toHaveLength(1);
  expect(chat.last('U-D01').text).toContain('Nobody yet');
});

test('out of hours it waits for 07:30 of the next school day', async () => {
  driver.now = new Date('2026-11-13T19:00:00Z');
  await answer('nobody');
  await driver.runUntil('2026-11-16T07:29:00Z');
  expect(chat.to('U-D01')).toEqual([]);
  await driver.runUntil('2026-11-16T07:30:00Z');
  expect(chat.last('U-D01').text).toContain('Nobody yet');
});

test.each([
  ['multi-agency', '2026-12-21'],
  ['leadership', '2027-01-04'],
] as const)(
  'told after hours on the last day of term, %s waits for its own next day',
  async (standard, day) => {
    await fresh({ ...ON_SITE, standard }, '2026-12-18T08:05:00Z');
    await driver.runUntil('2026-12-18T18:30:00Z');
    await answer('nobody');
    const told = () => chat.to('U-D01').filter(({ text }) => text.includes('Needs somebody now')).length;
    await driver.runUntil(`${day}T07:29:00Z`);
    expect(told()).toBe(0);
    await driver.runUntil(`${day}T07:31:00Z`);
    expect(told()).toBe(1);
  },
);
