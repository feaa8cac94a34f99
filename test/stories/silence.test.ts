/**
 * Stories of silence: who is asked, who says nothing, who is told, and when.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acknowledgeAlert } from '../../src/cycle/acknowledge-alert.ts';
import { localDate, localTime } from '../../src/domain/local-time.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { savePerson } from '../../src/store/people.ts';
import { address } from '../../src/store/schema/index.ts';
import { ask, readPrompt } from '../support/ask.ts';
import { type Drive, drive } from '../support/drive.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let school: School;
let chat: FakeChat;
let heard: string[];
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  chat = fakeChat();
  heard = [];
});

/** Asks, and from then on writes down who hears what and when: "Mon 9 Nov 08:05 S01 prompt". */
async function asked(who: string, question: string, at: string): Promise<Drive> {
  const driver = drive(store, school, chat, at);
  chat.before = async (to, message) => {
    const { zone } = school.setting;
    const whom = to.kind === 'channel' ? 'channel' : to.id.replace('U-', '');
    heard.push(`${localDate(driver.now, zone)} ${localTime(driver.now, zone)} ${whom} ${message.kind}`);
  };
  await ask(store, school, { who, questions: [question], at });
  return driver;
}

describe('a site manager', () => {
  test('is asked on Monday, is silent till Wednesday at four, and the lead is told', async () => {
    const driver = await asked('S01', 'SIT-D1', '2026-11-09T08:05:00Z');
    await driver.runUntil('2026-11-11T18:00:00Z');
    expect(heard).toEqual([
      '2026-11-09 08:05 S01 prompt',
      '2026-11-10 08:00 S01 nudge',
      '2026-11-11 08:00 S01 nudge',
      '2026-11-11 16:00 channel overdue',
      '2026-11-11 16:00 D01 overdue',
    ]);
    const channel = chat.last(school.channelId);
    expect(channel.text).toContain('Duty check not answered: site security, due Wednesday 11 Nov.');
    expect(channel.text).toContain('We do not know whether it was done. Please ask the site manager.');
    expect(channel.text).not.toContain('Len Voss');
    expect(chat.last('U-D01').text).toContain('It was put to Len Voss (site manager)');
  });

  test('is asked on a Thursday and away all Friday evening: the lead hears on Monday at half past seven', async () => {
    const driver = await asked('S01', 'SIT-D1', '2026-11-11T08:05:00Z');
    await driver.runUntil('2026-11-12T20:00:00Z');
    await driver.downUntil('2026-11-13T19:30:00Z');
    await driver.runUntil('2026-11-16T09:00:00Z');
    expect(heard.slice(-2)).toEqual(['2026-11-16 07:30 channel overdue', '2026-11-16 07:30 D01 overdue']);
  });

  test('is asked the day before half term, and nobody hears anything until it is over', async () => {
    const driver = await asked('S01', 'SIT-D1', '2026-10-23T07:10:00Z');
    await driver.runUntil('2026-11-04T09:00:00Z');
    expect(heard).toEqual([
      '2026-10-23 08:10 S01 prompt',
      '2026-11-02 08:00 S01 nudge',
      '2026-11-03 08:00 S01 nudge',
      '2026-11-03 16:00 channel overdue',
      '2026-11-03 16:00 D01 overdue',
      '2026-11-04 07:30 D02 overdue',
    ]);
  });
});

