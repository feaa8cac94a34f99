/**
 * A note on an answer: the writer's own, examined before all else, sealed, and nowhere else in the record.
 */
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { textGuard } from '../../src/cycle/text-guard.ts';
import { ownerOf } from '../../src/store/embedded.ts';
import { shredPersonKey } from '../../src/store/key-rows.ts';
import { notePlace } from '../../src/store/notes.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { note } from '../../src/store/schema/index.ts';
import { listTables } from '../../src/store/table-copy.ts';
import { testGuard } from '../support/guard.ts';
import { ringUnder, TEST_KEY } from '../support/keys.ts';
import { type Put, pressOn } from '../support/put-question.ts';
import { labelsOf, NOW, no, replyDesk, textOf, yes } from '../support/reply-desk.ts';
import type { School } from '../support/school.ts';

const desk = replyDesk();
const { ask } = desk;
const WORDS = 'CANARYNOTE the far gate sticks';
const keys = ringUnder(TEST_KEY);

async function withNotes(more: Parameters<typeof desk.withMore>[0] = {}) {
  const guard = testGuard();
  const at = await desk.withMore({ keys, guard, ...more });
  return { at, guard };
}
const press = desk.press;
const noteOn = (at: School, ref: string, asked: Put, words: string, after = 1, now = NOW) =>
  press(at, ref, asked, { verb: 'keep_note', note: words, after }, now);
const notes = (at: School) => desk.rows<typeof note.$inferSelect>(at, (tx) => tx.select().from(note));
const textIn = async (at: School, ref: string) => {
  const [row] = await notes(at);
  if (!row) throw new Error('There is no note');
  return desk
    .store()
    .within(at.org, (tx) =>
      keys.openForPerson(tx, row.sealed, notePlace(at.org, row.replyId), at.person(ref).id),
    );
};
const answered = async (at: School, ref = 'S01', question = 'SIT-D1') => {
  const asked = await ask(at, ref, [question]);
  await press(at, ref, asked, yes);
  return asked;
};
/** Every row of every table that holds the words, past the walls. */
const rowsWith = async (words: string): Promise<string[]> => {
  const owner = ownerOf(desk.store());
  if (!owner) throw new Error('no owner');
  const found: string[] = [];
  for (const { name } of await listTables(owner)) {
    const rows = rowsOf<{ row: string }>(
      await owner.execute(sql`select t::text as row from ${sql.identifier(name)} t`),
    );
    if (rows.some(({ row }) => row.includes(words) || row.includes(Buffer.from(words).toString('hex'))))
      found.push(name);
  }
  return found;
};

