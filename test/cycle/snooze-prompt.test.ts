/**
 * "Later", end to end: what is offered, what is kept, and when the reminder is looked for.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { type Message, messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { ledger, message, prompt, wake } from '../../src/store/schema/index.ts';
import { pressOn, put } from '../support/put-question.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let at: School;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const MORNING = '2026-11-10T08:10:00Z';
const fresh = async () => {
  block += 1;
  at = await makeSchool(store, { block });
};
const press = async (
  asked: Awaited<ReturnType<typeof put>>,
  pressed: Parameters<typeof pressOn>[3],
  now = MORNING,
) => recordReply(at.at(now), pressOn(at, 'T01', asked, pressed));
const textOf = ({ message: shown }: { message: Message }) => messageText(shown).join('\n');
const read = (promptId: string | undefined) =>
  store.within(at.org, async (tx) => {
    const [row] = await tx
      .select()
      .from(prompt)
      .where(eq(prompt.promptId, promptId ?? ''));
    const [sent] = await tx.select().from(message);
    const entries = await tx.select().from(ledger);
    return { row, sent, kinds: entries.map(({ kind }) => kind) };
  });
const wakeOf = async (step: string) =>
  (await store.unbound((tx) => tx.select().from(wake).where(eq(wake.orgId, at.org)))).find(
    (row) => row.step === step,
  )?.dueAt;

test('offers the times that make sense, and records nothing by itself', async () => {
  await fresh();
  const asked = await put(store, at, 'T01', ['TRN-K1']);
  const offered = await press(asked, { verb: 'later' });
  expect(textOf(offered)).toContain('When shall we ask again?');
  expect(textOf(offered)).toContain('This afternoon\nTomorrow\nAnswer now');
  const { row, sent, kinds } = await read(asked.promptIds[0]);
  expect([row?.snoozedUntil, sent?.revision, kinds]).toEqual([null, 1, []]);
  expect(textOf(await press(asked, { verb: 'keep' }))).toContain('Asked because');
});

test('keeps the time chosen, moves no due date, and asks for a look then', async () => {
  await fresh();
  const asked = await put(store, at, 'T01', ['TRN-A1'], { dueOn: '2026-11-24' });
  const chosen = await press(asked, { verb: 'later_at', arg: 'tomorrow', eventKey: 'once' });
  expect(textOf(chosen)).toContain('We’ll ask again on Wednesday 11 Nov at 08:00.');
  const { row, sent, kinds } = await read(asked.promptIds[0]);
  const until = new Date('2026-11-11T08:00:00Z');
  expect(row).toMatchObject({ state: 'asked', snoozedUntil: until, dueOn: '2026-11-24' });
  expect(row?.chaseAt).toEqual(new Date('2026-11-10T16:00:00Z'));
  expect(sent).toMatchObject({ revision: 2, body: chosen.message });
  expect(kinds).toEqual(['prompt_later']);
  expect(await wakeOf('chase-overdue')).toEqual(until);
  expect(await press(asked, { verb: 'later_at', arg: 'tomorrow', eventKey: 'once' })).toEqual(chosen);
  expect((await read(asked.promptIds[0])).kinds).toEqual(['prompt_later']);
});

test('an answer ends it', async () => {
  await fresh();
  const asked = await put(store, at, 'T01', ['TRN-K1']);
  await press(asked, { verb: 'later_at', arg: 'afternoon' });
  expect(textOf(await press(asked, { verb: 'answer', arg: 'yes' }))).toContain('✓ Recorded');
  expect((await read(asked.promptIds[0])).row?.snoozedUntil).toBeNull();
});

test('a time that has gone since it was offered is offered afresh', async () => {
  await fresh();
  const asked = await put(store, at, 'T01', ['TRN-K1']);
  const late = await press(asked, { verb: 'later_at', arg: 'afternoon' }, '2026-11-10T15:20:00Z');
  expect(textOf(late)).toContain('When shall we ask again?');
  expect(textOf(late)).not.toContain('This afternoon');
  expect((await read(asked.promptIds[0])).row?.snoozedUntil).toBeNull();
});

test('never to after it is due, nor once it is overdue or answered', async () => {
  await fresh();
  const due = await put(store, at, 'T01', ['TRN-A1'], { dueOn: '2026-11-10' });
  expect(textOf(await press(due, { verb: 'later' }))).not.toContain('Tomorrow');
  const none = await press(due, { verb: 'later' }, '2026-11-10T15:30:00Z');
  expect([none.kind, textOf(none)]).toEqual(['private', expect.stringContaining('no later time left')]);
  const overdue = await put(store, at, 'T01', ['TRN-A1'], { state: 'overdue', dueOn: '2026-11-09' });
  expect((await press(overdue, { verb: 'later' })).kind).toBe('private');
  const answered = await put(store, at, 'T01', ['TRN-K1']);
  await press(answered, { verb: 'answer', arg: 'yes' });
  for (const verb of ['later', 'later_at'] as const) {
    const result = await press(answered, { verb, arg: 'tomorrow' });
    expect([result.kind, textOf(result)]).toEqual(['private', expect.stringContaining('already answered')]);
  }
});
