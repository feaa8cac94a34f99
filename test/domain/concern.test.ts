/** Who is told that somebody may have a concern, and how soon the next. */
import { describe, expect, test } from 'vitest';
import { concernRoute, concernRouteOf, concernSubject, nextTelling } from '../../src/domain/concern.ts';
import type { Role } from '../../src/domain/role.ts';
import type { Person } from '../../src/domain/setting.ts';

const person = (id: string, roles: Role[], changes: Partial<Person> = {}): Person => ({
  id,
  staffRef: id,
  name: id,
  email: null,
  roles,
  state: 'confirmed',
  startsOn: null,
  leavesOn: null,
  workingDays: [1, 2, 3, 4, 5],
  dayStart: '08:00',
  dayEnd: '16:30',
  ...changes,
});
const MONDAY = '2026-11-09';
const people = [
  person('head', ['headteacher']),
  person('deputy', ['deputy_dsl', 'teacher']),
  person('dsl', ['dsl'], { workingDays: [2, 3] }),
  person('chair', ['chair_of_governors']),
  person('teacher', ['teacher']),
];
const ids = (...asked: Parameters<typeof concernRoute>) => concernRoute(...asked).map(({ id }) => id);

describe('the route', () => {
  test('is the leads, whoever is at work first, and never an overseer', () => {
    expect(ids(people, 'child', 'teacher', MONDAY)).toEqual(['deputy', 'head', 'dsl']);
    expect(ids(people, 'child', 'teacher', '2026-11-10')).toEqual(['dsl', 'deputy', 'head']);
  });

  test('of somebody asked for by the writer is theirs alone', () => {
    expect(ids(people, 'head', 'teacher', MONDAY)).toEqual(['head']);
    expect(ids(people, 'dsl', 'teacher', MONDAY)).toEqual(['deputy', 'dsl']);
  });

  test('never has the writer, a leaver, or anybody twice', () => {
    const both = person('both', ['dsl', 'headteacher']);
    const left = person('left', ['deputy_dsl'], { leavesOn: '2026-11-08' });
    expect(ids([both, left, ...people], 'child', 'both', MONDAY)).not.toContain('both');
    expect(ids([both, left], 'child', 'x', MONDAY)).toEqual(['both']);
  });
});

describe('the next is told', () => {
  const at = new Date('2026-11-09T10:00:00Z');
  const minutes = (told: number, leads: number) =>
    (nextTelling(at, told, leads).getTime() - at.getTime()) / 60_000;
  test('after ten minutes, after half an hour once all have been, and a lead alone every ten', () => {
    expect([1, 2, 3, 4, 6].map((told) => minutes(told, 3))).toEqual([10, 10, 30, 10, 30]);
    expect([1, 2].map((told) => minutes(told, 1))).toEqual([10, 10]);
    expect(minutes(0, 0)).toBe(10);
  });
});

test('an alert says by which route it goes', () => {
  expect(concernRouteOf(concernSubject('head', '7'))).toBe('head');
  expect(() => concernRouteOf('elsewhere:7')).toThrow(/no known route/);
});

test('whoever is away is told last of all, but is told', () => {
  const away = [{ from: MONDAY, until: MONDAY }];
  const gone = people.map((one) => (one.id === 'deputy' ? { ...one, away } : one));
  expect(ids(gone, 'child', null, MONDAY)).toEqual(['head', 'dsl', 'deputy']);
  expect(ids(gone, 'child', null, '2026-11-10')).toEqual(['dsl', 'deputy', 'head']);
  const all = people.map((one) => ({ ...one, away }));
  expect(ids(all, 'child', null, MONDAY)).toEqual(['dsl', 'deputy', 'head']);
});
