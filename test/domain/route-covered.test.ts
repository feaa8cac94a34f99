/**
 * The route with covers, namings and absences, for any school: properties that hold whatever is said of whom.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/local-time.ts';
import type { Role } from '../../src/domain/role.ts';
import { leadOnDuty, plannedLead, responsibleOn, routeFor } from '../../src/domain/route.ts';
import type { Person } from '../../src/domain/setting.ts';

const MONDAY = '2026-11-09';

const span = fc
  .tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 0, max: 4 }))
  .map(([from, days]) => ({ from: addDays(MONDAY, from), until: addDays(MONDAY, from + days) }));
const someone = fc.record({
  roles: fc.subarray<Role>(
    ['dsl', 'deputy_dsl', 'headteacher', 'teacher', 'chair_of_governors', 'trust_safeguarding_lead'],
    { minLength: 1, maxLength: 2 },
  ),
  workingDays: fc.subarray([1, 2, 3, 4, 5]),
  state: fc.constantFrom<Person['state']>('confirmed', 'confirmed', 'confirmed', 'candidate', 'left'),
  away: fc.array(span, { maxLength: 1 }),
  covers: fc.array(
    span.map((one) => ({ ...one, by: 'somebody' })),
    { maxLength: 1 },
  ),
  inCharge: fc.array(fc.record({ on: fc.constantFrom(MONDAY, addDays(MONDAY, -1)), main: fc.boolean() }), {
    maxLength: 1,
  }),
});
const schools = fc.array(someone, { minLength: 1, maxLength: 8 }).map((all) =>
  all.map(
    (one, at): Person => ({
      id: `p${at}`,
      staffRef: `p${at}`,
      name: `p${at}`,
      email: null,
      startsOn: null,
      leavesOn: null,
      dayStart: '08:00',
      dayEnd: '16:30',
      ...one,
    }),
  ),
);
const isLead = ({ roles, state }: Person) =>
  state === 'confirmed' && roles.some((role) => ['dsl', 'deputy_dsl', 'headteacher'].includes(role));
const isHead = ({ roles }: Person) => roles.includes('headteacher');
const isHereOn = (person: Person, day: string) =>
  !(person.away ?? []).some(({ from, until }) => from <= day && day <= until);

const cases = fc.record({
  people: schools,
  small: fc.boolean(),
  about: fc.option(fc.nat({ max: 7 }).map((at) => `p${at}`)),
});
const holds = (check: (found: { people: Person[]; small: boolean; about: string | null }) => void) =>
  fc.assert(fc.property(cases, check), { numRuns: 500 });

describe('whatever is said of whom', () => {
  test('nobody is told twice, and nobody of their own lapse', () => {
    holds(({ people, small, about }) => {
      const ids = routeFor(people, about, MONDAY, small).map(({ person }) => person.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).not.toContain(about);
    });
  });

  test('somebody is told while anybody else is employed as a lead', () => {
    holds(({ people, small, about }) => {
      const others = people.filter((person) => isLead(person) && person.id !== about);
      if (others.length > 0) expect(routeFor(people, about, MONDAY, small).length).toBeGreaterThan(0);
    });
  });

  test('the chair is on it wherever there is one who is not a lead too, and by counts alone', () => {
    holds(({ people, about }) => {
      const route = routeFor(people, about, MONDAY);
      for (const person of people) {
        const isChair =
          person.state === 'confirmed' && person.roles.includes('chair_of_governors') && !isLead(person);
        if (!isChair || person.id === about) continue;
        expect(route.find((rung) => rung.person === person)).toMatchObject({ countsOnly: true });
      }
      for (const { person, countsOnly } of route) expect(countsOnly).toBe(!isLead(person));
    });
  });

  test('a head’s own lapse goes to the chair alone, whoever covers or is named', () => {
    holds(({ people, about }) => {
      const lapsed = people.find(({ id }) => id === about);
      const hasChair = people.some(
        (person) =>
          person.state === 'confirmed' &&
          person.roles.includes('chair_of_governors') &&
          !isLead(person) &&
          person.id !== about,
      );
      if (lapsed === undefined || !isHead(lapsed) || !hasChair) return;
      for (const { countsOnly } of routeFor(people, about, MONDAY)) expect(countsOnly).toBe(true);
    });
  });

  test('whoever is named at the main site and is not away is the lead on duty; else whoever covers and is at work', () => {
    holds(({ people }) => {
      const lead = leadOnDuty(people, MONDAY);
      const named = people.filter(
        (person) =>
          isLead(person) &&
          isHereOn(person, MONDAY) &&
          (person.inCharge ?? []).some(({ on, main }) => main && on === MONDAY),
      );
      if (named.length > 0) {
        expect(named).toContain(lead);
        return;
      }
      const covering = people.filter(
        (person) =>
          isLead(person) &&
          isHereOn(person, MONDAY) &&
          person.workingDays.includes(1) &&
          (person.covers ?? []).some(({ from, until }) => from <= MONDAY && MONDAY <= until),
      );
      if (covering.length > 0) expect(covering).toContain(lead);
    });
  });

  test('exactly one person is responsible, or it is said that nobody is; never somebody away', () => {
    holds(({ people }) => {
      const found = responsibleOn(people, MONDAY);
      const here = people.filter(
        (person) => isLead(person) && isHereOn(person, MONDAY) && person.workingDays.includes(1),
      );
      if (found.is === 'nobody') expect(here).toEqual([]);
      else expect(isLead(found.person) && isHereOn(found.person, MONDAY)).toBe(true);
    });
  });

  test('who is to say who is in charge does not hang on who was named', () => {
    holds(({ people }) => {
      const bare = people.map(({ inCharge: _inCharge, ...person }): Person => person);
      expect(plannedLead(people, MONDAY)?.id).toBe(leadOnDuty(bare, MONDAY)?.id);
    });
  });
});
