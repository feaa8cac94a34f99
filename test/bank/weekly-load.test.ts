/**
 * What a bank costs each role: averages, the heaviest week once spread, and a role over its limit refused.
 */
import { describe, expect, test } from 'vitest';
import { checkBank } from '../../src/bank/check-bank.ts';
import { weeklyLoad } from '../../src/bank/weekly-load.ts';
import type { Cadence, Question } from '../../src/domain/question.ts';
import { change, duty, SOUND, together } from './written.ts';

function question(cadence: Cadence, seconds: number, rest: Partial<Question> = {}): Question {
  return {
    id: 'CON-1',
    version: 1,
    standard: 'concerns',
    indicator: 'x',
    kind: 'duty',
    audience: 'dsl',
    cadence,
    text: 'Was it done?',
    why: 'It matters.',
    answer: { kind: 'yes_no', good: 'yes' },
    source: { document: 'KCSIE', edition: '2026' },
    phases: ['primary'],
    confidence: 'checked',
    seconds,
    ...rest,
  };
}
const many = (count: number, cadence: Cadence, seconds: number, rest: Partial<Question> = {}) =>
  Array.from({ length: count }, () => question(cadence, seconds, rest));

describe('weeklyLoad', () => {
  test('an average week takes all of what is weekly, five of what is daily, a quarter of what is monthly', () => {
    const [load] = weeklyLoad([question('daily', 6), question('weekly', 10), question('monthly', 20)]);
    expect(load).toMatchObject({
      role: 'dsl',
      kind: 'duty',
      questions: 3,
      questionsPerWeek: 6.25,
      secondsPerWeek: 45,
    });
    expect(load).toMatchObject({ heaviestWeek: 60, allAtOnce: 60, limit: 180 });
  });

  test('what need not come every week waits for a week with room', () => {
    const [load] = weeklyLoad([...many(4, 'weekly', 20), ...many(12, 'monthly', 20)]);
    expect(load?.allAtOnce).toBe(320);
    expect(load?.heaviestWeek).toBe(180);
  });

  test('when a period has no room left, a card goes over', () => {
    const [load] = weeklyLoad([...many(8, 'weekly', 20), ...many(5, 'monthly', 20)]);
    expect(load?.heaviestWeek).toBe(200);
  });

  test('attestations are counted as if all came in one week', () => {
    const [load] = weeklyLoad(many(4, 'annual', 15, { kind: 'attestation', audience: 'all_staff' }));
    expect(load).toMatchObject({ heaviestWeek: 60, limit: 60 });
  });

  test('knowledge has no limit of its own: the budget holds it', () => {
    const [load] = weeklyLoad(many(50, 'weekly', 20, { kind: 'knowledge', audience: 'all_staff' }));
    expect(load).toMatchObject({ limit: null, heaviestWeek: 40, questionsPerWeek: 50 });
  });

  test('each role is counted by itself', () => {
    const loads = weeklyLoad([question('weekly', 10), question('weekly', 12, { audience: 'it_lead' })]);
    expect(loads.map(({ role, secondsPerWeek }) => [role, secondsPerWeek])).toEqual([
      ['dsl', 10],
      ['it_lead', 12],
    ]);
  });
});

describe('a role over its limit', () => {
  const weekly = (seconds: number) =>
    duty('{ kind: yes_no, good: "yes" }').replace('seconds: 15', `seconds: ${seconds}`);

  test('nine questions of twenty seconds fill a card exactly', () => {
    const { faults } = checkBank([{ name: 'ours.yaml', text: together(...Array(9).fill(weekly(20))) }]);
    expect(faults).toEqual([]);
  });

  test('one more is refused, at the question that costs the most', () => {
    const questions = [weekly(3), ...Array(9).fill(weekly(20))];
    const { faults } = checkBank([{ name: 'ours.yaml', text: together(...questions) }]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ question: 'CON-2', field: 'cadence' });
    expect(faults[0]?.message).toBe(
      'The duties of DSL take 3 min 3 s in the heaviest week, over the limit of 3 min.',
    );
    expect(faults[0]?.mend).toMatch(/less often/);
    expect(together(...questions).split('\n')[(faults[0]?.line ?? 0) - 1]).toBe('  cadence: weekly');
  });

  test('attestations have a limit of their own', () => {
    const attestation = duty('{ kind: acknowledgement }', {
      kind: 'attestation',
      audience: 'all_staff',
      cadence: 'annual',
    });
    const { faults } = checkBank([{ name: 'ours.yaml', text: together(...Array(5).fill(attestation)) }]);
    expect(faults.map(({ message }) => message)).toEqual([
      'The attestations of all staff take 1 min 15 s in the heaviest week, over the limit of 1 min.',
    ]);
  });

  test('questions already in use count too, except one that the file replaces', () => {
    const inUse = [...many(9, 'weekly', 20).map((one, at) => ({ ...one, id: `USE-${at}` }))];
    const text = weekly(20);
    expect(checkBank([{ name: 'ours.yaml', text }], inUse).faults).toHaveLength(1);
    const replacing = change(text, 'CON-91', 'USE-3');
    expect(checkBank([{ name: 'ours.yaml', text: replacing }], inUse).faults).toEqual([]);
  });

  test('a role over its limit already is not this file’s fault', () => {
    expect(checkBank([{ name: 'ours.yaml', text: SOUND }], many(20, 'weekly', 20)).faults).toEqual([]);
  });
});
