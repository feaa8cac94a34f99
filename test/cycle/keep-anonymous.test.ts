/**
 * What an answer to an anonymous question leaves behind: one count one higher, and nothing that says whose.
 */
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { messageText } from '../../src/domain/message.ts';
import { readMine } from '../../src/store/dues.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { anonymousRelease } from '../../src/store/schema/index.ts';
import { countsOf, everyRow, FAIR } from '../support/anonymous.ts';
import { type Put, pressOn, put } from '../support/put-question.ts';
import { labelsOf, NOW, no, replyDesk, textOf, yes } from '../support/reply-desk.ts';
import { makeSchool, QUESTIONS, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const { store, school, press, ask, replies, entries, messages, promptOf } = replyDesk();
const oak = () => school([...QUESTIONS, FAIR]);
const HALF = { occurrence: 'autumn-2-2026' };
const answers = (at: School) => countsOf(store(), at);
const askFair = (at: School, ref: string) => ask(at, ref, [FAIR.id], HALF);

describe('an answer without a name', () => {
  test('is said to be so before it is given', async () => {
    const at = await oak();
    const asked = await askFair(at, 'T01');
    const [sent] = await messages(at);
    const words = sent ? messageText(sent.body).join('\n') : '';
    expect(words).toContain('your answer is not kept with your name');
    expect(words).toContain('You cannot change it afterwards');
    expect(words).not.toContain('kept with your name;');
    expect(asked.tokens).toHaveLength(1);
  });

  test('is one more in a count, with every other count of the question written anew beside it', async () => {
    const at = await oak();
    await press(at, 'T01', await askFair(at, 'T01'), yes);
    expect(await answers(at)).toEqual({
      'autumn-2-2026 no': 0,
      'autumn-2-2026 not_sure': 0,
      'autumn-2-2026 yes': 1,
    });
    await press(at, 'T02', await askFair(at, 'T02'), { verb: 'not_sure' });
    expect(await answers(at)).toMatchObject({ 'autumn-2-2026 not_sure': 1, 'autumn-2-2026 yes': 1 });
    const versions = await store().within(at.org, (tx) =>
      tx.execute(sql`select distinct xmin::text from anonymous_count`),
    );
    expect(rowsOf(versions)).toHaveLength(1);
  });

  test('marks the question answered on the day, without a reply, a moment or an action', async () => {
    const at = await oak();
    const asked = await askFair(at, 'T01');
    await press(at, 'T01', asked, no);
    expect(await promptOf(at, asked.promptIds[0])).toMatchObject({
      state: 'answered',
      replyId: null,
      answeredAt: new Date('2026-11-10T00:00:00Z'),
      chaseAt: null,
    });
    expect(await replies(at)).toEqual([]);
  });

  test('is shown as recorded, without the answer, the time, or a way to change it', async () => {
    const at = await oak();
    const asked = await askFair(at, 'T01');
    const result = await press(at, 'T01', asked, no);
    expect(result.kind).toBe('redraw');
    expect(textOf(result)).toContain('✓ Recorded. Your answer is not kept with your name.');
    expect(textOf(result)).not.toMatch(/15:42|\bNo\b/);
    expect(labelsOf(result)).toEqual([]);
    expect((await messages(at)).map(({ body }) => body)).toEqual([result.message]);
  });

  test('cannot be given twice or changed; the same event again says what stands', async () => {
    const at = await oak();
    const asked = await askFair(at, 'T01');
    await press(at, 'T01', asked, { ...yes, eventKey: 'one' });
    const again = await press(at, 'T01', asked, { ...yes, eventKey: 'one' });
    expect([again.kind, textOf(again)]).toEqual(['redraw', expect.stringContaining('✓ Recorded')]);
    for (const pressed of [no, yes, { verb: 'change' }, { verb: 'not_me' }, { verb: 'later' }] as const) {
      const result = await press(at, 'T01', asked, pressed);
      expect([result.kind, textOf(result)]).toEqual([
        'private',
        expect.stringContaining('cannot be found again'),
      ]);
    }
    expect(await answers(at)).toMatchObject({ 'autumn-2-2026 yes': 1, 'autumn-2-2026 no': 0 });
  });

  test('pressed twice at once counts once; two people at once count twice', async () => {
    const at = await oak();
    const asked = await askFair(at, 'T01');
    const other = await askFair(at, 'T02');
    await Promise.all([
      press(at, 'T01', asked, yes),
      press(at, 'T01', asked, no),
      press(at, 'T02', other, yes),
    ]);
    const { 'autumn-2-2026 yes': yeses = 0, 'autumn-2-2026 no': noes = 0 } = await answers(at);
    expect(yeses + noes).toBe(2);
  });

  test('of somebody else, or of no choice it has, is not taken', async () => {
    const at = await oak();
    const asked = await askFair(at, 'T01');
    expect((await press(at, 'T02', asked, yes)).kind).toBe('private');
    expect((await press(at, 'T01', asked, { verb: 'answer', arg: 'maybe' })).kind).toBe('private');
    expect(await answers(at)).toEqual({});
  });

  test('can be put off or passed on like any other', async () => {
    const at = await oak();
    const asked = await askFair(at, 'T01');
    expect(textOf(await press(at, 'T01', asked, { verb: 'later' }))).toContain('When shall we ask again?');
    expect(textOf(await press(at, 'T01', asked, { verb: 'not_me' }))).toContain('✓');
    expect(await answers(at)).toEqual({});
  });

  test('that comes once its period was let out is not taken, and its giver is told', async () => {
    const at = await oak();
    const asked = await askFair(at, 'T01');
    await store().within(at.org, (tx) =>
      tx.insert(anonymousRelease).values({
        orgId: at.org,
        settingId: at.setting.id,
        questionId: FAIR.id,
        questionVersion: 1,
        block: 'autumn-2-2026',
        standard: FAIR.standard,
        indicator: FAIR.indicator,
        releasedAt: new Date(NOW),
        releasedOn: '2026-11-09',
      }),
    );
    const result = await press(at, 'T01', asked, yes);
    expect([result.kind, textOf(result)]).toEqual([
      'private',
      expect.stringContaining('Nothing was recorded'),
    ]);
    expect(await answers(at)).toEqual({});
    expect(await promptOf(at, asked.promptIds[0])).toMatchObject({ state: 'asked' });
  });

  test('takes its seconds in the giver’s own status', async () => {
    const at = await oak();
    await press(at, 'T01', await askFair(at, 'T01'), yes);
    const mine = await store().within(at.org, (tx) =>
      readMine(tx, at.setting.id, at.person('T01').id, '2026-11-09'),
    );
    expect(mine).toEqual({ asked: 1, answered: 1, seconds: 8 });
  });
});

test('whatever was answered, every other row of the record is the same, and so is the log', async () => {
  const made = async (arg: string) => {
    const own = await openTestStore();
    afterAll(() => own.close());
    const at = await makeSchool(own, { block: 700, questions: [...QUESTIONS, FAIR] });
    const asked: Put = await put(own, at, 'T01', [FAIR.id], HALF);
    const pressed = arg === 'not_sure' ? ({ verb: 'not_sure' } as const) : ({ verb: 'answer', arg } as const);
    const result = await recordReply(
      at.at(NOW),
      pressOn(at, 'T01', asked, { ...pressed, eventKey: 'the one' }),
    );
    return { rows: await everyRow(own, at, ['anonymous_count']), log: at.log.lines, result };
  };
  const [first, second, third] = [await made('yes'), await made('no'), await made('not_sure')];
  expect(first?.rows.filter((row) => row.startsWith('ledger '))).not.toEqual([]);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
});

test('the ledger says that the question was answered, and by whom, and nothing of what', async () => {
  const at = await oak();
  const asked = await askFair(at, 'T01');
  await press(at, 'T01', asked, no);
  expect((await entries(at)).map(({ kind, subject, facts }) => [kind, subject, facts])).toEqual([
    ['reply_recorded', asked.promptIds[0], { anonymous: true }],
  ]);
});
