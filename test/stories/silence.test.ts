/**
 * Stories of silence: who is asked, who says nothing, who is told, and when. The same on every platform.
 */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localDate, localTime } from '../../src/domain/local-time.ts';
import type { Store } from '../../src/store/database.ts';
import { savePerson } from '../../src/store/people.ts';
import { address } from '../../src/store/schema/index.ts';
import { ask, readPrompt } from '../support/ask.ts';
import type { Drive } from '../support/drive.ts';
import type { School } from '../support/school.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const START = '2026-10-01T06:00:00Z';

let store: Store;
let stage: Stage;
let school: School;
let heard: string[];
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** Asks, and from then on writes down who hears what and when: "Mon 9 Nov 08:05 S01 prompt". */
async function asked(who: string, question: string, at: string): Promise<Drive> {
  const { driver } = stage;
  driver.now = new Date(at);
  stage.before = async (to, message) => {
    const { zone } = school.setting;
    const whom = to.kind === 'channel' ? 'channel' : to.id.replace('U-', '');
    heard.push(`${localDate(driver.now, zone)} ${localTime(driver.now, zone)} ${whom} ${message.kind}`);
  };
  await ask(store, school, { who, questions: [question], at });
  return driver;
}

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    stage = await openStage(store, platform, { block, at: START });
    ({ school } = stage);
    heard = [];
  });
  afterEach(() => stage.close());

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
      const channel = stage.last(school.channelId);
      expect(channel.text).toContain('Duty check not answered: site security, due Wednesday 11 Nov.');
      expect(channel.text).toContain('We do not know whether it was done. Please ask the site manager.');
      expect(`${channel.summary}\n${channel.text}`).not.toContain('Len Voss');
      expect(stage.last('U-D01').text).toContain('It was put to Len Voss (site manager)');
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
      expect(stage.last('U-G02').text).toContain('Duty checks not answered: 1, due Wednesday 11 Nov.');
      expect(`${stage.last('U-G02').summary}\n${stage.last('U-G02').text}`).not.toContain('Kate Orr');
    });

    test('says “I have it”, and nobody further is told', async () => {
      const driver = await asked('S01', 'SIT-D1', '2026-11-09T08:05:00Z');
      await driver.runUntil('2026-11-12T07:30:00Z');
      expect(heard.at(-1)).toBe('2026-11-12 07:30 D02 overdue');
      await driver.runUntil('2026-11-12T08:15:00Z');
      expect(await stage.press(stage.last('U-D02'), 'U-D02', 'I have it')).toMatchObject({
        is: 'redrawn',
        text: expect.stringContaining('has had it since 08:15, Thursday 12 Nov.'),
      });
      await driver.runUntil('2026-11-30T18:00:00Z');
      expect(heard.at(-1)).toBe('2026-11-12 07:30 D02 overdue');
      for (const where of [school.channelId, 'U-D01', 'U-D02']) expect(stage.last(where).buttons).toEqual([]);
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
      const { driver } = stage;
      driver.now = new Date(at);
      promptId = (await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at }))[0] ?? '';
      await driver.runUntil('2026-11-11T16:30:00Z');
      return driver;
    };

    test('ends with its period once a lead has it, who goes on having it', async () => {
      const driver = await overdue();
      await stage.press(stage.last('U-D01'), 'U-D01', 'I have it');
      expect(await stateOf(driver, '2026-11-16T09:00:00Z')).toBe('overdue');
      expect(await stateOf(driver, '2026-11-17T09:00:00Z')).toBe('lapsed');
      expect(stage.last(school.channelId).text).toContain('The DSL has had it since 16:30');
    });

    test('stays overdue for as long as nobody has it', async () => {
      expect(await stateOf(await overdue(), '2026-12-10T09:00:00Z')).toBe('overdue');
    });

    test('ends when its owner leaves, and the alert says that it is no longer needed', async () => {
      const driver = await overdue();
      const leaver = { ...school.person('S01'), leavesOn: '2026-11-12' };
      await store.within(school.org, (tx) =>
        savePerson(tx, school.org, school.setting.id, leaver, driver.now),
      );
      expect(await stateOf(driver, '2026-11-12T12:00:00Z')).toBe('overdue');
      expect(await stateOf(driver, '2026-11-13T12:00:00Z')).toBe('cancelled');
      await driver.runUntil('2026-11-13T12:05:00Z');
      expect(stage.last(school.channelId).text).toContain('No longer needed Friday 13 Nov.');
    });
  });

  test('a teacher says nothing to a knowledge question: one nudge, and it is let go without a word', async () => {
    const driver = await asked('T02', 'CON-S1', '2026-11-10T15:20:00Z');
    await driver.runUntil('2026-12-18T18:00:00Z');
    expect(heard).toEqual(['2026-11-10 15:20 T02 prompt', '2026-11-12 08:00 T02 nudge']);
  });
});
