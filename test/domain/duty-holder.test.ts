/**
 * Whose duty it is: one holder, in turn, who can be asked; and the checks that nobody can be asked for.
 */
import { describe, expect, test } from 'vitest';
import { currentQuestions } from '../../src/domain/day-plan.ts';
import { assignDuties } from '../../src/domain/duty-holder.ts';
import { metKey, type PlanRecord, periodKey } from '../../src/domain/plan-record.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Person } from '../../src/domain/setting.ts';
import { inventedPerson, question, inventedSetting as setting } from '../support/invented.ts';
import { askedRow, emptyRecord } from '../support/plan-record.ts';

const TODAY = '2026-11-10'; // a Tuesday
const check = (cadence: Question['cadence'] = 'weekly') =>
  question('SIT-1', { kind: 'duty', audience: 'site_manager', cadence });
const site = (id: string, made: Partial<Person> = {}) =>
  inventedPerson(id, { roles: ['site_manager'], ...made });

function assign(
  people: Person[],
  options: {
    duty?: Question;
    record?: Partial<PlanRecord>;
    reachable?: string[];
    free?: string[];
    today?: string;
  } = {},
) {
  const { duty = check(), record = {}, today = TODAY } = options;
  const ids = people.map((person) => person.id);
  const currents = currentQuestions(setting, [duty], today);
  const { held, uncovered } = assignDuties(currents, {
    setting,
    today,
    people,
    reachable: new Set(options.reachable ?? ids),
    free: new Set(options.free ?? ids),
    record: emptyRecord(today, record),
  });
  return { held: held.map(({ person }) => person.id), uncovered };
}

test('one holder is asked, the one longest unasked of this check', () => {
  expect(assign([site('a'), site('b')]).held).toEqual(['a']);
  const lastMet = new Map([
    [metKey('a', 'SIT-1'), '2026-11-02'],
    [metKey('b', 'SIT-1'), '2026-10-19'],
  ]);
  expect(assign([site('a'), site('b')], { record: { lastMet } }).held).toEqual(['b']);
});

describe('uncovered', () => {
  test('when nobody holds the role, or they have left, or are only a candidate', () => {
    const none = { held: [], uncovered: [{ questionId: 'SIT-1', why: 'no_holder' }] };
    expect(assign([inventedPerson('t')])).toEqual(none);
    expect(assign([site('a', { leavesOn: '2026-11-09' })])).toEqual(none);
    expect(assign([site('a', { state: 'candidate' })])).toEqual(none);
  });

  test('while all who hold it are away; one who is here has it', () => {
    const away = [{ from: '2026-11-09', until: '2026-11-20' }];
    expect(assign([site('a', { away })])).toEqual({
      held: [],
      uncovered: [{ questionId: 'SIT-1', why: 'away' }],
    });
    expect(assign([site('a', { away }), site('b')])).toEqual({ held: ['b'], uncovered: [] });
  });

  test('when whoever holds it cannot be reached', () => {
    const lost = { reachable: [], free: [] };
    expect(assign([site('a')], lost)).toEqual({
      held: [],
      uncovered: [{ questionId: 'SIT-1', why: 'not_reached' }],
    });
    expect(assign([site('a'), site('b')], { reachable: ['b'], free: ['b'] })).toEqual({
      held: ['b'],
      uncovered: [],
    });
  });
});

describe('a period already asked for', () => {
  const [current] = currentQuestions(setting, [check()], TODAY);
  const key = current ? periodKey(current) : '';

  test('is not asked for again, whoever was asked', () => {
    const record = { taken: new Set([key]), askedFor: new Map([[key, new Set(['x'])]]) };
    expect(assign([site('a')], { record })).toEqual({ held: [], uncovered: [] });
  });

  test('but cancelled goes to another holder, never back to the same one', () => {
    const record = { askedFor: new Map([[key, new Set(['a'])]]) };
    expect(assign([site('a'), site('b')], { record }).held).toEqual(['b']);
    expect(assign([site('a')], { record }).held).toEqual([]);
  });
});

describe('a holder who is not in today', () => {
  const fridays = site('a', { workingDays: [5] });

  test('is waited for when it is their turn and they come before the period ends', () => {
    expect(assign([fridays, site('b')], { free: ['b'] }).held).toEqual(['a']);
  });

  test('is passed over when they do not', () => {
    expect(assign([site('a', { workingDays: [1] }), site('b')], { free: ['b'] }).held).toEqual(['b']);
  });

  test('is passed over for a check wanted the same day', () => {
    expect(assign([fridays, site('b')], { free: ['b'], duty: check('daily') }).held).toEqual(['b']);
  });

  test('or whose card has gone this week, is waited for only by longer periods', () => {
    const thisWeek = new Map([
      ['a', [askedRow({ personId: 'a', kind: 'duty', cadence: 'weekly', on: '2026-11-09' })]],
    ]);
    const people = [site('a'), site('b')];
    expect(assign(people, { record: { thisWeek } }).held).toEqual(['b']);
    expect(assign(people, { record: { thisWeek }, duty: check('monthly') }).held).toEqual(['a']);
  });
});
