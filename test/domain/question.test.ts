/**
 * When a date that was answered is asked for again, and the filling in of a question's text.
 */
import { expect, test } from 'vitest';
import { askAgainFrom, fillText } from '../../src/domain/question.ts';

test('a date that stands is asked for again so many days before it runs out', () => {
  const yearly = { kind: 'date', within: 365, again: 120 } as const;
  expect(askAgainFrom(yearly, '2026-09-01')).toBe('2027-05-04');
});

test('a date that does not stand may be asked for again at once', () => {
  expect(askAgainFrom({ kind: 'date', within: 31 }, '2026-09-01')).toBe('2026-09-01');
});

test('names are filled in wherever they stand, and other braces are left alone', () => {
  const names = { edition: 'KCSIE 2026', setting: 'Oak Primary' };
  expect(fillText('{setting}: {edition}, {edition}? {other}', names)).toBe(
    'Oak Primary: KCSIE 2026, KCSIE 2026? {other}',
  );
});

test('a name goes into a text as it is written, whatever is in it', () => {
  const names = { setting: "$& $' $` {edition}", edition: '$1 {setting}' };
  expect(fillText('At {setting}, by {edition}; {other}', names)).toBe(
    "At $& $' $` {edition}, by $1 {setting}; {other}",
  );
});
