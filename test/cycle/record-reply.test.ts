/**
 * Pressing a question's buttons, end to end on a real store: who may, what is kept, what is shown, and what must
 * never happen twice.
 */
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { recordReply } from '../../src/cycle/record-reply.ts';
import type { Answer } from '../../src/domain/answer.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Tx } from '../../src/store/database.ts';
import { membership, message, messagePrompt, wake } from '../../src/store/schema/index.ts';
import { type Put, pressOn } from '../support/put-question.ts';
import { labelsOf, NOW, no, type Pressing, replyDesk, textOf, yes } from '../support/reply-desk.ts';
import { QUESTIONS, type School } from '../support/school.ts';

const { store, school, press, ask, replies, actions, entries, messages, promptOf } = replyDesk();

/** A reminder: a later message that bears the same prompt. */
const copyOf = async (at: School, asked: Put, platformId: string) => {
  const [first] = await messages(at);
  const messageId = at.at(NOW).ids.id();
  if (!first) throw new Error('There is nothing to copy');
  await store().within(at.org, async (tx) => {
    const createdAt = new Date(first.createdAt.getTime() + 1000);
    await tx.insert(message).values({ ...first, messageId, platformId, dedupeKey: messageId, createdAt });
    for (const [position, promptId] of asked.promptIds.entries())
      await tx.insert(messagePrompt).values({ orgId: at.org, messageId, promptId, position });
  });
};

