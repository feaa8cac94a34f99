/**
 * When somebody may be asked: windows met with their own day, and never outside it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { englandCalendar } from '../../src/domain/england-calendar.ts';
import { addDays, localDate, localTime, timeOf, weekday } from '../../src/domain/local-time.ts';
import { isSchoolDay } from '../../src/domain/school-day.ts';
import { type AskedPerson, allowedWindows, nextAllowed } from '../../src/domain/working-hours.ts';

const setting = {
  calendar: englandCalendar(2026),
  zone: 'Europe/London',
  windows: [
    { from: '15:15', to: '16:30' },
    { from: '08:00', to: '08:30' },
  ],
};
const fullTime: AskedPerson = {
  state: 'confirmed',
  startsOn: null,
  leavesOn: null,
  workingDays: [1, 2, 3, 4, 5],
  dayStart: '07:45',
  dayEnd: '16:00',
};
const plain = (person: Partial<AskedPerson>, date = '2026-11-10', place = setting) =>
  allowedWindows(place, { ...fullTime, ...person }, date).map(
    ({ from, to }) => `${localTime(from, place.zone)}-${localTime(to, place.zone)}`,
  );

describe('windows', () => {
  test('are the setting’s, in order, cut to the person’s day', () => {
    expect(plain({})).toEqual(['08:00-08:30', '15:15-16:00']);
    expect(plain({ dayStart: '08:10', dayEnd: '15:15' })).toEqual(['08:10-08:30']);
  });

  test('that none meet leave the ends of the person’s own day', () => {
    expect(plain({ dayStart: '09:00', dayEnd: '13:00' })).toEqual(['09:00-09:30', '12:30-13:00']);
    expect(plain({ dayStart: '11:30', dayEnd: '12:15' })).toEqual(['11:30-12:15']);
    expect(plain({ dayStart: '11:30', dayEnd: '11:45' })).toEqual(['11:30-11:45']);
    expect(plain({}, '2026-11-10', { ...setting, windows: [] })).toEqual(['07:45-08:15', '15:30-16:00']);
  });

  test('that overlap are one', () => {
    const windows = [
      { from: '08:00', to: '09:00' },
      { from: '08:30', to: '08:45' },
      { from: '09:00', to: '10:00' },
    ];
    expect(plain({}, '2026-11-10', { ...setting, windows })).toEqual(['08:00-10:00']);
  });

  test('are none on days the person does not work, and when school is closed', () => {
    expect(plain({ workingDays: [1, 3] })).toEqual([]);
    for (const date of ['2026-11-14', '2026-10-28', '2026-12-25', '2027-05-03', '2026-09-01', '2027-07-22'])
      expect(plain({}, date)).toEqual([]);
  });

  test('are none before somebody starts, after they leave, or unless they are confirmed', () => {
    expect(plain({ startsOn: '2026-11-11' })).toEqual([]);
    expect(plain({ startsOn: '2026-11-10' })).toHaveLength(2);
    expect(plain({ leavesOn: '2026-11-09' })).toEqual([]);
    expect(plain({ leavesOn: '2026-11-10' })).toHaveLength(2);
    expect(plain({ state: 'candidate' })).toEqual([]);
    expect(plain({ state: 'left' })).toEqual([]);
  });

  test('are none for a day that ends before it starts', () => {
    expect(plain({ dayStart: '22:00', dayEnd: '06:00' })).toEqual([]);
  });

  test('are at the same local times on both sides of the clocks changing', () => {
    const starts = (date: string) => allowedWindows(setting, fullTime, date)[0]?.from.toISOString();
    expect(starts('2026-10-23')).toBe('2026-10-23T07:00:00.000Z');
    expect(starts('2026-11-02')).toBe('2026-11-02T08:00:00.000Z');
    expect(starts('2027-03-25')).toBe('2027-03-25T08:00:00.000Z');
    expect(starts('2027-04-12')).toBe('2027-04-12T07:00:00.000Z');
  });
});

describe('the next moment allowed', () => {
  const next = (after: string, person: Partial<AskedPerson> = {}) => {
    const found = nextAllowed(setting, { ...fullTime, ...person }, new Date(after));
    return found && [found.at.toISOString(), found.until.toISOString()];
  };

  test('is now inside a window, with that window’s end', () => {
    expect(next('2026-11-10T08:10:00Z')).toEqual(['2026-11-10T08:10:00.000Z', '2026-11-10T08:30:00.000Z']);
  });

  test('is the next window of the day, or of the next day they work', () => {
    expect(next('2026-11-10T08:30:00Z')).toEqual(['2026-11-10T15:15:00.000Z', '2026-11-10T16:00:00.000Z']);
    expect(next('2026-11-10T16:00:00Z')?.[0]).toBe('2026-11-11T08:00:00.000Z');
    expect(next('2026-11-10T16:00:00Z', { workingDays: [1] })?.[0]).toBe('2026-11-16T08:00:00.000Z');
  });

  test('is after the holidays, on winter time again', () => {
    expect(next('2026-10-23T15:00:00Z')?.[0]).toBe('2026-11-02T08:00:00.000Z');
    expect(next('2027-03-25T16:00:00Z')?.[0]).toBe('2027-04-12T07:00:00.000Z');
  });

  test('is none when the calendar has run out, they have left, or they never work', () => {
    expect(next('2027-07-21T15:30:00Z')).toBeNull();
    expect(next('2026-11-10T16:00:00Z', { leavesOn: '2026-11-10' })).toBeNull();
    expect(next('2026-11-10T16:00:00Z', { workingDays: [] })).toBeNull();
    expect(next('2026-11-10T16:00:00Z', { state: 'left' })).toBeNull();
    expect(
      nextAllowed({ ...setting, calendar: { halfTerms: [], closures: [] } }, fullTime, new Date(0)),
    ).toBeNull();
  });
});

test('nobody is ever allowed a moment outside school days, their days, or their hours', () => {
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 }).map(timeOf);
  const span = fc.tuple(minute, minute).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
  const day = fc.integer({ min: 0, max: 364 }).map((days) => addDays('2026-08-15', days));
  const person = fc.record<AskedPerson>({
    state: fc.constantFrom('confirmed', 'confirmed', 'confirmed', 'candidate', 'left'),
    startsOn: fc.option(day),
    leavesOn: fc.option(day),
    workingDays: fc.subarray([1, 2, 3, 4, 5]),
    dayStart: minute,
    dayEnd: minute,
  });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 3 }), person, day, minute, (windows, someone, date, time) => {
      const place = { ...setting, windows };
      const check = (from: Date, to: Date) => {
        const on = localDate(from, place.zone);
        expect(isSchoolDay(place.calendar, on)).toBe(true);
        expect(someone.workingDays).toContain(weekday(on));
        expect(someone.state).toBe('confirmed');
        if (someone.startsOn !== null) expect(on >= someone.startsOn).toBe(true);
        if (someone.leavesOn !== null) expect(on <= someone.leavesOn).toBe(true);
        expect(from < to).toBe(true);
        expect(localTime(from, place.zone) >= someone.dayStart).toBe(true);
        expect(localTime(to, place.zone) <= someone.dayEnd).toBe(true);
      };
      let before: Date | null = null;
      for (const { from, to } of allowedWindows(place, someone, date)) {
        check(from, to);
        if (before !== null) expect(before < from).toBe(true);
        before = to;
      }
      const after = new Date(`${date}T${time}:00Z`);
      const next = nextAllowed(place, someone, after);
      if (next === null) return;
      expect(next.at >= after).toBe(true);
      check(next.at, next.until);
    }),
    { numRuns: 300 },
  );
});
