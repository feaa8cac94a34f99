/**
 * A new edition's days: time to read on the INSET day, asked after it, joiners at once, the next year as always.
 */
import { expect, test } from 'vitest';
import { afterEdition, isTimeToRead, readEdition, readingDays } from '../../src/domain/edition.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const inset = (on: string) => ({
  ...AUTUMN_2026,
  closures: [{ on, reason: 'inset' as const, name: 'INSET day' }],
});

test('an edition is a document and a year', () => {
  expect(readEdition(' KCSIE  2027 ')).toEqual({ document: 'KCSIE', year: '2027' });
  expect(readEdition('EYFS 2025')).toEqual({ document: 'EYFS', year: '2025' });
  for (const wrong of ['KCSIE', '2027', 'KCSIE 27', 'KCSIE 2027!', '']) expect(readEdition(wrong)).toBeNull();
});

test('the INSET day of the term is for reading; one of another term, or past, is not', () => {
  expect(readingDays(inset('2026-11-27'), '2026-11-10')).toEqual({ inset: '2026-11-27', from: '2026-11-30' });
  expect(readingDays(inset('2027-01-04'), '2026-11-10')).toEqual({ inset: null, from: '2026-11-11' });
  expect(readingDays(inset('2026-11-09'), '2026-11-10')).toEqual({ inset: null, from: '2026-11-11' });
  // In the summer: the INSET day that opens the term is the one.
  expect(readingDays(inset('2026-09-03'), '2026-08-20')).toEqual({ inset: '2026-09-03', from: '2026-09-04' });
  expect(readingDays(AUTUMN_2026, '2027-07-21')).toBeNull();
});

test('it is a period of its own until the school year ends', () => {
  const year = { key: '2026', startsOn: '2026-09-03', endsOn: '2027-07-21' };
  const reread = { decided: '2026-11-10', from: '2026-11-30' };
  expect(afterEdition({ reread }, year, '2026-11-09').key).toBe('2026');
  expect(afterEdition({ reread }, year, '2026-11-10').key).toBe('2026+2026-11-30');
  const next = { key: '2027', startsOn: '2027-09-02', endsOn: '2028-07-20' };
  expect(afterEdition({ reread }, next, '2027-09-02').key).toBe('2027');
});

test('staff wait for the day they were given; whoever started since the edition came does not', () => {
  const reread = { decided: '2026-11-10', from: '2026-11-30' };
  expect(isTimeToRead({ reread }, { startsOn: null }, '2026-11-12')).toBe(false);
  expect(isTimeToRead({ reread }, { startsOn: '2026-11-09' }, '2026-11-12')).toBe(false);
  expect(isTimeToRead({ reread }, { startsOn: '2026-11-12' }, '2026-11-12')).toBe(true);
  expect(isTimeToRead({ reread }, { startsOn: null }, '2026-11-30')).toBe(true);
});