describe('a note', () => {
  test('is offered on a check and a confirmation once answered, and not on a knowledge question', async () => {
    const { at } = await withNotes();
    const asked = await ask(at, 'S01', ['SIT-D1']);
    expect(labelsOf(await press(at, 'S01', asked, yes))).toEqual(['Change', 'Add a note']);
    const read = await ask(at, 'T02', ['TRN-A1']);
    expect(labelsOf(await press(at, 'T02', read, { verb: 'answer', arg: 'read' }))).toEqual([
      'Change',
      'Add a note',
    ]);
    const known = await ask(at, 'T03', ['TRN-K1']);
    expect(labelsOf(await press(at, 'T03', known, yes))).toEqual(['Change']);
    expect(textOf(await noteOn(at, 'T03', known, WORDS))).toBe(
      'Your note was not kept: notes cannot be taken here.\nYour note was not kept: notes cannot be taken here.',
    );
    expect(await notes(at)).toEqual([]);
  });

  test('is asked for by a form that warns and says who to go to, never oneself', async () => {
    const { at } = await withNotes();
    for (const ref of ['S01', 'D01']) {
      const asked = await answered(at, ref);
      const form = await press(at, ref, asked, { verb: 'note' });
      expect(form.kind).toBe('form');
      const said = textOf(form);
      expect(said).toContain('Do not name or describe a child here, or say anything about a concern.');
      expect(said).toContain('Nobody is watching this chat.');
      const lead = ref === 'D01' ? 'D02' : 'D01';
      expect(said).toContain(`Worried about a child? Tell ${at.person(lead).name} now.`);
      expect(labelsOf(form)).toEqual(['No note']);
    }
  });

  test('is sealed under its writer’s key, shown only as kept, and told in the ledger by ids', async () => {
    const { at } = await withNotes();
    const asked = await answered(at);
    const kept = await noteOn(at, 'S01', asked, `  ${WORDS}\n`);
    expect(kept.kind).toBe('redraw');
    expect(textOf(kept)).toContain('✓ Recorded 15:42 · Yes');
    expect(textOf(kept)).toContain(
      'Your note is kept with it. You, the DSL, deputies and the headteacher can read it.',
    );
    expect(labelsOf(kept)).toEqual(['Change', 'Change the note']);
    expect(await textIn(at, 'S01')).toEqual({ is: 'open', text: WORDS });
    const [reply] = await desk.replies(at);
    expect((await desk.entries(at)).filter(({ kind }) => kind === 'note_kept')).toMatchObject([
      {
        subject: asked.promptIds[0],
        actor: at.person('S01').id,
        facts: { reply: reply?.replyId, replaced: false },
      },
    ]);
    const [sent] = await desk.messages(at);
    expect(sent?.body).toEqual(kept.message);
    // Nowhere else: not in a message, the ledger, the log, nor in the note's own row.
    expect(await rowsWith('CANARYNOTE')).toEqual([]);
    expect(JSON.stringify([at.log.lines, kept])).not.toContain('CANARYNOTE');
  });

  test('that is changed takes the place of the one before', async () => {
    const { at } = await withNotes();
    const asked = await answered(at);
    await noteOn(at, 'S01', asked, 'the first words');
    const form = await press(at, 'S01', asked, { verb: 'note' });
    expect(textOf(form)).toContain('What you write takes the place of the note that is there.');
    expect(textOf(form)).not.toContain('the first words');
    await noteOn(at, 'S01', asked, 'the second words', 1, '2026-11-10T15:50:00Z');
    expect(await notes(at)).toHaveLength(1);
    expect(await textIn(at, 'S01')).toEqual({ is: 'open', text: 'the second words' });
    expect(
      (await desk.entries(at)).filter(({ kind }) => kind === 'note_kept').map(({ facts }) => facts.replaced),
    ).toEqual([false, true]);
  });

  test('stays with the answer it was written for; the corrected one begins without', async () => {
    const { at } = await withNotes();
    const asked = await answered(at);
    await noteOn(at, 'S01', asked, WORDS);
    const [first] = await notes(at);
    const changing = await press(at, 'S01', asked, { verb: 'change' });
    expect(textOf(changing)).toContain('Both are kept. Your note stays with the earlier one.');
    const corrected = await press(at, 'S01', asked, { ...no, after: 1 });
    expect(labelsOf(corrected)).toEqual(['Change', 'Add a note']);
    expect(await notes(at)).toEqual([first]);
    // Sent from a form that was opened before the answer changed: not put with the new one.
    const late = await noteOn(at, 'S01', asked, 'for the first answer', 1);
    expect(textOf(late)).toContain('Your note was not kept: the answer has been changed since');
    expect(await notes(at)).toEqual([first]);
    await noteOn(at, 'S01', asked, 'for the second', 2);
    expect(await notes(at)).toHaveLength(2);
  });
});

