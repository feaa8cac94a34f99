/**
 * A school year of anonymous answers, everything that is ever shown of them, and somebody who puts it all together:
 * every weekly digest, and what each role may ask for on any day.
 *
 * Two things hold. Nothing is shown of the answers but what was let out: another year of answers that lets out the same
 * shows the same, word for word. And what is let out leaves at least two answers possible for everybody, for whoever
 * knows who answered when, and what they and two others who compare notes answered themselves.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { answerWriter } from '../../src/cycle/answer-command.ts';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { sendDigests } from '../../src/cycle/send-digests.ts';
import { randomBelow } from '../../src/domain/ids.ts';
import { addDays, instantAt, type LocalDate } from '../../src/domain/local-time.ts';
import { messageText } from '../../src/domain/message.ts';
import { seededRandom } from '../../src/domain/seeded.ts';
import { type LetOut, letOut } from '../../src/domain/small-numbers.ts';
import { savePerson } from '../../src/store/people.ts';
import { message } from '../../src/store/schema/index.ts';
import { FAIR, releasesOf } from '../support/anonymous.ts';
import { tables } from '../support/known-answers.ts';
import { pressOn, put } from '../support/put-question.ts';
import { AUTUMN_2026, makeSchool, QUESTIONS } from '../support/school.ts';
import { foundOut, type Look, type Seen, upTo } from '../support/solve-answers.ts';
import { openTestStore } from '../support/store.ts';
import { CHOICES, type Given, type Year, yearOf } from '../support/year-of-answers.ts';

const STAFF = ['T01', 'T02', 'T03', 'T04', 'T05', 'T06', 'A01', 'A02', 'D01', 'D02', 'H01', 'S01', 'I01'];
const ROLES = ['T02', 'D01', 'D02', 'H01', 'S01', 'G01', 'G02'];
const LOOKS = ['status', 'status leadership', 'digest', 'digest now', 'due', 'why leadership', 'status me'];
const BEGINS: LocalDate = '2026-09-07';
const WEEKS = 52;

const inOrder = ({ repliers, counts }: LetOut) =>
  JSON.stringify([repliers, counts === null ? null : CHOICES.map((choice) => counts[choice] ?? null)]);
const totals = (answers: readonly string[]) =>
  Object.fromEntries(CHOICES.map((choice) => [choice, answers.filter((each) => each === choice).length]));
const blocksOf = ({ given }: Year) => [...new Set(given.map(({ block }) => block))];
const inBlock = ({ given }: Year, block: string) => given.filter((each) => each.block === block);

/** All that was shown in the year, in order; and what was let out, by period. */
async function live(seed: number, year: Year) {
  const store = await openTestStore();
  afterAll(() => store.close());
  const at = await makeSchool(store, { block: 1, questions: [...QUESTIONS, FAIR] });
  const { zone } = at.setting;
  const random = seededRandom(seed + 7);
  const shown: string[] = [];
  for (const person of at.people)
    await store.within(at.org, (tx) =>
      savePerson(
        tx,
        at.org,
        at.setting.id,
        {
          ...person,
          startsOn: year.joins.get(person.staffRef) ?? null,
          leavesOn: year.leaves.get(person.staffRef) ?? null,
        },
        new Date('2026-09-01T06:00:00Z'),
      ),
    );
  for (let week = 0; week < WEEKS; week += 1) {
    const monday = addDays(BEGINS, week * 7);
    await sendDigests(at.at(instantAt(monday, '08:00', zone)));
    for (let day = 0; day < 5; day += 1) {
      const on = addDays(monday, day);
      for (const { ref, block, answer } of year.given.filter((each) => each.on === on)) {
        const half = AUTUMN_2026.halfTerms.find(({ startsOn, endsOn }) => startsOn <= on && on <= endsOn);
        const closesAt = instantAt(half?.endsOn ?? on, '23:59', zone);
        const asked = await put(store, at, ref, [FAIR.id], { on, occurrence: block, closesAt });
        const pressed =
          answer === 'not_sure' ? { verb: 'not_sure' as const } : { verb: 'answer' as const, arg: answer };
        const { kind } = await recordReply(
          at.at(instantAt(on, '10:00', zone)),
          pressOn(at, ref, asked, { ...pressed, eventKey: `${ref} ${on}` }),
        );
        expect(kind).toBe('redraw');
      }
      if (day !== randomBelow(random, 5)) continue;
      const person = at.person(ROLES[randomBelow(random, ROLES.length)] ?? '');
      const words = LOOKS[randomBelow(random, LOOKS.length)] ?? '';
      const context = at.at(instantAt(on, '12:00', zone));
      const said = await answerWriter(context, [{ person, setting: at.setting, today: on }], words);
      shown.push(`${on} ${person.staffRef} ${words}: ${messageText(said).join('\n')}`);
    }
  }
  const sent = await store.within(at.org, (tx) =>
    tx.select().from(message).orderBy(message.createdAt, message.messageId),
  );
  shown.push(...sent.map(({ body }) => messageText(body).join('\n')));
  const released = await releasesOf(store, at);
  return { shown, digests: sent.filter(({ kind }) => kind === 'digest').length, released };
}

