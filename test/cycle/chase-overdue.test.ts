import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chaseOverdue } from '../../src/cycle/chase-overdue.ts';
import { localDate, localTime, weekday } from '../../src/domain/local-time.ts';
import { isSchoolDay } from '../../src/domain/school-day.ts';
import type { Store } from '../../src/store/database.ts';
import { saveAddress, savePerson } from '../../src/store/people.ts';
import { ask, messagesBearing, readAlerts, readMessages, readPrompt, setPrompt } from '../support/ask.ts';
import { type Drive, drive } from '../support/drive.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let school: School;
let chat: FakeChat;
let driver: Drive;
let block = 0;

const MONDAY = '2026-11-09T08:05:00Z';

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => fresh());

async function fresh(setting: Parameters<typeof makeSchool>[1] = {}): Promise<void> {
  block += 1;
  school = await makeSchool(store, { block, ...setting });
  chat = fakeChat();
  driver = drive(store, school, chat, MONDAY);
}

const askOne = async (who: string, question: string, at = MONDAY) =>
  (await ask(store, school, { who, questions: [question], at }))[0] ?? '';
const kinds = (id: string) => chat.to(id).map((copy) => copy.message.kind);

describe('nudges', () => {
  test('go the next school day and the day after, the last one saying that it is the last', async () => {
    await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-10T07:59:00Z');
    expect(kinds('U-S01')).toEqual(['prompt']);
    await driver.runUntil('2026-11-10T08:00:00Z');
    expect(chat.last('U-S01').text).toContain('Still open from Monday');
    expect(chat.last('U-S01').text).not.toContain('last reminder');
    await driver.runUntil('2026-11-11T08:00:00Z');
    expect(kinds('U-S01')).toEqual(['prompt', 'nudge', 'nudge']);
    expect(chat.last('U-S01').text).toContain('This is the last reminder.');
  });

  test('of one card are one message with every check that is still open, and its buttons', async () => {
    const ids = await ask(store, school, {
      who: 'S01',
      questions: ['SIT-D1', 'ONL-D1', 'CON-D1'],
      at: MONDAY,
    });
    await driver.runUntil('2026-11-09T09:00:00Z');
    await setPrompt(store, school, ids[1] ?? '', { state: 'answered', answeredAt: driver.now });
    await driver.runUntil('2026-11-10T09:00:00Z');
    expect(kinds('U-S01')).toEqual(['prompt', 'nudge']);
    expect(await messagesBearing(store, school, ids[0] ?? '')).toHaveLength(2);
    expect(await messagesBearing(store, school, ids[1] ?? '')).toHaveLength(1);
    expect(chat.press(chat.last('U-S01'), 'U-S01', { verb: 'not_sure' }).token).toBe(
      (await readPrompt(store, school, ids[0] ?? '')).token,
    );
  });

  test('are queued once however often the step runs', async () => {
    await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-10T08:00:00Z');
    await chaseOverdue(school.at('2026-11-10T08:00:00Z'));
    await Promise.all([
      chaseOverdue(school.at('2026-11-10T08:01:00Z')),
      chaseOverdue(school.at('2026-11-10T08:01:00Z')),
    ]);
    expect((await readMessages(store, school)).filter((row) => row.kind === 'nudge')).toHaveLength(1);
  });

  test('run late go once, not for every rung that was missed', async () => {
    const promptId = await askOne('A01', 'TRN-A1', '2026-11-03T08:05:00Z');
    driver = drive(store, school, chat, '2026-11-03T08:05:00Z');
    await driver.runUntil('2026-11-04T08:00:00Z');
    await driver.downUntil('2026-11-13T08:10:00Z');
    expect(kinds('U-A01')).toEqual(['prompt', 'nudge']);
    expect(chat.last('U-A01').text).toContain('last reminder');
    await driver.runUntil('2026-11-16T20:00:00Z');
    expect(kinds('U-A01')).toEqual(['prompt', 'nudge']);
    expect((await readPrompt(store, school, promptId)).state).toBe('asked');
  });

  test('due at night wait for the morning', async () => {
    await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-09T09:00:00Z');
    await driver.downUntil('2026-11-10T22:00:00Z');
    expect(kinds('U-S01')).toEqual(['prompt']);
    await driver.runUntil('2026-11-11T08:00:00Z');
    expect(kinds('U-S01')).toEqual(['prompt', 'nudge']);
  });

  test('go at a time the person asked for with “Later”, and not before it', async () => {
    const promptId = await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-09T09:00:00Z');
    await setPrompt(store, school, promptId, { snoozedUntil: new Date('2026-11-10T15:15:00Z') });
    await driver.runUntil('2026-11-10T15:00:00Z');
    expect(kinds('U-S01')).toEqual(['prompt']);
    await driver.runUntil('2026-11-10T15:15:00Z');
    expect(kinds('U-S01')).toEqual(['prompt', 'nudge']);
    await driver.runUntil('2026-11-11T16:00:00Z');
    expect((await readPrompt(store, school, promptId)).state).toBe('overdue');
  });

  test('asked for at a time that has become a day off wait for the next day of theirs, without spinning', async () => {
    const promptId = await askOne('A01', 'TRN-A1');
    await driver.runUntil('2026-11-09T09:00:00Z');
    await setPrompt(store, school, promptId, { snoozedUntil: new Date('2026-11-10T08:00:00Z') });
    const mondays = { ...school.person('A01'), workingDays: [1] };
    await store.within(school.org, (tx) =>
      savePerson(tx, school.org, school.setting.id, mondays, driver.now),
    );
    await driver.runUntil('2026-11-15T18:00:00Z');
    await chaseOverdue(school.at('2026-11-10T08:00:00Z'));
    expect((await readPrompt(store, school, promptId)).snoozedUntil?.toISOString()).toBe(
      '2026-11-16T08:00:00.000Z',
    );
    await driver.runUntil('2026-11-16T08:00:00Z');
    expect(kinds('U-A01')).toEqual(['prompt', 'nudge']);
    expect(school.log.lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  test('do not go in half term, and the due day is after it', async () => {
    const promptId = await askOne('S01', 'SIT-D1', '2026-10-22T07:10:00Z');
    driver = drive(store, school, chat, '2026-10-22T07:10:00Z');
    await driver.runUntil('2026-10-23T20:00:00Z');
    await driver.runUntil('2026-11-02T15:59:00Z');
    expect(await readPrompt(store, school, promptId)).toMatchObject({ state: 'asked', dueOn: '2026-11-02' });
    expect(chat.calls.map((call) => call.message.kind)).toEqual(['prompt', 'nudge', 'nudge']);
    await driver.runUntil('2026-11-02T16:00:00Z');
    expect((await readPrompt(store, school, promptId)).state).toBe('overdue');
  });
});

describe('silence', () => {
  test('on a knowledge question gets one nudge, then lapses without a word to anybody', async () => {
    const promptId = await askOne('T01', 'TRN-K1', '2026-11-10T15:20:00Z');
    const { overdue, alerts } = await driver.runUntil('2026-12-18T18:00:00Z');
    expect((await readPrompt(store, school, promptId)).state).toBe('lapsed');
    expect(chat.copies.map((copy) => [copy.to.id, copy.message.kind])).toEqual([
      ['U-T01', 'prompt'],
      ['U-T01', 'nudge'],
    ]);
    expect({ overdue, alerts }).toEqual({ overdue: 0, alerts: 0 });
  });

  test('of somebody who has left, or cannot be reached, is cancelled and not overdue', async () => {
    const left = await askOne('S01', 'SIT-D1');
    const lost = await askOne('I01', 'ONL-D1');
    await driver.runUntil('2026-11-09T09:00:00Z');
    await store.within(school.org, (tx) =>
      savePerson(
        tx,
        school.org,
        school.setting.id,
        { ...school.person('S01'), leavesOn: '2026-11-10' },
        driver.now,
      ),
    );
    chat.before = async (to) => {
      if (to.id === 'U-I01') chat.script({ kind: 'refused', why: 'person_gone' });
    };
    const { overdue } = await driver.runUntil('2026-11-20T18:00:00Z');
    expect(overdue).toBe(0);
    expect((await readPrompt(store, school, left)).state).toBe('cancelled');
    expect((await readPrompt(store, school, lost)).state).toBe('cancelled');
  });

  test('is overdue only after the due day was really theirs: delivered late, everything shifts', async () => {
    const promptId = await askOne('S01', 'SIT-D1');
    await driver.downUntil('2026-11-11T08:00:00Z');
    await driver.runUntil('2026-11-13T15:59:00Z');
    expect((await readPrompt(store, school, promptId)).state).toBe('asked');
    await driver.runUntil('2026-11-13T16:00:00Z');
    expect((await readPrompt(store, school, promptId)).state).toBe('overdue');
  });
});

describe('overdue', () => {
  test('found three days late is called so at once, with one alert and no nudges', async () => {
    const promptId = await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-09T09:00:00Z');
    await driver.downUntil('2026-11-12T10:00:00Z');
    await chaseOverdue(school.at('2026-11-12T10:00:00Z'));
    expect(kinds('U-S01')).toEqual(['prompt']);
    expect(await readAlerts(store, school)).toMatchObject([
      { kind: 'overdue_duty', subject: promptId, state: 'open', level: 1 },
    ]);
    expect(kinds(school.channelId)).toEqual(['overdue']);
    expect(kinds('U-D01')).toEqual(['overdue']);
  });

  test('attestations are gathered: one alert a setting and day, names in the lead’s copy alone', async () => {
    driver = drive(store, school, chat, '2026-11-03T08:05:00Z');
    for (const who of ['T01', 'A01', 'S01']) await askOne(who, 'TRN-A1', '2026-11-03T08:05:00Z');
    const { overdue, alerts } = await driver.runUntil('2026-11-17T16:30:00Z');
    expect({ overdue, alerts }).toEqual({ overdue: 3, alerts: 1 });
    expect(chat.last(school.channelId).text).toContain('3 people have not yet given');
    expect(chat.last('U-D01').text).toContain('Amira Khan, Gil Brook, Len Voss');
    for (const person of school.people) expect(chat.last(school.channelId).text).not.toContain(person.name);
  });

  test('attestations of the head go to the chair as counts, and are not named to the DSL', async () => {
    driver = drive(store, school, chat, '2026-11-03T08:05:00Z');
    for (const who of ['T01', 'H01']) await askOne(who, 'TRN-A1', '2026-11-03T08:05:00Z');
    await driver.runUntil('2026-11-17T16:30:00Z');
    expect(chat.last('U-D01').text).toContain('(Amira Khan)');
    expect(chat.last('U-D01').text).not.toContain('Kate Orr');
    expect(chat.last('U-G02').text).toContain('2 people have not yet given');
    expect(chat.to('U-H01').filter((copy) => copy.message.kind === 'overdue')).toEqual([]);
  });

  test('with no channel set goes to the lead alone', async () => {
    await fresh({ setting: { channel: null } });
    await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-11T16:00:00Z');
    expect(chat.copies.map((copy) => copy.to.id)).toEqual(['U-S01', 'U-S01', 'U-S01', 'U-D01']);
  });

  test('goes past a lead whom chat has lost to the next on the route, the same day', async () => {
    await askOne('S01', 'SIT-D1');
    chat.before = async (to) => {
      if (to.id === 'U-D01') chat.script({ kind: 'refused', why: 'person_gone' });
    };
    await driver.runUntil('2026-11-11T16:00:00Z');
    expect(kinds('U-D01')).toEqual([]);
    expect(kinds('U-D02')).toEqual(['overdue']);
  });

  test('of a check about allegations is not spoken of in the channel', async () => {
    const [first] = school.questions;
    if (!first) throw new Error('The test school asks nothing');
    const secret = {
      ...first,
      id: 'ALG-D1',
      standard: 'allegations' as const,
      indicator: 'log-reviewed',
      kind: 'duty' as const,
      audience: 'hr_lead' as const,
      cadence: 'weekly' as const,
    };
    await fresh({ questions: [secret] });
    await askOne('S01', 'ALG-D1');
    await driver.runUntil('2026-11-11T16:00:00Z');
    expect(kinds(school.channelId)).toEqual([]);
    expect(kinds('U-D01')).toEqual(['overdue']);
  });
});

describe('climbing', () => {
  test('goes one rung a school morning, however late it runs, and stops at the chair with counts', async () => {
    await askOne('S01', 'SIT-D1', '2026-11-10T08:05:00Z');
    await driver.runUntil('2026-11-12T16:00:00Z');
    await driver.runUntil('2026-11-13T07:30:00Z');
    expect(kinds('U-D02')).toEqual(['overdue']);
    await driver.downUntil('2026-11-18T09:00:00Z');
    expect(kinds('U-H01')).toEqual(['overdue']);
    expect(kinds('U-G02')).toEqual([]);
    await driver.runUntil('2026-11-30T18:00:00Z');
    expect(kinds('U-G02')).toEqual(['overdue']);
    expect(chat.last('U-G02').text).toContain('You are given counts only.');
    for (const person of school.people) expect(chat.last('U-G02').text).not.toContain(person.name);
    expect(chat.last('U-G02').text).not.toContain('site security');
    expect(await readAlerts(store, school)).toMatchObject([{ level: 4, climbsAt: null }]);
  });

  test('stops when the check is answered, and every copy says so', async () => {
    const promptId = await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-11T16:05:00Z');
    await setPrompt(store, school, promptId, {
      state: 'answered',
      answeredAt: new Date('2026-11-11T17:00:00Z'),
    });
    await driver.runUntil('2026-11-20T18:00:00Z');
    expect(kinds('U-D02')).toEqual([]);
    expect(chat.last(school.channelId).text).toContain('Answered Wednesday 11 Nov.');
    expect(chat.last('U-D01').text).toContain('Answered Wednesday 11 Nov.');
    expect(() => chat.press(chat.last(school.channelId), 'U-D01', 'I have it')).toThrow('No button');
  });

  test('an alert waiting for the morning is not sent when the answer came in the night', async () => {
    const promptId = await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-09T09:00:00Z');
    await driver.downUntil('2026-11-11T19:00:00Z');
    expect(await readAlerts(store, school)).toHaveLength(1);
    await setPrompt(store, school, promptId, {
      state: 'answered',
      answeredAt: new Date('2026-11-11T20:00:00Z'),
    });
    await driver.runUntil('2026-11-13T18:00:00Z');
    expect(kinds(school.channelId)).toEqual([]);
    expect(kinds('U-D01')).toEqual([]);
  });

  test('in a small setting goes from one lead to the chair, and the channel hears no role', async () => {
    const away = ['T01', 'T02', 'T03', 'T04'];
    for (const ref of away)
      await store.within(school.org, (tx) =>
        savePerson(
          tx,
          school.org,
          school.setting.id,
          { ...school.person(ref), state: 'left' },
          new Date(MONDAY),
        ),
      );
    await askOne('S01', 'SIT-D1');
    await driver.runUntil('2026-11-12T08:00:00Z');
    expect(kinds('U-S01')).toEqual(['prompt', 'nudge']);
    expect(chat.last(school.channelId).text).not.toContain('site manager');
    expect(kinds('U-D02')).toEqual([]);
    expect(kinds('U-G02')).toEqual(['overdue']);
  });
});

test('whatever is delayed or fails, nobody is written to outside hours and no subject has two alerts', async () => {
  const outage = fc.record({
    afterHours: fc.integer({ min: 1, max: 60 }),
    downHours: fc.integer({ min: 0, max: 90 }),
  });
  const faults = fc.array(
    fc.oneof(
      fc.constant(null),
      fc.constant({ kind: 'ambiguous', delivered: true } as const),
      fc.constant({ kind: 'throw', delivered: false } as const),
      fc.record({
        kind: fc.constant('limited' as const),
        retryAfterMs: fc.integer({ min: 1_000, max: 7_200_000 }),
      }),
    ),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(outage, { maxLength: 4 }),
      faults,
      fc.constantFrom('2026-10-20T07:05:00Z', '2026-11-05T15:20:00Z', '2026-12-15T08:10:00Z'),
      async (outages, met, from) => {
        await fresh();
        driver = drive(store, school, chat, from);
        const fates = [...met];
        const sends: { at: Date; to: string; kind: string }[] = [];
        chat.before = async (to, message) => {
          sends.push({ at: driver.now, to: to.id, kind: message.kind });
          const fate = fates.shift();
          if (fate) chat.script(fate);
        };
        const mornings = { ...school.person('I01'), workingDays: [1, 3, 5], dayEnd: '12:30' };
        await store.within(school.org, async (tx) => {
          await savePerson(tx, school.org, school.setting.id, mornings, new Date(from));
          const { installationId } = school;
          await saveAddress(tx, school.org, { personId: mornings.id, installationId, userId: 'U-I01' });
        });
        await ask(store, school, { who: 'S01', questions: ['SIT-D1', 'CON-D1'], at: from });
        await ask(store, school, { who: 'I01', questions: ['ONL-D1'], at: from });
        await ask(store, school, { who: 'A01', questions: ['TRN-A1'], at: from });
        await ask(store, school, { who: 'T01', questions: ['TRN-K1'], at: from });
        for (const { afterHours, downHours } of outages) {
          await driver.runUntil(new Date(driver.now.getTime() + afterHours * 3_600_000).toISOString());
          await driver.downUntil(new Date(driver.now.getTime() + downHours * 3_600_000).toISOString());
        }
        await driver.runUntil(new Date(driver.now.getTime() + 40 * 86_400_000).toISOString());
        const { zone, calendar } = school.setting;
        for (const { at, to, kind } of sends) {
          const [on, time] = [localDate(at, zone), localTime(at, zone)];
          expect(isSchoolDay(calendar, on), `${kind} to ${to} on ${on}`).toBe(true);
          const isAsking = kind === 'prompt' || kind === 'nudge';
          const dayEnd = to === 'U-I01' ? '12:30' : '16:30';
          if (isAsking) expect(time >= '08:00' && time < dayEnd, `${kind} to ${to} at ${time}`).toBe(true);
          else expect(time >= '07:30' && time <= '18:00', `${kind} at ${time}`).toBe(true);
          if (to === 'U-I01') expect([1, 3, 5]).toContain(weekday(on));
        }
        expect(school.log.lines.filter((line) => line.level === 'error')).toEqual([]);
        const alerts = await readAlerts(store, school);
        expect(new Set(alerts.map((alert) => alert.subject)).size).toBe(alerts.length);
        const told = (await readMessages(store, school)).filter((row) => row.alertId !== null);
        const each = told.map((row) => `${row.alertId} ${row.personId ?? row.channelId}`);
        expect(new Set(each).size).toBe(each.length);
      },
    ),
    { numRuns: 8, seed: 7 },
  );
}, 300_000);
