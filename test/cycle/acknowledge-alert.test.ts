import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acknowledgeAlert } from '../../src/cycle/acknowledge-alert.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { ask, readAlerts, setPrompt } from '../support/ask.ts';
import { type Drive, drive } from '../support/drive.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let school: School;
let chat: FakeChat;
let driver: Drive;
let promptId: string;
let block = 0;

const TAKEN = '2026-11-11T16:42:00Z';

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => overdueOf('S01'));

/** Somebody's check is overdue on Wednesday at four, and the first alert has gone. */
async function overdueOf(who: string): Promise<void> {
  block += 1;
  school = await makeSchool(store, { block });
  chat = fakeChat();
  const at = '2026-11-09T08:05:00Z';
  driver = drive(store, school, chat, at);
  promptId = (await ask(store, school, { who, questions: ['SIT-D1'], at }))[0] ?? '';
  await driver.runUntil('2026-11-11T16:01:00Z');
}

const inChannel = () => chat.last(school.channelId);
const press = (by: string, copy = inChannel()) =>
  acknowledgeAlert(school.at(TAKEN), chat.press(copy, by, 'I have it'));
const said = async (result: ReturnType<typeof press>) => {
  const { kind, message } = await result;
  return `${kind}: ${messageText(message).join(' ')}`;
};

describe('“I have it”', () => {
  test('in the channel names nobody there, and the lead’s own copy says who', async () => {
    const answer = await said(press('U-D02'));
    expect(answer).toContain('redraw: ');
    expect(answer).toContain('The deputy DSL has had it since 16:42, Wednesday 11 Nov.');
    expect(answer).not.toContain('Joe Lamb');
    await driver.runUntil('2026-11-11T17:00:00Z');
    expect(inChannel().text).toContain('The deputy DSL has had it since 16:42');
    expect(inChannel().text).not.toContain('Joe Lamb');
    expect(chat.last('U-D01').text).toContain('Joe Lamb (deputy DSL) has had it since 16:42');
  });

  test('stops the climbing', async () => {
    await press('U-D01', chat.last('U-D01'));
    await driver.runUntil('2026-11-30T18:00:00Z');
    expect(chat.to('U-D02')).toEqual([]);
    expect(await readAlerts(store, school)).toMatchObject([
      { state: 'acknowledged', acknowledgedBy: school.person('D01').id, climbsAt: null, level: 1 },
    ]);
  });

  test('belongs to whoever was first, and pressing again changes nothing', async () => {
    const late = chat.press(inChannel(), 'U-H01', 'I have it');
    await press('U-D01');
    const second = await acknowledgeAlert(school.at('2026-11-11T17:30:00Z'), late);
    expect(messageText(second.message).join(' ')).toContain('The DSL has had it since 16:42');
    expect(await readAlerts(store, school)).toMatchObject([{ acknowledgedBy: school.person('D01').id }]);
    const rows = await store.within(school.org, (tx) =>
      tx.select().from(ledger).where(eq(ledger.kind, 'alert_acknowledged')),
    );
    expect(rows.map((row) => row.actor)).toEqual([school.person('D01').id]);
  });

  test('of two at once has one taker', async () => {
    const presses = ['U-D01', 'U-D02'].map((by) => chat.press(inChannel(), by, 'I have it'));
    const results = await Promise.all(presses.map((each) => acknowledgeAlert(school.at(TAKEN), each)));
    const words = results.map(({ message }) => messageText(message).join(' '));
    expect(new Set(words).size).toBe(1);
  });

  test.each([
    ['a teacher', 'U-T01'],
    ['the link governor', 'U-G01'],
  ])('from %s gets a polite line and changes nothing', async (_, by) => {
    expect(await said(press(by))).toContain('private: Only a safeguarding lead can take this one.');
    expect(await readAlerts(store, school)).toMatchObject([{ state: 'open' }]);
  });

  test('from a stranger gets where to go, and changes nothing', async () => {
    expect(await said(press('U-nobody'))).toContain('private: Tell a teacher now.');
    expect(await readAlerts(store, school)).toMatchObject([{ state: 'open' }]);
  });

  test('from the person it is about is refused, lead or not', async () => {
    await overdueOf('D01');
    expect(await said(press('U-D01'))).toContain('put to you, so somebody else needs to take it');
    expect(await readAlerts(store, school)).toMatchObject([{ state: 'open' }]);
  });

  test('from the chair is taken once the alert has come to the chair, and not before', async () => {
    expect(await said(press('U-G02'))).toContain('private: Only a safeguarding lead');
    await overdueOf('H01');
    const answer = await said(press('U-G02', chat.last('U-G02')));
    expect(answer).toContain('Oli Grant (chair of governors) has had it');
    expect(answer).not.toContain('Kate Orr');
  });

  test('on a copy the platform did not name is answered in private, so that no copy is drawn over another', async () => {
    const { platformId: _, ...unnamed } = chat.press(inChannel(), 'U-D01', 'I have it');
    const result = await acknowledgeAlert(school.at(TAKEN), unnamed);
    expect(result.kind).toBe('private');
    expect(messageText(result.message)).toEqual(
      expect.arrayContaining(['You have had it since 16:42, Wednesday 11 Nov.']),
    );
  });

  test('after it was settled says that nobody needs to', async () => {
    const { platformId: _, ...late } = chat.press(inChannel(), 'U-D01', 'I have it');
    await setPrompt(store, school, promptId, { state: 'answered', answeredAt: new Date(TAKEN) });
    await driver.runUntil('2026-11-12T08:00:00Z');
    const result = await acknowledgeAlert(school.at('2026-11-12T08:00:00Z'), late);
    expect(messageText(result.message).join(' ')).toContain('settled since');
  });

  test('with a token nobody gave out says the alert is not there', async () => {
    const forged = { ...chat.press(inChannel(), 'U-D01', 'I have it'), token: 'no-such-token' };
    const result = await acknowledgeAlert(school.at(TAKEN), forged);
    expect(messageText(result.message).join(' ')).toContain('no longer there');
  });

  test('of another organisation is not found', async () => {
    const other = await makeSchool(store, { block: 1000 + block });
    const theirs = chat.press(inChannel(), 'U-D01', 'I have it');
    const result = await acknowledgeAlert(other.at(TAKEN), theirs);
    expect(result.kind).toBe('private');
    expect(await readAlerts(store, school)).toMatchObject([{ state: 'open' }]);
  });
});