describe('an answer', () => {
  test('is recorded, shown on the message, and owed to every copy', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    const result = await press(at, 'T01', asked, yes);
    expect(result.kind).toBe('redraw');
    expect(textOf(result)).toContain('✓ Recorded 15:42 · Yes');
    expect(labelsOf(result)).toEqual(['Change']);
    expect(await replies(at)).toMatchObject([
      {
        promptId: asked.promptIds[0],
        revision: 1,
        answer: { kind: 'choice', key: 'yes' },
        verdict: 'good',
        seconds: 8,
        localDate: '2026-11-10',
        localWeek: '2026-W46',
      },
    ]);
    const [kept] = await replies(at);
    expect(await promptOf(at, asked.promptIds[0])).toMatchObject({
      state: 'answered',
      replyId: kept?.replyId,
      answeredAt: new Date(NOW),
      chaseAt: null,
    });
    const [sent] = await messages(at);
    expect(sent).toMatchObject({ revision: 2, drawnRevision: 1, body: result.message });
    const wakes = await store().unbound((tx) => tx.select().from(wake).where(eq(wake.orgId, at.org)));
    expect(wakes.find(({ step }) => step === 'deliver-messages')?.dueAt).toEqual(new Date(NOW));
  });

  test('works the same whichever copy is pressed, and both are redrawn', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    await copyOf(at, asked, 'copy');
    const result = await press(at, 'T01', { ...asked, platformId: 'copy' }, yes);
    const drawn = await messages(at);
    expect(drawn.map(({ revision }) => revision)).toEqual([2, 2]);
    for (const { body } of drawn) expect(messageText(body)).toContain('✓ Recorded 15:42 · Yes');
    // Each stays what it was: the question, and the reminder of it that was pressed.
    expect(textOf(result)).toContain('Reminder of a question from earlier today.');
    expect(drawn.filter(({ body }) => body.kind === 'nudge')).toMatchObject([{ body: result.message }]);
    expect(drawn.filter(({ body }) => body.kind === 'prompt')).toHaveLength(1);
  });

  let shared: School | null = null;
  const more: Question[] = QUESTIONS.flatMap((question) => [
    question,
    ...(question.id === 'ONL-D1'
      ? [
          { ...question, id: 'X-COUNT', answer: { kind: 'count' as const, label: 'Faults open', target: 0 } },
          { ...question, id: 'X-PERCENT', answer: { kind: 'percent' as const, target: 95 } },
          {
            ...question,
            id: 'X-CHOICE',
            answer: {
              kind: 'choice' as const,
              choices: [
                { key: 'all', label: 'All of them', verdict: 'good' as const },
                { key: 'none', label: 'No visitors', verdict: 'not_applicable' as const },
              ],
            },
          },
        ]
      : []),
  ]);
  const cases: [
    question: string,
    who: string,
    answer: Answer,
    words: string,
    verdict: string,
    value: number | null,
  ][] = [
    ['TRN-K1', 'T01', { kind: 'choice', key: 'no' }, 'No', 'poor', null],
    ['SIT-D1', 'S01', { kind: 'choice', key: 'partly' }, 'Partly', 'partly', null],
    ['CON-S1', 'T01', { kind: 'choice', key: 'now' }, 'Now, in person', 'good', null],
    ['TRN-A1', 'T01', { kind: 'choice', key: 'read' }, 'I have read it', 'good', null],
    ['CON-D1', 'D01', { kind: 'two_counts', part: 12, whole: 14 }, '12 of 14', 'partly', 12 / 14],
    ['ONL-D1', 'I01', { kind: 'date', date: '2026-11-09' }, '9 Nov 2026', 'good', 1],
    ['X-COUNT', 'I01', { kind: 'count', count: 0 }, '0', 'good', 0],
    ['X-PERCENT', 'I01', { kind: 'percent', percent: 95 }, '95%', 'good', 95],
    ['X-CHOICE', 'I01', { kind: 'choice', key: 'none' }, 'No visitors', 'not_applicable', null],
    ['SIT-D1', 'S01', { kind: 'not_sure' }, 'Not sure', 'unsure', null],
  ];
  test.each(cases)('of %s by %s is kept as given', async (question, who, answer, words, verdict, value) => {
    shared ??= await school(more);
    const at = shared;
    const asked = await ask(at, who, [question]);
    const pressed: Pressing =
      answer.kind === 'choice'
        ? { verb: 'answer', arg: answer.key }
        : answer.kind === 'not_sure'
          ? { verb: 'not_sure' }
          : { verb: 'answer', answer };
    expect(textOf(await press(at, who, asked, pressed))).toContain(`✓ Recorded 15:42 · ${words}`);
    const kept = (await replies(at)).filter(({ promptId }) => promptId === asked.promptIds[0]);
    expect(kept).toMatchObject([{ answer, verdict, value }]);
  });

  test('that is wrong in a scenario is met with the right one, kindly', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['CON-S1'], { choiceOrder: ['friend', 'now', 'later'] });
    const text = textOf(await press(at, 'T01', asked, { verb: 'answer', arg: 'later' }));
    expect(text).toContain('“Now, in person”');
    expect(text).toContain('Tell the DSL at once');
    expect(text).not.toMatch(/wrong|incorrect|!/i);
  });

  test('given before delivery was marked counts as asked', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1'], { marked: false });
    const result = await press(at, 'T01', asked, yes);
    expect(textOf(result)).toContain('✓ Recorded');
    expect(await promptOf(at, asked.promptIds[0])).toMatchObject({
      state: 'answered',
      askedAt: new Date(NOW),
    });
  });

  test('to an overdue check still counts', async () => {
    const at = await school();
    const asked = await ask(at, 'S01', ['SIT-D1'], { state: 'overdue', dueOn: '2026-11-09' });
    await press(at, 'S01', asked, yes);
    expect((await promptOf(at, asked.promptIds[0])).state).toBe('answered');
  });
});

