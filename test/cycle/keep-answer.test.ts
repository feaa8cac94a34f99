/**
 * What an answer leaves behind once it is recorded: on a card, when it is poor, as an attestation; and in the record.
 */
import { and, eq, ne } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { messageText } from '../../src/domain/message.ts';
import { inboundEvent, wake } from '../../src/store/schema/index.ts';
import { pressOn } from '../support/put-question.ts';
import { labelsOf, NOW, no, replyDesk, textOf, yes } from '../support/reply-desk.ts';

const { store, school, press, ask, rows, replies, actions, entries, messages, promptOf } = replyDesk();

describe('a card', () => {
  test('keeps what is known of the other questions', async () => {
    const at = await school();
    const asked = await ask(at, 'D01', ['CON-D1', 'SIT-D1']);
    const first = await press(at, 'D01', asked, {
      verb: 'answer',
      answer: { kind: 'two_counts', part: 3, whole: 3 },
    });
    expect(textOf(first)).toContain('1 of 2 answered');
    expect(textOf(first)).toContain('✓ Recorded 15:42 · 3 of 3');
    expect(labelsOf(first)).toContain('Partly');
    const second = await press(at, 'D01', asked, { ...yes, nth: 1 }, '2026-11-10T15:44:00Z');
    expect(textOf(second)).toContain('2 of 2 answered');
    expect(textOf(second)).toContain('✓ Recorded 15:42 · 3 of 3');
    expect(textOf(second)).toContain('✓ Recorded 15:44 · Yes');
    expect((await messages(at)).map(({ revision, body }) => [revision, body])).toEqual([[3, second.message]]);
  });

  test('two of its questions answered at once lose neither', async () => {
    const at = await school();
    const asked = await ask(at, 'D01', ['CON-D1', 'SIT-D1']);
    await Promise.all([
      press(at, 'D01', asked, { verb: 'answer', answer: { kind: 'two_counts', part: 3, whole: 3 } }),
      press(at, 'D01', asked, { ...yes, nth: 1 }),
    ]);
    const [sent] = await messages(at);
    expect(sent && messageText(sent.body).join('\n')).toContain('2 of 2 answered');
  });

  test('pressed as an answer to "due" gives the one question', async () => {
    const at = await school();
    const asked = await ask(at, 'D01', ['CON-D1', 'SIT-D1']);
    const { platformId: _none, ...alone } = pressOn(at, 'D01', asked, { ...yes, nth: 1 });
    const result = await recordReply(at.at(NOW), alone);
    expect(textOf(result)).not.toContain('CON-D1');
    expect(textOf(result)).not.toContain('of 2 answered');
    const [sent] = await messages(at);
    expect(sent && messageText(sent.body).join('\n')).toContain('1 of 2 answered');
  });
});

describe('a poor answer', () => {
  test('to a check opens one action in its owner’s name', async () => {
    const at = await school();
    const asked = await ask(at, 'S01', ['SIT-D1']);
    const result = await press(at, 'S01', asked, no);
    expect(textOf(result)).toContain('An action is open in your name, due Tuesday 17 Nov.');
    expect(await actions(at)).toMatchObject([
      {
        questionId: 'SIT-D1',
        ownerId: at.person('S01').id,
        state: 'open',
        dueOn: '2026-11-17',
        openedWeek: '2026-W46',
      },
    ]);
    const next = await ask(at, 'S01', ['SIT-D1'], {
      on: '2026-11-12',
      closesAt: new Date('2026-11-20T00:00:00Z'),
    });
    const second = await press(at, 'S01', next, no, '2026-11-16T09:00:00Z');
    expect(textOf(second)).toContain('An action is open in your name, due Tuesday 17 Nov.');
    expect(await actions(at)).toHaveLength(1);
    expect((await entries(at)).filter(({ kind }) => kind === 'action_opened')).toHaveLength(1);
  });

  test('pressed twice at once opens one', async () => {
    const at = await school();
    const asked = await ask(at, 'S01', ['SIT-D1']);
    await Promise.all([press(at, 'S01', asked, no), press(at, 'S01', asked, no)]);
    expect(await actions(at)).toHaveLength(1);
  });

  test('to a knowledge question opens none', async () => {
    const at = await school();
    await press(at, 'T01', await ask(at, 'T01', ['TRN-K1']), no);
    expect(await actions(at)).toHaveLength(0);
  });

  test('corrected leaves the action open for its owner to close', async () => {
    const at = await school();
    const asked = await ask(at, 'S01', ['SIT-D1']);
    await press(at, 'S01', asked, no);
    expect(textOf(await press(at, 'S01', asked, yes))).not.toContain('An action');
    expect(await actions(at)).toMatchObject([{ state: 'open' }]);
  });
});

