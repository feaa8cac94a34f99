/**
 * "Not me", end to end: who is asked instead and when, who is told when nobody is left, and never the same twice.
 */
import { and, eq, ne } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { type Message, messageText } from '../../src/domain/message.ts';
import { inAudience } from '../../src/domain/role.ts';
import type { Store } from '../../src/store/database.ts';
import { address, ledger, membership, message, prompt, wake } from '../../src/store/schema/index.ts';
import { type Put, type PutOptions, pressOn, put } from '../support/put-question.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const school = (): Promise<School> => {
  block += 1;
  return makeSchool(store, { block });
};
/** Inside the morning window. */
const NOW = '2026-11-10T08:10:00Z';
const ask = (at: School, ref: string, id: string, options?: PutOptions) => put(store, at, ref, [id], options);
const notMe = (at: School, ref: string, asked: Put, now = NOW, eventKey?: string) =>
  recordReply(at.at(now), pressOn(at, ref, asked, { verb: 'not_me', eventKey }));
const textOf = ({ message: shown }: { message: Message }) => messageText(shown).join('\n');
const prompts = (at: School) => store.within(at.org, (tx) => tx.select().from(prompt));
const messages = (at: School) => store.within(at.org, (tx) => tx.select().from(message));
const entries = (at: School) => store.within(at.org, (tx) => tx.select().from(ledger));
const given = async (at: School, from: string | undefined) =>
  (await prompts(at)).find(({ handedFrom }) => handedFrom === from);
const refOf = (at: School, personId: string | null | undefined) =>
  at.people.find(({ id }) => id === personId)?.staffRef ?? null;
const leave = (at: School, ref: string) =>
  store.within(at.org, (tx) =>
    tx
      .update(membership)
      .set({ state: 'left' })
      .where(eq(membership.personId, at.person(ref).id)),
  );

describe('a knowledge question', () => {
  test('goes to nobody whose budget for the week is spent', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', 'CON-S1');
    const others = at.people.filter(
      ({ staffRef, roles }) => staffRef !== 'T01' && inAudience('all_staff', roles),
    );
    for (const { staffRef } of others)
      for (const on of staffRef === 'T05' ? ['2026-11-09'] : ['2026-11-09', '2026-11-10'])
        await ask(at, staffRef, 'TRN-K1', { on });
    await notMe(at, 'T01', asked);
    const next = await given(at, asked.promptIds[0]);
    expect(refOf(at, next?.personId)).toBe('T05');
    const second = await ask(at, 'T02', 'CON-S1', { on: '2026-11-09' });
    expect(textOf(await notMe(at, 'T02', second))).toContain('This one is closed');
  });

  test('goes to somebody else of its audience at once, with its own message', async () => {
    const at = await school();
    const asked = await ask(at, 'T01', 'CON-S1', { choiceOrder: ['later', 'now', 'friend'] });
    const result = await notMe(at, 'T01', asked);
    expect(textOf(result)).toContain('Passed on. Thank you.');
    const before = (await prompts(at)).find(({ promptId }) => promptId === asked.promptIds[0]);
    expect(before).toMatchObject({ state: 'handed_on', chaseAt: null });
    const next = await given(at, asked.promptIds[0]);
    expect(next).toMatchObject({
      state: 'planned',
      questionId: 'CON-S1',
      occurrence: before?.occurrence,
      localDate: '2026-11-10',
      localWeek: '2026-W46',
      askAt: new Date(NOW),
      askedAt: null,
    });
    expect(refOf(at, next?.personId)).not.toBe('T01');
    expect(next?.token).not.toBe(before?.token);
    expect(next?.choiceOrder?.toSorted()).toEqual(['friend', 'later', 'now']);
    const sent = (await messages(at)).find(({ dedupeKey }) => dedupeKey === `prompt:${next?.promptId}`);
    expect(sent).toMatchObject({
      personId: next?.personId,
      state: 'pending',
      notBefore: new Date(NOW),
      notAfter: new Date('2026-11-10T08:30:00Z'),
    });
    expect(sent && messageText(sent.body).join(' ')).not.toContain('Amira');
    expect((await entries(at)).map(({ kind, facts }) => [kind, facts])).toEqual([
      ['prompt_handed_on', { to: next?.promptId }],
    ]);
    const wakes = await store.unbound((tx) =>
      tx
        .select()
        .from(wake)
        .where(and(eq(wake.orgId, at.org), ne(wake.step, 'seal-ledger'))),
    );
    expect(wakes).toMatchObject([{ step: 'deliver-messages', dueAt: new Date(NOW) }]);
  });

  test('never to somebody who has met it in ten school days, nor to a governor, nor to the same person', async () => {
    const at = await school();
    const staff = at.people
      .map(({ staffRef }) => staffRef)
      .filter((ref) => !['T01', 'T02', 'T03'].includes(ref));
    for (const ref of staff.filter((each) => !each.startsWith('G')))
      await ask(at, ref, 'TRN-K1', { on: '2026-11-03', state: 'lapsed' });
    await ask(at, 'T02', 'TRN-K1', { on: '2026-09-15', state: 'lapsed' });
    await ask(at, 'T03', 'TRN-K1', { on: '2026-11-02', state: 'answered' });
    const asked = await ask(at, 'T01', 'TRN-K1');
    await notMe(at, 'T01', asked);
    expect(refOf(at, (await given(at, asked.promptIds[0]))?.personId)).toBe('T02');
  });

  test('with nobody left simply ends, and no lead is told', async () => {
    const at = await school();
    for (const { staffRef } of at.people) if (staffRef !== 'T01') await leave(at, staffRef);
    const asked = await ask(at, 'T01', 'TRN-K1');
    const result = await notMe(at, 'T01', asked);
    expect(textOf(result)).toContain('nothing is held against anybody');
    expect(await prompts(at)).toHaveLength(1);
    expect(await messages(at)).toHaveLength(1);
  });

  test('handed on twice never comes back', async () => {
    const at = await school();
    for (const { staffRef, roles } of at.people)
      if (!['T01', 'T02'].includes(staffRef) && roles.length > 0) await leave(at, staffRef);
    const asked = await ask(at, 'T01', 'TRN-K1');
    await notMe(at, 'T01', asked);
    const second = await given(at, asked.promptIds[0]);
    expect(refOf(at, second?.personId)).toBe('T02');
    const put2: Put = { ...asked, promptIds: [second?.promptId ?? ''], tokens: [second?.token ?? ''] };
    await notMe(at, 'T02', put2);
    expect(await prompts(at)).toHaveLength(2);
  });
});