describe('once', () => {
  test('the same event taken again changes nothing and shows the same', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    const first = await press(at, 'T01', asked, { ...yes, eventKey: 'one' });
    const again = await press(at, 'T01', asked, { ...yes, eventKey: 'one' }, '2026-11-10T15:50:00Z');
    expect(again).toEqual(first);
    await press(at, 'T01', asked, { ...no, after: 1, eventKey: 'two' });
    const replayed = await press(at, 'T01', asked, { ...yes, eventKey: 'one' });
    expect(textOf(replayed)).toContain('· No');
    expect(await replies(at)).toHaveLength(2);
  });

  test('the same answer pressed twice at once is one reply', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    const results = await Promise.all([press(at, 'T01', asked, yes), press(at, 'T01', asked, yes)]);
    expect(results[0]).toEqual(results[1]);
    expect(await replies(at)).toHaveLength(1);
    expect((await entries(at)).map(({ kind }) => kind)).toEqual(['reply_recorded']);
    expect((await messages(at)).map(({ revision }) => revision)).toEqual([2]);
  });

  test('an answer that changed nothing still uses up its event', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    await press(at, 'T01', asked, yes);
    await press(at, 'T01', asked, { ...yes, eventKey: 'same again' });
    await press(at, 'T01', asked, { ...no, after: 1 });
    await press(at, 'T01', asked, { ...yes, eventKey: 'same again' });
    expect((await replies(at)).map(({ answer }) => answer)).toEqual([
      { kind: 'choice', key: 'yes' },
      { kind: 'choice', key: 'no' },
    ]);
  });
});

describe('a button drawn before the answer that stands', () => {
  test('brought again by the platform under another name puts no newer answer aside', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    await press(at, 'T01', asked, { ...yes, eventKey: 'one' });
    await press(at, 'T01', asked, { ...no, after: 1, eventKey: 'two' });
    const again = await press(at, 'T01', asked, { ...yes, eventKey: 'one, resent' });
    expect(again).toMatchObject({ kind: 'private' });
    expect(textOf(again)).toContain('You have already answered that one, so it was left as it is.');
    expect((await replies(at)).map(({ answer }) => answer)).toMatchObject([{ key: 'yes' }, { key: 'no' }]);
  });

  test('and the same as stands is shown as it stands', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    const first = await press(at, 'T01', asked, { ...yes, eventKey: 'one' });
    expect(await press(at, 'T01', asked, { ...yes, eventKey: 'one, resent' })).toEqual(first);
    expect(await replies(at)).toHaveLength(1);
  });

  test('the buttons drawn after an answer say how many there have been', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    await press(at, 'T01', asked, yes);
    const { message: changing } = await press(at, 'T01', asked, { verb: 'change' });
    const acts = changing.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []));
    expect(acts.map(({ label, act }) => [label, act.after])).toEqual([
      ['Yes', 1],
      ['No', 1],
      ['Not sure', 1],
      ['Keep Yes', undefined],
    ]);
  });
});