/** Other answers that let out the same, as many of them changed as can be. */
function twinOf(year: Year): Year {
  const given = blocksOf(year).flatMap((block) => {
    const theirs = inBlock(year, block);
    const seen = inOrder(letOut(totals(theirs.map(({ answer }) => answer))));
    const others = tables(theirs.length, CHOICES.length)
      .filter(
        (row) =>
          inOrder(letOut(Object.fromEntries(CHOICES.map((choice, nth) => [choice, row[nth] ?? 0])))) === seen,
      )
      .map((row) => dealt(theirs, row));
    const changes = (answers: readonly Given[]) =>
      answers.filter(({ answer }, nth) => answer !== theirs[nth]?.answer).length;
    return others.toSorted((one, other) => changes(other) - changes(one))[0] ?? theirs;
  });
  return { ...year, given };
}

/** The answers of a table dealt out, to each another than they gave where one is left. */
function dealt(theirs: readonly Given[], row: readonly number[]): Given[] {
  const left = [...row];
  const take = (nth: number) => {
    left[nth] = (left[nth] ?? 0) - 1;
    return CHOICES[nth] ?? 'yes';
  };
  const most = (but: string | null) =>
    CHOICES.map((choice, nth) => ({ choice, nth, count: left[nth] ?? 0 }))
      .filter(({ choice, count }) => count > 0 && choice !== but)
      .sort((one, other) => other.count - one.count)[0]?.nth;
  return theirs.map((each) => ({ ...each, answer: take(most(each.answer) ?? most(null) ?? 0) }));
}

describe('a year of digests', () => {
  test.each([1, 2, 3])('learns nothing, and nor does any other look (seed %i)', async (seed) => {
    const year = yearOf(seed, STAFF);
    const lived = await live(seed, year);
    expect(lived.digests).toBeGreaterThan(35);
    expect(lived.released).toHaveLength(blocksOf(year).length);
    for (const block of blocksOf(year)) {
      const theirs = inBlock(year, block);
      const row = lived.released.find((each) => each.block === block);
      const seen: Seen = [
        { by: '9999', shown: inOrder({ repliers: row?.repliers ?? null, counts: row?.counts ?? null }) },
      ];
      const friends = groups(theirs);
      expect(foundOut(theirs, CHOICES, seen, (counts) => inOrder(letOut(counts)), friends)).toEqual([]);
    }
    const twin = twinOf(year);
    const changed = twin.given.filter(({ answer }, nth) => answer !== year.given[nth]?.answer).length;
    expect(changed).toBeGreaterThan(year.given.length / 3);
    const other = await live(seed, twin);
    expect(other.shown).toEqual(lived.shown);
  });
});

/** Nobody in particular, each by themselves, and every two and three who compare notes. */
const groups = (theirs: readonly Given[]) =>
  upTo(
    theirs.map(({ ref }) => ref),
    3,
  );

describe('the one who puts it together', () => {
  const SEEDS = Array.from({ length: 40 }, (_, seed) => seed + 1);
  const small = (seed: number) => yearOf(seed, STAFF);
  /** What is found out in the year where it is shown on these days, so. */
  const found = (seed: number, days: (block: readonly Given[]) => LocalDate[], look: Look) => {
    const year = small(seed);
    return blocksOf(year).flatMap((block) => {
      const theirs = inBlock(year, block);
      const seen = days(theirs).map((by) => {
        const counts = totals(theirs.filter(({ on }) => on <= by).map(({ answer }) => answer));
        return { by, shown: look(counts) };
      });
      return foundOut(theirs, CHOICES, seen, look, groups(theirs));
    });
  };
  const atTheEnd = () => ['9999'];
  const weekly = (theirs: readonly Given[]) => [...new Set(theirs.map(({ on }) => addDays(on, 7)))].sort();
  const asItIs: Look = (counts) => inOrder(letOut(counts));

  test('finds nobody out in forty years', () => {
    expect(SEEDS.flatMap((seed) => found(seed, atTheEnd, asItIs))).toEqual([]);
  });

  const hidden = (counts: Record<string, number>, isHidden: (count: number) => boolean) => {
    const repliers = Object.values(counts).reduce((total, count) => total + count, 0);
    if (repliers < 5) return inOrder({ repliers: null, counts: null });
    const shown = Object.entries(counts).map(([key, count]) => [key, isHidden(count) ? null : count]);
    return inOrder({ repliers, counts: Object.fromEntries(shown) });
  };
  const broken: [what: string, days: typeof weekly, look: Look][] = [
    ['it is let out each week', weekly, asItIs],
    ['no complement is hidden', atTheEnd, (counts) => hidden(counts, (count) => count > 0 && count < 5)],
    ['the limit is four', atTheEnd, (counts) => inOrder(letOut(counts, 4))],
    ['nothing is hidden', atTheEnd, (counts) => hidden(counts, () => false)],
  ];
  test.each(broken)('finds somebody out where %s', (_, days, look) => {
    expect(SEEDS.some((seed) => found(seed, days, look).length > 0)).toBe(true);
  });
});
