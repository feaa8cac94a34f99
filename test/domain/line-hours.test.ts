/**
 * When somebody is told what became of what they pressed.
 */
import { expect, test } from 'vitest';
import { englandCalendar } from '../../src/domain/england-calendar.ts';
import { lineMoment } from '../../src/domain/line-hours.ts';
import type { AskedPerson } from '../../src/domain/working-hours.ts';

const setting = {
  calendar: englandCalendar(2026),
  zone: 'Europe/London',
  windows: [{ from: '08:00', to: '08:30' }],
};
const teacher: AskedPerson = {
  state: 'confirmed',
  startsOn: null,
  leavesOn: null,
  workingDays: [1, 2, 3, 4, 5],
  dayStart: '07:45',
  dayEnd: '16:00',
};
const told = (pressed: string, now: string, calendar = setting.calendar) =>
  lineMoment({ ...setting, calendar }, teacher, new Date(pressed), new Date(now)).toISOString();

test('at once while they may still be there, whatever the hour', () => {
  expect(told('2026-11-10T19:30:00Z', '2026-11-10T20:10:00Z')).toBe('2026-11-10T20:10:00.000Z');
});

test('later than that in their day, else in their next ask window', () => {
  expect(told('2026-11-10T09:00:00Z', '2026-11-10T12:00:00Z')).toBe('2026-11-10T12:00:00.000Z');
  expect(told('2026-11-10T15:00:00Z', '2026-11-10T21:00:00Z')).toBe('2026-11-11T08:00:00.000Z');
});

test('never at night, though nobody knows the next term', () => {
  const over = { ...setting.calendar, halfTerms: [] };
  expect(told('2026-11-10T15:00:00Z', '2026-11-10T23:00:00Z', over)).toBe('2026-11-11T07:30:00.000Z');
});
