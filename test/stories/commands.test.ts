/**
 * Stories of words and commands: a teacher, a lead, a governor, a stranger and a guest, each answered with what they
 * may see; and what was typed is never kept, logged or said back. The same on every platform.
 */
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STANDARDS } from '../../src/domain/standard.ts';
import type { Store } from '../../src/store/database.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { reply } from '../../src/store/schema/index.ts';
import { tablesOf } from '../support/every-table.ts';
import { historyOf } from '../support/history.ts';
import { type Copy, openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const NOON = '2026-11-12T12:00:00Z';
const CANARY = 'CANARYOAK';

let store: Store;
let stage: Stage;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** A week of the past: one check overdue, one question answered, one that waits for a teacher. */
async function open(platform: (typeof PLATFORMS)[number]): Promise<void> {
  block += 1;
  stage = await openStage(store, platform, { block, at: NOON, canary: CANARY });
  const past = historyOf(store, stage.school, 900 + block);
  await past.add({
    question: 'SIT-D1',
    person: 'S01',
    on: '2026-11-09',
    state: 'overdue',
    dueOn: '2026-11-11',
  });
  await past.add({ question: 'TRN-K1', person: 'T01', on: '2026-11-10', verdict: 'good', seconds: 90 });
  await past.add({ question: 'CON-S1', person: 'T01', on: '2026-11-12' });
  await past.add({ question: 'CON-D1', person: 'D01', on: '2026-11-09', verdict: 'poor' });
}

/** Every row of every table of the organisation, and the log, as text. */
async function everythingKept(): Promise<string> {
  const { school } = stage;
  const tables = await tablesOf(store);
  const kept = await store.within(school.org, async (tx) => {
    const rows: unknown[] = [];
    for (const { name } of tables)
      rows.push(rowsOf(await tx.execute(sql`select * from ${sql.identifier(name)}`)));
    return rows;
  });
  return JSON.stringify([kept, school.log.lines]);
}

const all = (copy: Copy) => `${copy.summary}\n${copy.text}`;
const strangers = () => stage.to('U-D01').filter(({ text }) => text.includes('not on the staff list'));
const NAMES = () => stage.school.people.map(({ name }) => name);
const GUARD = 'STOP. This is NOT a report and nobody is watching this chat.';
const TEACHER = 'Tell a teacher now. In danger: 999. Childline 0800 1111.';

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(() => open(platform));
  afterEach(() => stage.close());

  describe.each([
    ['in words', (who: string, words: string) => stage.writes(who, words)],
    ['by command', (who: string, words: string) => stage.command(who, `/vigil ${words}`)],
  ] as const)('%s', (_how, says) => {
    test('a teacher sees what is theirs, and nothing of the setting', async () => {
      const help = await says('U-T01', 'help');
      for (const word of ['help', 'status', 'due', 'ask', 'why', 'digest'])
        expect(help.text).toMatch(new RegExp(`^(• )?${word}: `, 'm'));
      expect(help.text).toContain('NSPCC Whistleblowing Advice Line, 0800 028 0285');
      expect(help.text).toContain('0300 111 8008');
      const status = await says('U-T01', 'status all');
      expect(status.summary).toBe('1 question waits for you.');
      expect(status.text).toContain('1 of 2 asked');
      expect(status.text).toContain('about 2 minutes');
      expect(all(status)).not.toMatch(/Overdue|Not met|Safe site/);
      const why = await says('U-T01', 'why');
      expect(why.text).toContain('A pupil tells you something worrying at break.');
      expect(why.text).toContain('KCSIE 2026, paragraph 18');
      const digest = await says('U-T01', 'digest');
      expect(digest.text).toContain('The digest is for the leads and governors of your setting.');
      const due = await says('U-T01', 'due');
      expect(due.summary).toBe(`1 question waits for you at Oak Primary ${CANARY}, 0 past the date.`);
      expect(all(due)).not.toContain('Overdue across');
    });

    test('what waits is answered where it was shown', async () => {
      const due = await says('U-T01', 'due');
      const answered = await stage.press(due, 'U-T01', 'At the end of day');
      expect(answered).toMatchObject({
        is: 'redrawn',
        text: expect.stringContaining('✓ Recorded 12:00 · At the end of day'),
      });
      expect(due.text).toContain('Good to know: the safest answer here is “Now, in person”.');
      expect(due.buttons).toEqual([]);
      const rows = await store.within(stage.school.org, (tx) => tx.select().from(reply));
      expect(rows.map(({ answer }) => answer)).toContainEqual({ kind: 'choice', key: 'later' });
    });

    test('a lead sees the setting without names, and whom a check waits for by name', async () => {
      const status = await says('U-D01', 'status');
      expect(status.summary).toMatch(/^Oak Primary CANARYOAK today\. Overdue: 1\. Open actions: 0\./);
      for (const { name } of STANDARDS) expect(status.text).toContain(name);
      for (const name of NAMES()) expect(all(status)).not.toContain(name);
      const concerns = await says('U-D01', 'status concerns');
      for (const words of ['Recorded same day', '✗ Not met', 'Telling the DSL', '– Not yet assessed'])
        expect(concerns.text).toContain(words);
      const due = await says('U-D01', 'due');
      expect(due.text).toContain(`Len Voss ${CANARY} (site manager): site security, due 11 Nov.`);
      const digest = await says('U-D01', 'digest');
      expect(digest.summary).toMatch(/^Week of 9 Nov, so far\./);
      for (const name of NAMES()) expect(all(digest)).not.toContain(name);
      expect((await says('U-D01', 'status me')).text).toContain('Nothing waits for you');
    });

    test('a governor sees the setting and roles, and no names', async () => {
      const status = await says('U-G01', 'status');
      expect(status.summary).toMatch(/^Oak Primary CANARYOAK today\. Overdue: 1\./);
      const due = await says('U-G01', 'due');
      expect(due.text).toContain('Check not answered: site security (site manager), due 11 Nov.');
      for (const answer of [status, due, await says('U-G01', 'digest')])
        for (const name of NAMES()) expect(all(answer)).not.toContain(name);
      expect((await says('U-G01', 'why')).summary).toBe('You have not been asked anything yet.');
    });

    test('a question asked for comes, and is answered in two taps', async () => {
      const asked = await says('U-T02', 'ask');
      expect(asked.text).toContain('A question is on its way to you.');
      await stage.driver.runUntil('2026-11-12T12:01:00Z');
      const prompt = stage.last('U-T02');
      expect(prompt.kind).toBe('prompt');
      const [first = ''] = prompt.buttons;
      expect(await stage.press(prompt, 'U-T02', first)).toMatchObject({
        is: 'redrawn',
        text: expect.stringContaining(`✓ Recorded 12:01 · ${first}`),
      });
    });

    test('a worry meets the guard, is sent to a person, and no word of it is kept or said back', async () => {
      const guard = await says('U-T01', 'Zqtom in 3B has zqbruises on his arm');
      expect(guard.text).toContain(GUARD);
      for (const words of [`Ines Duarte ${CANARY}`, '01785 000001', '0345 604 2886', '0300 111 8008'])
        expect(guard.text).toContain(words);
      const own = await says('U-D01', 'there is zqsomething on a boy’s arm');
      expect(own.text).toContain('Joe Lamb');
      expect(all(own)).not.toContain('Ines Duarte');
      const told = await stage.press(guard, 'U-T01', 'I’ve told someone');
      expect(told).toMatchObject({
        is: 'private',
        text: expect.stringContaining('Thank you. Telling someone'),
      });
      expect(stage.sentOut()).not.toMatch(/zq/i);
      expect(await everythingKept()).not.toMatch(/zq/i);
    });

    test('a slip of the keys is offered, not run, and its button runs it', async () => {
      const near = await says('U-T01', 'stauts');
      expect(near.text).toContain('Did you mean “status”?');
      expect(all(near)).not.toContain('stauts');
      const run = await stage.press(near, 'U-T01', 'status');
      expect(run).toMatchObject({ is: 'private', text: expect.stringContaining('1 of 2 asked') });
    });

    test('a stranger is sent to a teacher whatever they write, and a lead is told, without who or what', async () => {
      for (const words of ['help', 'status', 'digest', 'a zqsecret worry']) {
        const answer = await says('U-PUPIL', words);
        expect(answer.text).toContain(TEACHER);
        expect(all(answer)).not.toContain(CANARY);
      }
      await stage.driver.runUntil('2026-11-12T12:01:00Z');
      expect(strangers()).toHaveLength(1);
      expect(strangers()[0]?.text).toContain(`wrote to Vigil (Oak Primary ${CANARY})`);
      expect(await everythingKept()).not.toMatch(/U-PUPIL|zqsecret/i);
      expect(JSON.stringify(strangers())).not.toMatch(/U-PUPIL|zqsecret/i);
      await says('U-PUPIL', 'again');
      await stage.driver.runUntil('2026-11-12T12:30:00Z');
      expect(strangers()).toHaveLength(1);
    });

    test('a guest of the workspace is a stranger too, and is never asked anything', async () => {
      await stage.guest('U-GUEST');
      for (const words of ['status', 'ask', 'due']) {
        const answer = await says('U-GUEST', words);
        expect(answer.text).toContain(TEACHER);
        expect(all(answer)).not.toContain(CANARY);
      }
      await stage.driver.runUntil('2026-11-12T16:00:00Z');
      expect(strangers()).toHaveLength(1);
      expect(stage.calls.filter(({ to }) => to.id === 'U-GUEST')).toEqual([]);
      // Nor is a lead asked whether they are staff.
      const people = await says('U-D01', 'people');
      expect(people.text).toContain('People at Oak Primary');
      expect(all(people)).not.toContain('Somebody Else');
    });

    test('while the record is away nobody is left without an answer, and nothing is kept of it', async () => {
      stage.recordIsAway(true);
      const answer = await says('U-T01', 'a zqworry about a child');
      expect(answer.text).toContain('What you wrote was not kept');
      stage.recordIsAway(false);
      expect(await everythingKept()).not.toMatch(/zqworry/);
      expect((await says('U-T01', 'status')).summary).toBe('1 question waits for you.');
    });
  });
});
