/**
 * Versions and questions of the school's own: numbered apart, told apart, and called in a few words.
 */
import { expect, test } from 'vitest';
import {
  indicatorFrom,
  isExpected,
  nextVersion,
  ownId,
  saysTheSame,
  secondsFor,
  versionWords,
} from '../../src/domain/own-question.ts';
import type { Question } from '../../src/domain/question.ts';
import { QUESTIONS } from '../support/school.ts';

const [shared] = QUESTIONS as [Question];

test('a version of the school’s own never takes the number of one that Vigil may bring', () => {
  expect(nextVersion({ id: 'TRN-01' }, 1)).toBe(1001);
  expect(nextVersion({ id: 'TRN-01' }, 1001)).toBe(1002);
  expect(nextVersion({ id: 'LOC-TRN-1' }, 1)).toBe(2);
  expect(versionWords({ version: 3 })).toBe('version 3');
  expect(versionWords({ version: 1002 })).toBe('your own version 2');
});

test('two that differ in their number alone, or in the order of their fields, say the same', () => {
  const { text, ...rest } = shared;
  expect(saysTheSame(shared, { ...rest, text, version: 7 })).toBe(true);
  expect(saysTheSame(shared, { ...shared, why: 'Another reason.' })).toBe(false);
  expect(saysTheSame(shared, { ...shared, source: { ...shared.source, edition: '2027' } })).toBe(false);
});

test('a check or attestation that came with Vigil is expected; knowledge and the school’s own are not', () => {
  expect(isExpected({ id: 'SIT-01', kind: 'duty' })).toBe(true);
  expect(isExpected({ id: 'TRN-01', kind: 'attestation' })).toBe(true);
  expect(isExpected({ id: 'TRN-04', kind: 'knowledge' })).toBe(false);
  expect(isExpected({ id: ownId('site', 2), kind: 'duty' })).toBe(false);
});

test('a name becomes an indicator, and a long question takes longer, to twenty seconds', () => {
  expect(indicatorFrom('  Gate at Lunch, Year 3’s ')).toBe('gate-at-lunch-year-3s');
  expect(indicatorFrom('—')).toBe('');
  expect(secondsFor('Was it locked?')).toBe(6);
  expect(secondsFor('word '.repeat(24))).toBe(12);
  expect(secondsFor('word '.repeat(90))).toBe(20);
});
