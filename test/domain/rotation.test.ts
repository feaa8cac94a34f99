/**
 * Which knowledge question goes to whom: longest unasked first, with the gap, the audience and the budget kept.
 */
import { describe, expect, test } from 'vitest';
import { currentQuestions } from '../../src/domain/day-plan.ts';
import { metKey, type PlanRecord, periodKey } from '../../src/domain/plan-record.ts';
import type { Question } from '../../src/domain/question.ts';
import { chooseKnowledge } from '../../src/domain/rotation.ts';
import { schoolDayAfter } from '../../src/domain/school-day.ts';
import type { Person, Setting } from '../../src/domain/setting.ts';
import { inventedPerson, inventedSetting, question } from '../support/invented.ts';
import { askedRow, emptyRecord } from '../support/plan-record.ts';

const setting: Setting = { ...inventedSetting, askDays: [1, 2, 3, 4, 5], weeklyBudget: 5 };
const TODAY = '2026-11-10';
const one = question('A-1', { indicator: 'alpha' });
const two = question('B-1', { indicator: 'beta' });

function choose(
  people: Person[],
  questions: Question[],
  known: Partial<PlanRecord> = {},
  today = TODAY,
  place = setting,
) {
  const currents = currentQuestions(place, questions, today);
  return chooseKnowledge(place, people, currents, emptyRecord(today, known), today).map(
    ({ person, current }) => `${person.id} ${current.question.id}`,
  );
}
const p = (id: string, made: Partial<Person> = {}) => inventedPerson(id, made);

describe('longest unasked', () => {
  test('the indicator comes first, one never asked before any other', () => {
    const indicators = new Map([
      ['alpha', '2026-11-02'],
      ['beta', '2026-10-01'],
    ]);
    expect(choose([p('p1')], [one, two], { indicators })).toEqual(['p1 B-1']);
    expect(choose([p('p1')], [one, two], { indicators: new Map([['alpha', '2026-10-01']]) })).toEqual([
      'p1 B-1',
    ]);
  });

  test('takes turns among indicators within a day', () => {
    const people = ['p1', 'p2', 'p3', 'p4'].map((id) => p(id));
    const asked = choose(people, [one, two]);
    expect(asked.map((line) => line.slice(3))).toEqual(['A-1', 'B-1', 'A-1', 'B-1']);
  });

  test('goes to the person longest unasked', () => {
    const lastAsked = new Map([
      ['p1', '2026-11-05'],
      ['p2', '2026-09-10'],
    ]);
    const asked = choose([p('p1'), p('p2'), p('p3')], [one, two], { lastAsked });
    expect(asked).toEqual(['p3 A-1', 'p2 B-1', 'p1 A-1']);
  });

  test('of an indicator’s questions, the one longest since they met it', () => {
    const other = question('A-2', { indicator: 'alpha' });
    const lastMet = new Map([[metKey('p1', 'A-1'), '2026-09-10']]);
    expect(choose([p('p1')], [one, other], { lastMet })).toEqual(['p1 A-2']);
  });
});

describe('nobody is asked', () => {
  test('the same question twice in a period', () => {
    const [current] = currentQuestions(setting, [one], TODAY);
    if (!current) throw new Error('No question');
    const askedFor = new Map([[periodKey(current), new Set(['p1'])]]);
    expect(choose([p('p1'), p('p2')], [one], { askedFor })).toEqual(['p2 A-1']);
  });

  test('the same question again until ten school days have passed between, over a holiday too', () => {
    for (const met of ['2026-11-30', '2026-10-22', '2026-12-15']) {
      const lastMet = new Map([[metKey('p1', 'A-1'), met]]);
      for (const [days, expected] of [
        [1, 0],
        [10, 0],
        [11, 1],
        [12, 1],
      ] as const) {
        const today = schoolDayAfter(setting.calendar, met, days);
        if (today === null) throw new Error('The calendar is too short');
        expect(choose([p('p1')], [one], { lastMet }, today)).toHaveLength(expected);
      }
    }
  });

  test('two knowledge questions on one day, even one they asked for themselves', () => {
    for (const voluntary of [false, true]) {
      const thisWeek = new Map([['p1', [askedRow({ personId: 'p1', on: TODAY, voluntary })]]]);
      expect(choose([p('p1')], [one], { thisWeek })).toEqual([]);
    }
  });

  test('outside the audience', () => {
    const teachers = question('T-1', { audience: 'teaching_staff' });
    const people = [p('t', { roles: ['teacher'] }), p('a', { roles: ['teaching_assistant'] })];
    expect(choose(people, [teachers])).toEqual(['t T-1']);
    const governors = [p('g', { roles: ['link_governor'] }), p('c', { roles: ['chair_of_governors'] })];
    expect(choose(governors, [one])).toEqual([]);
  });

  test('what is for another phase', () => {
    expect(choose([p('p1')], [question('S-1', { phases: ['secondary'] })])).toEqual([]);
  });

  test('on a day that is not an ask day, unless they work none of those', () => {
    const midweek = { ...setting, askDays: [2, 3, 4] };
    const mondays = p('m', { workingDays: [1] });
    const monday = '2026-11-09';
    expect(choose([p('p1')], [one], {}, monday, midweek)).toEqual([]);
    expect(choose([p('p1')], [one], {}, '2026-11-12', midweek)).toHaveLength(1);
    expect(choose([p('p1')], [one], {}, '2026-11-13', midweek)).toEqual([]); // though nothing was asked this week
    const weeks = ['2026-11-09', '2026-11-16', '2026-11-23', '2026-11-30', '2026-12-07'];
    const plenty = { ...midweek, weeklyBudget: 5 };
    expect(weeks.flatMap((day) => choose([mondays], [one], {}, day, plenty))).toHaveLength(5);
  });
});

describe('one budget', () => {
  const full: Setting = { ...setting, weeklyBudget: 2 };
  const monday = '2026-11-09';
  const friday = '2026-11-13';
  const asked = (rows: Parameters<typeof askedRow>[0][]) => ({
    thisWeek: new Map([['p1', rows.map(askedRow)]]),
  });

  test('is for all a person’s settings together', () => {
    const elsewhere = asked([
      { personId: 'p1', on: monday, settingId: 'other' },
      { personId: 'p1', on: '2026-11-10', settingId: 'other' },
    ]);
    expect(choose([p('p1')], [one], {}, friday, full)).toHaveLength(1);
    expect(choose([p('p1')], [one], elsewhere, friday, full)).toEqual([]);
  });

  test('counts what was handed on to them, not what they asked for or what was withdrawn', () => {
    const rows = (made: Partial<Parameters<typeof askedRow>[0]>) =>
      asked([
        { personId: 'p1', on: monday, ...made },
        { personId: 'p1', on: '2026-11-10', ...made },
      ]);
    expect(choose([p('p1')], [one], rows({ handedOn: true, settingId: setting.id }), friday, full)).toEqual(
      [],
    );
    expect(choose([p('p1')], [one], rows({ voluntary: true }), friday, full)).toHaveLength(1);
    expect(choose([p('p1')], [one], rows({ cancelled: true }), friday, full)).toHaveLength(1);
  });
});

test('nobody is asked in a week they have paused, however much of their budget is left', () => {
  const paused = [{ from: '2026-11-10', until: '2026-11-16' }];
  const five = ['2026-11-09', '2026-11-10', '2026-11-16', '2026-11-17'];
  const chosen = five.map((on) => choose([p('p1', { paused })], [one, two], {}, on).length);
  expect(chosen).toEqual([1, 0, 0, 1]);
});
