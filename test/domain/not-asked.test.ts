/**
 * What was missed while Vigil was away: only what can no longer be asked, and only in school time.
 */
import { describe, expect, test } from 'vitest';
import { missedBetween } from '../../src/domain/not-asked.ts';
import type { Question } from '../../src/domain/question.ts';
import { AUTUMN_2026, QUESTIONS } from '../support/school.ts';

const setting = { calendar: AUTUMN_2026, phase: 'primary' as const };
const [weekly] = QUESTIONS.filter(({ cadence, kind }) => cadence === 'weekly' && kind === 'duty');
if (!weekly) throw new Error('The test school has a weekly check');
const asked = (changes: Partial<Question>): Question => ({ ...weekly, ...changes });
const missed = (question: Question, since: string, today: string) =>
  missedBetween(setting, [question], since, today).map(({ occurrence, lastDay }) => [
    occurrence.key,
    lastDay,
  ]);

describe('a daily check', () => {
  const daily = asked({ cadence: 'daily' });
  test('is missed on each school day between, and on neither end', () => {
    expect(missed(daily, '2026-11-09', '2026-11-12')).toEqual([
      ['2026-11-10', '2026-11-10'],
      ['2026-11-11', '2026-11-11'],
    ]);
    expect(missed(daily, '2026-11-09', '2026-11-10')).toEqual([]);
  });
  test('not at the weekend, nor in the holidays', () => {
    expect(missed(daily, '2026-11-13', '2026-11-16')).toEqual([]);
    expect(missed(daily, '2026-10-23', '2026-11-02')).toEqual([]);
  });
});

describe('a weekly check', () => {
  test('is missed once its week has no school day left, and can still be asked before', () => {
    expect(missed(asked({}), '2026-11-06', '2026-11-11')).toEqual([]);
    expect(missed(asked({}), '2026-11-06', '2026-11-16')).toEqual([['2026-W46', '2026-11-13']]);
  });
  test('of several weeks, each', () => {
    expect(missed(asked({}), '2026-11-06', '2026-11-24').map(([key]) => key)).toEqual([
      '2026-W46',
      '2026-W47',
    ]);
  });
});

test('knowledge is sampled, so it is never missed; nor is what another phase asks', () => {
  expect(missed(asked({ kind: 'knowledge' }), '2026-11-06', '2026-11-24')).toEqual([]);
  expect(missed(asked({ phases: ['college'] }), '2026-11-06', '2026-11-24')).toEqual([]);
});
