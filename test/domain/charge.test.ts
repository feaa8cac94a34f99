/**
 * Who is in charge: when it is asked and due, whom it may name, what a span of days comes to.
 */
import { describe, expect, test } from 'vitest';
import {
  askedNow,
  choicesOn,
  countDays,
  dueBy,
  nextAskAt,
  placesOn,
  whenUnnamed,
} from '../../src/domain/charge.ts';
import type { Person } from '../../src/domain/setting.ts';
import { tripName } from '../../src/domain/trip.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const LONDON = { calendar: AUTUMN_2026, zone: 'Europe/London' };
const at = (moment: string) => new Date(moment);

describe('asking', () => {
  test('from eight until three of a school day, by the school’s own clock', () => {
    expect(askedNow(LONDON, at('2026-11-09T07:59:59Z'))).toBeNull();
    expect(askedNow(LONDON, at('2026-11-09T08:00:00Z'))).toBe('2026-11-09');
    expect(askedNow(LONDON, at('2026-11-09T14:59:59Z'))).toBe('2026-11-09');
    expect(askedNow(LONDON, at('2026-11-09T15:00:00Z'))).toBeNull();
    // In summer time eight is seven.
    expect(askedNow(LONDON, at('2026-09-07T07:00:00Z'))).toBe('2026-09-07');
    expect(askedNow(LONDON, at('2026-11-08T10:00:00Z'))).toBeNull();
    expect(askedNow(LONDON, at('2026-10-28T10:00:00Z'))).toBeNull();
  });

  test('not on an INSET day, a closed one or a bank holiday', () => {
    for (const reason of ['inset', 'closed', 'bank_holiday'] as const) {
      const calendar = { ...AUTUMN_2026, closures: [{ on: '2026-11-09', reason, name: 'Off' }] };
      expect(askedNow({ ...LONDON, calendar }, at('2026-11-09T09:00:00Z'))).toBeNull();
      expect(nextAskAt({ ...LONDON, calendar }, at('2026-11-09T07:00:00Z'))).toEqual(
        at('2026-11-10T08:00:00Z'),
      );
    }
  });

  test('next at eight of the next school day; never once the calendar has run out', () => {
    expect(nextAskAt(LONDON, at('2026-11-09T07:00:00Z'))).toEqual(at('2026-11-09T08:00:00Z'));
    expect(nextAskAt(LONDON, at('2026-11-13T08:00:00Z'))).toEqual(at('2026-11-16T08:00:00Z'));
    expect(nextAskAt(LONDON, at('2027-07-21T12:00:00Z'))).toBeNull();
  });

  test('due by half past eight, or half an hour after it was asked late', () => {
    expect(dueBy('Europe/London', '2026-11-09', at('2026-11-09T08:00:10Z'))).toEqual(
      at('2026-11-09T08:30:10Z'),
    );
    expect(dueBy('Europe/London', '2026-11-09', at('2026-11-09T07:50:00Z'))).toEqual(
      at('2026-11-09T08:30:00Z'),
    );
    expect(dueBy('Europe/London', '2026-11-09', at('2026-11-09T09:10:00Z'))).toEqual(
      at('2026-11-09T09:40:00Z'),
    );
  });
});

describe('past its time and nobody named', () => {
  const due = { dueBy: at('2026-11-09T08:30:00Z'), waited: false };

  test('before it, it waits; sent half an hour ago, it is alerted', () => {
    expect(whenUnnamed(due, { is: 'never' }, at('2026-11-09T08:29:59Z'))).toEqual({
      do: 'wait',
      until: due.dueBy,
      waited: false,
    });
    const sent = { is: 'sent', at: at('2026-11-09T08:00:00Z') } as const;
    expect(whenUnnamed(due, sent, due.dueBy)).toEqual({ do: 'alert' });
  });

  test('sent late, it has half an hour from then', () => {
    const sent = { is: 'sent', at: at('2026-11-09T08:20:00Z') } as const;
    expect(whenUnnamed(due, sent, due.dueBy)).toMatchObject({
      do: 'wait',
      until: at('2026-11-09T08:50:00Z'),
    });
    expect(whenUnnamed(due, sent, at('2026-11-09T08:50:00Z'))).toEqual({ do: 'alert' });
  });

  test('not gone yet, half an hour begins anew, once; where it can never go, it is alerted at once', () => {
    const back = at('2026-11-09T09:10:00Z');
    const waiting = { is: 'waiting' } as const;
    expect(whenUnnamed(due, waiting, back)).toEqual({
      do: 'wait',
      until: at('2026-11-09T09:40:00Z'),
      waited: true,
    });
    expect(whenUnnamed({ ...due, waited: true }, waiting, back)).toEqual({ do: 'alert' });
    expect(whenUnnamed(due, { is: 'never' }, back)).toEqual({ do: 'alert' });
  });
});

const person = (id: string, roles: Person['roles'], more: Partial<Person> = {}): Person => ({
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
  ...more,
});

test('a DSL, a deputy and then the head may be named; nobody else, and nobody away', () => {
  const people = [
    person('head', ['headteacher']),
    person('teacher', ['teacher']),
    person('deputy', ['deputy_dsl']),
    person('dsl', ['dsl']),
    person('ill', ['deputy_dsl'], { away: [{ from: '2026-11-09', until: '2026-11-09' }] }),
    person('left', ['dsl'], { state: 'left' }),
    person('off', ['deputy_dsl'], { workingDays: [2] }),
  ];
  const { first, more } = choicesOn(people, '2026-11-09', ({ workingDays }) => workingDays.includes(1));
  expect(first.map(({ id }) => id)).toEqual(['dsl', 'deputy', 'head']);
  expect(more.map(({ id }) => id)).toEqual(['off']);
});

test('a setting without sites has one, called as it is; trips count on their own days alone', () => {
  const trips = [{ id: 't', name: 'Zoo', startsOn: '2026-11-10', endsOn: '2026-11-11' }];
  expect(placesOn({ name: 'Oak' }, trips, '2026-11-09')).toEqual([
    { place: 'Oak', tripId: null, main: true },
  ]);
  const both = placesOn({ name: 'Oak', sites: ['Upper', 'Lower'] }, trips, '2026-11-11');
  expect(both.map(({ place, main }) => [place, main])).toEqual([
    ['Upper', true],
    ['Lower', false],
    ['Trip: Zoo', false],
  ]);
});

test('a day counts as named only when every site was; one that was not asked is neither', () => {
  const site = (on: string, named: boolean) => ({ on, isTrip: false, named });
  const counts = countDays(
    ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12'],
    [
      site('2026-11-09', true),
      site('2026-11-09', true),
      site('2026-11-10', true),
      site('2026-11-10', false),
      { on: '2026-11-11', isTrip: true, named: true },
    ],
  );
  expect(counts).toEqual({ schoolDays: 4, named: 1, unnamed: 1, notAsked: 2, trips: 1, tripsNamed: 1 });
});

test('a trip is called by Vigil’s own words or not at all', () => {
  expect(tripName(['year', '5', 'residential'])).toBe('Year 5 residential');
  expect(tripName([])).toBe('Trip');
  for (const words of ['ellie', 'year 5 ellie', 'year 14', 'zoo zoo zoo zoo zoo zoo'])
    expect(tripName(words.split(' '))).toBeNull();
});
