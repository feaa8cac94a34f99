/**
 * Names found in a text: whole names and addresses, never part of somebody else's.
 */
import { expect, test } from 'vitest';
import { patternFor, withoutNames } from '../../src/domain/name-in-text.ts';

const NAMES = ['Sam Lee', 'lee@oak.example', 'Jo-Ann O’Hara', 'José Núñez'];
const without = (text: string) => withoutNames(text, NAMES, 'another');

test.each([
  ['Ask Sam  Lee.', 'Ask another.'],
  ['SAM LEE’s check, and sam lee: (Sam Lee)', 'another’s check, and another: (another)'],
  ['Write to LEE@oak.example.', 'Write to another.'],
  ['<lee@oak.example>, Sam Lee', '<another>, another'],
  ['Jo-Ann O’Hara and José Núñez', 'another and another'],
  ['gate – Sam Lee – north', 'gate – another – north'],
])('%j becomes %j', (text, put) => {
  expect(without(text)).toBe(put);
});

test.each([
  'Sam Lee-Smith',
  'Mary-Sam Lee',
  'Sam Leeming',
  'Balsam Lee',
  'sam.lee@oak.example',
  'k-lee@oak.example',
  'lee@oak.example.org',
])('%j is somebody else’s, and stays', (text) => {
  expect(without(text)).toBe(text);
});

test('nobody is in no text', () => {
  expect(patternFor(['', '  '])).toBeNull();
});