describe('changing it', () => {
  test('keeps both answers, the later one standing', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    await press(at, 'T01', asked, yes);
    const changing = await press(at, 'T01', asked, { verb: 'change' });
    expect(labelsOf(changing)).toEqual(['Yes', 'No', 'Not sure', 'Keep Yes']);
    expect(await replies(at)).toHaveLength(1);
    const changed = await press(at, 'T01', asked, { ...no, after: 1 }, '2026-11-11T09:00:00Z');
    expect(textOf(changed)).toContain('✓ Recorded Wednesday 11 Nov, 09:00 · No');
    const both = await replies(at);
    expect(both).toMatchObject([
      { revision: 1, verdict: 'good', localDate: '2026-11-10' },
      { revision: 2, verdict: 'poor', localDate: '2026-11-11' },
    ]);
    expect((await promptOf(at, asked.promptIds[0])).replyId).toBe(both[1]?.replyId);
    expect((await entries(at)).map(({ kind }) => kind).sort()).toEqual(['reply_corrected', 'reply_recorded']);
  });

  test('or not after all leaves it as it was', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    const first = await press(at, 'T01', asked, yes);
    await press(at, 'T01', asked, { verb: 'change' });
    expect(await press(at, 'T01', asked, { verb: 'keep' })).toEqual(first);
    expect(await replies(at)).toHaveLength(1);
  });

  test('is not for a scenario: once the best answer is shown, the first one given counts', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['CON-S1']);
    const first = await press(at, 'T01', asked, { verb: 'answer', arg: 'later' });
    expect(textOf(first)).toContain('the safest answer here is “Now, in person”');
    expect(labelsOf(first)).toEqual([]);
    for (const pressed of [
      { verb: 'change' },
      { verb: 'answer', arg: 'now' },
      { verb: 'not_sure' },
      { verb: 'not_me' },
    ] as const) {
      const refused = await press(at, 'T01', asked, pressed);
      expect(refused.kind).toBe('private');
      expect(textOf(refused)).toContain('the first answer is the one that counts');
    }
    expect(await press(at, 'T01', asked, { verb: 'answer', arg: 'later' })).toEqual(first);
    expect(await replies(at)).toMatchObject([{ revision: 1, verdict: 'poor' }]);
  });

  test('what has no answer yet is politely refused', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    expect((await press(at, 'T01', asked, { verb: 'change' })).kind).toBe('private');
  });

  test('ends when the period closes', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1'], { closesAt: new Date('2026-11-11T00:00:00Z') });
    await press(at, 'T01', asked, yes);
    for (const late of ['2026-11-11T00:00:00Z', '2026-11-12T09:00:00Z']) {
      for (const pressed of [no, { verb: 'change' }, { verb: 'keep' }] as const) {
        const result = await press(at, 'T01', asked, pressed, late);
        expect(result.kind).toBe('private');
        expect(textOf(result)).toContain('Nothing was recorded');
      }
    }
    expect(await replies(at)).toHaveLength(1);
  });
});

describe('who may', () => {
  test('only the person asked', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    await press(at, 'T01', asked, yes);
    for (const verb of ['answer', 'not_sure', 'not_me', 'later', 'later_at', 'change', 'keep'] as const) {
      const result = await press(at, 'D01', asked, { verb, arg: 'no' });
      expect(result.kind).toBe('private');
      expect(textOf(result)).toContain('put to somebody else');
      expect(textOf(result)).not.toMatch(/Yes|No\b.*·|DSL is today/);
    }
    expect(await replies(at)).toHaveLength(1);
  });

  test('a stranger is sent to a teacher', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    const result = await press(at, 'NOBODY', asked, yes);
    expect(result.kind).toBe('private');
    expect(textOf(result)).toContain('Tell a teacher now. In danger: 999. Childline 0800 1111');
    expect(await replies(at)).toHaveLength(0);
  });

  test('not somebody who has left, nor a candidate', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1']);
    for (const changes of [{ leavesOn: '2026-11-09' }, { leavesOn: null, state: 'candidate' as const }]) {
      await store().within(at.org, (tx) =>
        tx
          .update(membership)
          .set(changes)
          .where(eq(membership.personId, at.person('T01').id)),
      );
      expect(textOf(await press(at, 'T01', asked, yes))).toContain('Tell a teacher now');
    }
    expect(await replies(at)).toHaveLength(0);
  });

  test('a token nobody knows, and one of another organisation, open nothing', async () => {
    const [here, there] = [await school(), await school()];
    const asked = await ask(here, 'T01', ['TRN-K1']);
    const [unknown, foreign] = [
      await press(here, 'T01', { ...asked, tokens: ['nonesuch'] }, yes),
      await press(there, 'T01', asked, yes),
    ];
    expect(unknown).toEqual(foreign);
    expect(textOf(unknown)).toContain('no longer here');
    expect([...(await replies(here)), ...(await replies(there))]).toEqual([]);
  });

  test('twin organisations with the same user ids do not meet', async () => {
    const [one, other] = [await school(undefined, 'ALDER'), await school(undefined, 'BIRCH')];
    const [mine, theirs] = [await ask(one, 'T01', ['TRN-K1']), await ask(other, 'T01', ['TRN-K1'])];
    const result = await press(one, 'T01', mine, yes);
    expect(textOf(result)).toContain('ALDER');
    expect(textOf(result)).not.toContain('BIRCH');
    expect(await replies(one)).toHaveLength(1);
    expect(await replies(other)).toHaveLength(0);
    expect((await promptOf(other, theirs.promptIds[0])).state).toBe('asked');
  });
});

