/**
 * Being away: when it begins and ends, how it is written, whom it is said of, and what it does to a ladder.
 */
import { describe, expect, test } from 'vitest';
import { awayUntil, beginAbsence, endAbsence, isAway, recent } from '../../src/domain/absence.ts';
import { readAway, readBack } from '../../src/domain/day-command.ts';
import { findOnList } from '../../src/domain/find-on-list.ts';
import { dueOn, rungs } from '../../src/domain/ladder.ts';
import { localDate } from '../../src/domain/local-time.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const TODAY = '2026-11-10';

test('both days of it are away, and it ends by itself', () => {
  const person = { away: beginAbsence({}, TODAY, '2026-11-13') };
  expect(person.away).toEqual([{ from: TODAY, until: '2026-11-13' }]);
  expect(['2026-11-09', TODAY, '2026-11-13', '2026-11-14'].map((on) => isAway(person, on))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(awayUntil(person, '2026-11-12')).toBe('2026-11-13');
  expect(awayUntil(person, '2026-11-14')).toBeNull();
  expect(isAway({}, TODAY)).toBe(false);
});

test('said again it is made longer or shorter, from the day it began', () => {
  const away = [{ from: '2026-11-09', until: '2026-11-11' }];
  expect(beginAbsence({ away }, TODAY, '2026-11-20')).toEqual([{ from: '2026-11-09', until: '2026-11-20' }]);
  expect(beginAbsence({ away }, TODAY, TODAY)).toEqual([{ from: '2026-11-09', until: TODAY }]);
});

test('back, the days before stay away; on its first day nothing is left of it', () => {
  const away = [{ from: '2026-11-09', until: '2026-11-20' }];
  expect(endAbsence({ away }, TODAY)).toEqual([{ from: '2026-11-09', until: '2026-11-09' }]);
  expect(endAbsence({ away }, '2026-11-09')).toEqual([]);
  expect(endAbsence({ away }, '2026-12-01')).toEqual(away);
});

test('what is long over is not kept', () => {
  const old = { from: '2026-07-01', until: '2026-07-03' };
  const late = { from: '2026-09-10', until: '2026-09-11' };
  expect(recent({ away: [old, late] }, TODAY)).toEqual([late]);
  expect(beginAbsence({ away: [old, late] }, TODAY, TODAY)).toEqual([late, { from: TODAY, until: TODAY }]);
});

describe('as it is written', () => {
  const away = (text: string, refs = ['oak']) => {
    const said = readAway(text.split(' ').filter(Boolean), refs);
    return said && [said.ref, said.name.join(' '), said.until?.(TODAY) ?? null];
  };

  test.each([
    ['', [null, '', null]],
    ['today', [null, '', TODAY]],
    ['until 30 nov', [null, '', '2026-11-30']],
    ['until monday oak', ['oak', '', '2026-11-16']],
    ['ben osei until 30 nov', [null, 'ben osei', '2026-11-30']],
    ['t02 today', [null, 't02', TODAY]],
    ['ann oak until today', [null, 'ann oak', TODAY]],
  ])('away %s', (text, said) => expect(away(text)).toEqual(said));

  test.each([
    'until',
    'ill',
    'until 31 nov',
    'until monday ill',
    'ben osei',
    'today with flu',
    'from monday',
    'until today oak oak',
  ])('no command: away %s', (text) => expect(away(text)).toBeNull());

  test('back', () => {
    expect(readBack([], ['oak'])).toEqual({ ref: null, name: [] });
    expect(readBack(['t02', 'oak'], ['oak'])).toEqual({ ref: 'oak', name: ['t02'] });
  });
});

test('somebody is found by reference, by whole name, or by part of it; nobody is chosen of several', () => {
  const list = [
    { staffRef: 'T01', name: 'Ann Green' },
    { staffRef: 'T02', name: 'Ann Green-Oak' },
    { staffRef: 'A/3', name: 'Seán O’Neil' },
    { staffRef: 'T04', name: 'Ann Marie Green' },
  ];
  const found = (text: string) =>
    findOnList(text.split(' ').filter(Boolean), list).map(({ staffRef }) => staffRef);
  expect(found('t01')).toEqual(['T01']);
  expect(found('a 3')).toEqual(['A/3']);
  expect(found('ann green')).toEqual(['T01']);
  expect(found('ann')).toEqual(['T01', 'T02', 'T04']);
  expect(found('o neil')).toEqual(['A/3']);
  expect(found('ann smith')).toEqual([]);
  expect(found('')).toEqual([]);
});

test('a ladder stands still while somebody is away', () => {
  const at = new Date('2026-11-09T08:05:00Z');
  const place = { calendar: AUTUMN_2026, zone: 'Europe/London' };
  const person = { workingDays: [1, 2, 3, 4, 5], dayStart: '08:00', dayEnd: '16:30' };
  const away = [{ from: '2026-11-10', until: '2026-11-13' }];
  const days = (kind: 'duty' | 'attestation' | 'knowledge', cadence: 'weekly' | 'daily' | 'annual') =>
    rungs({ kind, cadence, at }, place, { ...person, away }, false).map(
      ({ at: moment, does }) => `${localDate(moment, place.zone)} ${does}`,
    );
  expect(days('duty', 'weekly')).toEqual(['2026-11-16 nudge', '2026-11-17 last_nudge', '2026-11-17 overdue']);
  expect(days('knowledge', 'weekly')).toEqual(['2026-11-17 last_nudge', '2026-11-21 lapse']);
  expect(days('attestation', 'annual')).toEqual([
    '2026-11-18 nudge',
    '2026-11-24 last_nudge',
    '2026-11-27 overdue',
  ]);
  // Away for longer than a term, the due date is after it all the same.
  const long = [{ from: '2026-11-10', until: '2027-04-16' }];
  expect(dueOn({ kind: 'attestation', cadence: 'annual', at }, place, { ...person, away: long })).toBe(
    '2027-04-30',
  );
});
