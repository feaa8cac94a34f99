/**
 * Which question "ask" gives, and the term a date belongs to.
 */
import { describe, expect, test } from 'vitest';
import { termOf } from '../../src/domain/term.ts';
import { chooseVoluntary, metSince } from '../../src/domain/voluntary-question.ts';
import { AUTUMN_2026, QUESTIONS } from '../support/school.ts';

const inUse = QUESTIONS.map((question) => ({ question }));
const choosing = {
  phase: 'primary' as const,
  roles: ['teacher' as const],
  met: new Set<string>(),
  lastAsked: new Map<string, string>(),
};
const chosen = (change: Partial<Parameters<typeof chooseVoluntary>[1]>) =>
  chooseVoluntary(inUse, { ...choosing, ...change })?.question.id ?? null;

describe('the question given', () => {
  test('is of the indicator never asked, then of the one longest unasked', () => {
    expect(chosen({ lastAsked: new Map([['telling-the-dsl', '2026-11-02']]) })).toBe('TRN-K1');
    const both = new Map([
      ['telling-the-dsl', '2026-11-02'],
      ['knows-the-dsl', '2026-11-10'],
    ]);
    expect(chosen({ lastAsked: both })).toBe('CON-S1');
  });

  test('is not one met lately, and none when all are', () => {
    expect(chosen({ met: new Set(['CON-S1']) })).toBe('TRN-K1');
    expect(chosen({ met: new Set(['CON-S1', 'TRN-K1']) })).toBeNull();
  });

  test('is for their audience and phase, and never a duty or an attestation', () => {
    expect(chosen({ roles: ['link_governor'] })).toBeNull();
    expect(chosen({ phase: 'college' })).toBeNull();
    expect(
      chosen({ roles: ['site_manager', 'dsl', 'it_lead'], met: new Set(['CON-S1', 'TRN-K1']) }),
    ).toBeNull();
  });
});

test('ten school days lie between two meetings, holidays not counted', () => {
  expect(metSince(AUTUMN_2026, '2026-11-20')).toBe('2026-11-09');
  // Ten days back from Wednesday 4 November goes over half term.
  expect(metSince(AUTUMN_2026, '2026-11-04')).toBe('2026-10-15');
});

describe('the term', () => {
  test.each([
    ['2026-11-12', 'autumn', '2026-09-03', '2026-12-18'],
    ['2026-10-28', 'autumn', '2026-09-03', '2026-12-18'],
    ['2026-12-25', 'autumn', '2026-09-03', '2026-12-18'],
    ['2027-02-15', 'spring', '2027-01-04', '2027-03-25'],
    ['2027-08-01', 'summer', '2027-04-12', '2027-07-21'],
  ])('of %s is %s', (date, name, startsOn, endsOn) => {
    expect(termOf(AUTUMN_2026, date)).toEqual({ name, startsOn, endsOn });
  });

  test('is none before the calendar begins', () => {
    expect(termOf(AUTUMN_2026, '2026-08-31')).toBeNull();
  });
});
