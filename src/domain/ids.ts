/**
 * The ports through which a step gets what it may not make itself: identifiers, tokens and chance.
 * The rule: nothing below main reads a clock or rolls dice of its own, so a run can be repeated from a seed.
 */

export type Ids = {
  /** A new UUID for a row. */
  id(): string;
  /** 128 random bits as 22 URL-safe characters: what a button carries. */
  token(): string;
};

export type Random = {
  /** 0 ≤ x < 1 */
  next(): number;
};

/** A whole number from 0 to `below` − 1. */
export function randomBelow(random: Random, below: number): number {
  return Math.floor(random.next() * below);
}

/** The same things in a new, shuffled order (Fisher–Yates). */
export function shuffled<T>(random: Random, things: readonly T[]): T[] {
  const result = [...things];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = randomBelow(random, last + 1);
    const kept = result[last] as T;
    result[last] = result[other] as T;
    result[other] = kept;
  }
  return result;
}