describe('a check', () => {
  test('goes to another holder, else a deputy, else the head', async () => {
    const at = await school();
    const asked = await ask(at, 'S01', 'SIT-D1', { dueOn: '2026-11-12' });
    await notMe(at, 'S01', asked);
    const second = await given(at, asked.promptIds[0]);
    expect(refOf(at, second?.personId)).toBe('D02');
    await notMe(at, 'D02', { ...asked, promptIds: [second?.promptId ?? ''], tokens: [second?.token ?? ''] });
    expect(refOf(at, (await given(at, second?.promptId))?.personId)).toBe('H01');
  });

  test('with nobody left is told to a lead, in private and by name', async () => {
    const at = await school();
    for (const ref of ['D02', 'H01']) await leave(at, ref);
    const asked = await ask(at, 'S01', 'SIT-D1', { state: 'overdue', dueOn: '2026-11-09' });
    const result = await notMe(at, 'S01', asked);
    expect(textOf(result)).toContain('Nobody else holds this role');
    const told = (await messages(at)).filter(({ kind }) => kind === 'action');
    expect(told.map(({ personId, channelId }) => [refOf(at, personId), channelId])).toEqual([['D01', null]]);
    const words = told[0] ? messageText(told[0].body).join(' ') : '';
    expect(words).toContain('A check for the site manager was passed on');
    expect(words).toContain('Len Voss says that it is not theirs');
    expect((await notMe(at, 'S01', asked)).message).toEqual(result.message);
    expect((await messages(at)).filter(({ kind }) => kind === 'action')).toHaveLength(1);
  });

  test('goes only to somebody chat can reach', async () => {
    const at = await school();
    await store.within(at.org, (tx) =>
      tx
        .update(address)
        .set({ state: 'unreachable' })
        .where(eq(address.personId, at.person('D02').id)),
    );
    const asked = await ask(at, 'S01', 'SIT-D1');
    await notMe(at, 'S01', asked);
    expect(refOf(at, (await given(at, asked.promptIds[0]))?.personId)).toBe('H01');
  });
});

test('an attestation goes to nobody, and a lead is told', async () => {
  const at = await school();
  const asked = await ask(at, 'T01', 'TRN-A1');
  const result = await notMe(at, 'T01', asked);
  expect(textOf(result)).toContain('A safeguarding lead is told that this one is not for you');
  expect(await prompts(at)).toMatchObject([{ state: 'handed_on' }]);
  const told = (await messages(at)).find(({ kind }) => kind === 'action');
  expect(refOf(at, told?.personId)).toBe('D01');
  expect(told && messageText(told.body).join(' ')).toContain('Amira Khan says that a question');
});

