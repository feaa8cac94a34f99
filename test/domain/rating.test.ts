/**
 * The suggested rating, case by case, and how long an answer stays fresh.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../../src/domain/question.ts';
import { type Evidence, freshSince, rateIndicator, rateStandard } from '../../src/domain/rating.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const none = { good: 0, partly: 0, poor: 0, notApplicable: 0 };
const evidence = (given: Partial<Evidence>): Evidence => ({
  standard: 'site',
  indicator: 'site-security',
  kind: 'duty',
  ...none,
  repliers: (given.good ?? 0) + (given.partly ?? 0) + (given.poor ?? 0) + (given.notApplicable ?? 0),
  ...given,
});

describe('one indicator', () => {
  test.each<[string, Partial<Evidence>, string]>([
    ['nothing said', {}, 'not_yet_assessed'],
    ['only "nothing to check"', { notApplicable: 2 }, 'not_applicable'],
    ['a good duty answer is still only reported', { good: 1 }, 'partially_met'],
    ['a partly good duty answer', { partly: 1 }, 'partially_met'],
    ['one poor duty answer among good ones', { good: 3, poor: 1 }, 'not_met'],
    ['good knowledge from four people', { kind: 'knowledge', good: 4 }, 'not_yet_assessed'],
    ['good knowledge from five people', { kind: 'knowledge', good: 5 }, 'partially_met'],
    [
      'ten good answers, but from four people',
      { kind: 'knowledge', good: 10, repliers: 4 },
      'not_yet_assessed',
    ],
    ['half of the knowledge answers good', { kind: 'knowledge', good: 5, poor: 5 }, 'partially_met'],
    ['fewer than half good', { kind: 'knowledge', good: 4, poor: 6 }, 'not_met'],
    ['partly counts half', { kind: 'knowledge', good: 3, partly: 4, poor: 3 }, 'partially_met'],
    ['partly counts only half', { kind: 'knowledge', good: 2, partly: 4, poor: 4 }, 'not_met'],
    ['an attestation from one person counts', { kind: 'attestation', good: 1 }, 'partially_met'],
    ['every attestation good is still only reported', { kind: 'attestation', good: 30 }, 'partially_met'],
  ])('%s', (_what, given, rating) => {
    expect(rateIndicator(evidence(given))).toBe(rating);
  });
});

describe('a standard', () => {
  test.each<[string, Partial<Evidence>[], string]>([
    ['nobody asked', [], 'not_yet_assessed'],
    ['the worst indicator decides', [{ good: 1 }, { poor: 1 }, { kind: 'knowledge', good: 40 }], 'not_met'],
    [
      'one indicator assessed is enough to rate',
      [{ good: 1 }, { kind: 'knowledge', good: 3 }],
      'partially_met',
    ],
    ['too few repliers alone', [{ kind: 'knowledge', good: 4 }], 'not_yet_assessed'],
    ['all nothing to check', [{ notApplicable: 1 }, { notApplicable: 2 }], 'not_applicable'],
    [
      'nothing to check, and one unknown',
      [{ notApplicable: 1 }, { kind: 'knowledge', good: 2 }],
      'not_yet_assessed',
    ],
  ])('%s', (_what, given, rating) => {
    expect(rateStandard(given.map(evidence))).toBe(rating);
  });

  test('answers alone never say Met, and one more poor duty answer never raises a rating', () => {
    const counts = fc.nat({ max: 40 });
    const any = fc.record({
      kind: fc.constantFrom(...KINDS),
      good: counts,
      partly: counts,
      poor: counts,
      notApplicable: counts,
      repliers: counts,
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), (given) => {
        const all = given.map(evidence);
        expect(rateStandard(all)).not.toBe('met');
        expect(rateStandard([...all, evidence({ poor: 1 })])).toBe('not_met');
      }),
    );
  });
});

describe('how long an answer counts', () => {
  const since = (on: string) => freshSince(AUTUMN_2026, on);

  test('one and a half periods, in school days', () => {
    // Back from Friday 20 November: Thursday 19 is one school day, Tuesday 10 is eight.
    expect(since('2026-11-20').daily).toBe('2026-11-18');
    expect(since('2026-11-20').weekly).toBe('2026-11-10');
  });

  test('a holiday makes nothing stale', () => {
    // Half term is 26–30 October. Eight school days back from Tuesday 3 November: one in November, seven before it.
    expect(since('2026-11-03').weekly).toBe('2026-10-15');
    expect(since('2026-10-30').weekly).toBe(since('2026-10-25').weekly);
  });

  test('last school year never counts', () => {
    expect(new Set(Object.values(since('2026-09-04')))).toEqual(new Set(['2026-09-01']));
    expect(since('2027-07-20').annual).toBe('2026-09-01');
  });
});
