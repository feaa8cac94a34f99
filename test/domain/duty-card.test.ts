/**
 * A duty card: under three minutes, what cannot wait first, the rest spread over its period and in time.
 */
import { describe, expect, test } from 'vitest';
import { loadBank } from '../../src/bank/load-bank.ts';
import { currentQuestions } from '../../src/domain/day-plan.ts';
import { CARD_LIMIT, composeCard } from '../../src/domain/duty-card.ts';
import { dueAfter } from '../../src/domain/ladder.ts';
import { addDays, isoWeek, weekday } from '../../src/domain/local-time.ts';
import { periodKey } from '../../src/domain/plan-record.ts';
import type { Question } from '../../src/domain/question.ts';
import { isSchoolDay } from '../../src/domain/school-day.ts';
import type { Person } from '../../src/domain/setting.ts';
import { inventedPerson, question, inventedSetting as setting } from '../support/invented.ts';

const duty = (id: string, cadence: Question['cadence'], seconds = 15) =>
  question(id, { kind: 'duty', audience: 'dsl', cadence, seconds });
const dsl = inventedPerson('dsl', { roles: ['dsl'] });
const card = (questions: Question[], today: string, person = dsl) =>
  composeCard(person, currentQuestions(setting, questions, today), setting, today).map(
    ({ question: { id } }) => id,
  );
const many = (count: number, cadence: Question['cadence'], seconds = 15) =>
  Array.from({ length: count }, (_, n) => duty(`D-${String(n + 10)}`, cadence, seconds));

/** Plays school days from one to another; gives what each card held. */
function play(person: Person, questions: Question[], from: string, to: string) {
  const done = new Set<string>();
  const cards: { on: string; ids: string[]; seconds: number; late: string[] }[] = [];
  let carded = '';
  for (let today = from; today <= to; today = addDays(today, 1)) {
    if (!isSchoolDay(setting.calendar, today) || carded === isoWeek(today)) continue;
    if (!person.workingDays.includes(weekday(today))) continue;
    const waiting = currentQuestions(setting, questions, today).filter((one) => !done.has(periodKey(one)));
    const found = composeCard(person, waiting, setting, today);
    if (found.length === 0) continue;
    carded = isoWeek(today);
    for (const one of found) done.add(periodKey(one));
    const due = dueAfter('duty', today, setting.calendar, person);
    cards.push({
      on: today,
      ids: found.map((one) => one.question.id),
      seconds: found.reduce((total, one) => total + one.question.seconds, 0),
      late: found
        .filter((one) => one.question.cadence !== 'weekly' && (due === null || due > one.occurrence.endsOn))
        .map((one) => one.question.id),
    });
  }
  return cards;
}

