/**
 * The rules of the field about telling: alerts are few, small settings are told apart, nothing is a watch on anybody,
 * and a nursery is asked what a nursery should be.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadBank } from '../../src/bank/load-bank.ts';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { digestMoment } from '../../src/domain/digest-week.ts';
import { localTime, weekday } from '../../src/domain/local-time.ts';
import { messageText } from '../../src/domain/message.ts';
import { digestMessage } from '../../src/messages/digest.ts';
import type { Store } from '../../src/store/database.ts';
import { readDigest } from '../../src/store/digests.ts';
import { savePerson } from '../../src/store/people.ts';
import { prompt } from '../../src/store/schema/index.ts';
import { ask, readAlerts } from '../support/ask.ts';
import { type Drive, drive } from '../support/drive.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { historyOf } from '../support/history.ts';
import { worldOf } from '../support/members.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const NOON = '2026-11-12T12:00:00Z';
let store: Store;
let school: School;
let chat: FakeChat;
let driver: Drive;
let block = 600;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => open());

async function open(given: Parameters<typeof makeSchool>[1] = {}, from = MONDAY): Promise<void> {
  block += 1;
  school = await makeSchool(store, { block, ...given });
  chat = fakeChat();
  driver = drive(store, school, chat, from);
}
const askOne = (who: string, question: string, at = MONDAY) =>
  ask(store, school, { who, questions: [question], at });
const kinds = (id: string) => chat.to(id).map(({ message }) => message.kind);
const shrink = async () => {
  for (const ref of ['T01', 'T02', 'T03', 'T04'])
    await store.within(school.org, (tx) =>
      savePerson(
        tx,
        school.org,
        school.setting.id,
        { ...school.person(ref), state: 'left' },
        new Date(MONDAY),
      ),
    );
};
const says = async (ref: string, text: string) => {
  const answer = await takeCommand(worldOf(store, [school], NOON), {
    from: { platform: 'local', externalId: school.externalId, userId: `U-${ref}` },
    eventKey: `${ref} ${text}`,
    text,
  });
  return messageText(answer).join('\n');
};
const digestNow = async () => {
  const facts = await store.within(school.org, (tx) =>
    readDigest(tx, school.setting, '2026-W46', new Date(NOON)),
  );
  return messageText(digestMessage(facts, { soFar: true })).join('\n');
};

describe('7.8 alerts are few', () => {
  test('7.8 an overdue duty is told at once, and once', async () => {
    await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-11T18:00:00Z');
    expect(kinds(school.channelId)).toEqual(['overdue']);
    expect(await readAlerts(store, school)).toHaveLength(1);
  });

  test('7.8 overdue attestations are gathered into one a day', async () => {
    await open({}, '2026-11-03T08:05:00Z');
    for (const who of ['T01', 'A01', 'S01', 'I01']) await askOne(who, 'TRN-A1', '2026-11-03T08:05:00Z');
    await driver.runUntil('2026-11-17T18:00:00Z');
    expect(kinds(school.channelId)).toEqual(['overdue']);
  });

  test('7.8 everything else waits for the digest: a knowledge question let go, a poor answer, somebody not reached', async () => {
    await open({}, '2026-11-10T15:20:00Z');
    await askOne('T01', 'TRN-K1', '2026-11-10T15:20:00Z');
    const past = historyOf(store, school, 900 + block);
    await past.add({ question: 'TRN-K1', person: 'T02', on: '2026-11-10', verdict: 'poor' });
    await driver.runUntil('2026-12-18T18:00:00Z');
    expect(await readAlerts(store, school)).toEqual([]);
    expect(chat.to(school.channelId)).toEqual([]);
  });

  test('7.8 the digest goes on Monday at 08:00 unless the setting says otherwise', () => {
    const moment = (setting: School['setting']) => digestMoment(setting, '2026-W45');
    const at = moment(school.setting);
    expect([localTime(at ?? new Date(0), 'Europe/London'), weekday('2026-11-09')]).toEqual(['08:00', 1]);
    expect(at?.toISOString()).toBe('2026-11-09T08:00:00.000Z');
    expect(moment({ ...school.setting, digestDay: 2, digestTime: '15:30' })?.toISOString()).toBe(
      '2026-11-10T15:30:00.000Z',
    );
  });
});

describe('7.9 small settings', () => {
  test('7.9 one nudge, one lead, then the chair or the trust as counts; and the channel hears no role', async () => {
    await shrink();
    await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-20T18:00:00Z');
    expect(kinds('U-S01')).toEqual(['prompt', 'nudge']);
    expect(kinds('U-D01')).toEqual(['overdue']);
    expect(kinds('U-D02')).toEqual([]);
    expect(kinds('U-G02')).toEqual(['overdue']);
    for (const { name } of school.people) expect(chat.last('U-G02').text).not.toContain(name);
    expect(chat.last(school.channelId).text).not.toContain('site manager');
  });

  test('7.9 a role is a name there: whoever oversees is told neither, and no share is claimed', async () => {
    const past = historyOf(store, school, 900 + block);
    await past.add({
      question: 'SIT-D1',
      person: 'S01',
      on: '2026-11-09',
      state: 'overdue',
      dueOn: '2026-11-11',
    });
    for (const who of ['A01', 'A02', 'T05', 'T06', 'I01'])
      await past.add({ question: 'TRN-K1', person: who, on: '2026-11-10', verdict: 'good' });
    expect(await says('G01', 'due')).toContain('site manager');
    expect(await digestNow()).toMatch(/good answers/i);
    expect(await digestNow()).toContain('Questions answered');
    await shrink();
    expect(await says('G01', 'due')).toContain('site security');
    expect(await says('G01', 'due')).not.toContain('site manager');
    const digest = await digestNow();
    expect(digest).not.toContain('site manager');
    expect(digest).not.toMatch(/good answers|Questions answered/i);
    expect(await says('G01', 'status training')).not.toMatch(/good answers/i);
  });

  test('7.9 duties still come as a weekly card', async () => {
    await shrink();
    await planPrompts(school.at('2026-11-09T06:00:00Z'));
    const rows = await store.within(school.org, (tx) => tx.select().from(prompt));
    expect(rows.filter(({ questionId }) => questionId === 'SIT-D1')).toHaveLength(1);
  });
});

describe('7.10 no health data, no surveillance', () => {
  test('7.10 saying “later” or “not me” asks no reason', async () => {
    await askOne('T01', 'TRN-K1');
    await driver.runUntil('2026-11-09T08:10:00Z');
    const { message } = chat.last('U-T01');
    const buttons = message.blocks.flatMap((each) => (each.type === 'buttons' ? each.buttons : []));
    expect(buttons.map(({ act }) => act.verb)).toEqual(expect.arrayContaining(['later', 'not_me']));
    expect(message.blocks.some(({ type }) => type === 'form')).toBe(false);
    expect(chat.last('U-T01').text).not.toMatch(/reason why|illness|sick|unwell/i);
  });

  test('7.10 how long somebody took is seen by them alone', async () => {
    const past = historyOf(store, school, 900 + block);
    await past.add({ question: 'TRN-K1', person: 'T01', on: '2026-11-10', verdict: 'good', seconds: 4_260 });
    expect(await says('T01', 'status')).toContain('about 71 minutes');
    for (const [ref, command] of [
      ['D01', 'due'],
      ['D01', 'people'],
      ['D01', 'status training'],
      ['H01', 'due'],
      ['H01', 'status me'],
      ['G01', 'status training'],
    ] as const)
      expect([ref, command, /71|4.?260/.test(await says(ref, command))]).toEqual([ref, command, false]);
  });

  test('7.10 and it is said that none of it is for appraisal, capability or pay', async () => {
    expect(await says('T01', 'status')).toContain('Nothing here is for appraisal, capability or pay.');
  });
});

describe('7.12 nurseries and independents differ', () => {
  test('7.12 the phase chooses the questions: a nursery is asked its own, and none for schools alone', async () => {
    const bank = loadBank();
    const forSchools = bank.filter(({ phases }) => !phases.includes('nursery'));
    const forNurseries = bank.filter(({ phases }) => phases.includes('nursery'));
    expect([forSchools.length > 0, forNurseries.length > 0]).toEqual([true, true]);
    await open({ questions: bank, setting: { phase: 'nursery' } });
    for (const day of ['09', '10', '11', '12', '13'])
      await planPrompts(school.at(`2026-11-${day}T06:00:00Z`));
    const asked = await store.within(school.org, (tx) => tx.select().from(prompt));
    expect(asked.length).toBeGreaterThan(0);
    const none = new Set(forSchools.map(({ id }) => id));
    expect(asked.filter(({ questionId }) => none.has(questionId))).toEqual([]);
  });
});
