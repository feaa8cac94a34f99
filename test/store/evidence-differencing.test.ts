/**
 * Named answers to knowledge questions are shown without names, five people at a time: whoever looks every day, and
 * before and after each change, never sees a difference that is one person's answer.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../src/cycle/context.ts';
import { fileSpooled } from '../../src/cycle/file-spooled.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { randomBelow } from '../../src/domain/ids.ts';
import { addDays, instantAt, isoWeek } from '../../src/domain/local-time.ts';
import type { Question, Verdict } from '../../src/domain/question.ts';
import { seededRandom } from '../../src/domain/seeded.ts';
import type { Store } from '../../src/store/database.ts';
import { listEvidence } from '../../src/store/evidence.ts';
import { reply, settingQuestion } from '../../src/store/schema/index.ts';
import { historyOf } from '../support/history.ts';
import { pressOn, put } from '../support/put-question.ts';
import { makeSchool, QUESTIONS, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const knows = QUESTIONS.find(({ id }) => id === 'TRN-K1') as Question;
const ALSO: Question = { ...knows, id: 'TRN-K2', text: 'Do you know where the DSL’s name is shown?' };
const oak = async (): Promise<{ at: School; past: ReturnType<typeof historyOf> }> => {
  block += 1;
  const at = await makeSchool(store, { block, questions: [...QUESTIONS, ALSO] });
  return { at, past: historyOf(store, at, 900 + block) };
};
const shownOn = async (at: School, day: string) => {
  const found = await store.within(at.org, (tx) => listEvidence(tx, at.setting, day, { cases: false }));
  return found.map(({ good, partly, poor }) => [good, partly + poor]);
};
const switchTo = (at: School, id: string, state: 'on' | 'off') =>
  store.within(at.org, (tx) =>
    tx.update(settingQuestion).set({ state }).where(eq(settingQuestion.questionId, id)),
  );
/** Another answer to the same prompt, later on. */
async function correct(at: School, promptId: string, verdict: Verdict, on: string): Promise<void> {
  await store.within(at.org, async (tx) => {
    const rows = await tx.select().from(reply).where(eq(reply.promptId, promptId)).orderBy(reply.revision);
    const last = rows.at(-1);
    if (!last) throw new Error('Nothing to correct');
    await tx.insert(reply).values({
      ...last,
      replyId: crypto.randomUUID(),
      revision: last.revision + 1,
      verdict,
      localDate: on,
      localWeek: isoWeek(on),
      repliedAt: instantAt(on, '16:00', at.setting.zone),
    });
  });
}
const FIVE = ['T01', 'T02', 'T03', 'T04', 'T05'];
const TEN = [...FIVE, 'T06', 'A01', 'A02', 'D01', 'D02'];

test('what is answered today is let out tomorrow, so looking after each answer shows nothing', async () => {
  const { at, past } = await oak();
  for (const [nth, person] of TEN.entries()) {
    await past.add({
      question: 'TRN-K1',
      person,
      on: '2026-11-10',
      verdict: nth % 3 === 0 ? 'poor' : 'good',
    });
    expect(await shownOn(at, '2026-11-10')).toEqual([]);
  }
  expect(await shownOn(at, '2026-11-11')).toEqual([[6, 4]]);
});

test('a correction on the day counts; a later one moves nothing that was let out', async () => {
  const { at, past } = await oak();
  const made = [];
  for (const person of FIVE)
    made.push(await past.add({ question: 'TRN-K1', person, on: '2026-11-10', verdict: 'poor' }));
  await correct(at, made[0]?.promptId ?? '', 'good', '2026-11-10');
  expect(await shownOn(at, '2026-11-11')).toEqual([[1, 4]]);
  await correct(at, made[1]?.promptId ?? '', 'good', '2026-11-11');
  await correct(at, made[2]?.promptId ?? '', 'unsure', '2026-11-11');
  await correct(at, made[3]?.promptId ?? '', 'not_applicable', '2026-11-11');
  for (const day of ['2026-11-12', '2026-11-13']) expect(await shownOn(at, day)).toEqual([[1, 4]]);
});

