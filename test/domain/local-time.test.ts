/**
 * Local dates and times against instants, on both days of a year when the clocks change.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  dayName,
  daysBetween,
  instantAt,
  isoWeek,
  localDate,
  localTime,
  longDate,
  minutesOf,
  mondayOf,
  schoolYearOf,
  shortDate,
  timeOf,
  weekday,
} from '../../src/domain/local-time.ts';

const LONDON = 'Europe/London';
const utc = (date: string, time: string, zone = LONDON) => instantAt(date, time, zone).toISOString();

describe('the clocks go back on 25 October 2026', () => {
  test('eight in the morning is an hour apart on the days either side', () => {
    expect(utc('2026-10-24', '08:00')).toBe('2026-10-24T07:00:00.000Z');
    expect(utc('2026-10-26', '08:00')).toBe('2026-10-26T08:00:00.000Z');
  });

  test('a time that comes twice fires the first time only', () => {
    expect(utc('2026-10-25', '01:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(localTime(new Date('2026-10-25T00:30:00Z'), LONDON)).toBe('01:30');
    expect(localTime(new Date('2026-10-25T01:30:00Z'), LONDON)).toBe('01:30');
  });

  test('the day has twenty-five hours and is still one date', () => {
    const start = instantAt('2026-10-25', '00:00', LONDON);
    const end = instantAt('2026-10-26', '00:00', LONDON);
    expect(end.getTime() - start.getTime()).toBe(25 * 3_600_000);
    expect(localDate(new Date(end.getTime() - 1), LONDON)).toBe('2026-10-25');
  });
});

describe('the clocks go forward on 28 March 2027', () => {
  test('eight in the morning is an hour apart on the days either side', () => {
    expect(utc('2027-03-27', '08:00')).toBe('2027-03-27T08:00:00.000Z');
    expect(utc('2027-03-29', '08:00')).toBe('2027-03-29T07:00:00.000Z');
  });

  test('a time that is skipped fires at the next valid minute', () => {
    for (const skipped of ['01:00', '01:01', '01:30', '01:59'])
      expect(utc('2027-03-28', skipped)).toBe('2027-03-28T01:00:00.000Z');
    expect(utc('2027-03-28', '00:59')).toBe('2027-03-28T00:59:00.000Z');
    expect(utc('2027-03-28', '02:00')).toBe('2027-03-28T01:00:00.000Z');
    expect(localTime(new Date('2027-03-28T01:00:00Z'), LONDON)).toBe('02:00');
  });
});

test('other zones change on other days, and some not at all', () => {
  expect(utc('2026-11-01', '01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  expect(utc('2027-03-14', '02:30', 'America/New_York')).toBe('2027-03-14T07:00:00.000Z');
  expect(utc('2026-10-25', '01:30', 'Asia/Dubai')).toBe('2026-10-24T21:30:00.000Z');
  // Where midnight itself is skipped the day begins at one.
  expect(utc('2026-09-06', '00:00', 'America/Santiago')).toBe('2026-09-06T04:00:00.000Z');
});

test('a local date and time is the same one when read back, except inside a gap', () => {
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
  const day = fc.integer({ min: 0, max: 729 });
  fc.assert(
    fc.property(day, minute, (days, minutes) => {
      const date = addDays('2026-01-01', days);
      const time = timeOf(minutes);
      const found = instantAt(date, time, LONDON);
      expect(localDate(found, LONDON)).toBe(date);
      const read = localTime(found, LONDON);
      if (read !== time) {
        expect(['2026-03-29', '2027-03-28']).toContain(date);
        expect(read).toBe('02:00');
      }
    }),
  );
});

test('later local times are never earlier instants', () => {
  const minutes = Array.from({ length: 24 * 4 }, (_, quarter) => timeOf(quarter * 15));
  for (const date of ['2026-10-25', '2027-03-28', '2026-11-09']) {
    const instants = minutes.map((time) => instantAt(date, time, LONDON).getTime());
    expect(instants).toEqual(instants.toSorted((one, other) => one - other));
  }
});

describe('weeks', () => {
  test('belong to the year their Thursday is in', () => {
    expect(isoWeek('2026-11-09')).toBe('2026-W46');
    expect(isoWeek('2026-12-31')).toBe('2026-W53');
    expect(isoWeek('2027-01-03')).toBe('2026-W53');
    expect(isoWeek('2027-01-04')).toBe('2027-W01');
  });

  test('begin on the Monday that names them', () => {
    expect(mondayOf('2026-W46')).toBe('2026-11-09');
    expect(mondayOf('2026-W53')).toBe('2026-12-28');
    expect(mondayOf('2027-W01')).toBe('2027-01-04');
    for (let day = '2026-08-01'; day < '2027-08-01'; day = addDays(day, 1)) {
      const monday = mondayOf(isoWeek(day));
      expect(weekday(monday)).toBe(1);
      expect(daysBetween(monday, day)).toBe(weekday(day) - 1);
    }
  });
});

test('a school year is named by the September it begins in', () => {
  expect([schoolYearOf('2026-08-31'), schoolYearOf('2026-09-01'), schoolYearOf('2027-07-21')]).toEqual([
    2025, 2026, 2026,
  ]);
});

test('dates and times in words and numbers', () => {
  expect([minutesOf('08:05'), timeOf(485), timeOf(0)]).toEqual([485, '08:05', '00:00']);
  expect([shortDate('2026-11-09'), longDate('2026-11-09'), dayName('2026-11-15')]).toEqual([
    '9 Nov',
    'Monday 9 Nov',
    'Sunday',
  ]);
  expect(daysBetween('2026-11-09', '2026-11-02')).toBe(-7);
});
