/**
 * Stories of a platform that misbehaves: an answer lost on the way, a limit, a channel that is gone. Nothing is
 * doubled blindly, nothing is lost quietly, and one answer is one row. The same on every platform.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sendDigests } from '../../src/cycle/send-digests.ts';
import type { Store } from '../../src/store/database.ts';
import { reply } from '../../src/store/schema/index.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import { ask, readMessages, readPrompt } from '../support/ask.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const AGAIN = '(again) The first copy of this may not have reached you.';

let store: Store;
let stage: Stage;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const askSite = async () =>
  (await ask(store, stage.school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY }))[0] ?? '';
const replies = () => store.within(stage.school.org, (tx) => tx.select().from(reply));
const channel = () => stage.to(stage.school.channelId);
const until = (moment: string) => stage.driver.runUntil(moment);

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    const steps = { 'send-digests': sendDigests };
    stage = await openStage(store, platform, { block, at: MONDAY, steps });
  });
  afterEach(() => stage.close());

  /** On Slack what is in doubt in somebody's own conversation is looked for there. */
  const looks = platform === 'slack';

  test.runIf(looks)('a question that had arrived is found, and comes no second time', async () => {
    const promptId = await askSite();
    stage.script({ kind: 'ambiguous', delivered: true });
    await until('2026-11-09T08:07:00Z');
    expect(stage.to('U-S01').map(({ text }) => text.includes(AGAIN))).toEqual([false]);
    const answered = await stage.press(stage.last('U-S01'), 'U-S01', 'Yes');
    expect(answered.is).toBe('redrawn');
    await until('2026-11-30T18:00:00Z');
    expect((await readPrompt(store, stage.school, promptId)).state).toBe('answered');
    expect(stage.copies()).toHaveLength(1);
  });

  describe.skipIf(looks).each(['first', 'second'] as const)(
    'a question whose sending was in doubt',
    (which) => {
      test(`comes once more, says so, and is answered by the ${which} copy as by the other`, async () => {
        const promptId = await askSite();
        stage.script({ kind: 'ambiguous', delivered: true });
        await until('2026-11-09T08:06:00Z');
        const copies = stage.to('U-S01');
        expect(copies.map(({ text }) => text.includes(AGAIN))).toEqual([false, true]);
        const [chosen, other] = which === 'first' ? copies : copies.toReversed();
        if (!chosen || !other) throw new Error('There are two copies');
        expect(chosen.buttons).toEqual(other.buttons);
        const answered = await stage.press(chosen, 'U-S01', 'Yes');
        expect(answered).toMatchObject({
          is: 'redrawn',
          text: expect.stringContaining('✓ Recorded 08:06 · Yes'),
        });
        await until('2026-11-09T08:07:00Z');
        // The other copy may still have its buttons; pressed too, it adds nothing.
        if (other.buttons.includes('Yes')) await stage.press(other, 'U-S01', 'Yes');
        expect(other.text).toContain('✓ Recorded 08:06 · Yes');
        expect(await replies()).toMatchObject([{ answer: { kind: 'choice', key: 'yes' } }]);
        await until('2026-11-30T18:00:00Z');
        expect((await readPrompt(store, stage.school, promptId)).state).toBe('answered');
        expect(stage.copies()).toHaveLength(2);
      });
    },
  );

  test('a question that was lost on the way comes once more, and is chased as any other', async () => {
    await askSite();
    stage.script({ kind: 'ambiguous', delivered: false });
    await until('2026-11-11T18:00:00Z');
    expect(stage.to('U-S01').map(({ kind }) => kind)).toEqual(['prompt', 'nudge', 'nudge']);
    expect(stage.to('U-S01')[0]?.text.includes(AGAIN)).toBe(!looks);
    expect(stage.last(stage.school.channelId).text).toContain('Duty check not answered: site security');
  });

  test.each([true, false])(
    'an alert whose sending was in doubt is held, and a lead is told; it had arrived: %s',
    async (delivered) => {
      await askSite();
      await until('2026-11-11T15:59:00Z');
      stage.script({ kind: 'ambiguous', delivered });
      await until('2026-11-11T16:05:00Z');
      expect(channel().map(({ kind }) => kind)).toEqual(delivered ? ['overdue'] : []);
      const told = stage.to('U-D01').map(({ text }) => text);
      expect(told.some((text) => text.includes('It was put to Len Voss'))).toBe(true);
      expect(told).toContainEqual(
        expect.stringContaining(
          'An alert about an overdue check may not have arrived in the safeguarding channel.',
        ),
      );
      await until('2026-11-20T18:00:00Z');
      expect(channel().filter(({ kind }) => kind === 'overdue')).toHaveLength(delivered ? 1 : 0);
      const held = (await readMessages(store, stage.school)).filter(({ state }) => state === 'held');
      expect(held).toMatchObject([{ kind: 'overdue', fault: 'uncertain' }]);
    },
  );

  test('a digest whose sending was in doubt is there once, and a lead is told', async () => {
    const { school } = stage;
    await store.within(school.org, (tx) =>
      wakeBy(tx, school.org, 'send-digests', new Date('2026-11-16T08:00:00Z')),
    );
    await askSite();
    await until('2026-11-16T07:59:00Z');
    stage.script({ kind: 'ambiguous', delivered: true });
    await until('2026-11-16T08:30:00Z');
    const digests = channel().filter(({ kind }) => kind === 'digest');
    expect(digests.map(({ text }) => text)).toEqual([expect.stringContaining('Week of 9 Nov')]);
    expect(stage.last('U-D01').text).toContain(
      'The weekly digest may not have arrived in the safeguarding channel.',
    );
    await until('2026-11-20T18:00:00Z');
    expect(channel().filter(({ kind }) => kind === 'digest')).toHaveLength(1);
  });

  test('a limit is kept to, and then the question comes, once and without a word of it', async () => {
    await askSite();
    stage.script({ kind: 'limited', retryAfterMs: 120_000 });
    await until('2026-11-09T08:06:59Z');
    expect(stage.copies()).toEqual([]);
    await until('2026-11-09T08:08:00Z');
    expect(stage.to('U-S01').map(({ text }) => text.includes('(again)'))).toEqual([false]);
    expect(stage.calls.map(({ outcome }) => outcome)).toEqual(['limited', 'sent']);
  });

  test('a channel that is gone is said to a lead, once; alerts reach the leads all the same', async () => {
    await askSite();
    await until('2026-11-11T15:59:00Z');
    stage.script({ kind: 'refused', why: 'channel_gone' });
    await until('2026-11-11T16:05:00Z');
    expect(channel()).toEqual([]);
    const told = stage.to('U-D01').map(({ text }) => text);
    expect(told.filter((text) => text.includes('cannot post in the safeguarding channel'))).toHaveLength(1);
    expect(told.filter((text) => text.includes('It was put to Len Voss'))).toHaveLength(1);
  });

  test('somebody who cannot be written to is unreachable, not silent: nobody is told that they said nothing', async () => {
    const promptId = await askSite();
    stage.script({ kind: 'refused', why: 'person_gone' });
    await until('2026-11-20T18:00:00Z');
    expect((await readPrompt(store, stage.school, promptId)).state).toBe('cancelled');
    expect(stage.copies().filter(({ kind }) => kind === 'overdue')).toEqual([]);
  });
});
