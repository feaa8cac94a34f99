/**
 * Which period a day belongs to, by cadence: one key for every day of it, and none in the holidays.
 */
import { describe, expect, test } from 'vitest';
import { englandCalendar } from '../../src/domain/england-calendar.ts';
import { addDays } from '../../src/domain/local-time.ts';
import { type Occurrence, occurrenceOf } from '../../src/domain/occurrence.ts';
import { CADENCES } from '../../src/domain/question.ts';
import { halfTermOf, type SchoolCalendar } from '../../src/domain/school-day.ts';

const year = englandCalendar(2026);
const on = (cadence: (typeof CADENCES)[number], date: string, calendar = year) =>
  occurrenceOf(cadence, date, calendar);

test.each([
  ['daily', '2026-11-09', '2026-11-09', '2026-11-09', '2026-11-09'],
  ['weekly', '2026-11-11', '2026-W46', '2026-11-09', '2026-11-15'],
  ['weekly', '2026-12-17', '2026-W51', '2026-12-14', '2026-12-18'],
  ['monthly', '2026-11-11', '2026-11', '2026-11-02', '2026-11-30'],
  ['monthly', '2026-10-05', '2026-10', '2026-10-01', '2026-10-23'],
  ['monthly', '2027-02-24', '2027-02', '2027-02-01', '2027-02-28'],
  ['half_termly', '2026-11-11', 'autumn-2-2026', '2026-11-02', '2026-12-18'],
  ['half_termly', '2027-06-09', 'summer-2-2027', '2027-06-07', '2027-07-21'],
  ['termly', '2026-11-11', 'autumn-2026', '2026-09-01', '2026-12-18'],
  ['termly', '2027-01-04', 'spring-2027', '2027-01-04', '2027-03-25'],
  ['annual', '2027-07-20', '2026', '2026-09-01', '2027-07-21'],
] as const)('%s on %s is %s', (cadence, date, key, startsOn, endsOn) => {
  expect(on(cadence, date)).toEqual({ key, startsOn, endsOn });
});

describe('fortnights', () => {
  const keyOf = (date: string) => on('fortnightly', date)?.key;

  test('are pairs of school weeks counted from the first of the term', () => {
    expect(keyOf('2026-09-03')).toBe('fortnight-2026-W36');
    expect(keyOf('2026-09-11')).toBe('fortnight-2026-W36');
    expect(keyOf('2026-09-14')).toBe('fortnight-2026-W38');
  });

  test('count on over half term, which is no school week', () => {
    expect(keyOf('2026-10-19')).toBe('fortnight-2026-W42'); // the 7th and 8th weeks
    expect(on('fortnightly', '2026-11-02')).toEqual({
      key: 'fortnight-2026-W45',
      startsOn: '2026-11-02',
      endsOn: '2026-11-15',
    });
  });

  test('begin again with the term; an odd last week stands alone', () => {
    expect(keyOf('2027-01-04')).toBe('fortnight-2027-W01');
    expect(on('fortnightly', '2026-12-14')).toEqual({
      key: 'fortnight-2026-W51',
      startsOn: '2026-12-14',
      endsOn: '2026-12-18',
    });
  });
});

test('in the holidays there is none', () => {
  for (const cadence of CADENCES)
    for (const date of ['2026-08-20', '2026-10-28', '2026-12-25', '2027-04-01', '2027-07-22'])
      expect(on(cadence, date)).toBeNull();
});

test('every day of term is inside its own period, and each period has one key', () => {
  for (const cadence of CADENCES) {
    const seen = new Map<string, Occurrence>();
    for (let date = '2026-08-01'; date < '2027-08-01'; date = addDays(date, 1)) {
      const found = on(cadence, date);
      expect(found === null).toBe(halfTermOf(year, date) === null);
      if (found === null) continue;
      expect(found.startsOn <= date && date <= found.endsOn).toBe(true);
      expect(seen.get(found.key) ?? found).toEqual(found);
      seen.set(found.key, found);
    }
    const spans = [...seen.values()];
    for (const [place, span] of spans.entries()) {
      const next = spans[place + 1];
      if (next) expect(span.endsOn < next.startsOn).toBe(true);
    }
  }
});

test('a school year that begins in August is one year, and two years of one calendar are two', () => {
  const early: SchoolCalendar = {
    halfTerms: [
      { name: 'Autumn 1', term: 'autumn', startsOn: '2026-08-27', endsOn: '2026-10-16' },
      { name: 'Autumn 2', term: 'autumn', startsOn: '2026-10-26', endsOn: '2026-12-18' },
      { name: 'Autumn 1', term: 'autumn', startsOn: '2027-09-02', endsOn: '2027-10-22' },
    ],
    closures: [],
  };
  expect(on('annual', '2026-08-28', early)).toEqual(on('annual', '2026-12-01', early));
  expect(on('termly', '2026-08-28', early)?.key).toBe('autumn-2026');
  expect(on('half_termly', '2026-08-28', early)?.key).toBe('autumn-1-2026');
  expect(on('annual', '2027-09-03', early)?.key).toBe('2027');
});
