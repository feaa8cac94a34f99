/**
 * Notes on the board: read by those their writer was told of, with the answer they belong to, and each look recorded.
 */
import { eq, sql } from 'drizzle-orm';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readNotes } from '../../src/cycle/read-notes.ts';
import type { BoardFacts } from '../../src/domain/board.ts';
import { addDays } from '../../src/domain/local-time.ts';
import type { Store } from '../../src/store/database.ts';
import { ownerOf } from '../../src/store/embedded.ts';
import { notePlace, saveNote } from '../../src/store/notes.ts';
import { ledger, note } from '../../src/store/schema/index.ts';
import { Notes } from '../../src/web/board-notes.tsx';
import { type History, historyOf } from '../support/history.ts';
import { ringUnder, TEST_KEY } from '../support/keys.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOON = '2026-11-12T12:00:00Z';
const keys = ringUnder(TEST_KEY);
let store: Store;
let school: School;
let past: History;
let block = 300;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block, canary: 'CANARYOAK', platform: 'slack' });
  past = historyOf(store, school, 900 + block);
});

async function keep(words: string, replyId: string | null, ref = 'S01', at = '2026-11-09T10:00:00Z') {
  const personId = school.person(ref).id;
  await store.within(school.org, async (tx) => {
    const now = new Date(at);
    const kept = await keys.sealForPerson(tx, words, notePlace(school.org, replyId ?? ''), { personId, now });
    if (kept.is !== 'sealed') throw new Error('The note was not sealed');
    const { sealed } = kept;
    const settingId = school.setting.id;
    await saveNote(tx, school.org, { replyId: replyId ?? '', settingId, personId, sealed, writtenAt: now });
  });
}
async function reads(ref = 'D01', changes: { ring?: typeof keys; mayName?: boolean } = {}) {
  const person = school.person(ref);
  const context = { ...school.at(NOON), keys: changes.ring ?? keys };
  const reader = { person, setting: school.setting, today: '2026-11-12' as const };
  return store.within(school.org, (tx) => readNotes(context, tx, reader as never, changes.mayName ?? true));
}
const views = () =>
  store.within(school.org, (tx) => tx.select().from(ledger).where(eq(ledger.kind, 'answers_viewed')));
const drawn = (notes: BoardFacts['notes']) => renderToString(h(Notes, { notes }));

describe('a lead', () => {
  test('reads a note with its question, its answer and its writer, and that is in the ledger', async () => {
    const { replyId } = await past.add({
      question: 'SIT-D1',
      person: 'S01',
      on: '2026-11-09',
      verdict: 'good',
    });
    await keep('the far gate sticks', replyId);
    const notes = await reads();
    expect(notes).toMatchObject({
      is: 'shown',
      rows: [{ answer: 'Yes', on: '2026-11-09', words: 'the far gate sticks', standard: 'site' }],
      unopened: 0,
      earlier: 0,
    });
    const page = drawn(notes);
    expect(page).toContain('Len Voss CANARYOAK, 9 Nov, who answered “Yes” to: ');
    expect(page).toContain('that you looked is recorded');
    const noted = await views();
    expect(noted).toMatchObject([
      { actor: school.person('D01').id, facts: { on: 'notes', answers: 1, people: 1 } },
    ]);
    expect(JSON.stringify([noted, school.log.lines])).not.toMatch(/gate|CANARY/);
  });

  test('is shown none where the look could not be recorded', async () => {
    const { replyId } = await past.add({
      question: 'SIT-D1',
      person: 'S01',
      on: '2026-11-09',
      verdict: 'good',
    });
    await keep('the far gate sticks', replyId);
    const owner = ownerOf(store);
    await owner?.execute(
      sql`alter table ledger add constraint away check (kind <> 'answers_viewed') not valid`,
    );
    try {
      await expect(reads()).rejects.toThrow('could not be recorded');
      const without = await reads('D01', { mayName: false });
      expect(without).toEqual({ is: 'not_shown' });
      expect(drawn(without)).toContain('Notes are not shown just now');
    } finally {
      await owner?.execute(sql`alter table ledger drop constraint away`);
    }
  });

  test('does not read one whose answer was changed since, nor one older than four weeks', async () => {
    const answered = { question: 'SIT-D1', person: 'S01', verdict: 'good' } as const;
    const old = await past.add({ ...answered, on: '2026-10-01' });
    await keep('long ago', old.replyId, 'S01', '2026-10-14T10:00:00Z');
    const changed = await past.add({
      ...answered,
      question: 'ONL-D1',
      person: 'I01',
      on: '2026-11-09',
      corrected: { verdict: 'poor', on: '2026-11-10' },
    });
    const first = await store.within(school.org, (tx) =>
      tx.execute(sql`select reply_id from reply where prompt_id = ${changed.promptId} and revision = 1`),
    );
    await keep(
      'to the answer before',
      String((first as unknown as { rows: { reply_id: string }[] }).rows[0]?.reply_id),
      'I01',
    );
    const notes = await reads();
    expect(notes).toEqual({ is: 'shown', rows: [], unopened: 0, earlier: 0 });
    expect(drawn(notes)).toContain('Nobody has added a note in the last 4 weeks');
    expect(await views()).toEqual([]);
  });

  test('is told how many cannot be read here, and never what is in them', async () => {
    const { replyId } = await past.add({
      question: 'SIT-D1',
      person: 'S01',
      on: '2026-11-09',
      verdict: 'good',
    });
    await keep('the far gate sticks', replyId);
    const wrong = ringUnder(Buffer.alloc(32, 9).toString('base64'));
    for (const ring of [wrong, ringUnder(null)]) {
      const notes = await reads('D01', { ring });
      expect(notes).toEqual({ is: 'shown', rows: [], unopened: 1, earlier: 0 });
      expect(drawn(notes)).toContain('1 note cannot be read here');
    }
    expect(await store.within(school.org, (tx) => tx.select().from(note))).toHaveLength(1);
  });

  test('sees the newest fifty, and how many more there are', async () => {
    for (let day = 0; day < 52; day += 1) {
      const on = addDays('2026-09-07', day);
      const { replyId } = await past.add({ question: 'SIT-D1', person: 'S01', on, verdict: 'good' });
      await keep(`note ${day}`, replyId, 'S01', `2026-11-10T10:${String(day).padStart(2, '0')}:00Z`);
    }
    const notes = await reads();
    if (notes.is !== 'shown') throw new Error('They are not shown');
    expect([notes.rows.length, notes.rows[0]?.words, notes.earlier]).toEqual([50, 'note 51', 2]);
    expect(drawn(notes)).toContain('2 earlier notes are not shown here');
  });
});

test('words are text on the page, whatever they are', () => {
  const page = drawn({
    is: 'shown',
    unopened: 0,
    earlier: 0,
    rows: [
      {
        standard: 'site',
        question: 'Gates?',
        answer: 'Yes',
        on: '2026-11-09',
        name: '<b>Len</b>',
        words: '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
      },
    ],
  });
  expect(page).not.toMatch(/<script|<img|<b>/);
  expect(page).toContain('&lt;script');
});
