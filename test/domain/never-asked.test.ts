/**
 * For any working pattern, calendar, zone and absence: no question and no reminder ever falls on a closed day, a day off
 * or a day away, whichever way its moment is found.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Absence } from '../../src/domain/absence.ts';
import { chaseNow } from '../../src/domain/chase.ts';
import { rungs } from '../../src/domain/ladder.ts';
import { lineMoment } from '../../src/domain/line-hours.ts';
import { addDays, localDate, timeOf, weekday } from '../../src/domain/local-time.ts';
import { placeMessage } from '../../src/domain/place-message.ts';
import { type SchoolCalendar, schoolDayAfter } from '../../src/domain/school-day.ts';
import type { Person, Setting } from '../../src/domain/setting.ts';
import { allowedWindows, nextAllowed, worksAt } from '../../src/domain/working-hours.ts';
import { seededRandom } from '../support/fixed.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const day = fc.integer({ min: 0, max: 330 }).map((days) => addDays('2026-08-25', days));
const minute = fc.integer({ min: 0, max: 24 * 60 - 1 }).map(timeOf);
const absence = fc
  .tuple(day, fc.integer({ min: 0, max: 30 }))
  .map(([from, days]): Absence => ({ from, until: addDays(from, days) }));
const hours = fc
  .tuple(minute, minute)
  .map(([one, other]) => (one < other ? { dayStart: one, dayEnd: other } : { dayStart: other, dayEnd: one }));
const person = fc
  .record({
    startsOn: fc.option(day, { freq: 9 }),
    leavesOn: fc.option(day, { freq: 9 }),
    workingDays: fc.subarray([1, 2, 3, 4, 5], { minLength: 1 }),
    hours,
    away: fc.array(absence, { maxLength: 4 }),
  })
  .map(
    ({ hours: own, ...rest }): Person => ({
      id: 'p1',
      staffRef: 'P1',
      name: 'P',
      email: null,
      roles: ['teacher'],
      state: 'confirmed',
      ...own,
      ...rest,
    }),
  );
const calendar = fc
  .tuple(fc.subarray(AUTUMN_2026.halfTerms, { minLength: 2 }), fc.uniqueArray(day, { maxLength: 60 }))
  .map(
    ([halfTerms, days]): SchoolCalendar => ({
      halfTerms,
      closures: days.map((on) => ({ on, reason: 'closed', name: 'Closed' })),
    }),
  );
const place = fc
  .record({
    calendar,
    zone: fc.constantFrom('Europe/London', 'Asia/Tokyo', 'America/New_York', 'Pacific/Auckland'),
    askDays: fc.subarray([1, 2, 3, 4, 5], { minLength: 1 }),
  })
  .map(
    (given) =>
      ({
        ...given,
        windows: [
          { from: '08:00', to: '08:30' },
          { from: '15:15', to: '16:30' },
        ],
      }) as Setting,
  );

/** By the definitions, and by none of the functions that are tried. */
function mayBeAsked({ calendar: days, zone }: Setting, someone: Person, at: Date): boolean {
  const on = localDate(at, zone);
  return (
    days.halfTerms.some(({ startsOn, endsOn }) => startsOn <= on && on <= endsOn) &&
    !days.closures.some((closure) => closure.on === on) &&
    someone.workingDays.includes(weekday(on)) &&
    !(someone.away ?? []).some(({ from, until }) => from <= on && on <= until) &&
    (someone.startsOn === null || someone.startsOn <= on) &&
    (someone.leavesOn === null || on <= someone.leavesOn)
  );
}

test('whichever way its moment is found', () => {
  let found = 0;
  fc.assert(
    fc.property(
      place,
      person,
      day,
      minute,
      fc.constantFrom('knowledge' as const, 'attestation' as const, 'duty' as const),
      fc.constantFrom('daily' as const, 'weekly' as const),
      fc.nat(2),
      fc.nat(20),
      (setting, someone, date, time, kind, cadence, nudges, later) => {
        const check = (at: Date | undefined) => {
          if (at === undefined) return;
          found += 1;
          expect(mayBeAsked(setting, someone, at), `${localDate(at, setting.zone)}`).toBe(true);
        };
        const now = new Date(`${date}T${time}:00Z`);
        for (const { from, to } of allowedWindows(setting, someone, date)) {
          check(from);
          check(new Date(to.getTime() - 1));
        }
        check(nextAllowed(setting, someone, now)?.at);
        if (worksAt(setting, someone, now)) check(now);
        for (const knowledge of [true, false])
          check(placeMessage(setting, someone, { from: now, knowledge }, seededRandom(later))?.at);
        const asked = { kind, cadence, at: now };
        for (const { at, does } of rungs(asked, setting, someone, false))
          if (does === 'nudge' || does === 'last_nudge')
            if (mayBeAsked(setting, { ...someone, startsOn: null, leavesOn: null }, at))
              // A rung is a morning; of somebody who has left by then nothing comes.
              found += 1;
            else throw new Error(`A rung on ${localDate(at, setting.zone)}`);
        const moment = new Date(now.getTime() + later * 43_200_000);
        const closesAt = new Date(now.getTime() + 20 * 86_400_000);
        const chase = chaseNow(
          { ...asked, closesAt, nudges, snoozedUntil: null },
          setting,
          someone,
          false,
          moment,
        );
        if (chase.do === 'nudge') check(chase.at);
        if (chase.do === 'overdue') {
          // Never for a day on which they were not there.
          const noon = new Date(`${chase.dueOn}T12:00:00Z`);
          expect(
            (someone.away ?? []).some(({ from, until }) => from <= chase.dueOn && chase.dueOn <= until),
          ).toBe(false);
          expect(someone.workingDays).toContain(weekday(chase.dueOn));
          expect(noon > now || kind === 'duty').toBe(true);
        }
        // Told within the hour, or at a moment they may be; with no such moment left, in the hours of leads.
        if (
          nextAllowed(setting, someone, moment) !== null &&
          schoolDayAfter(setting.calendar, date) !== null
        ) {
          const at = lineMoment(setting, someone, new Date(moment.getTime() - 7_200_000), moment);
          check(at);
        }
      },
    ),
    { numRuns: 600 },
  );
  expect(found).toBeGreaterThan(1_000);
});
