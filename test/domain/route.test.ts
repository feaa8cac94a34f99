import { describe, expect, test } from 'vitest';
import { alertMoment, nextMorning } from '../../src/domain/alert-hours.ts';
import type { Role } from '../../src/domain/role.ts';
import { isSmall, leadOnDuty, routeFor } from '../../src/domain/route.ts';
import type { Person } from '../../src/domain/setting.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const MONDAY = '2026-11-09';

function person(id: string, roles: Role[], changes: Partial<Person> = {}): Person {
  return {
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
  };
}

const dsl = person('dsl', ['dsl', 'teacher']);
const deputy = person('deputy', ['deputy_dsl']);
const head = person('head', ['headteacher']);
const chair = person('chair', ['chair_of_governors']);
const trust = person('trust', ['trust_safeguarding_lead']);
const site = person('site', ['site_manager']);
const school = [site, chair, trust, head, deputy, dsl];

const told = (people: Person[], about: string | string[] | null, small = false) =>
  routeFor(people, about, MONDAY, small).map(({ person, countsOnly }) =>
    countsOnly ? `${person.id} (counts)` : person.id,
  );

describe('somebody who is away', () => {
  const away = [{ from: '2026-11-06', until: MONDAY }];
  const gone = (one: Person): Person => ({ ...one, away });

  test('is not on duty, and is passed over while another lead is there, whosever day it is', () => {
    expect(leadOnDuty([gone(dsl), deputy, head], MONDAY)?.id).toBe('deputy');
    expect(told([site, chair, head, deputy, gone(dsl)], 'site')).toEqual([
      'deputy',
      'head',
      'chair (counts)',
    ]);
    expect(told([chair, gone(dsl), { ...deputy, workingDays: [2] }], null)).toEqual([
      'deputy',
      'chair (counts)',
    ]);
    expect(leadOnDuty([gone(dsl)], MONDAY)).toBeNull();
    expect(leadOnDuty([gone(dsl)], '2026-11-10')?.id).toBe('dsl');
  });

  test('is told all the same where no other lead is left', () => {
    expect(told([gone(dsl), gone(head)], null)).toEqual(['dsl', 'head']);
  });
});

describe('the route', () => {
  test('of a member of staff is the DSL, the deputy, the head, and the chair with counts', () => {
    expect(told(school, 'site')).toEqual(['dsl', 'deputy', 'head', 'chair (counts)']);
  });

  test('of the DSL is the deputy, then the head', () => {
    expect(told(school, 'dsl')).toEqual(['deputy', 'head', 'chair (counts)']);
  });

  test('of the head is the chair alone, with counts only, even when the head is the DSL too', () => {
    expect(told(school, 'head')).toEqual(['chair (counts)']);
    expect(told([chair, deputy, person('both', ['headteacher', 'dsl'])], 'both')).toEqual(['chair (counts)']);
  });

  test('of several people leaves all of them out', () => {
    expect(told(school, ['site', 'dsl', 'head'])).toEqual(['deputy', 'chair (counts)']);
  });

  test('begins with whoever is at work that day', () => {
    const away = person('dsl', ['dsl'], { workingDays: [2, 3] });
    expect(told([away, deputy, head, chair], null)).toEqual(['deputy', 'head', 'dsl', 'chair (counts)']);
    expect(leadOnDuty([away, deputy, head], MONDAY)?.id).toBe('deputy');
  });

  test('passes over leavers', () => {
    const left = person('dsl', ['dsl'], { leavesOn: '2026-11-06' });
    expect(told([left, head], null)).toEqual(['head']);
    expect(leadOnDuty([left], MONDAY)).toBeNull();
  });

  test('in a small setting is one lead, then the trust lead, or the chair, as counts', () => {
    expect(told(school, 'site', true)).toEqual(['dsl', 'trust (counts)']);
    expect(told([dsl, head, chair], 'dsl', true)).toEqual(['head', 'chair (counts)']);
  });
});

test('a setting is small under twelve staff, counting nobody who only oversees', () => {
  const eleven = Array.from({ length: 11 }, (_, n) => person(`t${n}`, ['teacher']));
  expect(isSmall([...eleven, chair, trust], MONDAY)).toBe(true);
  expect(isSmall([...eleven, head], MONDAY)).toBe(false);
});

describe('leads are alerted in hours', () => {
  const place = { calendar: AUTUMN_2026, zone: 'Europe/London' };
  const moment = (at: string) => alertMoment(place, new Date(at)).toISOString();

  test('at once on a school day between half past seven and six', () => {
    expect(moment('2026-11-11T16:00:00Z')).toBe('2026-11-11T16:00:00.000Z');
    expect(moment('2026-11-11T05:00:00Z')).toBe('2026-11-11T07:30:00.000Z');
  });

  test('otherwise at half past seven on the next school day', () => {
    expect(moment('2026-11-13T18:01:00Z')).toBe('2026-11-16T07:30:00.000Z');
    expect(moment('2026-10-23T19:00:00Z')).toBe('2026-11-02T07:30:00.000Z');
    expect(nextMorning(place, new Date('2026-11-11T16:00:00Z')).toISOString()).toBe(
      '2026-11-12T07:30:00.000Z',
    );
  });

  test('and when the calendar has run out, on the next working day', () => {
    expect(moment('2027-07-23T19:00:00Z')).toBe('2027-07-26T06:30:00.000Z');
  });
});