test('“not sure” that becomes an answer goes to the end, and no block before it is dealt anew', async () => {
  const { at, past } = await oak();
  const unsure = await past.add({ question: 'TRN-K1', person: 'I01', on: '2026-11-09', verdict: 'unsure' });
  for (const [nth, person] of TEN.entries())
    await past.add({ question: 'TRN-K1', person, on: '2026-11-10', verdict: nth < 5 ? 'good' : 'poor' });
  expect(await shownOn(at, '2026-11-11')).toEqual([[5, 5]]);
  await correct(at, unsure.promptId, 'poor', '2026-11-11');
  expect(await shownOn(at, '2026-11-12')).toEqual([[5, 5]]);
});

test('an answer filed a day late moves nobody’s from a block that was let out', async () => {
  const { at, past } = await oak();
  const asked = await put(store, at, 'T06', ['TRN-K1']);
  for (const [nth, person] of FIVE.entries())
    await past.add({ question: 'TRN-K1', person, on: '2026-11-10', verdict: nth === 4 ? 'poor' : 'good' });
  expect(await shownOn(at, '2026-11-11')).toEqual([[4, 1]]);
  const world: World = {
    store,
    contextFor: async (_org, moment) => at.at(moment ?? '2026-11-11T09:00:00Z'),
  };
  const press = pressOn(at, 'T06', asked, { verb: 'answer', arg: 'yes' });
  const filed = await fileSpooled(world, takePress, { press, at: new Date('2026-11-10T15:42:00Z') });
  expect(filed.kind).toBe('redraw');
  for (const day of ['2026-11-11', '2026-11-12']) expect(await shownOn(at, day)).toEqual([[4, 1]]);
  const [kept] = await store.within(at.org, (tx) =>
    tx
      .select()
      .from(reply)
      .where(eq(reply.personId, at.person('T06').id)),
  );
  // When it was pressed is kept as it was.
  expect(kept).toMatchObject({ repliedAt: new Date('2026-11-10T15:42:00Z'), localDate: '2026-11-11' });
});

test('five answers of three people are not five people', async () => {
  const { at, past } = await oak();
  for (const on of ['2026-11-03', '2026-11-24'])
    for (const person of ['T01', 'T02', 'T03'])
      await past.add({ question: 'TRN-K1', person, on, verdict: 'poor' });
  expect(await shownOn(at, '2026-11-27')).toEqual([]);
});

test('switching one of two questions off takes whole fives away', async () => {
  const { at, past } = await oak();
  for (const person of FIVE)
    await past.add({ question: 'TRN-K1', person, on: '2026-11-10', verdict: 'good' });
  await past.add({ question: 'TRN-K2', person: 'T06', on: '2026-11-10', verdict: 'poor' });
  for (const person of TEN.slice(5, 9))
    await past.add({ question: 'TRN-K1', person, on: '2026-11-11', verdict: 'good' });
  expect(await shownOn(at, '2026-11-12')).toEqual([[5, 0]]);
  await switchTo(at, 'TRN-K2', 'off');
  expect(await shownOn(at, '2026-11-12')).toEqual([[5, 0]]);
});

test.each([1, 2, 3])(
  'in weeks drawn from a seed, every difference is of whole fives (seed %i)',
  async (seed) => {
    const { at, past } = await oak();
    const random = seededRandom(seed);
    const made: string[] = [];
    const verdicts: Verdict[] = ['good', 'good', 'poor', 'partly', 'unsure', 'not_applicable'];
    const draw = () => verdicts[randomBelow(random, verdicts.length)] ?? 'good';
    const before: string[] = [];
    for (let day = 0; day < 40; day += 1) {
      const on = addDays('2026-09-07', day);
      for (let n = randomBelow(random, 3); n > 0; n -= 1) {
        const person = at.people[randomBelow(random, 13)]?.staffRef ?? 'T01';
        const question = random.next() < 0.7 ? 'TRN-K1' : 'TRN-K2';
        const added = await past.add({ question, person, on, verdict: draw() }).catch(() => null);
        if (added) made.push(added.promptId);
      }
      const some = made[randomBelow(random, made.length + 1)];
      if (some !== undefined && random.next() < 0.4) await correct(at, some, draw(), on);
      const shown = await shownOn(at, on);
      for (const [good = 0, other = 0] of shown) expect([0, 5, 10]).toContain(good + other);
      before.push(JSON.stringify(shown));
    }
    // Whatever came later, what was shown on a day is what is shown of that day.
    for (let day = 0; day < 40; day += 1)
      expect(JSON.stringify(await shownOn(at, addDays('2026-09-07', day)))).toBe(before[day]);
    expect(new Set(before).size).toBeGreaterThan(2);
  },
);
