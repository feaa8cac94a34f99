/**
 * What the guard's bench counts, and that it reads both halves of the corpus. How well the kept half does is printed
 * and stated, and is no threshold here: a rule made to pass it would have been tuned on it.
 */
import { expect, test } from 'vitest';
import { FURTHER, UNSEEN } from '../fixtures/guard-further.ts';
import { KEPT } from '../fixtures/guard-kept.ts';
import { ADULT_ROUNDS } from '../fixtures/guard-rounds-adult.ts';
import { CHILD_ROUNDS } from '../fixtures/guard-rounds-child.ts';
import { ORDINARY_ROUNDS } from '../fixtures/guard-rounds-ordinary.ts';
import { TUNING } from '../fixtures/guard-tuning.ts';
import { hostileTexts, score, scoreHalves } from './guard.ts';

test('recall is of what must be stopped, precision of what was, and telling apart of what was rightly stopped', () => {
  const phrases = [
    { text: 'a', stop: 'child' },
    { text: 'b', stop: 'child' },
    { text: 'c', stop: 'adult' },
    { text: 'd', stop: null },
    { text: 'e', stop: null },
  ] as const;
  const said = { a: 'child', b: null, c: 'child', d: null, e: 'adult' } as const;
  expect(score(phrases, (text) => said[text as keyof typeof said])).toEqual({
    phrases: 5,
    toStop: 3,
    recall: 2 / 3,
    precision: 2 / 3,
    about: 1 / 2,
    childRecall: 1 / 2,
    adultRecall: 1,
  });
});

test('both halves are read, each with how many phrases it has', () => {
  const rows = scoreHalves();
  const toStop = (phrases: typeof KEPT) => phrases.filter(({ stop }) => stop !== null).length;
  for (const [half, phrases] of Object.entries({ tuning: TUNING, kept: KEPT })) {
    const counted = `(${half} half, ${phrases.length} phrases, ${toStop(phrases)} to stop)`;
    expect(rows.filter(({ name }) => name.includes(counted)).map(({ name }) => name)).toEqual(
      [
        'recall',
        'precision',
        'recall, about a child',
        'recall, about an adult',
        'child or adult told rightly',
      ].map((what) => `guard: ${what} ${counted}`),
    );
  }
});

test('the kept half is as large as the tuned one, and shares no phrase with it', () => {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  expect(KEPT.filter(({ stop }) => stop !== null).length).toBeGreaterThanOrEqual(150);
  expect(KEPT.filter(({ stop }) => stop === null).length).toBeGreaterThanOrEqual(150);
  const written = [...TUNING, ...FURTHER, ...UNSEEN, ...CHILD_ROUNDS, ...ADULT_ROUNDS, ...ORDINARY_ROUNDS];
  const tuned = new Set(written.map(({ text }) => plain(text)));
  // Counted, not shown: whoever tunes the rules must not read the kept half.
  expect(KEPT.filter(({ text }) => tuned.has(plain(text))).length).toBe(0);
});

test('what was put aside unseen shares no phrase with what was tuned on', () => {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const tuned = new Set(
    [...TUNING, ...FURTHER, ...CHILD_ROUNDS, ...ADULT_ROUNDS, ...ORDINARY_ROUNDS].map(({ text }) =>
      plain(text),
    ),
  );
  expect(UNSEEN.filter(({ text }) => tuned.has(plain(text)))).toEqual([]);
  expect(UNSEEN.length).toBeGreaterThanOrEqual(80);
});

test('every hostile text is a hundred thousand characters or more', () => {
  expect(hostileTexts().every((text) => text.length >= 100_000)).toBe(true);
});
