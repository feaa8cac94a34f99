/**
 * Stories of a note: added, changed, too long, stopped, and lost with a record that is away. The same on every
 * platform; its words are in nothing that Vigil says, keeps or logs.
 */
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { notePlace } from '../../src/store/notes.ts';
import { ledger, message, note, prompt } from '../../src/store/schema/index.ts';
import { ask } from '../support/ask.ts';
import { testGuard } from '../support/guard.ts';
import { ringUnder, TEST_KEY } from '../support/keys.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const keys = ringUnder(TEST_KEY);

let store: Store;
let stage: Stage;
let guard: ReturnType<typeof testGuard>;
let block = 400;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const mine = () => stage.last('U-S01');
const press = (label: string) => stage.press(mine(), 'U-S01', label);
const write = (words: string) => stage.submit(mine(), 'U-S01', { note: words });
const inRecord = <T>(work: Parameters<Store['within']>[1]) =>
  store.within(stage.school.org, work) as Promise<T>;
const notes = () => inRecord<(typeof note.$inferSelect)[]>((tx) => tx.select().from(note));
const words = async () => {
  const [row] = await notes();
  if (!row) return null;
  const { org } = stage.school;
  const opened = await inRecord<Awaited<ReturnType<typeof keys.openForPerson>>>((tx) =>
    keys.openForPerson(tx, row.sealed, notePlace(org, row.replyId), row.personId),
  );
  return opened.is === 'open' ? opened.text : null;
};
/** Rows that hold words, and the log. */
const kept = async () =>
  JSON.stringify([
    await inRecord((tx) => tx.select().from(message)),
    await inRecord((tx) => tx.select().from(ledger)),
    await inRecord((tx) => tx.execute(sql`select n.reply_id, n.person_id from note n`)),
    stage.school.log.lines,
  ]);

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    guard = testGuard();
    stage = await openStage(store, platform, { block, at: MONDAY, more: { keys, guard } });
    await ask(store, stage.school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY });
    await stage.driver.runUntil(MONDAY);
    await press('Yes');
  });
  afterEach(() => stage.close());

  test('a site manager adds a note, and changes it', async () => {
    expect(mine().buttons).toEqual(['Change', 'Add a note']);
    const form = await press('Add a note');
    expect(JSON.stringify(form)).toContain('Do not name or describe a child here');
    expect(await write('CANARYNOTE the far gate sticks')).toMatchObject({
      is: 'redrawn',
      text: expect.stringMatching(/✓ Recorded 08:05 · Yes[\s\S]*Your note is kept with it\./),
    });
    expect(await words()).toBe('CANARYNOTE the far gate sticks');
    expect(mine().buttons).toEqual(['Change', 'Change the note']);
    await press('Change the note');
    await write('CANARYNOTE it was mended');
    expect(await words()).toBe('CANARYNOTE it was mended');
    await stage.driver.runUntil('2026-11-16T09:00:00Z');
    expect(await kept()).not.toContain('CANARYNOTE');
    expect(stage.sentOut()).not.toContain('CANARYNOTE');
  });

  test('one that is too long is not kept, and that is said', async () => {
    await press('Add a note');
    const long = await write(`CANARYNOTE ${'a'.repeat(290)}`);
    // A client that holds a box to its length sends what fits.
    if (platform === 'teams') expect(await words()).toHaveLength(280);
    else {
      expect(JSON.stringify(long)).toMatch(/at most 280 characters|Must be at most 280/);
      expect(await notes()).toEqual([]);
    }
  });

  test('one that the guard stops leaves nothing, and its writer is told where to go', async () => {
    await press('Add a note');
    const stopped = await write('CANARYSTOP about a CHILD');
    expect(JSON.stringify(stopped)).toContain('STOP. This is NOT a report');
    expect(guard.stopped).toEqual([
      { writerId: stage.school.person('S01').id, settingId: stage.school.setting.id, about: 'child' },
    ]);
    expect(await notes()).toEqual([]);
    expect(await kept()).not.toContain('CANARYSTOP');
    expect(stage.sentOut()).not.toContain('CANARYSTOP');
    expect(stage.last('U-S01').text).not.toContain('CANARYSTOP');
  });

  test.each(['closed', 'gone to somebody else', 'cancelled'] as const)(
    'one about a child is stopped also when its question is %s',
    async (how) => {
      await press('Add a note');
      const changes = {
        closed: { closesAt: new Date('2026-11-09T08:05:00Z') },
        'gone to somebody else': { personId: stage.school.person('T01').id },
        cancelled: { state: 'cancelled' as const },
      }[how];
      await inRecord((tx) => tx.update(prompt).set(changes));
      const stopped = await write('CANARYSTOP about a CHILD');
      expect(JSON.stringify(stopped)).toContain('STOP. This is NOT a report');
      expect(guard.stopped).toHaveLength(1);
      expect(await notes()).toEqual([]);
      expect(await kept()).not.toContain('CANARYSTOP');
    },
  );

  test('with the record away it is not kept, and that is said; sent again, it is', async () => {
    await press('Add a note');
    stage.recordIsAway(true);
    const lost = await write('the far gate sticks');
    expect(JSON.stringify(lost)).toMatch(/Not saved/i);
    stage.recordIsAway(false);
    expect(await notes()).toEqual([]);
    await write('the far gate sticks');
    expect(await words()).toBe('the far gate sticks');
  });
});
