/**
 * Where a question goes instead once the days have changed: for any person, calendar, zone and closures, never on a
 * day closed, a day off, or outside their hours.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, localDate, localTime, timeOf, weekday } from '../../src/domain/local-time.ts';
import { placeMessage } from '../../src/domain/place-message.ts';
import { askDaysOf } from '../../src/domain/question-budget.ts';
import { isSchoolDay, type SchoolCalendar } from '../../src/domain/school-day.ts';
import type { AskedPerson } from '../../src/domain/working-hours.ts';
import { seededRandom } from '../support/fixed.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const place = {
  calendar: AUTUMN_2026,
  zone: 'Europe/London',
  windows: [
    { from: '08:00', to: '08:30' },
    { from: '15:15', to: '16:30' },
  ],
  askDays: [2, 3, 4],
};
const fullTime: AskedPerson = {
  state: 'confirmed',
  startsOn: null,
  leavesOn: null,
  workingDays: [1, 2, 3, 4, 5],
  dayStart: '08:00',
  dayEnd: '16:30',
};
const closedOn = (...days: string[]) => ({
  ...place,
  calendar: {
    ...AUTUMN_2026,
    closures: days.map((on) => ({ on, reason: 'closed' as const, name: 'Closed' })),
  },
});
const dayOf = (setting: typeof place, from: string, knowledge: boolean, person = fullTime) => {
  const moment = placeMessage(setting, person, { from: new Date(from), knowledge }, seededRandom(1));
  return moment && localDate(moment.at, setting.zone);
};

test('a check waits for the next school day, a knowledge question for the next ask day', () => {
  const thursday = closedOn('2026-11-12');
  expect(dayOf(thursday, '2026-11-12T06:30:00Z', false)).toBe('2026-11-13');
  expect(dayOf(thursday, '2026-11-12T06:30:00Z', true)).toBe('2026-11-17');
  expect(dayOf(closedOn('2026-11-10'), '2026-11-10T06:30:00Z', true)).toBe('2026-11-11');
  expect(dayOf(closedOn('2026-10-23'), '2026-10-23T06:30:00Z', false)).toBe('2026-11-02');
});

test('a day that is open again is used for what is left of it', () => {
  expect(dayOf(place, '2026-11-10T16:29:00Z', false)).toBe('2026-11-10');
  expect(dayOf(place, '2026-11-10T16:30:00Z', false)).toBe('2026-11-11');
});

test('nobody who never works is given a day', () => {
  expect(dayOf(place, '2026-11-10T06:30:00Z', false, { ...fullTime, workingDays: [] })).toBeNull();
});

test('for anybody, anywhere: never on a day closed or off, nor outside their hours', () => {
  const day = fc.integer({ min: 0, max: 330 }).map((days) => addDays('2026-08-25', days));
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 }).map(timeOf);
  const person = fc.record<AskedPerson>({
    state: fc.constantFrom('confirmed', 'confirmed', 'confirmed', 'left'),
    startsOn: fc.option(day),
    leavesOn: fc.option(day),
    workingDays: fc.subarray([1, 2, 3, 4, 5]),
    dayStart: minute,
    dayEnd: minute,
  });
  const calendar = fc
    .tuple(fc.subarray(AUTUMN_2026.halfTerms, { minLength: 1 }), fc.uniqueArray(day, { maxLength: 60 }))
    .map(
      ([halfTerms, days]): SchoolCalendar => ({
        halfTerms,
        closures: days.map((on) => ({ on, reason: 'closed', name: 'Closed' })),
      }),
    );
  fc.assert(
    fc.property(
      calendar,
      person,
      day,
      minute,
      fc.constantFrom('Europe/London', 'Asia/Tokyo', 'America/New_York', 'Pacific/Auckland'),
      fc.boolean(),
      fc.integer(),
      (days, someone, date, time, zone, knowledge, seed) => {
        const setting = { ...place, calendar: days, zone };
        const from = new Date(`${date}T${time}:00Z`);
        const moment = placeMessage(setting, someone, { from, knowledge }, seededRandom(seed));
        if (moment === null) return;
        const on = localDate(moment.at, zone);
        expect(isSchoolDay(days, on)).toBe(true);
        expect(someone.workingDays).toContain(weekday(on));
        if (someone.leavesOn !== null) expect(on <= someone.leavesOn).toBe(true);
        if (someone.startsOn !== null) expect(on >= someone.startsOn).toBe(true);
        if (knowledge) expect(askDaysOf(setting, someone)).toContain(weekday(on));
        expect(moment.at >= from).toBe(true);
        expect(moment.at < moment.until).toBe(true);
        expect(localTime(moment.at, zone) >= someone.dayStart).toBe(true);
        expect(localTime(moment.at, zone) < someone.dayEnd).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