describe('the week’s card', () => {
  test('comes on the first working school day of the week', () => {
    const weekly = [duty('W-1', 'weekly')];
    expect(play(dsl, weekly, '2026-11-02', '2026-11-20').map(({ on }) => on)).toEqual([
      '2026-11-02',
      '2026-11-09',
      '2026-11-16',
    ]);
    const late = inventedPerson('d2', { roles: ['dsl'], workingDays: [3, 4, 5] });
    expect(play(late, weekly, '2026-11-02', '2026-11-13').map(({ on }) => on)).toEqual([
      '2026-11-04',
      '2026-11-11',
    ]);
    expect(play(dsl, weekly, '2026-09-01', '2026-09-04').map(({ on }) => on)).toEqual(['2026-09-03']);
    expect(play(dsl, weekly, '2027-05-03', '2027-05-07').map(({ on }) => on)).toEqual(['2027-05-04']);
  });

  test('missed on its day still comes that week, but only for what cannot wait', () => {
    expect(card([duty('W-1', 'weekly')], '2026-11-11')).toEqual(['W-1']);
    expect(card([duty('M-1', 'monthly')], '2026-11-11')).toEqual([]);
    expect(card([duty('W-1', 'weekly'), duty('M-1', 'monthly')], '2026-11-11')).toContain('W-1');
  });

  test('is never over three minutes; what does not fit comes on the next, the longest waiting first', () => {
    const cards = play(dsl, many(14, 'fortnightly', 20), '2026-11-02', '2026-11-13');
    expect(cards.map(({ seconds }) => seconds)).toEqual([140, 140]);
    const heavy = play(dsl, many(20, 'monthly', 20), '2026-11-02', '2026-11-30');
    for (const { seconds } of heavy) expect(seconds).toBeLessThanOrEqual(CARD_LIMIT);
    expect(new Set(heavy.flatMap(({ ids }) => ids)).size).toBe(20);
    const brimming = card([...many(9, 'weekly', 20), duty('D-99', 'weekly', 5)], '2026-11-09');
    expect(brimming).toEqual(many(9, 'weekly', 20).map(({ id }) => id));
  });

  test('a month’s check waiting since before this week goes before the week’s own', () => {
    const tight = [...many(8, 'weekly', 20), duty('M-1', 'monthly', 20), duty('Z-1', 'weekly', 20)];
    expect(card(tight, '2026-11-23')).toHaveLength(9);
    expect(card(tight, '2026-11-30')).not.toContain('M-1'); // too late to be due in November
    expect(card([...tight, duty('Z-2', 'weekly', 20)], '2026-11-23').at(0)).toBe('M-1');
  });
});

describe('spreading', () => {
  test('a half term’s checks do not all come on its first card', () => {
    const cards = play(dsl, many(7, 'half_termly'), '2026-11-02', '2026-12-18');
    expect(cards[0]?.ids.length).toBe(1);
    expect(cards.flatMap(({ ids }) => ids)).toHaveLength(7);
    for (const { ids, late } of cards) {
      expect(ids.length).toBeLessThanOrEqual(2);
      expect(late).toEqual([]);
    }
  });

  test('nothing is asked too late to be due inside its period', () => {
    expect(card([duty('M-1', 'monthly')], '2026-11-26')).toEqual(['M-1']); // Thursday: due Monday the 30th
    expect(card([duty('M-1', 'monthly')], '2026-11-27')).toEqual([]);
    expect(card([duty('H-1', 'half_termly')], '2026-12-16')).toEqual(['H-1']);
    expect(card([duty('H-1', 'half_termly')], '2026-12-17')).toEqual([]);
    expect(card([duty('W-1', 'weekly')], '2026-12-17')).toEqual(['W-1']);
  });

  test.each([
    ['full time', [1, 2, 3, 4, 5]],
    ['three days', [2, 3, 4]],
    ['Fridays', [5]],
    ['Mondays', [1]],
  ])('every check of a real DSL is asked once a period, in time, for somebody who works %s', (_how, days) => {
    const theirs = loadBank().filter(({ kind, audience }) => kind === 'duty' && audience === 'dsl');
    const person = inventedPerson('dsl', { roles: ['dsl'], workingDays: days });
    const cards = play(person, theirs, '2026-09-01', '2026-12-18');
    expect(cards.flatMap(({ late }) => late)).toEqual([]);
    for (const { seconds } of cards) expect(seconds).toBeLessThanOrEqual(CARD_LIMIT);
    const asked = new Map<string, number>();
    for (const id of cards.flatMap(({ ids }) => ids)) asked.set(id, (asked.get(id) ?? 0) + 1);
    for (const { id, cadence } of theirs) {
      if (cadence === 'weekly') expect(asked.get(id)).toBe(cards.length);
      if (cadence === 'half_termly') expect(asked.get(id)).toBe(2);
      if (cadence === 'termly' || cadence === 'annual') expect(asked.get(id)).toBe(1);
      if (cadence === 'monthly') expect(asked.get(id)).toBeGreaterThanOrEqual(3);
    }
  });
});
