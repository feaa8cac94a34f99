/**
 * What a school's calendar says of today and of the weeks to come, and who is told that it is running out.
 */
import { expect, test } from 'vitest';
import { calendarAhead } from '../../src/domain/calendar-ahead.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Closure, SchoolCalendar } from '../../src/domain/school-day.ts';
import { calendarMessage } from '../../src/messages/calendar.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const off = (on: string, reason: Closure['reason'], name: string): Closure => ({ on, reason, name });
const CALENDAR: SchoolCalendar = {
  halfTerms: AUTUMN_2026.halfTerms,
  closures: [
    off('2026-09-01', 'inset', 'INSET day'),
    off('2026-11-20', 'inset', 'INSET day'),
    off('2026-11-23', 'inset', 'INSET day'),
    off('2026-12-01', 'closed', 'Boiler'),
    off('2026-12-25', 'bank_holiday', 'Christmas Day'),
    off('2027-05-03', 'bank_holiday', 'Early May bank holiday'),
  ],
};
const told = (on: string, { isLead = false, calendar = CALENDAR } = {}) =>
  messageText(
    calendarMessage({ settingName: 'Oak Primary', on, ahead: calendarAhead(calendar, on), isLead }),
  ).join('\n');

test('on a school day: the half term, the next holiday, and days off in term', () => {
  const text = told('2026-11-10');
  expect(text).toContain('Today, Tuesday 10 Nov, is a school day.');
  expect(text).toMatch(/This half term\W+Autumn 2, Monday 2 Nov to Friday 18 Dec 2026/);
  expect(text).toMatch(/Next holiday\W+Saturday 19 Dec to Sunday 3 Jan 2027/);
  expect(text).toContain('Friday 20 Nov to Monday 23 Nov 2026: INSET day');
  expect(text).toContain('Tuesday 1 Dec 2026: Boiler (closed)');
  expect(text).toContain('Monday 3 May 2027: Early May bank holiday');
  // Gone by, or in the holidays.
  expect(text).not.toMatch(/1 Sep|Christmas/);
  expect(text).toContain('Term dates are known until Wednesday 21 Jul 2027.');
});

test.each([
  ['2026-11-14', 'Today, Saturday 14 Nov, is not a school day: it is the weekend.'],
  ['2026-11-20', 'Today, Friday 20 Nov, is not a school day: INSET day.'],
  ['2026-12-01', 'Today, Tuesday 1 Dec, is not a school day: Boiler (closed).'],
  ['2026-10-27', 'Today, Tuesday 27 Oct, is not a school day: it is the holidays.'],
  ['2027-07-22', 'Today, Thursday 22 Jul, is after the last term date that is known, so nobody is asked.'],
])('on %s', (on, line) => expect(told(on)).toContain(line));

test('in the holidays: the half term to come', () => {
  const text = told('2026-10-27');
  expect(text).toMatch(/Next half term\W+Autumn 2, from Monday 2 Nov 2026/);
  expect(text).toMatch(/Holiday\W+Saturday 24 Oct to Sunday 1 Nov 2026/);
});

test('six weeks before the dates run out leads are told so, and others only how far they go', () => {
  const soon = /The term dates run out on Wednesday 21 Jul 2027; after that nobody is asked\./;
  expect(told('2027-06-09', { isLead: true })).not.toMatch(soon);
  expect(told('2027-06-10', { isLead: true })).toMatch(soon);
  expect(told('2027-06-10')).not.toMatch(/run out/);
  expect(told('2027-06-10')).toContain('Term dates are known until Wednesday 21 Jul 2027.');
  expect(told('2027-07-22', { isLead: true })).toContain('The term dates have run out, so nobody is asked.');
  const none = { halfTerms: [], closures: [] };
  expect(told('2026-11-10', { isLead: true, calendar: none })).toContain('The term dates have run out');
  expect(told('2026-11-10', { calendar: none })).toContain('No term dates are known.');
});