describe('what is not kept, and its writer told so', () => {
  test('too long, empty, no answer yet, somebody else’s, or after closing', async () => {
    const { at } = await withNotes();
    const asked = await ask(at, 'S01', ['SIT-D1']);
    expect(textOf(await noteOn(at, 'S01', asked, WORDS))).toContain('There is no answer to change yet.');
    await press(at, 'S01', asked, yes);
    expect(textOf(await noteOn(at, 'S01', asked, 'a'.repeat(281)))).toContain(
      'Not recorded yet. A note has at most 280',
    );
    expect(textOf(await noteOn(at, 'S01', asked, ' \u200b '))).toContain('Write your note first');
    expect(textOf(await noteOn(at, 'D01', asked, WORDS))).toContain('put to somebody else');
    expect(textOf(await noteOn(at, 'S01', asked, WORDS, 1, '2026-11-18T09:00:00Z'))).toContain('has closed');
    expect(await notes(at)).toEqual([]);
  });

  test('the same event twice keeps it once', async () => {
    const { at } = await withNotes();
    const asked = await answered(at);
    const pressed = { ...pressOn(at, 'S01', asked, { verb: 'keep_note', after: 1 }), note: WORDS };
    for (let time = 0; time < 2; time += 1) await recordReply(at.at(NOW), pressed);
    expect((await desk.entries(at)).filter(({ kind }) => kind === 'note_kept')).toHaveLength(1);
  });

  test.each(['CHILD', 'ADULT'] as const)(
    'stopped by the guard: %s. Nothing is left anywhere',
    async (word) => {
      const { at, guard } = await withNotes();
      const asked = await answered(at);
      const before = [await desk.entries(at), await desk.messages(at), await desk.replies(at)];
      const world = { store: desk.store(), contextFor: async () => at.at(NOW) };
      const stopped = await takePress(world, {
        ...pressOn(at, 'S01', asked, { verb: 'keep_note', after: 1 }),
        // What hides its letters from a reader does not hide them from the guard.
        note: `CANARYSTOP C\u200bHILD ${word}`.replace('C\u200bHILD ADULT', 'ADULT'),
      });
      expect(stopped).toMatchObject({ kind: 'private', message: { kind: 'guard' } });
      expect(guard.stopped).toEqual([
        { writerId: at.person('S01').id, settingId: at.setting.id, about: word.toLowerCase() },
      ]);
      expect(await notes(at)).toEqual([]);
      // No lead is told that a stranger pressed: the writer is staff.
      expect([await desk.entries(at), await desk.messages(at), await desk.replies(at)]).toEqual(before);
      expect(await rowsWith('CANARYSTOP')).toEqual([]);
      expect(JSON.stringify([at.log.lines, stopped])).not.toContain('CANARYSTOP');
    },
  );

  test('a long one is examined before it is called too long', async () => {
    const { at, guard } = await withNotes();
    const asked = await answered(at);
    await noteOn(at, 'S01', asked, `${'a'.repeat(400)} CHILD`);
    expect(guard.stopped).toHaveLength(1);
  });

  test('by the guard that Vigil runs with: the writer is told where to go, and a lead that they may have a concern', async () => {
    const { at } = await withNotes({ guard: textGuard });
    const asked = await answered(at);
    const words = 'Ellie in Year 4 told me her dad hits her, CANARYREAL';
    const stopped = await noteOn(at, 'S01', asked, words);
    expect(stopped).toMatchObject({ kind: 'private', message: { kind: 'guard' } });
    expect(textOf(stopped)).toContain('This is NOT a report');
    expect(await notes(at)).toEqual([]);
    expect((await desk.messages(at)).filter(({ personId }) => personId === at.person('D01').id)).toHaveLength(
      1,
    );
    expect(await rowsWith('CANARYREAL')).toEqual([]);
    const kept = await noteOn(at, 'S01', asked, 'The far gate sticks; the caretaker will mend it on Friday');
    expect(kept.kind).toBe('redraw');
  });

  test('under a key that was shredded', async () => {
    const { at } = await withNotes();
    const asked = await answered(at);
    await desk.rows(at, (tx) => shredPersonKey(tx, at.org, at.person('S01').id, new Date(NOW)));
    expect(textOf(await noteOn(at, 'S01', asked, WORDS))).toContain('Your note was not kept');
    expect(await notes(at)).toEqual([]);
  });
});

describe('where there is nothing to seal or examine with', () => {
  test.each([
    ['no key', { keys: ringUnder(null) }],
    ['no guard', { guard: undefined }],
  ] as const)('%s: notes are not offered, and one that comes all the same is not kept', async (_, more) => {
    const at = await desk.withMore({ keys, guard: testGuard(), ...more } as Parameters<
      typeof desk.withMore
    >[0]);
    const asked = await ask(at, 'S01', ['SIT-D1']);
    expect(labelsOf(await press(at, 'S01', asked, yes))).toEqual(['Change']);
    expect(textOf(await press(at, 'S01', asked, { verb: 'note' }))).toContain('notes cannot be taken here');
    expect(textOf(await noteOn(at, 'S01', asked, WORDS))).toContain('notes cannot be taken here');
    expect(await notes(at)).toEqual([]);
  });
});
