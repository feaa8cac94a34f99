/**
 * A day as people write it, and everything that is not quite one.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayStands, readClosing } from '../../src/domain/day-command.ts';
import { readDay } from '../../src/domain/day-words.ts';
import { addDays, longDate, shortDate } from '../../src/domain/local-time.ts';
import { AUTUMN_2026 } from '../support/school.ts';

/** A Tuesday. */
const TODAY = '2026-11-10';
const read = (text: string, today = TODAY) => readDay(text.split(' '), today);

test.each([
  ['today', '2026-11-10'],
  ['tomorrow', '2026-11-11'],
  ['on friday', '2026-11-13'],
  ['mon', '2026-11-16'],
  // Today's own name is the one to come.
  ['tuesday', '2026-11-17'],
  ['3 dec', '2026-12-03'],
  ['3rd december', '2026-12-03'],
  ['dec 3', '2026-12-03'],
  ['thursday 3 dec', '2026-12-03'],
  ['3 12', '2026-12-03'],
  ['3 12 2026', '2026-12-03'],
  ['2026-12-03', '2026-12-03'],
  ['5 jan', '2027-01-05'],
  ['20 july', '2027-07-20'],
  ['9 nov', '2026-11-09'],
  ['12 sep', '2026-09-12'],
  ['3 dec 2030', '2030-12-03'],
  ['29 feb 2028', '2028-02-29'],
])('%s', (text, date) => expect(read(text)).toBe(date));

test.each([
  '',
  'on',
  'yesterday',
  'monday 3 dec',
  '31 nov',
  '29 feb 2027',
  '0 dec',
  '3',
  'dec',
  'dec 12 13',
  '3 dec oak',
  '3 dec 26',
  '3 dec 2026 snow',
  'today please god',
  'to',
  'tuesday tuesday',
  '2026-02-31',
  '2026-13-01',
])('not a day: %s', (text) => expect(read(text)).toBeNull());

test('any date that Vigil writes is read as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 300 }), (from, ahead) => {
      const today = addDays('2026-01-01', from);
      const date = addDays(today, ahead);
      expect(read(shortDate(date).toLowerCase(), today)).toBe(date);
      expect(read(longDate(date).toLowerCase(), today)).toBe(date);
      expect(read(date, today)).toBe(date);
    }),
  );
});

describe('closing', () => {
  const said = (text: string, refs = ['oak', 'Elm-2']) => {
    const found = readClosing(text.split(' ').filter(Boolean), refs);
    return found && [found.ref, found.dayOn?.(TODAY) ?? null];
  };

  test('names a day and a setting in either order, or no day at all', () => {
    expect(said('today')).toEqual([null, '2026-11-10']);
    expect(said('today oak')).toEqual(['oak', '2026-11-10']);
    expect(said('elm-2 3 dec')).toEqual(['Elm-2', '2026-12-03']);
    expect(said('')).toEqual([null, null]);
    expect(said('oak')).toEqual(['oak', null]);
  });

  test('is none with any other word', () => {
    for (const text of ['today elm', 'today because a pupil died', 'oak oak', 'the door', 'today today'])
      expect(said(text, ['oak'])).toBeNull();
  });
});

test('how a day stands', () => {
  const calendar = {
    ...AUTUMN_2026,
    closures: [
      { on: '2026-11-12', reason: 'closed' as const, name: 'Closed' },
      { on: '2026-11-13', reason: 'inset' as const, name: 'INSET day' },
    ],
  };
  const stands = (day: string) => dayStands(calendar, day, TODAY, addDays(TODAY, 7));
  expect(stands('2026-11-09')).toEqual({ is: 'past' });
  expect(stands('2026-11-10')).toEqual({ is: 'school_day' });
  expect(stands('2026-11-12')).toEqual({ is: 'closed' });
  expect(stands('2026-11-13')).toEqual({ is: 'named', name: 'INSET day' });
  expect(stands('2026-11-14')).toEqual({ is: 'no_school' });
  expect(stands('2026-11-17')).toEqual({ is: 'school_day' });
  expect(stands('2026-11-18')).toEqual({ is: 'too_far' });
});
