/**
 * Chance for the simulator: one stream for each purpose, all from the run's seed.
 * The rule: what is drawn for one purpose never moves another's draws, so that a fault taken away leaves the workload
 * as it was.
 */
import { seededRandom, seedFrom } from '../../domain/seeded.ts';

export type Chance = {
  /** 0 ≤ x < 1 */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True `share` of the time. */
  happens(share: number): boolean;
  pick<T>(things: readonly T[]): T;
};

export function chanceFrom(...words: (string | number)[]): Chance {
  const random = seededRandom(seedFrom(...words.map(String)));
  // Seeds that are alike begin alike; a few draws on, they do not.
  for (let warm = 0; warm < 4; warm += 1) random.next();
  const next = () => random.next();
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    happens: (share) => next() < share,
    pick(things) {
      const [thing] = things.slice(between(0, things.length - 1));
      if (thing === undefined) throw new Error('There is nothing to pick from');
      return thing;
    },
  };
}

/** A UUID that is always the same for the same words. */
export function uuidFrom(...words: (string | number)[]): string {
  const part = (n: number) =>
    (seedFrom(...words.map(String), `part ${n}`) >>> 0).toString(16).padStart(8, '0');
  const digits = part(1) + part(2) + part(3) + part(4);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
