/**
 * The Wilson interval against published values, and the words it is said in.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inWords, wilson } from '../../src/domain/interval.ts';

test.each([
  [7, 9, 0.4526, 0.9368],
  [0, 5, 0, 0.4345],
  [9, 9, 0.7009, 1],
  [1, 20, 0.0089, 0.2361],
  [27, 60, 0.3309, 0.5751],
])('%i of %i is between %f and %f', (good, counted, low, high) => {
  const found = wilson(good, counted);
  expect(found?.low).toBeCloseTo(low, 4);
  expect(found?.high).toBeCloseTo(high, 4);
});

test('nothing counted has no interval, and a share over one is a fault', () => {
  expect(wilson(0, 0)).toBeNull();
  expect(() => wilson(3, 2)).toThrow('3 of 2');
});

test('a few answers are said as counts with their range, many with a percentage', () => {
  expect(inWords(12, 14)).toBe(
    '12 of 14 said yes; with so few, the true share could be anywhere from 60% to 96%',
  );
  expect(inWords(27, 60, 'were good')).toBe('27 of 60 were good (45%); allowing for chance, from 33% to 58%');
  expect(inWords(0, 0)).toBe('no answers to count');
});

test('below twenty answers nothing says what percentage was good', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 19 }), fc.nat(), (counted, seed) => {
      const good = seed % (counted + 1);
      const said = inWords(good, counted);
      expect(said.match(/%/g)?.length).toBe(2);
      expect(said).toContain('with so few');
    }),
  );
});

test('the interval always holds the share, and more answers never widen it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (counted, seed) => {
      const good = seed % (counted + 1);
      const one = wilson(good, counted);
      const ten = wilson(good * 10, counted * 10);
      if (!one || !ten) throw new Error('no interval');
      expect(one.low).toBeLessThanOrEqual(good / counted);
      expect(one.high).toBeGreaterThanOrEqual(good / counted);
      expect(ten.high - ten.low).toBeLessThan(one.high - one.low);
    }),
  );
});
