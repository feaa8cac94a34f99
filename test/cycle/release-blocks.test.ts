/**
 * When a period's anonymous answers are let out, what is said of them, and that it never changes.
 */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { sendDigests } from '../../src/cycle/send-digests.ts';
import { showStatus } from '../../src/cycle/show-status.ts';
import { instantAt } from '../../src/domain/local-time.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Store } from '../../src/store/database.ts';
import { readDigest } from '../../src/store/digests.ts';
import { listEvidence } from '../../src/store/evidence.ts';
import { addQuestions } from '../../src/store/questions.ts';
import { anonymousCount, digest, prompt, settingQuestion } from '../../src/store/schema/index.ts';
import { readStatus } from '../../src/store/status.ts';
import { countsOf, FAIR, releasesOf } from '../support/anonymous.ts';
import { pressOn, put } from '../support/put-question.ts';
import { makeSchool, QUESTIONS, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const oak = (): Promise<School> => {
  block += 1;
  return makeSchool(store, { block, questions: [...QUESTIONS, FAIR] });
};
/** The first half of autumn ends on Friday 23 October; its last week's digest goes out after the holiday. */
const LAST_WEEK = '2026-10-19T08:00:00Z';
const AFTER = '2026-11-02T08:00:00Z';
const REFS = ['T01', 'T02', 'T03', 'T04', 'T05', 'T06', 'A01', 'A02', 'D01', 'D02', 'H01', 'S01', 'I01'];

/** Asked and answered on a day, by as many as there are answers. */
async function answer(at: School, answers: readonly string[], on = '2026-10-06', question: Question = FAIR) {
  for (const [nth, arg] of answers.entries()) {
    const asked = await put(store, at, REFS[nth] ?? '', [question.id], {
      on,
      occurrence: 'autumn-1-2026',
      closesAt: new Date('2026-10-23T22:59:59Z'),
    });
    const pressed = arg === 'not_sure' ? ({ verb: 'not_sure' } as const) : ({ verb: 'answer', arg } as const);
    const moment = instantAt(on, '10:00', at.setting.zone);
    const { kind } = await recordReply(at.at(moment), pressOn(at, REFS[nth] ?? '', asked, pressed));
    expect(kind).toBe('redraw');
  }
}
const many = (count: number, arg: string) => Array<string>(count).fill(arg);
const send = (at: School, moment: string) => sendDigests(at.at(moment));
const lastDigest = async (at: School) => {
  const rows = await store.within(at.org, (tx) => tx.select().from(digest).orderBy(digest.asOf));
  return rows.at(-1)?.facts;
};
const statusOf = async (at: School, ref: string, moment: string) => {
  const writer = { person: at.person(ref), setting: at.setting, today: moment.slice(0, 10) };
  const shown = await showStatus(at.at(moment), writer, { who: null, ref: null, standard: 'leadership' });
  return messageText(shown).join('\n');
};

describe('a period', () => {
  test('is let out by the digest that tells of its end, once, and its counts go with it', async () => {
    const at = await oak();
    await answer(at, [...many(10, 'yes'), 'no', 'no', 'not_sure']);
    await send(at, LAST_WEEK);
    expect(await releasesOf(store, at)).toEqual([]);
    expect(await countsOf(store, at)).toMatchObject({ 'autumn-1-2026 yes': 10 });
    await send(at, AFTER);
    const released = await releasesOf(store, at);
    expect(released).toMatchObject([
      {
        questionId: FAIR.id,
        block: 'autumn-1-2026',
        releasedOn: '2026-10-25',
        repliers: 13,
        counts: { yes: 9, no: null, not_sure: null },
      },
    ]);
    expect(await countsOf(store, at)).toEqual({});
    await send(at, AFTER);
    await send(at, '2026-11-09T08:00:00Z');
    expect(await releasesOf(store, at)).toEqual(released);
  });

  test('is told of in that digest alone, and in the status of its standard from then on', async () => {
    const at = await oak();
    await answer(at, [...many(10, 'yes'), 'no', 'no', 'not_sure']);
    expect(await statusOf(at, 'D01', '2026-10-28T09:00:00Z')).not.toContain('without names');
    await send(at, AFTER);
    const line =
      'Could you challenge the headteacher over a safeguarding decision? (first half of autumn 2026) 13 answered. Yes: at least 9. The rest is not shown, so that nobody can be picked out.';
    const shown = await store.within(at.org, (tx) => tx.execute(sql`select body::text as body from message`));
    expect(JSON.stringify(shown)).toContain('Yes: at least 9');
    expect((await lastDigest(at))?.released).toMatchObject([{ block: 'autumn-1-2026', repliers: 13 }]);
    expect(await statusOf(at, 'D01', '2026-11-03T09:00:00Z')).toContain(line);
    await send(at, '2026-11-09T08:00:00Z');
    expect((await lastDigest(at))?.released).toEqual([]);
  });

  test('under five is never let out, and is gone; under nine only says how many', async () => {
    const few = await oak();
    await answer(few, many(4, 'no'));
    await send(few, AFTER);
    expect(await releasesOf(store, few)).toMatchObject([{ repliers: null, counts: null }]);
    expect(await countsOf(store, few)).toEqual({});
    expect(await statusOf(few, 'D01', AFTER)).toContain('Fewer than five answered, so nothing is shown');
    const eight = await oak();
    await answer(eight, many(8, 'no'));
    await send(eight, AFTER);
    expect(await releasesOf(store, eight)).toMatchObject([
      { repliers: 8, counts: { yes: null, no: null, not_sure: null } },
    ]);
    expect(await statusOf(eight, 'D01', AFTER)).toContain('8 answered. What they said is not shown');
  });

  test('waits while somebody may still answer it', async () => {
    const at = await oak();
    await answer(at, many(9, 'yes'));
    await put(store, at, 'I01', [FAIR.id], {
      on: '2026-10-22',
      occurrence: 'autumn-1-2026',
      closesAt: new Date('2026-11-05T23:59:59Z'),
    });
    await send(at, AFTER);
    expect(await releasesOf(store, at)).toEqual([]);
    await send(at, '2026-11-09T08:00:00Z');
    expect(await releasesOf(store, at)).toMatchObject([{ repliers: 9 }]);
  });

  test('that was let out cannot be changed or removed by the program', async () => {
    const at = await oak();
    await answer(at, many(9, 'yes'));
    await send(at, AFTER);
    for (const statement of [
      sql`update anonymous_release set repliers = 10`,
      sql`delete from anonymous_release`,
    ])
      await expect(store.within(at.org, (tx) => tx.execute(statement))).rejects.toThrow();
    expect(await releasesOf(store, at)).toMatchObject([{ repliers: 9 }]);
  });

  test('of a question edited meanwhile is added up where the choices are the same, and only there', async () => {
    const same = await oak();
    const other = await oak();
    for (const [at, edited] of [
      [same, { ...FAIR, version: 2, text: 'Would you challenge the headteacher?' }],
      [other, { ...FAIR, version: 2, answer: { kind: 'yes_partly_no' as const } }],
    ] as const) {
      await answer(at, many(6, 'yes'));
      await store.within(at.org, (tx) => addQuestions(tx, at.org, [edited]));
      await store.within(at.org, async (tx) => {
        const rows = await tx.select().from(anonymousCount);
        const half = rows.map((row) => ({
          ...row,
          questionVersion: 2,
          count: row.choice === 'yes' ? 7 : 0,
        }));
        await tx.insert(anonymousCount).values(half);
      });
      await send(at, AFTER);
    }
    expect(await releasesOf(store, same)).toMatchObject([{ questionVersion: 2, repliers: 13 }]);
    expect(await releasesOf(store, other)).toMatchObject([
      { questionVersion: 2, repliers: 7, counts: { yes: null, partly: null, no: null, not_sure: null } },
    ]);
    expect(await countsOf(store, other)).toEqual({});
  });

  test('that the calendar no longer has is over', async () => {
    const at = await oak();
    await answer(at, many(9, 'yes'));
    await store.within(at.org, async (tx) => {
      await tx.update(anonymousCount).set({ block: 'autumn-3-2026' });
      await tx.update(prompt).set({ occurrence: 'autumn-3-2026' });
    });
    await send(at, LAST_WEEK);
    expect(await releasesOf(store, at)).toMatchObject([{ block: 'autumn-3-2026', repliers: 9 }]);
  });
});

describe('what it says of the setting', () => {
  const ratingOn = async (at: School, moment: string) =>
    (await store.within(at.org, (tx) => readStatus(tx, at.setting, new Date(moment)))).standards.find(
      ({ id }) => id === 'leadership',
    );

  test('nothing before it is let out, though how many were asked and answered is counted at once', async () => {
    const at = await oak();
    await answer(at, many(13, 'no'));
    expect(await ratingOn(at, '2026-10-20T09:00:00Z')).toMatchObject({
      rating: 'not_yet_assessed',
      asked: 13,
      answered: 13,
    });
    await send(at, AFTER);
    expect(await ratingOn(at, AFTER)).toMatchObject({ rating: 'not_met' });
    // Half-termly: it grows old when no other period has been let out for as long as two should take.
    expect(await ratingOn(at, '2027-01-08T09:00:00Z')).toMatchObject({ rating: 'not_met' });
    expect(await ratingOn(at, '2027-02-01T09:00:00Z')).toMatchObject({ rating: 'not_yet_assessed' });
  });

  test('no rating where what is hidden could change it', async () => {
    const at = await oak();
    await answer(at, [...many(6, 'yes'), ...many(4, 'no'), ...many(3, 'not_sure')]);
    await send(at, AFTER);
    expect(await releasesOf(store, at)).toMatchObject([{ counts: { yes: 5, no: null, not_sure: null } }]);
    expect(await ratingOn(at, AFTER)).toMatchObject({ rating: 'not_yet_assessed' });
  });

  test('its numbers are not added to those of named answers, and it is no evidence once switched off', async () => {
    const at = await oak();
    await answer(at, many(13, 'yes'));
    await send(at, AFTER);
    const facts = await store.within(at.org, (tx) => readDigest(tx, at.setting, '2026-W43', new Date(AFTER)));
    expect(facts.standards.find(({ standard }) => standard === 'leadership')).toMatchObject({
      rating: 'partially_met',
      good: 0,
      counted: 0,
    });
    expect(facts.minutes).toBe(0);
    await store.within(at.org, (tx) =>
      tx.update(settingQuestion).set({ state: 'off' }).where(eq(settingQuestion.questionId, FAIR.id)),
    );
    const left = await store.within(at.org, (tx) =>
      listEvidence(tx, at.setting, '2026-11-02', { cases: true }),
    );
    expect(left).toEqual([]);
  });

  test('its seconds are among the minutes of the week they were given in', async () => {
    const at = await oak();
    await answer(at, many(13, 'yes'));
    const facts = await store.within(at.org, (tx) =>
      readDigest(tx, at.setting, '2026-W41', new Date(LAST_WEEK)),
    );
    expect(facts.minutes).toBe(Math.round((13 * 8) / 60));
    expect(facts.participation).toMatchObject({ asked: 13, answered: 13, notSure: 0 });
  });

  test('a small setting is told no numbers', async () => {
    const at = await oak();
    await answer(at, many(10, 'yes'));
    await store.within(at.org, (tx) =>
      tx.execute(sql`update membership set state = 'left' where staff_ref in ('T01', 'T02')`),
    );
    await send(at, AFTER);
    const status = await statusOf(at, 'D01', AFTER);
    expect(status).toContain('They are not shown here');
    expect(status).not.toContain('at least');
    const bodies = await store.within(at.org, (tx) =>
      tx.execute(sql`select body::text as body from message`),
    );
    expect(JSON.stringify(bodies)).not.toContain('at least');
  });
});
