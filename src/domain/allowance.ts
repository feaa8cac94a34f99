/**
 * How much may come from one person, or one workspace, before the rest is turned away for a moment: so much at once,
 * and so much a minute after it.
 * The rule: only what is taken is counted, so whoever is over the limit is let in again as soon as there is room. Time
 * is given. Whose allowance it is, and what they are told, is left to the step that asks.
 */
export type Allowance = { atOnce: number; aMinute: number };

/** What is left of an allowance at a moment, in milliseconds of any clock that only goes on. */
export type Left = { count: number; at: number };

const MINUTE = 60_000;

/** What is left now; the whole of it for somebody of whom nothing is known. */
export function leftAt(left: Left | undefined, at: number, { atOnce, aMinute }: Allowance): Left {
  if (left === undefined) return { count: atOnce, at };
  // A clock that went back gives nothing, and takes nothing away.
  const gone = Math.max(0, at - left.at);
  return { count: Math.min(atOnce, left.count + (gone * aMinute) / MINUTE), at };
}

/** How long until one more may come: 0 where it may now. */
export function waitFor({ count }: Left, { aMinute }: Allowance): number {
  return count >= 1 ? 0 : Math.ceil(((1 - count) * MINUTE) / aMinute);
}
