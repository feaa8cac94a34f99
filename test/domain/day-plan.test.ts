/**
 * A day's plan, and weeks of them: whoever the staff are, nobody is asked outside what was promised them.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadBank } from '../../src/bank/load-bank.ts';
import { ATTESTATION_LIMIT } from '../../src/domain/attestation-round.ts';
import { currentQuestions, planDay } from '../../src/domain/day-plan.ts';
import { CARD_LIMIT } from '../../src/domain/duty-card.ts';
import { addDays, instantAt, isoWeek, localDate, localTime, weekday } from '../../src/domain/local-time.ts';
import { metKey } from '../../src/domain/plan-record.ts';
import type { Question } from '../../src/domain/question.ts';
import { ROLES } from '../../src/domain/role.ts';
import { isSchoolDay, schoolDaysBetween } from '../../src/domain/school-day.ts';
import { seededRandom } from '../../src/domain/seeded.ts';
import { isEmployed, type Person } from '../../src/domain/setting.ts';
import { inventedPerson, question, inventedSetting as setting } from '../support/invented.ts';
import { emptyRecord, memory } from '../support/plan-record.ts';

const { calendar, zone } = setting;
const bank = loadBank();

function planOn(
  today: string,
  people: Person[],
  options: {
    time?: string;
    questions?: Question[];
    record?: ReturnType<typeof emptyRecord>;
    unreachable?: string[];
    seed?: number;
  } = {},
) {
  const {
    time = '06:00',
    questions = bank,
    record = emptyRecord(today),
    unreachable = [],
    seed = 1,
  } = options;
  return planDay({
    setting,
    today,
    now: instantAt(today, time, zone),
    people,
    reachable: new Set(people.map(({ id }) => id).filter((id) => !unreachable.includes(id))),
    questions: currentQuestions(setting, questions, today),
    record,
    random: seededRandom(seed),
  });
}

const clock = (hour: number) => fc.integer({ min: hour * 4, max: hour * 4 + 15 }).map(quarter);
const quarter = (quarters: number) => {
  const minutes = quarters * 15;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};
const anyone = fc.record<Partial<Person>>({
  roles: fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 3 }),
  state: fc.constantFrom('confirmed', 'confirmed', 'confirmed', 'confirmed', 'candidate', 'left'),
  startsOn: fc.constantFrom(null, null, '2026-09-21', '2026-11-04'),
  leavesOn: fc.constantFrom(null, null, '2026-10-14', '2026-11-05'),
  workingDays: fc.subarray([1, 2, 3, 4, 5], { minLength: 1 }),
  dayStart: clock(6),
  dayEnd: clock(11),
});

test('weeks of plans for any staff keep every promise, and planning a day twice adds nothing', () => {
  const starts = fc.constantFrom<string>('2026-08-28', '2026-10-12', '2026-12-07', '2027-03-15');
  fc.assert(
    fc.property(
      fc.array(anyone, { minLength: 3, maxLength: 9 }),
      starts,
      clock(5),
      fc.nat(),
      (made, start, time, seed) => {
        const people = made.map((one, n) => inventedPerson(`p${n}`, one));
        const unreachable = people.length > 5 ? ['p0'] : [];
        const kept = memory(setting.id);
        const met = new Map<string, string>();
        for (let today = start; today < addDays(start, 32); today = addDays(today, 1)) {
          const record = kept.on(today);
          const { asks } = planOn(today, people, { time, record, unreachable, seed });
          if (!isSchoolDay(calendar, today)) expect(asks).toEqual([]);
          for (const ask of asks) {
            const { person, at, until } = ask;
            expect(unreachable).not.toContain(person.id);
            expect(isEmployed(person, today)).toBe(true);
            expect(person.workingDays).toContain(weekday(today));
            expect(localDate(at, zone)).toBe(today);
            expect(at >= instantAt(today, time, zone)).toBe(true);
            expect(at < until).toBe(true);
            expect(localTime(at, zone) >= person.dayStart).toBe(true);
            expect(localTime(until, zone) <= person.dayEnd).toBe(true);
            const seconds = ask.questions.reduce((sum, one) => sum + one.question.seconds, 0);
            if (ask.isCard) expect(seconds).toBeLessThanOrEqual(CARD_LIMIT);
            for (const { question: asked } of ask.questions) {
              if (asked.kind !== 'knowledge') continue;
              const before = met.get(metKey(person.id, asked.id));
              if (before) expect(schoolDaysBetween(calendar, before, today)).toBeGreaterThan(10);
              met.set(metKey(person.id, asked.id), today);
            }
          }
          kept.keep(asks, today);
          expect(
            planOn(today, people, { time, record: kept.on(today), unreachable, seed: seed + 1 }).asks,
          ).toEqual([]);
        }
        checkLimits(kept.all, people);
      },
    ),
    { numRuns: 12 },
  );
});

function checkLimits(all: ReturnType<typeof memory>['all'], people: Person[]): void {
  const once = all.map(
    ({ personId, current }) => `${personId} ${current.question.id} ${current.occurrence.key}`,
  );
  expect(new Set(once).size).toBe(once.length);
  const duties = all.filter(({ current }) => current.question.kind === 'duty');
  const periods = duties.map(({ current }) => `${current.question.id} ${current.occurrence.key}`);
  expect(new Set(periods).size).toBe(periods.length);
  for (const person of people) {
    const theirs = all.filter(({ personId }) => personId === person.id);
    for (const week of new Set(theirs.map(({ on }) => isoWeek(on)))) {
      const rows = theirs.filter(({ on }) => isoWeek(on) === week);
      const of = (kind: Question['kind']) => rows.filter(({ current }) => current.question.kind === kind);
      const share = (setting.weeklyBudget * person.workingDays.length) / 5;
      expect(of('knowledge').length).toBeLessThanOrEqual(Math.ceil(share));
      expect(new Set(of('knowledge').map(({ on }) => on)).size).toBe(of('knowledge').length);
      const attested = of('attestation').reduce((sum, { current }) => sum + current.question.seconds, 0);
      expect(attested).toBeLessThanOrEqual(ATTESTATION_LIMIT);
      const cards = of('duty').filter(({ current }) => current.question.cadence !== 'daily');
      expect(new Set(cards.map(({ on }) => on)).size).toBeLessThanOrEqual(1);
    }
  }
}

describe('a day', () => {
  const daily = question('LEAD-D', { kind: 'duty', audience: 'front_office', cadence: 'daily' });
  const office = inventedPerson('office', { roles: ['front_office', 'support_staff'] });

  test('asks what is daily each school day, early, and outside the card', () => {
    const weekly = question('SIT-W', { kind: 'duty', audience: 'front_office', cadence: 'weekly' });
    const { asks } = planOn('2026-11-09', [office], { questions: [daily, weekly] });
    expect(asks.map(({ isCard, questions }) => [isCard, questions.map((one) => one.question.id)])).toEqual([
      [false, ['LEAD-D']],
      [true, ['SIT-W']],
    ]);
    for (let seed = 0; seed < 20; seed += 1) {
      const [ask] = planOn('2026-11-10', [office], { questions: [daily], seed }).asks;
      expect(ask && localTime(ask.until, zone)).toBe('08:30');
    }
  });

  test('woken late asks only what still fits', () => {
    const people = Array.from({ length: 12 }, (_, n) => inventedPerson(`p${n}`));
    const attest = question('TRN-A', { kind: 'attestation', cadence: 'annual' });
    const late = planOn('2026-11-10', people, { time: '16:00', questions: [attest] });
    expect(late.asks).toHaveLength(12);
    for (const { at } of late.asks) expect(localTime(at, zone) >= '16:00').toBe(true);
    expect(planOn('2026-11-10', people, { time: '16:30', questions: [attest] }).asks).toEqual([]);
  });

  test('is spread over its windows, not all at the first minute', () => {
    const people = Array.from({ length: 30 }, (_, n) => inventedPerson(`p${n}`));
    const attest = question('TRN-A', { kind: 'attestation', cadence: 'annual' });
    const { asks } = planOn('2026-11-10', people, { questions: [attest] });
    const minutes = asks.map(({ at }) => localTime(at, zone));
    expect(new Set(minutes).size).toBeGreaterThan(18);
    expect(minutes.some((minute) => minute < '08:30')).toBe(true);
    expect(minutes.some((minute) => minute > '15:15')).toBe(true);
  });

  test('says who cannot be reached and which checks have nobody, and asks neither', () => {
    const site = question('SIT-W', { kind: 'duty', audience: 'site_manager', cadence: 'weekly' });
    const away = inventedPerson('away', { workingDays: [1] });
    const plan = planOn('2026-11-10', [office, inventedPerson('t'), away], {
      questions: [site, daily, question('K-1')],
      unreachable: ['office', 'away'],
    });
    expect(plan.unreachable).toBe(1); // the other does not work on Tuesdays
    expect(plan.uncovered).toEqual([
      { questionId: 'SIT-W', why: 'no_holder' },
      { questionId: 'LEAD-D', why: 'not_reached' },
    ]);
    expect(plan.asks.every(({ person }) => person.id === 't')).toBe(true);
  });

  test('leaves a good date standing until near its end', () => {
    const review = question('POL-D', {
      kind: 'duty',
      audience: 'front_office',
      cadence: 'monthly',
      answer: { kind: 'date', within: 365, again: 30 },
    });
    const asked = (good: string | null) => {
      const goodDates = new Map(good === null ? [] : [['POL-D', good]]);
      const record = emptyRecord('2026-11-09', { goodDates });
      return planOn('2026-11-09', [office], { questions: [review], record }).asks.length;
    };
    expect(asked(null)).toBe(1);
    expect(asked('2026-09-01')).toBe(0);
    expect(asked('2025-12-09')).toBe(1); // 335 days ago: 30 are left
    expect(asked('2025-12-10')).toBe(0);
  });
});
