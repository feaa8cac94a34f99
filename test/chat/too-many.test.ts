/**
 * A flood through each platform's door: every press and every command that is turned away is told so, words in a
 * conversation now and then, nothing of it is written down, and the next person is answered.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Handlers } from '../../src/chat/chat.ts';
import type { World } from '../../src/cycle/context.ts';
import { LIMITS, limitFloods } from '../../src/cycle/limit-floods.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import type { Store } from '../../src/store/database.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { ask } from '../support/ask.ts';
import { keptLog } from '../support/fixed.ts';
import type { School } from '../support/school.ts';
import { openSlackHouse } from '../support/slack-house.ts';
import { openTestStore } from '../support/store.ts';
import { openTeamsHouse } from '../support/teams-house.ts';

const MONDAY = '2026-11-09T08:05:00Z';
let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** Three of each, and then no more; time stands still unless a test moves it. */
function limited(world: World) {
  const time = { at: 0 };
  const few = { atOnce: 3, aMinute: 3 };
  const limits = {
    ...LIMITS,
    press: { ...LIMITS.press, person: few },
    words: { ...LIMITS.words, person: few },
  };
  const steps: Handlers = {
    onPress: (press) => takePress(world, press),
    onCommand: (command) => takeCommand(world, command),
  };
  const { onPress, tooMany } = limitFloods(steps, { monotonic: () => time.at, log: keptLog(), limits });
  return { instead: { onPress, ...(tooMany ? { tooMany } : {}) }, time };
}

const count = (school: School, table: 'inbound_event' | 'reply') =>
  store.within(school.org, async (tx) => {
    const [row] = rowsOf<{ n: number }>(
      await tx.execute(sql`select count(*)::int as n from ${sql.identifier(table)}`),
    );
    return row?.n ?? Number.NaN;
  });

describe('Slack', () => {
  test('commands, words and clicks', async () => {
    const house = await openSlackHouse(store, { block: 61, by: 'http', at: MONDAY });
    const { slack, school, door } = house;
    const { instead, time } = limited(house.world);
    house.instead = instead;
    const teacher = slack.person('U-T01');
    for (let n = 0; n < 6; n += 1) await teacher.command('/vigil due');
    await door.settled();
    const answers = teacher.ephemerals.map(({ text }) => text);
    expect(answers.map((text) => /STOP\. This is NOT a report/.test(text))).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(answers[5]).toMatch(/not read or kept.*nobody has been told.*wait 20 seconds/s);
    expect(await count(school, 'inbound_event')).toBe(3);

    const before = teacher.dm().length;
    time.at += 4_999;
    for (let n = 0; n < 4; n += 1) await teacher.writes('CANARY a boy was hit');
    await door.settled();
    expect(teacher.dm().length - before).toBe(0);
    time.at += 1;
    for (let n = 0; n < 4; n += 1) await teacher.writes('CANARY a boy was hit');
    await door.settled();
    expect(
      teacher
        .dm()
        .slice(before)
        .map(({ text }) => text),
    ).toEqual([expect.stringContaining('STOP. This is NOT a report')]);
    expect(await count(school, 'inbound_event')).toBe(3);

    await ask(store, school, { who: 'T01', questions: ['TRN-K1'], at: MONDAY });
    await house.deliver();
    const asked = () => teacher.dm().at(-1);
    const wrong = await asked()?.press('Yes');
    expect(wrong?.taken).toBe(true);
    await door.settled();
    for (const label of ['Change', 'Keep Yes', 'Change', 'Change']) {
      await asked()?.press(label);
      await door.settled();
    }
    await door.settled();
    expect(await count(school, 'reply')).toBe(1);
    const told = teacher.ephemerals.filter(({ text }) => /not recorded: more was pressed/.test(text));
    expect(told).toHaveLength(1);

    await slack.person('U-T02').command('/vigil due');
    expect(slack.person('U-T02').ephemerals).toHaveLength(1);
    expect(JSON.stringify(slack.person('U-T02').ephemerals.map(({ text }) => text))).not.toContain('STOP');
    await house.close();
  });
});

describe('Teams', () => {
  test('words and clicks', async () => {
    const house = await openTeamsHouse(store, { block: 62, at: MONDAY });
    const { teams, school, door } = house;
    const { instead } = limited(house.world);
    house.instead = instead;
    const teacher = teams.person('U-T01');
    const other = teams.person('U-T02');
    const before = teacher.dm().length;
    for (let n = 0; n < 8; n += 1) await teacher.writes('due');
    await door.settled();
    const answers = teacher
      .dm()
      .slice(before)
      .map(({ text }) => text);
    expect(answers.map((text) => /STOP\. This is NOT a report/.test(text))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(await count(school, 'inbound_event')).toBe(3);
    await other.writes('due');
    await door.settled();
    expect(other.dm().at(-1)?.text).not.toContain('STOP');
    await house.close();
  });
});
