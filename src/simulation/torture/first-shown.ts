/**
 * How long from now until somebody who presses after now sees that it is recorded. Seconds.
 * The rule: a wait has an end; one that comes to it is a fault of Vigil's, and throws.
 */
import type { Real } from './house.ts';
import type { SteadyTaps } from './steady-taps.ts';

const LOOK_MS = 20;
const LONGEST_MS = 120_000;

export async function firstShown({ log }: SteadyTaps, real: Real): Promise<number> {
  const from = real.monotonic();
  const before = log.taps.length;
  for (;;) {
    const first = log.taps.slice(before).find(({ shownAt }) => shownAt !== null);
    if (first?.shownAt) return (first.shownAt - from) / 1000;
    if (real.monotonic() - from > LONGEST_MS) throw new Error('Nobody saw ✓ again');
    await real.wait(LOOK_MS);
  }
}