describe('an attestation', () => {
  test('answered "I need time" is kept, and stays open', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-A1'], { dueOn: '2026-11-24' });
    const before = await promptOf(at, asked.promptIds[0]);
    const result = await press(at, 'T01', asked, { verb: 'answer', arg: 'need_time' });
    expect(textOf(result)).toContain('✓ Recorded 15:42 · I need time');
    expect(textOf(result)).toContain('still wanted');
    expect(labelsOf(result)).toEqual([
      'I have read it',
      'I need time',
      'I need another format',
      'Not me',
      'Later',
    ]);
    const [kept] = await replies(at);
    expect(kept?.verdict).toBe('pending');
    expect(await promptOf(at, asked.promptIds[0])).toMatchObject({
      state: 'asked',
      replyId: kept?.replyId,
      chaseAt: before.chaseAt,
      answeredAt: null,
    });
    const done = await press(at, 'T01', asked, { verb: 'answer', arg: 'read' });
    expect(labelsOf(done)).toEqual(['Change']);
    expect(await promptOf(at, asked.promptIds[0])).toMatchObject({ state: 'answered', chaseAt: null });
  });

  test('wanted in another format asks the DSL, by name and in private', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-A1']);
    const result = await press(at, 'T01', asked, { verb: 'answer', arg: 'other_format' });
    expect(textOf(result)).toContain('An action is open for Ines Duarte');
    expect(await actions(at)).toMatchObject([{ ownerId: at.person('D01').id }]);
    const told = (await messages(at)).filter(({ kind }) => kind === 'action');
    expect(told).toMatchObject([{ personId: at.person('D01').id, channelId: null, state: 'pending' }]);
    expect(told[0] && messageText(told[0].body).join(' ')).toContain('Amira Khan asks for another format');
  });

  test('said to be read and then not is wanted again', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', ['TRN-A1'], { dueOn: '2026-11-24' });
    await press(at, 'T01', asked, { verb: 'answer', arg: 'read' });
    await press(at, 'T01', asked, { verb: 'answer', arg: 'need_time', after: 1 });
    expect(await promptOf(at, asked.promptIds[0])).toMatchObject({ state: 'asked', chaseAt: new Date(NOW) });
    const wakes = await store().unbound((tx) =>
      tx
        .select()
        .from(wake)
        .where(and(eq(wake.orgId, at.org), ne(wake.step, 'seal-ledger'))),
    );
    expect(wakes.map(({ step }) => step).sort()).toEqual(['chase-overdue', 'deliver-messages']);
  });
});

describe('what is left behind', () => {
  test('no answer and no name, in the ledger or the log', async () => {
    const at = await school(undefined, 'CANARY');
    await press(at, 'S01', await ask(at, 'S01', ['SIT-D1']), no);
    await press(at, 'T01', await ask(at, 'T01', ['TRN-A1']), { verb: 'answer', arg: 'other_format' });
    await press(at, 'T02', await ask(at, 'T02', ['TRN-A1']), { verb: 'not_me' });
    await press(at, 'T03', await ask(at, 'T03', ['TRN-K1']), { verb: 'later_at', arg: 'tomorrow' });
    const kept = JSON.stringify([await entries(at), at.log.lines]);
    expect(kept).not.toContain('CANARY');
    expect(kept).not.toMatch(/"(no|yes|poor|good|pending|other_format|need_time)"/);
    expect((await entries(at)).map(({ kind }) => kind).sort()).toEqual([
      'action_opened',
      'action_opened',
      'prompt_handed_on',
      'prompt_later',
      'reply_recorded',
      'reply_recorded',
    ]);
    expect((await entries(at)).every(({ actor }) => actor !== null)).toBe(true);
  });

  test('all of it or nothing: a write that fails leaves no trace, and nobody is told it was saved', async () => {
    const at = await school();
    const asked = await ask(at, 'S01', ['SIT-D1']);
    const context = at.at(NOW);
    // The ledger's row takes an id that is there already, so the last part of the write is refused.
    await press(at, 'T01', await ask(at, 'T01', ['TRN-K1']), yes);
    const [taken] = await entries(at);
    const broken = { ...context, ids: { ...context.ids, id: () => taken?.entryId ?? '' } };
    await expect(
      recordReply(broken, pressOn(at, 'S01', asked, { ...no, eventKey: 'fails' })),
    ).rejects.toThrow('refused a statement');
    expect(await replies(at)).toHaveLength(1);
    expect(await actions(at)).toHaveLength(0);
    expect(await entries(at)).toHaveLength(1);
    expect(await promptOf(at, asked.promptIds[0])).toMatchObject({ state: 'asked', replyId: null });
    expect((await messages(at)).find(({ messageId }) => messageId === asked.messageId)?.revision).toBe(1);
    const events = await rows<typeof inboundEvent.$inferSelect>(at, (tx) => tx.select().from(inboundEvent));
    expect(events.map(({ eventKey }) => eventKey)).not.toContain('fails');
    expect(textOf(await press(at, 'S01', asked, { ...no, eventKey: 'fails' }))).toContain('✓ Recorded');
  });
});
