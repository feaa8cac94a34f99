/**
 * Judging answers: exact at every target, refused in plain words, the same for the same answer.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { answerWords, choicesOf } from '../../src/domain/answer-words.ts';
import { addDays, daysBetween } from '../../src/domain/local-time.ts';
import type { AnswerSpec, Kind, Verdict } from '../../src/domain/question.ts';
import { VERDICTS } from '../../src/domain/question.ts';
import { actionFor, correctionFor, judge, sameAnswer } from '../../src/domain/reply.ts';

const TODAY = '2026-11-10';
const judged = (answer: AnswerSpec, given: Answer, kind: Kind = 'duty') =>
  judge({ kind, answer }, given, TODAY);
const verdict = (answer: AnswerSpec, given: Answer, kind?: Kind): Verdict | 'refused' => {
  const found = judged(answer, given, kind);
  return 'refused' in found ? 'refused' : found.verdict;
};
const key = (chosen: string): Answer => ({ kind: 'choice', key: chosen });

const SCENARIO: AnswerSpec = {
  kind: 'scenario',
  choices: [
    { key: 'now', label: 'Now, in person' },
    { key: 'later', label: 'After the lesson' },
  ],
  right: 'now',
  correction: 'At once, in person.',
};

describe('choices', () => {
  const CHOICES: [AnswerSpec, Record<string, Verdict | 'refused'>][] = [
    [
      { kind: 'yes_no', good: 'yes' },
      { yes: 'good', no: 'poor', partly: 'refused', '': 'refused' },
    ],
    [
      { kind: 'yes_no', good: 'no' },
      { yes: 'poor', no: 'good' },
    ],
    [{ kind: 'yes_partly_no' }, { yes: 'good', partly: 'partly', no: 'poor', YES: 'refused' }],
    [SCENARIO, { now: 'good', later: 'poor', never: 'refused' }],
    [
      { kind: 'acknowledgement' },
      { read: 'good', need_time: 'pending', other_format: 'pending', yes: 'refused' },
    ],
    [
      {
        kind: 'choice',
        choices: [
          { key: 'all', label: 'All', verdict: 'good' },
          { key: 'some', label: 'Some', verdict: 'partly' },
          { key: 'none_came', label: 'Nobody came', verdict: 'not_applicable' },
        ],
      },
      { all: 'good', some: 'partly', none_came: 'not_applicable', other: 'refused' },
    ],
  ];
  test.each(CHOICES)('%o', (spec, expected) => {
    for (const [chosen, said] of Object.entries(expected)) expect(verdict(spec, key(chosen))).toBe(said);
  });
});

describe('exactly at the target', () => {
  test('a count is good at it and not over it', () => {
    const spec: AnswerSpec = { kind: 'count', label: 'Faults', target: 2, partly: 4 };
    expect([0, 2, 3, 4, 5].map((count) => verdict(spec, { kind: 'count', count }))).toEqual([
      'good',
      'good',
      'partly',
      'partly',
      'poor',
    ]);
    expect(verdict({ kind: 'count', label: 'Faults', target: 0 }, { kind: 'count', count: 1 })).toBe('poor');
  });

  test('a share is good at it and not under it', () => {
    const spec: AnswerSpec = { kind: 'two_counts', part: 'Done', whole: 'In all', target: 0.95, partly: 0.8 };
    const of = (part: number, whole: number) => verdict(spec, { kind: 'two_counts', part, whole });
    expect([of(19, 20), of(94, 100), of(4, 5), of(79, 100), of(0, 0), of(0, 3)]).toEqual([
      'good',
      'partly',
      'partly',
      'poor',
      'not_applicable',
      'poor',
    ]);
  });

  test('a percentage is good at it and not under it', () => {
    const spec: AnswerSpec = { kind: 'percent', target: 95, partly: 90 };
    expect([100, 95, 94.99, 90, 89.9].map((percent) => verdict(spec, { kind: 'percent', percent }))).toEqual([
      'good',
      'good',
      'partly',
      'partly',
      'poor',
    ]);
  });

  test('a date is good on the last day it may be, and never in the future', () => {
    const spec: AnswerSpec = { kind: 'date', within: 31, partly: 62 };
    const ago = (days: number) => verdict(spec, { kind: 'date', date: addDays(TODAY, -days) });
    expect([ago(0), ago(31), ago(32), ago(62), ago(63), ago(-1)]).toEqual([
      'good',
      'good',
      'partly',
      'partly',
      'poor',
      'refused',
    ]);
  });
});

describe('refused in plain words', () => {
  test.each<[AnswerSpec, Answer, RegExp]>([
    [
      { kind: 'count', label: 'Faults', target: 0 },
      { kind: 'count', count: -1 },
      /“Faults” as a whole number/,
    ],
    [{ kind: 'count', label: 'Faults', target: 0 }, { kind: 'count', count: 0.5 }, /“Faults”/],
    [{ kind: 'count', label: 'Faults', target: 0 }, { kind: 'count', count: 100_000 }, /99999/],
    [{ kind: 'count', label: 'Faults', target: 0 }, key('yes'), /“Faults”/],
    [
      { kind: 'two_counts', part: 'Done', whole: 'In all', target: 1 },
      { kind: 'two_counts', part: 3, whole: 2 },
      /“Done” is 3, which is more than the 2 under “In all”/,
    ],
    [
      { kind: 'two_counts', part: 'Done', whole: 'In all', target: 1 },
      { kind: 'two_counts', part: 3, whole: Number.NaN },
      /“In all”/,
    ],
    [{ kind: 'percent', target: 95 }, { kind: 'percent', percent: 101 }, /0 to 100/],
    [{ kind: 'percent', target: 95 }, { kind: 'percent', percent: Number.NaN }, /0 to 100/],
    [{ kind: 'date', within: 31 }, { kind: 'date', date: '2026-02-30' }, /such as 2026-11-09/],
    [{ kind: 'date', within: 31 }, { kind: 'date', date: '2026-11-11' }, /today’s date or an earlier one/],
    [{ kind: 'yes_no', good: 'yes' }, { kind: 'count', count: 1 }, /answers shown/],
  ])('%o %o', (spec, given, words) => {
    const found = judged(spec, given);
    expect('refused' in found && found.refused).toMatch(words);
  });
});

test('"Not sure" is an answer to everything but an attestation', () => {
  for (const kind of ['knowledge', 'duty'] as const)
    expect(verdict(SCENARIO, { kind: 'not_sure' }, kind)).toBe('unsure');
  expect(verdict({ kind: 'acknowledgement' }, { kind: 'not_sure' }, 'attestation')).toBe('refused');
});

test('only a poor check opens an action in its owner’s name, and another format one for the lead', () => {
  expect(actionFor({ kind: 'duty' }, key('no'), 'poor')).toBe('replier');
  expect(actionFor({ kind: 'attestation' }, key('other_format'), 'pending')).toBe('lead');
  for (const kind of ['knowledge', 'attestation', 'duty'] as const)
    for (const said of VERDICTS)
      if (!(kind === 'duty' && said === 'poor')) expect(actionFor({ kind }, key('no'), said)).toBeNull();
  expect(actionFor({ kind: 'knowledge' }, key('no'), 'poor')).toBeNull();
});

test('a correction follows a scenario not answered rightly, and nothing else', () => {
  expect(correctionFor(SCENARIO, 'poor')).toBe('At once, in person.');
  expect(correctionFor(SCENARIO, 'unsure')).toBe('At once, in person.');
  expect(correctionFor(SCENARIO, 'good')).toBeNull();
  expect(correctionFor({ kind: 'yes_no', good: 'yes' }, 'poor')).toBeNull();
});

describe('whatever is given', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const spec: fc.Arbitrary<AnswerSpec> = fc.oneof(
    fc.record({ kind: fc.constant('yes_no' as const), good: fc.constantFrom('yes' as const, 'no' as const) }),
    fc.record({ kind: fc.constant('yes_partly_no' as const) }),
    fc.constant(SCENARIO),
    fc.record({ kind: fc.constant('acknowledgement' as const) }),
    fc.record({ kind: fc.constant('count' as const), label: fc.constant('Faults'), target: fc.nat(20) }),
    fc.record({
      kind: fc.constant('two_counts' as const),
      part: fc.constant('Done'),
      whole: fc.constant('In all'),
      target: share,
    }),
    fc.record({ kind: fc.constant('percent' as const), target: fc.nat(100) }),
    fc.record({ kind: fc.constant('date' as const), within: fc.nat(400) }),
  );
  const answer: fc.Arbitrary<Answer> = fc.oneof(
    fc.record({
      kind: fc.constant('choice' as const),
      key: fc.oneof(fc.constantFrom('yes', 'no', 'now'), fc.string()),
    }),
    fc.record({ kind: fc.constant('count' as const), count: fc.oneof(fc.nat(), fc.double()) }),
    fc.record({
      kind: fc.constant('two_counts' as const),
      part: fc.oneof(fc.nat(30), fc.double()),
      whole: fc.oneof(fc.nat(30), fc.double()),
    }),
    fc.record({ kind: fc.constant('percent' as const), percent: fc.oneof(fc.nat(120), fc.double()) }),
    fc.record({
      kind: fc.constant('date' as const),
      date: fc.oneof(
        fc.integer({ min: -500, max: 500 }).map((days) => addDays(TODAY, days)),
        fc.string(),
      ),
    }),
    fc.record({ kind: fc.constant('not_sure' as const) }),
  );

  test('it is judged or refused, never thrown; and what is judged can be said', () => {
    fc.assert(
      fc.property(
        spec,
        answer,
        fc.constantFrom<Kind>('knowledge', 'attestation', 'duty'),
        (asked, given, kind) => {
          const found = judge({ kind, answer: asked }, given, TODAY);
          if ('refused' in found) {
            expect(found.refused).toMatch(/^[“A-Z].*\.$/);
            return;
          }
          expect(VERDICTS).toContain(found.verdict);
          expect(found.value === null || Number.isFinite(found.value)).toBe(true);
          expect(answerWords(asked, given)).not.toBe('');
          expect(judge({ kind, answer: asked }, given, TODAY)).toEqual(found);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('more of the part is never worse, and fewer faults never worse', () => {
    const rank = { good: 2, partly: 1, poor: 0 } as Record<Verdict | 'refused', number>;
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(40), share, (one, other, whole, target) => {
        const asked: AnswerSpec = { kind: 'two_counts', part: 'a', whole: 'b', target, partly: target / 2 };
        const [few, many] = one < other ? [one, other] : [other, one];
        if (many > whole || whole === 0) return;
        const at = (part: number) => rank[verdict(asked, { kind: 'two_counts', part, whole })] ?? -1;
        expect(at(many)).toBeGreaterThanOrEqual(at(few));
        const faults: AnswerSpec = { kind: 'count', label: 'a', target: whole, partly: whole + 5 };
        const of = (count: number) => rank[verdict(faults, { kind: 'count', count })] ?? -1;
        expect(of(few)).toBeGreaterThanOrEqual(of(many));
      }),
    );
  });

  test('no date later than today is ever taken', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), fc.nat(900), (days, within) => {
        const date = addDays(TODAY, days);
        const found = judged({ kind: 'date', within }, { kind: 'date', date });
        expect('refused' in found).toBe(daysBetween(date, TODAY) < 0);
      }),
    );
  });
});

describe('in words', () => {
  test.each<[AnswerSpec, Answer, string]>([
    [{ kind: 'yes_no', good: 'yes' }, key('no'), 'No'],
    [
      { kind: 'two_counts', part: 'a', whole: 'b', target: 1 },
      { kind: 'two_counts', part: 12, whole: 14 },
      '12 of 14',
    ],
    [{ kind: 'count', label: 'a', target: 0 }, { kind: 'count', count: 3 }, '3'],
    [{ kind: 'percent', target: 95 }, { kind: 'percent', percent: 92.5 }, '92.5%'],
    [{ kind: 'date', within: 31 }, { kind: 'date', date: '2026-11-09' }, '9 Nov 2026'],
    [SCENARIO, { kind: 'not_sure' }, 'Not sure'],
  ])('%o %o is %s', (spec, given, words) => expect(answerWords(spec, given)).toBe(words));

  test('a shuffled order shows every choice once, even one that has gone out of date', () => {
    expect(choicesOf(SCENARIO, ['later', 'now']).map((choice) => choice.key)).toEqual(['later', 'now']);
    expect(choicesOf(SCENARIO, ['later', 'gone']).map((choice) => choice.key)).toEqual(['later', 'now']);
  });
});

test('the same answer is the same in whatever order its parts were written', () => {
  expect(
    sameAnswer({ kind: 'two_counts', part: 1, whole: 2 }, { whole: 2, part: 1, kind: 'two_counts' }),
  ).toBe(true);
  expect(sameAnswer(key('yes'), key('no'))).toBe(false);
});
