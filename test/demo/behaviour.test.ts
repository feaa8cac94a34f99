/**
 * The simulated staff: the same every time, only at work, and one standard that quietly gets worse.
 */
import { describe, expect, test } from 'vitest';
import { type Asked, intentFor, WORSENING } from '../../src/demo/behaviour.ts';
import { GOVERNORS, PERSONAS, STAFF } from '../../src/demo/staff.ts';
import { addDays, instantAt, localDate, localTime, weekday } from '../../src/domain/local-time.ts';
import type { Question } from '../../src/domain/question.ts';
import { AUDIENCES, inAudience } from '../../src/domain/role.ts';
import { isSchoolDay, schoolDayFrom } from '../../src/domain/school-day.ts';
import { AUTUMN_2026, QUESTIONS } from '../support/school.ts';

const ZONE = 'Europe/London';
const [scenario] = QUESTIONS as [Question];

function asked(on: string, n: number, question: Question = scenario): Asked {
  return {
    question,
    occurrence: on,
    staffRef: `X${n}`,
    askedAt: instantAt(on, '08:10', ZONE),
    begun: false,
    workingDays: [1, 2, 4],
    dayStart: '08:00',
    dayEnd: '15:30',
  };
}

/** The share of good answers among those given by 400 people asked that day. */
function shareRight(on: string, question: Question): number {
  const intents = Array.from({ length: 400 }, (_, n) => intentFor(asked(on, n, question), AUTUMN_2026, ZONE));
  const keys = intents.flatMap((intent) =>
    intent.does === 'answer' && intent.answer.kind === 'choice' ? [intent.answer.key] : [],
  );
  return keys.filter((key) => key === 'now').length / keys.length;
}

describe('what simulated staff do', () => {
  test('is the same every time it is asked about', () => {
    for (let n = 0; n < 50; n += 1)
      expect(intentFor(asked('2026-09-15', n), AUTUMN_2026, ZONE)).toEqual(
        intentFor(asked('2026-09-15', n), AUTUMN_2026, ZONE),
      );
  });

  test('happens at work: on a school day, a working day, in hours, and after being asked', () => {
    for (let day = '2026-10-19'; day < '2026-11-10'; day = addDays(day, 1)) {
      const on = schoolDayFrom(AUTUMN_2026, day) ?? day;
      for (let n = 0; n < 40; n += 1) {
        const one = asked(on, n);
        const intent = intentFor(one, AUTUMN_2026, ZONE);
        if (intent.does === 'nothing') continue;
        expect(intent.at > one.askedAt).toBe(true);
        const date = localDate(intent.at, ZONE);
        expect(isSchoolDay(AUTUMN_2026, date)).toBe(true);
        if (date !== on) expect(one.workingDays).toContain(weekday(date));
        expect(localTime(intent.at, ZONE) < '15:30').toBe(true);
      }
    }
  });

  test('gets worse in one standard and not in the others', () => {
    expect(WORSENING).toBe(scenario.standard);
    expect(shareRight('2026-09-08', scenario)).toBeGreaterThan(0.85);
    expect(shareRight('2026-11-24', scenario)).toBeLessThan(0.55);
    expect(shareRight('2026-11-24', { ...scenario, standard: 'training' })).toBeGreaterThan(0.85);
  });
});

describe('the invented school', () => {
  test('has thirty staff, references that are its own, and somebody for every audience', () => {
    expect(STAFF.length).toBe(30);
    const everybody = [...STAFF, ...GOVERNORS];
    expect(new Set(everybody.map(({ ref }) => ref)).size).toBe(everybody.length);
    const uncovered = AUDIENCES.filter(
      (audience) => !everybody.some(({ roles }) => inAudience(audience, roles)),
    );
    expect(uncovered).toEqual(['trust_safeguarding_lead', 'administrator']);
    for (const { ref } of PERSONAS) expect(everybody.map((person) => person.ref)).toContain(ref);
  });
});
