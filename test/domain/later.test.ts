/**
 * The times "Later" offers: only while at work, on school days, before the question closes.
 */
import { describe, expect, test } from 'vitest';
import { laterChoices, untilWords } from '../../src/domain/later.ts';
import type { Person } from '../../src/domain/setting.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const place = {
  calendar: AUTUMN_2026,
  zone: 'Europe/London',
  windows: [
    { from: '08:00', to: '08:30' },
    { from: '15:15', to: '16:30' },
  ],
};
const teacher: Pick<Person, 'state' | 'startsOn' | 'leavesOn' | 'workingDays' | 'dayStart' | 'dayEnd'> = {
  state: 'confirmed',
  startsOn: null,
  leavesOn: null,
  workingDays: [1, 2, 3, 4, 5],
  dayStart: '08:00',
  dayEnd: '16:30',
};
const FAR = new Date('2027-07-01T00:00:00Z');
const offered = (
  now: string,
  person: Partial<typeof teacher> = {},
  closesAt = FAR,
  windows = place.windows,
) =>
  laterChoices({ ...place, windows }, { ...teacher, ...person }, new Date(now), closesAt).map(
    ({ arg, label, at }) => `${arg} | ${label} | ${at.toISOString()}`,
  );

describe('at a moment', () => {
  test.each<[string, string, string[]]>([
    [
      'in the morning: this afternoon and tomorrow',
      '2026-11-10T08:05:00Z',
      [
        'afternoon | This afternoon | 2026-11-10T15:15:00.000Z',
        'tomorrow | Tomorrow | 2026-11-11T08:00:00.000Z',
      ],
    ],
    [
      'at the end of lessons: tomorrow',
      '2026-11-10T15:10:00Z',
      ['tomorrow | Tomorrow | 2026-11-11T08:00:00.000Z'],
    ],
    [
      'on a Friday: this afternoon, then Monday by name',
      '2026-11-13T09:00:00Z',
      [
        'afternoon | This afternoon | 2026-11-13T15:15:00.000Z',
        'next_school_day | Monday 16 Nov | 2026-11-16T08:00:00.000Z',
      ],
    ],
    [
      'before the half term holiday: after it',
      '2026-10-23T15:30:00+01:00',
      ['next_school_day | Monday 2 Nov | 2026-11-02T08:00:00.000Z'],
    ],
    [
      'on a Saturday: Monday only',
      '2026-11-14T09:00:00Z',
      ['next_school_day | Monday 16 Nov | 2026-11-16T08:00:00.000Z'],
    ],
    [
      'in summer time: by the clock on the wall',
      '2026-09-15T08:05:00+01:00',
      [
        'afternoon | This afternoon | 2026-09-15T14:15:00.000Z',
        'tomorrow | Tomorrow | 2026-09-16T07:00:00.000Z',
      ],
    ],
    ['when the calendar has run out: never', '2027-07-21T15:30:00+01:00', []],
  ])('%s', (_when, now, expected) => expect(offered(now)).toEqual(expected));
});

describe('for somebody who', () => {
  test('works mornings: no afternoon', () => {
    expect(offered('2026-11-10T08:05:00Z', { dayEnd: '12:30' })).toEqual([
      'tomorrow | Tomorrow | 2026-11-11T08:00:00.000Z',
    ]);
  });
  test('starts at ten: not before', () => {
    expect(offered('2026-11-10T15:20:00Z', { dayStart: '10:00' })).toEqual([
      'tomorrow | Tomorrow | 2026-11-11T10:00:00.000Z',
    ]);
  });
  test('works Tuesdays and Fridays: not the Wednesday between', () => {
    expect(offered('2026-11-10T15:20:00Z', { workingDays: [2, 5] })).toEqual([
      'next_school_day | Friday 13 Nov | 2026-11-13T08:00:00.000Z',
    ]);
  });
  test('leaves today: only today', () => {
    expect(offered('2026-11-10T08:05:00Z', { leavesOn: '2026-11-10' })).toEqual([
      'afternoon | This afternoon | 2026-11-10T15:15:00.000Z',
    ]);
  });
});

test('nothing is offered after the question has closed', () => {
  expect(offered('2026-11-10T08:05:00Z', {}, new Date('2026-11-10T23:59:59Z'))).toEqual([
    'afternoon | This afternoon | 2026-11-10T15:15:00.000Z',
  ]);
  expect(offered('2026-11-10T15:20:00Z', {}, new Date('2026-11-10T23:59:59Z'))).toEqual([]);
});

test('a setting with a window only in the morning still has an afternoon', () => {
  expect(offered('2026-11-10T08:05:00Z', {}, FAR, [{ from: '08:10', to: '08:40' }])).toEqual([
    'afternoon | This afternoon | 2026-11-10T15:15:00.000Z',
    'tomorrow | Tomorrow | 2026-11-11T08:10:00.000Z',
  ]);
});

test('until is said with its day, so that it is still true tomorrow', () => {
  expect(untilWords(new Date('2026-11-10T15:15:00Z'), 'Europe/London')).toBe('on Tuesday 10 Nov at 15:15');
});
