/**
 * Stories of numbers and dates filled in: mistyped, put right, changed, and lost with a record that is away. Nothing
 * is called recorded that is not. The same on every platform.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { inboundEvent, reply } from '../../src/store/schema/index.ts';
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

/** The prompt's id, once it has been put to them. */
async function put(who: string, question: string): Promise<string> {
  const [promptId = ''] = await ask(store, stage.school, { who, questions: [question], at: MONDAY });
  await stage.driver.runUntil(MONDAY);
  return promptId;
}
const submit = (who: string, fields: Record<string, string>) => stage.submit(stage.last(who), who, fields);
const replies = () => store.within(stage.school.org, (tx) => tx.select().from(reply));
const events = () => store.within(stage.school.org, (tx) => tx.select().from(inboundEvent));
const recorded = (text: string) => ({ is: 'redrawn', text: expect.stringContaining(`✓ Recorded ${text}`) });

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    stage = await openStage(store, platform, { block, at: MONDAY });
  });
  afterEach(() => stage.close());

  test('a DSL’s two counts: what is mistyped is told beside its field and not recorded, then it is right', async () => {
    const promptId = await put('D01', 'CON-D1');
    expect(await submit('U-D01', { part: '-3', whole: '4' })).toEqual({
      is: 'beside',
      faults: { part: 'Enter a whole number from 0 to 99999.' },
    });
    expect(await submit('U-D01', { part: '9', whole: '4' })).toEqual({
      is: 'beside',
      faults: { part: 'This cannot be more than the 4 in all.' },
    });
    expect(await replies()).toEqual([]);
    expect(stage.last('U-D01').text).not.toContain('Recorded 08:05');
    expect(await submit('U-D01', { part: '3', whole: '4' })).toMatchObject(recorded('08:05 · 3 of 4'));
    expect(await replies()).toMatchObject([{ answer: { kind: 'two_counts', part: 3, whole: 4 } }]);
    await stage.driver.runUntil('2026-11-30T18:00:00Z');
    expect((await readPrompt(store, stage.school, promptId)).state).toBe('answered');
    expect(stage.last('U-D01').text).toContain('3 of 4');
    expect(stage.to('U-D01').map(({ kind }) => kind)).toEqual(['prompt']);
  });

  test('an IT lead’s date: one to come is told beside its field and not recorded, then it is right', async () => {
    await put('I01', 'ONL-D1');
    expect(await submit('U-I01', { date: '2026-12-24' })).toEqual({
      is: 'beside',
      faults: { date: expect.stringContaining('Enter today’s date or an earlier one.') },
    });
    expect(await replies()).toEqual([]);
    expect(await submit('U-I01', { date: '2026-11-09' })).toMatchObject(recorded('08:05 · 9 Nov 2026'));
    expect(await replies()).toMatchObject([{ answer: { kind: 'date', date: '2026-11-09' } }]);
  });

  test('numbers that were wrong are changed in the same form, and both are kept', async () => {
    await put('D01', 'CON-D1');
    await submit('U-D01', { part: '3', whole: '4' });
    await stage.driver.runUntil('2026-11-09T08:10:00Z');
    await stage.press(stage.last('U-D01'), 'U-D01', 'Change');
    expect(stage.last('U-D01').text).toContain('Your answer is 3 of 4 until you choose another.');
    expect(stage.last('U-D01').buttons).toContain('Keep 3 of 4');
    expect(await submit('U-D01', { part: '4', whole: '4' })).toMatchObject(recorded('08:10 · 4 of 4'));
    const kept = (await replies()).sort((one, other) => one.revision - other.revision);
    expect(kept.map(({ revision, answer }) => [revision, answer])).toEqual([
      [1, { kind: 'two_counts', part: 3, whole: 4 }],
      [2, { kind: 'two_counts', part: 4, whole: 4 }],
    ]);
  });

  test('a form for a question that has closed since records nothing, and says so', async () => {
    await put('D01', 'CON-D1');
    await submit('U-D01', { part: '9', whole: '4' });
    stage.driver.now = new Date('2026-12-10T09:00:00Z');
    expect(await submit('U-D01', { part: '3', whole: '4' })).toMatchObject({
      is: 'private',
      text: expect.stringContaining('That question has closed.'),
    });
    expect(await replies()).toEqual([]);
  });

  describe('while the record is away', () => {
    test('a press is not saved, and says so; its buttons are still there, and the next press counts', async () => {
      const promptId = await put('T01', 'TRN-K1');
      const before = await events();
      stage.recordIsAway(true);
      const lost = await stage.press(stage.last('U-T01'), 'U-T01', 'Yes');
      expect(lost).toMatchObject({
        is: 'private',
        text: expect.stringMatching(/^Not saved[.,] please press again\.$/i),
      });
      expect(stage.last('U-T01').drawn).toHaveLength(1);
      expect(stage.last('U-T01').buttons).toContain('Yes');
      stage.recordIsAway(false);
      expect(await replies()).toEqual([]);
      expect(await events()).toEqual(before);
      expect((await readPrompt(store, stage.school, promptId)).state).toBe('asked');
      expect(await stage.press(stage.last('U-T01'), 'U-T01', 'Yes')).toMatchObject(recorded('08:05 · Yes'));
      expect(await replies()).toHaveLength(1);
    });

    test('numbers are not saved, and that is said where they were typed; sent again, they count', async () => {
      await put('D01', 'CON-D1');
      // The form is open by then, where it is a window of its own.
      expect((await submit('U-D01', { part: '9', whole: '4' })).is).toBe('beside');
      stage.recordIsAway(true);
      const lost = await submit('U-D01', { part: '3', whole: '4' });
      expect(JSON.stringify(lost)).toMatch(/"Not saved[.,] please press again\."/i);
      expect(stage.last('U-D01').text).not.toContain('✓');
      stage.recordIsAway(false);
      expect(await replies()).toEqual([]);
      expect(await submit('U-D01', { part: '3', whole: '4' })).toMatchObject(recorded('08:05 · 3 of 4'));
      expect(await replies()).toHaveLength(1);
    });

    test('an alert is not taken, and says so; the next press takes it', async () => {
      await put('S01', 'SIT-D1');
      await stage.driver.runUntil('2026-11-11T16:30:00Z');
      stage.recordIsAway(true);
      const lost = await stage.press(stage.last('U-D01'), 'U-D01', 'I have it');
      expect(lost).toMatchObject({ is: 'private', text: expect.stringMatching(/^Not saved/) });
      stage.recordIsAway(false);
      await stage.driver.runUntil('2026-11-11T16:40:00Z');
      expect(stage.last(stage.school.channelId).buttons).toEqual(['I have it']);
      expect(await stage.press(stage.last('U-D01'), 'U-D01', 'I have it')).toMatchObject({
        is: 'redrawn',
        text: expect.stringContaining('has had it since 16:40'),
      });
    });
  });
});