describe('a lead', () => {
  test('who is the silent one is not told of it: the deputy is, then the head', async () => {
    const driver = await asked('D01', 'CON-D1', '2026-11-09T08:05:00Z');
    await driver.runUntil('2026-11-12T18:00:00Z');
    expect(heard.filter((line) => line.endsWith('overdue'))).toEqual([
      '2026-11-11 16:00 channel overdue',
      '2026-11-11 16:00 D02 overdue',
      '2026-11-12 07:30 H01 overdue',
    ]);
  });

  test('who is the head: the chair hears, as a count, and nobody who works for the head is named it', async () => {
    const driver = await asked('H01', 'SIT-D1', '2026-11-09T08:05:00Z');
    await driver.runUntil('2026-11-20T18:00:00Z');
    expect(heard.filter((line) => line.endsWith('overdue'))).toEqual([
      '2026-11-11 16:00 channel overdue',
      '2026-11-11 16:00 G02 overdue',
    ]);
    expect(chat.last('U-G02').text).toContain('Duty checks not answered: 1, due Wednesday 11 Nov.');
    expect(chat.last('U-G02').text).not.toContain('Kate Orr');
  });

  test('says “I have it”, and nobody further is told', async () => {
    const driver = await asked('S01', 'SIT-D1', '2026-11-09T08:05:00Z');
    await driver.runUntil('2026-11-12T07:30:00Z');
    expect(heard.at(-1)).toBe('2026-11-12 07:30 D02 overdue');
    const press = chat.press(chat.last('U-D02'), 'U-D02', 'I have it');
    const { kind, message } = await acknowledgeAlert(school.at('2026-11-12T08:15:00Z'), press);
    expect(kind).toBe('redraw');
    expect(messageText(message).join(' ')).toContain('has had it since 08:15, Thursday 12 Nov.');
    await driver.runUntil('2026-11-30T18:00:00Z');
    expect(heard.at(-1)).toBe('2026-11-12 07:30 D02 overdue');
    for (const where of [school.channelId, 'U-D01', 'U-D02'])
      expect(() => chat.press(chat.last(where), 'U-D02', 'I have it')).toThrow('No button');
  });
});

test('a lead whom chat reaches again is still told of what nobody has', async () => {
  const driver = await asked('S01', 'SIT-D1', '2026-11-09T08:05:00Z');
  const reach = (state: 'reachable' | 'unreachable') =>
    store.within(school.org, async (tx) => {
      for (const ref of ['D01', 'D02', 'H01', 'G02'])
        await tx
          .update(address)
          .set({ state })
          .where(eq(address.personId, school.person(ref).id));
    });
  await reach('unreachable');
  await driver.runUntil('2026-11-17T18:00:00Z');
  expect(heard.filter((line) => line.endsWith('overdue'))).toEqual(['2026-11-11 16:00 channel overdue']);
  await reach('reachable');
  await driver.runUntil('2026-11-18T09:00:00Z');
  expect(heard.at(-1)).toBe('2026-11-18 07:30 D01 overdue');
});

describe('a check that was never answered', () => {
  const stateOf = async (driver: Drive, until: string) => {
    await driver.downUntil(until);
    return (await readPrompt(store, school, promptId)).state;
  };
  let promptId: string;
  const overdue = async () => {
    const at = '2026-11-09T08:05:00Z';
    const driver = drive(store, school, chat, at);
    promptId = (await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at }))[0] ?? '';
    await driver.runUntil('2026-11-11T16:30:00Z');
    return driver;
  };

  test('ends with its period once a lead has it, who goes on having it', async () => {
    const driver = await overdue();
    await acknowledgeAlert(school.at(driver.now), chat.press(chat.last('U-D01'), 'U-D01', 'I have it'));
    expect(await stateOf(driver, '2026-11-16T09:00:00Z')).toBe('overdue');
    expect(await stateOf(driver, '2026-11-17T09:00:00Z')).toBe('lapsed');
    expect(chat.last(school.channelId).text).toContain('The DSL has had it since 16:30');
  });

  test('stays overdue for as long as nobody has it', async () => {
    expect(await stateOf(await overdue(), '2026-12-10T09:00:00Z')).toBe('overdue');
  });

  test('ends when its owner leaves, and the alert says that it is no longer needed', async () => {
    const driver = await overdue();
    const leaver = { ...school.person('S01'), leavesOn: '2026-11-12' };
    await store.within(school.org, (tx) => savePerson(tx, school.org, school.setting.id, leaver, driver.now));
    expect(await stateOf(driver, '2026-11-12T12:00:00Z')).toBe('overdue');
    expect(await stateOf(driver, '2026-11-13T12:00:00Z')).toBe('cancelled');
    await driver.runUntil('2026-11-13T12:05:00Z');
    expect(chat.last(school.channelId).text).toContain('No longer needed Friday 13 Nov.');
  });
});

test('a teacher says nothing to a knowledge question: one nudge, and it is let go without a word', async () => {
  const driver = await asked('T02', 'CON-S1', '2026-11-10T15:20:00Z');
  await driver.runUntil('2026-12-18T18:00:00Z');
  expect(heard).toEqual(['2026-11-10 15:20 T02 prompt', '2026-11-12 08:00 T02 nudge']);
});
