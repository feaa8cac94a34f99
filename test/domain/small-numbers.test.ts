/**
 * What is let out of anonymous answers, and that whoever tries every way they may have been given learns of nobody:
 * tried out whole, for every table of every size that a small school has.
 */
import { describe, expect, test } from 'vitest';
import { isAtLeast, type LetOut, letOut } from '../../src/domain/small-numbers.ts';
import { findOut, type Suppress } from '../support/known-answers.ts';

const of = (yes: number, no: number, notSure: number) => letOut({ yes, no, not_sure: notSure });

describe('what is let out', () => {
  test('under five, nothing; under nine, only how many', () => {
    expect(of(2, 1, 1)).toEqual({ repliers: null, counts: null });
    expect(of(5, 0, 0)).toEqual({ repliers: 5, counts: { yes: null, no: null, not_sure: null } });
    expect(of(4, 4, 0)).toEqual({ repliers: 8, counts: { yes: null, no: null, not_sure: null } });
  });

  test('where nearly all agree, one number, which means at least', () => {
    for (const [yes, no, notSure] of [
      [38, 0, 0],
      [36, 1, 1],
      [34, 4, 0],
    ] as const)
      expect(of(yes, no, notSure)).toEqual({
        repliers: 38,
        counts: { yes: 34, no: null, not_sure: null },
      });
    expect(isAtLeast(of(38, 0, 0))).toBe(true);
    expect(isAtLeast(of(20, 10, 8))).toBe(false);
  });

  test('what could be worked out from the others takes the next smallest with it', () => {
    expect(of(20, 15, 1).counts).toEqual({ yes: 20, no: null, not_sure: null });
    expect(of(20, 15, 6).counts).toEqual({ yes: 20, no: 15, not_sure: 6 });
    const four = (yes: number, partly: number, no: number, notSure: number) =>
      letOut({ yes, partly, no, not_sure: notSure }).counts;
    expect(four(20, 10, 3, 2)).toEqual({ yes: 20, partly: 10, no: null, not_sure: null });
    expect(four(20, 10, 0, 0)).toEqual({ yes: 20, partly: null, no: null, not_sure: null });
    expect(four(20, 10, 4, 4)).toEqual({ yes: 20, partly: null, no: null, not_sure: null });
    expect(four(20, 10, 7, 1)).toEqual({ yes: 20, partly: 10, no: null, not_sure: null });
  });
});

describe('whoever tries every way', () => {
  const sizes = Array.from({ length: 26 }, (_, at) => at + 5);

  test.each([3, 4, 5])('learns of nobody, from %i choices, also with three who compare notes', (choices) => {
    const upTo = choices === 5 ? 16 : choices === 4 ? 22 : 30;
    for (const people of sizes.filter((size) => size <= upTo))
      expect(findOut(letOut, people, choices, 3)).toEqual([]);
  });

  test('learns of nobody where every answer is as full as a hidden one can be', () => {
    for (const [choices, people] of [
      [2, 8],
      [5, 20],
      [6, 24],
    ] as const)
      expect(findOut(letOut, people, choices, 1)).toEqual([]);
  });

  test('four who compare notes is one too many: what is promised is said as it is', () => {
    expect(findOut(letOut, 12, 3, 4)).not.toEqual([]);
  });

  const broken: Record<string, Suppress> = {
    'the limit is four': (counts) => letOut(counts, 4),
    'nothing is hidden': (counts) => ({ repliers: sum(counts), counts }),
    'small numbers alone are hidden': (counts) => ({ repliers: sum(counts), counts: hide(counts, 1) }),
    'small numbers and none are hidden': (counts) => ({ repliers: sum(counts), counts: hide(counts, 0) }),
    'five are enough to show what nearly all said': (counts) =>
      sum(counts) < 9 ? { repliers: sum(counts), counts: capped(counts) } : letOut(counts),
    'one number alone is exact': (counts) => {
      const out = letOut(counts);
      return isAtLeast(out) ? { ...out, counts: exact(out, counts) } : out;
    },
  };
  test.each(Object.entries(broken))('finds somebody out where %s', (_, suppress) => {
    expect([7, 10, 13].flatMap((people) => findOut(suppress, people, 3, 3))).not.toEqual([]);
  });
});

const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);
const map = (counts: Record<string, number>, shown: (count: number) => number | null): LetOut['counts'] =>
  Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, shown(count)]));
const hide = (counts: Record<string, number>, from: number) =>
  map(counts, (count) => (count >= from && count < 5 ? null : count));
const capped = (counts: Record<string, number>) =>
  map(counts, (count) => (count < 5 ? null : Math.min(count, sum(counts) - 4)));
const exact = (out: LetOut, counts: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(out.counts ?? {}).map(([key, told]) => [key, told === null ? null : (counts[key] ?? 0)]),
  );
