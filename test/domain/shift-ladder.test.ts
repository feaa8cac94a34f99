/**
 * A closed day moves what is counted in school days by one, and an opened one moves it back; nothing closes sooner.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Asked, dueOn, rungs } from '../../src/domain/ladder.ts';
import { addDays, instantAt, localDate, weekday } from '../../src/domain/local-time.ts';
import { isSchoolDay, schoolDayAfter } from '../../src/domain/school-day.ts';
import { shiftLadder } from '../../src/domain/shift-ladder.ts';
import { AUTUMN_2026 } from '../support/school.ts';

const zone = 'Europe/London';
const before = { calendar: AUTUMN_2026, zone };
const closedOn = (...days: string[]) => ({
  zone,
  calendar: {
    ...AUTUMN_2026,
    closures: [
      ...AUTUMN_2026.closures,
      ...days.map((on) => ({ on, reason: 'closed' as const, name: 'Closed' })),
    ],
  },
});
const person = { workingDays: [1, 2, 3, 4, 5], dayStart: '08:00', dayEnd: '16:30' };
const MONDAY = new Date('2026-11-09T08:05:00Z');
const asked = (kind: Asked['kind'], cadence: Asked['cadence'], place = 0, on = before) => {
  const at = MONDAY;
  const chaseAt = rungs({ kind, cadence, at }, on, person, false)[place]?.at ?? MONDAY;
  return { kind, cadence, at, chaseAt, closesAt: new Date('2026-11-16T23:59:59Z') };
};
const shifted = (prompt: ReturnType<typeof asked>, after = closedOn('2026-11-10')) =>
  shiftLadder(prompt, false, { before: { place: before, person }, after: { place: after, person } });

test('a weekly check is due, and reminded of, a school day later', () => {
  expect(shifted(asked('duty', 'weekly'))).toEqual({
    dueOn: '2026-11-12',
    chaseAt: new Date('2026-11-11T08:00:00Z'),
    closesAt: new Date('2026-11-16T23:59:59Z'),
  });
  expect(shifted(asked('duty', 'weekly', 2)).chaseAt).toEqual(new Date('2026-11-12T16:00:00Z'));
});

test('an attestation and a knowledge question move too; what closes stays open until it is due', () => {
  const attestation = shifted(asked('attestation', 'annual'));
  expect(attestation.dueOn).toBe('2026-11-24');
  expect(attestation.closesAt).toEqual(new Date('2026-11-24T23:59:59Z'));
  const knowledge = shifted(asked('knowledge', 'half_termly'));
  expect(knowledge).toMatchObject({ dueOn: null, chaseAt: new Date('2026-11-12T08:00:00Z') });
  expect(knowledge.closesAt).toEqual(new Date('2026-11-17T23:59:59Z'));
});

test('a check of one day, asked before it closed, is due the next school day', () => {
  const daily = asked('duty', 'daily');
  expect(shifted(daily, closedOn('2026-11-09'))).toMatchObject({
    dueOn: '2026-11-10',
    chaseAt: new Date('2026-11-10T13:00:00Z'),
  });
});

test('what was put off for a reason of its own is looked at when it would have been', () => {
  const chaseAt = new Date('2026-11-10T15:20:00Z');
  expect(shifted({ ...asked('duty', 'weekly'), chaseAt }).chaseAt).toEqual(chaseAt);
});

test('for any question, day and person: closing and opening again gives back the due date and the rung', () => {
  const kind = fc.constantFrom<Asked['kind']>('knowledge', 'attestation', 'duty');
  fc.assert(
    fc.property(
      kind,
      fc.constantFrom<Asked['cadence']>('daily', 'weekly', 'termly'),
      fc.integer({ min: 0, max: 200 }),
      fc.subarray([1, 2, 3, 4, 5], { minLength: 1 }),
      fc.integer({ min: 0, max: 12 }),
      fc.nat(3),
      (kindOf, cadence, start, workingDays, ahead, place) => {
        const on = addDays('2026-09-07', start);
        const closed = addDays(on, ahead);
        if (!isSchoolDay(AUTUMN_2026, on) || !isSchoolDay(AUTUMN_2026, closed)) return;
        const who = { ...person, workingDays };
        const at = instantAt(on, '08:05', zone);
        const ladder = rungs({ kind: kindOf, cadence, at }, before, who, false);
        const rung = ladder[place % Math.max(1, ladder.length)];
        if (rung === undefined) return;
        const prompt = {
          kind: kindOf,
          cadence,
          at,
          chaseAt: rung.at,
          closesAt: instantAt(on, '23:59', zone),
        };
        const after = closedOn(closed);
        const there = shiftLadder(prompt, false, {
          before: { place: before, person: who },
          after: { place: after, person: who },
        });
        expect(there.closesAt >= prompt.closesAt).toBe(true);
        if (there.dueOn !== null) {
          expect(isSchoolDay(after.calendar, there.dueOn)).toBe(true);
          expect(workingDays).toContain(weekday(there.dueOn));
          expect(there.dueOn >= (dueOn(prompt, before, who) ?? '')).toBe(true);
        }
        // A rung that met another on one day is one rung: the number of them differs, and the first stands.
        const moved = rungs(prompt, after, who, false);
        if (moved.length !== ladder.length) return;
        expect(isSchoolDay(after.calendar, localDate(new Date(there.chaseAt.getTime() - 1), zone))).toBe(
          true,
        );
        const back = shiftLadder({ ...prompt, ...there }, false, {
          before: { place: after, person: who },
          after: { place: before, person: who },
        });
        expect(back.chaseAt).toEqual(prompt.chaseAt);
        expect(back.dueOn).toBe(dueOn(prompt, before, who));
        expect(schoolDayAfter(AUTUMN_2026, on)).not.toBeNull();
      },
    ),
    { numRuns: 400 },
  );
});