describe('what is over', () => {
  let shared: School | null = null;
  test.each(['lapsed', 'cancelled', 'handed_on'] as const)('a %s prompt takes nothing', async (state) => {
    shared ??= await school();
    const at = shared;
    const asked = await ask(at, 'T01', ['TRN-K1'], { state });
    const result = await press(at, 'T01', asked, yes);
    expect(result.kind).toBe('private');
    expect(textOf(result)).toContain('Nothing was recorded');
    expect(await replies(at)).toHaveLength(0);
    expect(await entries(at)).toHaveLength(0);
  });

  test('and the message it was on loses its buttons', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-K1'], { state: 'lapsed' });
    await press(at, 'T01', asked, yes);
    const [sent] = await messages(at);
    expect(sent?.revision).toBe(2);
    expect(sent && messageText(sent.body).join('\n')).toContain('This question has closed.');
    expect(sent?.body.blocks.some(({ type }) => type === 'buttons')).toBe(false);
  });
});

describe('what cannot be taken', () => {
  let shared: School | null = null;
  test.each<[string, string, Pressing, RegExp]>([
    [
      'CON-D1',
      'D01',
      { verb: 'answer', answer: { kind: 'two_counts', part: 3, whole: 2 } },
      /Recorded the same day.*more than/,
    ],
    [
      'ONL-D1',
      'I01',
      { verb: 'answer', answer: { kind: 'date', date: '2026-11-11' } },
      /Enter today’s date or an earlier one\./,
    ],
    [
      'ONL-D1',
      'I01',
      { verb: 'answer', answer: { kind: 'date', date: '2026-02-30' } },
      /Please give the date/,
    ],
    [
      'CON-D1',
      'D01',
      { verb: 'answer', answer: { kind: 'two_counts', part: 1.5, whole: 2 } },
      /whole number/,
    ],
    ['TRN-K1', 'T01', { verb: 'answer', arg: 'perhaps' }, /answers shown/],
    ['TRN-K1', 'T01', { verb: 'answer' }, /answers shown/],
    ['TRN-K1', 'T01', { verb: 'answer', answer: { kind: 'count', count: 1 } }, /answers shown/],
    ['TRN-A1', 'T01', { verb: 'not_sure' }, /answers shown/],
  ])('%s by %s: %o', async (question, who, pressed, mend) => {
    shared ??= await school();
    const at = shared;
    const asked = await ask(at, who, [question]);
    const result = await press(at, who, asked, pressed);
    expect(result.kind).toBe('private');
    expect(textOf(result)).toMatch(mend);
    expect(textOf(result)).toContain('Not recorded yet');
    expect(await replies(at)).toHaveLength(0);
    expect((await messages(at)).every(({ revision }) => revision === 1)).toBe(true);
  });
});

describe('what it costs', () => {
  test('one wait to lock and read, one to write', async () => {
    const at = await school();
    const asked = await ask(at, 'S01', ['SIT-D1']);
    const context = at.at(NOW);
    let waits = 0;
    let waiting = 0;
    const counting = {
      ...context,
      within: <T>(work: (tx: Tx) => Promise<T>) =>
        context.within((tx) => {
          const execute = async (query: Parameters<Tx['execute']>[0]) => {
            if (waiting === 0) waits += 1;
            waiting += 1;
            const done = await tx.execute(query);
            waiting -= 1;
            return done;
          };
          const refused = () => {
            throw new Error('A statement of another kind: count it too');
          };
          const [select, insert, update] = [refused, refused, refused];
          return work({ execute, select, insert, update } as unknown as Tx);
        }),
    };
    await recordReply(counting, pressOn(at, 'S01', asked, no));
    expect(waits).toBe(2);
    expect(await actions(at)).toHaveLength(1);
  });
});