test('a DSL’s own goes past them to the deputy', async () => {
  const at = await school();
  const asked = await ask(at, 'D01', 'TRN-A1');
  await notMe(at, 'D01', asked);
  expect(refOf(at, (await messages(at)).find(({ kind }) => kind === 'action')?.personId)).toBe('D02');
});

test('after hours it waits for the next allowed moment', async () => {
  const at = await school();
  const asked = await ask(at, 'S01', 'SIT-D1', { closesAt: new Date('2026-11-13T23:59:59Z') });
  await notMe(at, 'S01', asked, '2026-11-10T19:30:00Z');
  const next = await given(at, asked.promptIds[0]);
  expect(next).toMatchObject({
    localDate: '2026-11-11',
    askAt: new Date('2026-11-11T08:00:00Z'),
    closesAt: new Date('2026-11-18T23:59:59Z'),
  });
  const wakes = await store.unbound((tx) =>
    tx
      .select()
      .from(wake)
      .where(and(eq(wake.orgId, at.org), ne(wake.step, 'seal-ledger'))),
  );
  expect(wakes.find(({ step }) => step === 'deliver-messages')?.dueAt).toEqual(
    new Date('2026-11-10T19:30:00Z'),
  );
});

test('pressed twice at once, or replayed, it is handed on once', async () => {
  const at = await school();
  const asked = await ask(at, 'T01', 'TRN-K1');
  const [one, other] = await Promise.all([
    notMe(at, 'T01', asked, NOW, 'first'),
    notMe(at, 'T01', asked, NOW, 'second'),
  ]);
  expect(one).toEqual(other);
  expect(await notMe(at, 'T01', asked, NOW, 'first')).toEqual(one);
  expect(await prompts(at)).toHaveLength(2);
  expect(await entries(at)).toHaveLength(1);
});

test('what has been answered is not handed on, and what was handed on is not answered', async () => {
  const at = await school();
  const answered = await ask(at, 'T01', 'TRN-K1');
  await recordReply(at.at(NOW), pressOn(at, 'T01', answered, { verb: 'answer', arg: 'yes' }));
  expect(textOf(await notMe(at, 'T01', answered))).toContain('already answered');
  const passed = await ask(at, 'T02', 'TRN-K1');
  await notMe(at, 'T02', passed);
  const late = await recordReply(at.at(NOW), pressOn(at, 'T02', passed, { verb: 'answer', arg: 'yes' }));
  expect([late.kind, textOf(late)]).toEqual(['private', expect.stringContaining('passed that question on')]);
});

test('a check that a colleague answers is recorded as on behalf of whose it was, and says so', async () => {
  const at = await school();
  const asked = await ask(at, 'S01', 'SIT-D1');
  await notMe(at, 'S01', asked);
  const next = await given(at, asked.promptIds[0]);
  expect(refOf(at, next?.personId)).toBe('D02');
  const press = (token: string, who: string) =>
    recordReply(at.at('2026-11-10T08:20:00Z'), {
      from: { platform: 'local', externalId: at.externalId, userId: `U-${who}` },
      eventKey: `answers ${token}`,
      token,
      verb: 'answer',
      arg: 'yes',
    });
  expect(textOf(await press(next?.token ?? '', 'D02'))).toContain(
    '✓ Recorded 08:20 · Yes · on behalf of the site manager',
  );
  const recorded = (await entries(at)).filter(({ kind }) => kind === 'reply_recorded');
  expect(recorded).toMatchObject([
    { actor: at.person('D02').id, facts: { behalf: at.person('S01').id, revision: 1 } },
  ]);
  // One's own is nobody else's.
  const own = await school();
  await ask(own, 'S01', 'SIT-D1');
  const [mine] = await prompts(own);
  const shown = await recordReply(own.at('2026-11-10T08:20:00Z'), {
    from: { platform: 'local', externalId: own.externalId, userId: 'U-S01' },
    eventKey: 'answers their own',
    token: mine?.token ?? '',
    verb: 'answer',
    arg: 'yes',
  });
  expect(textOf(shown)).toMatch(/✓ Recorded 08:20 · Yes$/m);
  for (const { facts } of await entries(own)) expect(facts).not.toHaveProperty('behalf');
});
