/**
 * Stories of answering: what an answer, or "Later", does to the chase. The same on every platform.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { ask, readPrompt } from '../support/ask.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';

let store: Store;
let stage: Stage;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const askSite = async () =>
  (await ask(store, stage.school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY }))[0] ?? '';
const state = (promptId: string) => readPrompt(store, stage.school, promptId);
const kinds = (id: string) => stage.to(id).map(({ kind }) => kind);
const channel = () => stage.last(stage.school.channelId);
const answers = (label: string) => stage.press(stage.last('U-S01'), 'U-S01', label);

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    stage = await openStage(store, platform, { block, at: MONDAY });
  });
  afterEach(() => stage.close());

  test('an answer on Tuesday’s nudge stops the chase, and both copies of the question show it', async () => {
    const promptId = await askSite();
    await stage.driver.runUntil('2026-11-10T08:20:00Z');
    expect((await answers('Yes')).is).toBe('redrawn');
    await stage.driver.runUntil('2026-11-30T18:00:00Z');
    expect((await state(promptId)).state).toBe('answered');
    const copies = stage.copies();
    expect(copies).toHaveLength(2);
    for (const copy of copies) expect(copy.text).toContain('✓ Recorded Tuesday 10 Nov, 08:20');
    expect(copies.map(({ text }) => text.includes('Reminder of a question from Monday'))).toEqual([
      false,
      true,
    ]);
    // In a workspace the copy pressed was surely redrawn as it was pressed, so only the other is owed.
    expect(stage.calls.filter(({ did }) => did === 'update')).toHaveLength(platform === 'local' ? 2 : 1);
    expect(stage.calls.some((call) => call.to.kind === 'channel')).toBe(false);
  });

  test('an answer after the alert closes it at once: no button is left, and nobody further is told', async () => {
    await askSite();
    await stage.driver.runUntil('2026-11-11T16:30:00Z');
    expect(kinds('U-D01')).toEqual(['overdue']);
    await answers('Yes');
    await stage.driver.runUntil('2026-11-11T16:31:00Z');
    for (const copy of [channel(), stage.last('U-D01')]) {
      expect(copy.text).toContain('Answered Wednesday 11 Nov.');
      expect(copy.buttons).toEqual([]);
    }
    await stage.driver.runUntil('2026-11-30T18:00:00Z');
    expect(kinds('U-D02')).toEqual([]);
  });

  test('one a lead has taken is closed by the answer too', async () => {
    await askSite();
    await stage.driver.runUntil('2026-11-11T16:30:00Z');
    await stage.press(stage.last('U-D01'), 'U-D01', 'I have it');
    await stage.driver.runUntil('2026-11-12T09:00:00Z');
    expect(channel().text).toContain('The DSL has had it since 16:30');
    await answers('Yes');
    await stage.driver.runUntil('2026-11-12T09:01:00Z');
    expect(channel().text).toContain('Answered Thursday 12 Nov.');
  });

  test('“Later” puts the reminder at the time chosen, and moves no due day', async () => {
    const promptId = await askSite();
    await stage.driver.runUntil('2026-11-09T08:30:00Z');
    await answers('Later');
    expect(stage.last('U-S01').text).toContain('When shall we ask again?');
    await answers('This afternoon');
    await stage.driver.runUntil('2026-11-09T15:14:00Z');
    expect(kinds('U-S01')).toHaveLength(1);
    await stage.driver.runUntil('2026-11-09T15:15:00Z');
    expect(kinds('U-S01')).toEqual(['prompt', 'nudge']);
    expect(stage.last('U-S01').text).toContain('Still open from earlier today');
    expect(await state(promptId)).toMatchObject({ dueOn: '2026-11-11', snoozedUntil: null });
    await stage.driver.runUntil('2026-11-11T16:00:00Z');
    expect((await state(promptId)).state).toBe('overdue');
  });

  test('“Not me” passes a check on: the next in line is asked it, and answers for it', async () => {
    const promptId = await askSite();
    await stage.driver.runUntil('2026-11-09T08:30:00Z');
    expect(await answers('Not me')).toMatchObject({
      is: 'redrawn',
      text: expect.stringContaining('✓ Passed on. Thank you.'),
    });
    await stage.driver.runUntil('2026-11-09T16:30:00Z');
    expect((await state(promptId)).state).toBe('handed_on');
    expect(stage.last('U-S01').buttons).toEqual([]);
    const passed = stage.last('U-D02');
    expect(passed.text).toContain('Were all gates and doors checked last week?');
    expect(await stage.press(passed, 'U-D02', 'Partly')).toMatchObject({ is: 'redrawn' });
    await stage.driver.runUntil('2026-11-30T18:00:00Z');
    expect(passed.text).toContain('✓ Recorded 16:30 · Partly');
    expect(kinds('U-S01')).toEqual(['prompt']);
    expect(stage.copies().filter(({ kind }) => kind === 'overdue')).toEqual([]);
  });

  test('two questions in one message: each is answered in its place, and the other keeps its buttons', async () => {
    const questions = ['TRN-K1', 'CON-S1'];
    const asked = await ask(store, stage.school, { who: 'T01', questions, at: MONDAY });
    await stage.driver.runUntil('2026-11-09T08:30:00Z');
    const card = stage.last('U-T01');
    expect(card.text).toContain('0 of 2 answered');
    const known = 'Do you know who the DSL is today?';
    expect((await stage.press(card, 'U-T01', `Yes: ${known}`)).is).toBe('redrawn');
    expect(card.text).toContain('1 of 2 answered');
    expect(card.text).toContain('✓ Recorded 08:30 · Yes');
    expect(card.buttons).toContain('Change');
    await stage.press(card, 'U-T01', 'Now, in person');
    await stage.driver.runUntil('2026-11-09T08:31:00Z');
    expect(card.text).toContain('2 of 2 answered');
    expect(card.text).toContain('✓ Recorded 08:30 · Now, in person');
    for (const promptId of asked) expect((await state(promptId)).state).toBe('answered');
    expect(stage.copies()).toHaveLength(1);
  });

  test('a question that has closed takes no answer, and says so to whoever presses', async () => {
    const [promptId = ''] = await ask(store, stage.school, { who: 'T01', questions: ['TRN-K1'], at: MONDAY });
    await stage.driver.runUntil(MONDAY);
    stage.driver.now = new Date('2026-12-01T09:00:00Z');
    const late = await stage.press(stage.last('U-T01'), 'U-T01', 'Yes');
    expect(late).toMatchObject({ is: 'private', text: expect.stringContaining('That question has closed.') });
    await stage.driver.runUntil('2026-12-01T09:01:00Z');
    expect((await state(promptId)).state).toBe('lapsed');
    expect(stage.last('U-T01').buttons).toEqual([]);
  });

  test('an answer to either copy of a doubtful delivery is the one answer', async () => {
    const promptId = await askSite();
    stage.script({ kind: 'ambiguous', delivered: true });
    await stage.driver.runUntil('2026-11-09T08:05:00Z');
    const { length } = stage.copies();
    expect(length).toBe(1);
    await answers('No');
    await stage.driver.runUntil('2026-11-20T18:00:00Z');
    expect((await state(promptId)).state).toBe('answered');
    expect(stage.copies()).toHaveLength(1);
  });
});
