/**
 * A school year of one anonymous question in a small school, drawn from a seed: who answers in which week of which half
 * term, and what. People join and leave; some weeks have one answer, some none.
 * The rule: it says what happened, never what is shown of it.
 */

import { randomBelow } from '../../src/domain/ids.ts';
import { addDays, type LocalDate, weekday } from '../../src/domain/local-time.ts';
import { seededRandom } from '../../src/domain/seeded.ts';
import { AUTUMN_2026 } from './school.ts';

export type Given = { ref: string; block: string; on: LocalDate; answer: string };
export type Year = { given: Given[]; joins: Map<string, LocalDate>; leaves: Map<string, LocalDate> };

export const CHOICES = ['yes', 'no', 'not_sure'] as const;
const PLACES = [
  'autumn-1-2026',
  'autumn-2-2026',
  'spring-1-2027',
  'spring-2-2027',
  'summer-1-2027',
  'summer-2-2027',
];
/** So that some periods are all alike, some nearly, and some of every kind. */
const MOODS = [
  [1, 0, 0],
  [0, 1, 0],
  [0.9, 0.05, 0.05],
  [0.5, 0.5, 0],
  [0.4, 0.3, 0.3],
] as const;

export function yearOf(seed: number, refs: readonly string[]): Year {
  const random = seededRandom(seed);
  for (let warm = 0; warm < 4; warm += 1) random.next();
  const staff = refs.slice(0, 5 + randomBelow(random, refs.length - 4));
  const halves = AUTUMN_2026.halfTerms;
  const joins = new Map<string, LocalDate>();
  const leaves = new Map<string, LocalDate>();
  const [joiner, leaver] = [staff.at(-1) ?? '', staff[0] ?? ''];
  joins.set(joiner, halves[1 + randomBelow(random, 2)]?.startsOn ?? '2026-11-02');
  leaves.set(leaver, halves[2 + randomBelow(random, 3)]?.endsOn ?? '2027-03-25');
  const given = halves.flatMap((half, at) => {
    const mood = MOODS[randomBelow(random, MOODS.length)] ?? MOODS[0];
    return staff.flatMap((ref): Given[] => {
      const since = joins.get(ref) ?? '';
      const until = leaves.get(ref) ?? '9999';
      if (half.startsOn < since || half.startsOn > until || random.next() < 0.08) return [];
      const week = randomBelow(random, 5);
      const on = addDays(mondayFrom(half.startsOn), week * 7 + randomBelow(random, 3));
      const drawn = random.next();
      const answer = drawn < mood[0] ? 'yes' : drawn < mood[0] + mood[1] ? 'no' : 'not_sure';
      return [{ ref, block: PLACES[at] ?? '', on, answer }];
    });
  });
  return { given, joins, leaves };
}

/** The first Monday on or after it: a half term may begin in the middle of a week. */
function mondayFrom(on: LocalDate): LocalDate {
  return addDays(on, (8 - weekday(on)) % 7);
}
