/**
 * How late this machine is: how long our own event loop, which the fake Slack runs in, was kept waiting beyond what it
 * asked for.
 * The rule: a promise of Vigil's in seconds is held against it only beyond what the machine itself was late by in those
 * same seconds.
 */
import type { Real } from './house.ts';

export type LateMachine = {
  /** Milliseconds it was late, of all the time between two moments of the counter. */
  within(from: number, to: number): number;
  stop(): Promise<void>;
};

const LOOK_MS = 50;
/** A timer is a little late on an idle machine too. */
const IDLE_MS = 3;

export function watchLateness(real: Pick<Real, 'monotonic' | 'wait'>): LateMachine {
  const late: { from: number; to: number; ms: number }[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const from = real.monotonic();
      await real.wait(LOOK_MS);
      const to = real.monotonic();
      const ms = to - from - LOOK_MS;
      if (ms > IDLE_MS) late.push({ from, to, ms });
    }
  })();
  return {
    within: (from, to) =>
      late.filter((each) => each.to > from && each.from < to).reduce((sum, { ms }) => sum + ms, 0),
    stop() {
      isOver = true;
      return watching;
    },
  };
}
