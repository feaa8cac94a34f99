/**
 * Attestations: everybody in the audience, once, one a day and two minutes a week.
 */
import { expect, test } from 'vitest';
import { chooseAttestations } from '../../src/domain/attestation-round.ts';
import { currentQuestions } from '../../src/domain/day-plan.ts';
import { periodKey } from '../../src/domain/plan-record.ts';
import { inventedPerson, question, inventedSetting as setting } from '../support/invented.ts';
import { askedRow, emptyRecord } from '../support/plan-record.ts';

const TODAY = '2026-11-10';
const attest = (id: string, cadence: 'annual' | 'termly' = 'annual', seconds = 12) =>
  question(id, { kind: 'attestation', cadence, seconds });
const people = [
  inventedPerson('t'),
  inventedPerson('a', { roles: ['teaching_assistant'] }),
  inventedPerson('g', { roles: ['link_governor'] }),
];
const choose = (questions: ReturnType<typeof attest>[], known: Parameters<typeof emptyRecord>[1] = {}) =>
  chooseAttestations(
    people,
    currentQuestions(setting, questions, TODAY),
    emptyRecord(TODAY, known),
    TODAY,
  ).map(({ person, current }) => `${person.id} ${current.question.id}`);

test('everybody in the audience is asked; people from outside the building are not staff', () => {
  expect(choose([attest('A-1')])).toEqual(['t A-1', 'a A-1']);
});

test('once a period', () => {
  const [current] = currentQuestions(setting, [attest('A-1')], TODAY);
  const askedFor = new Map([[current ? periodKey(current) : '', new Set(['t'])]]);
  expect(choose([attest('A-1')], { askedFor })).toEqual(['a A-1']);
});

test('one a day, the longest open first', () => {
  expect(choose([attest('A-2', 'termly'), attest('A-1')])).toEqual(['t A-1', 'a A-1']);
  const row = askedRow({ personId: 't', kind: 'attestation', on: TODAY });
  expect(choose([attest('A-1')], { thisWeek: new Map([['t', [row]]]) })).toEqual(['a A-1']);
});

test('two minutes a week, and not more', () => {
  const row = (seconds: number) =>
    askedRow({ personId: 't', kind: 'attestation', on: '2026-11-09', seconds });
  const spent = (...rows: ReturnType<typeof row>[]) => ({ thisWeek: new Map([['t', rows]]) });
  expect(choose([attest('A-1')], spent(row(108)))).toContain('t A-1');
  expect(choose([attest('A-1')], spent(row(109)))).toEqual(['a A-1']);
  expect(choose([attest('A-1', 'annual', 20), attest('A-2')], spent(row(108)))).toContain('t A-2');
});
