/**
 * An allowance: so much at once, so much a minute after it, whatever the clock does.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Left, leftAt, waitFor } from '../../src/domain/allowance.ts';

const ALLOWED = { atOnce: 5, aMinute: 30 };
const spent = (left: Left): Left => ({ ...left, count: left.count - 1 });

test('all of it at once, then one each two seconds', () => {
  let left = leftAt(undefined, 0, ALLOWED);
  for (let n = 0; n < 5; n += 1) {
    expect(waitFor(left, ALLOWED)).toBe(0);
    left = spent(left);
  }
  expect(waitFor(left, ALLOWED)).toBe(2_000);
  expect(waitFor(leftAt(left, 1_999, ALLOWED), ALLOWED)).toBe(1);
  expect(waitFor(leftAt(left, 2_000, ALLOWED), ALLOWED)).toBe(0);
  expect(leftAt(left, 10 * 60_000, ALLOWED).count).toBe(5);
});

test('in no stretch of time more than it allows, whenever they come', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4_000), { minLength: 1, maxLength: 200 }), (gaps) => {
      const taken: number[] = [];
      let left: Left | undefined;
      let at = 0;
      for (const gap of gaps) {
        at += gap;
        left = leftAt(left, at, ALLOWED);
        if (waitFor(left, ALLOWED) > 0) continue;
        left = spent(left);
        taken.push(at);
      }
      for (const from of taken) {
        const within = taken.filter((moment) => moment >= from && moment <= from + 60_000).length;
        expect(within).toBeLessThanOrEqual(ALLOWED.atOnce + ALLOWED.aMinute);
      }
    }),
  );
});

test('a clock that goes back gives nothing', () => {
  const left = spent(leftAt(undefined, 60_000, { atOnce: 1, aMinute: 60 }));
  expect(waitFor(leftAt(left, 0, { atOnce: 1, aMinute: 60 }), { atOnce: 1, aMinute: 60 })).toBe(1_000);
});
