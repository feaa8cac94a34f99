/**
 * School days and working days: what counts, what does not, and what happens where a calendar ends.
 */
import { describe, expect, test } from 'vitest';
import { englandCalendar } from '../../src/domain/england-calendar.ts';
import { addDays } from '../../src/domain/local-time.ts';
import {
  halfTermOf,
  isSchoolDay,
  isWorkingDay,
  type SchoolCalendar,
  schoolDayAfter,
  schoolDayBefore,
  schoolDayFrom,
  schoolDaysBetween,
  workingDayAfter,
} from '../../src/domain/school-day.ts';

const year = englandCalendar(2026);
const NONE: SchoolCalendar = { halfTerms: [], closures: [] };

describe('a school day', () => {
  test.each([
    ['an ordinary Monday', '2026-11-09', true],
    ['a Saturday in term', '2026-11-14', false],
    ['a Sunday in term', '2026-11-15', false],
    ['an INSET day', '2026-09-01', false],
    ['the first day with pupils', '2026-09-03', true],
    ['half term', '2026-10-28', false],
    ['the last day before Christmas', '2026-12-18', true],
    ['Christmas', '2026-12-25', false],
    ['the early May bank holiday', '2027-05-03', false],
    ['the day after it', '2027-05-04', true],
    ['the last day of the year', '2027-07-21', true],
    ['the day after the calendar ends', '2027-07-22', false],
    ['the day before it begins', '2026-08-31', false],
  ])('%s', (_what, date, expected) => expect(isSchoolDay(year, date)).toBe(expected));

  test('a closure takes a day away', () => {
    const snowed: SchoolCalendar = {
      ...year,
      closures: [...year.closures, { on: '2027-01-12', reason: 'closed', name: 'Snow' }],
    };
    expect(isSchoolDay(snowed, '2027-01-12')).toBe(false);
    expect(schoolDayAfter(snowed, '2027-01-11')).toBe('2027-01-13');
  });

  test('no calendar, no school days', () => {
    expect(isSchoolDay(NONE, '2026-11-09')).toBe(false);
    expect(schoolDayAfter(NONE, '2026-11-09')).toBeNull();
    expect(schoolDayBefore(NONE, '2026-11-09')).toBeNull();
    expect(schoolDayFrom(NONE, '2026-11-09')).toBeNull();
  });
});

describe('counting school days', () => {
  test('passes over weekends, half term and bank holidays', () => {
    expect(schoolDayAfter(year, '2026-11-13')).toBe('2026-11-16');
    expect(schoolDayAfter(year, '2026-10-23')).toBe('2026-11-02');
    expect(schoolDayAfter(year, '2026-10-22', 2)).toBe('2026-11-02');
    expect(schoolDayAfter(year, '2027-04-30')).toBe('2027-05-04');
    expect(schoolDayBefore(year, '2026-11-02')).toBe('2026-10-23');
    expect(schoolDayFrom(year, '2026-10-28')).toBe('2026-11-02');
    expect(schoolDayFrom(year, '2026-11-02')).toBe('2026-11-02');
    expect(schoolDayAfter(year, '2027-07-21')).toBeNull();
  });

  test('there and back again is where it began', () => {
    for (let day = '2026-09-04'; day < '2027-07-21'; day = addDays(day, 1)) {
      if (!isSchoolDay(year, day)) continue;
      const next = schoolDayAfter(year, day);
      expect(next === null ? day : schoolDayBefore(year, next)).toBe(day);
      if (next !== null) expect(schoolDaysBetween(year, day, next)).toBe(1);
    }
  });

  test('counts after the first up to and with the last', () => {
    expect(schoolDaysBetween(year, '2026-11-09', '2026-11-16')).toBe(5);
    expect(schoolDaysBetween(year, '2026-10-23', '2026-11-02')).toBe(1);
    expect(schoolDaysBetween(year, '2026-11-16', '2026-11-09')).toBe(0);
  });
});

test('a date is in its half term, weekends too, or in none', () => {
  expect(halfTermOf(year, '2026-11-14')?.name).toBe('Autumn 2');
  expect(halfTermOf(year, '2026-10-28')).toBeNull();
});

test('working days run in the school holidays but not on bank holidays', () => {
  expect(isWorkingDay(year, '2026-10-28')).toBe(true);
  expect(isWorkingDay(year, '2026-09-01')).toBe(true);
  expect(isWorkingDay(year, '2026-12-25')).toBe(false);
  expect(workingDayAfter(year, '2026-12-24')).toBe('2026-12-29'); // Boxing Day is a Saturday: Monday is its substitute
  expect(workingDayAfter(year, '2027-03-25')).toBe('2027-03-30'); // Good Friday and Easter Monday
});

describe('the calendar to begin with', () => {
  test('2026/27 has six half terms, INSET and every bank holiday', () => {
    expect(year.halfTerms.map((half) => half.name)).toEqual([
      'Autumn 1',
      'Autumn 2',
      'Spring 1',
      'Spring 2',
      'Summer 1',
      'Summer 2',
    ]);
    const on = (reason: string) =>
      year.closures.filter((closure) => closure.reason === reason).map((closure) => closure.on);
    expect(on('inset')).toEqual(['2026-09-01', '2026-09-02']);
    expect(on('bank_holiday')).toEqual([
      '2026-12-25',
      '2026-12-26',
      '2026-12-28',
      '2027-01-01',
      '2027-03-26',
      '2027-03-29',
      '2027-05-03',
      '2027-05-31',
      '2027-08-30',
    ]);
    expect(new Set(year.closures.map((closure) => closure.on)).size).toBe(year.closures.length);
    expect(schoolDaysBetween(year, '2026-08-31', '2027-07-31')).toBeGreaterThan(185);
  });

  test('a year whose dates are not known has bank holidays and no school days', () => {
    const later = englandCalendar(2029);
    expect(later.halfTerms).toEqual([]);
    expect(later.closures.map((closure) => closure.on)).toContain('2029-12-25');
    expect(schoolDayAfter(later, '2029-09-01')).toBeNull();
  });

  test('each setting gets a calendar of its own to change', () => {
    englandCalendar(2026).halfTerms.pop();
    expect(englandCalendar(2026).halfTerms).toHaveLength(6);
  });
});
