/**
 * Time for a pace under test: it goes on with the test's own moment, and at once by as much as anybody pauses.
 */
import type { Clockwork } from '../../src/chat/pace.ts';

export function restless(moment: () => number): Clockwork {
  let slept = 0;
  return {
    now: () => moment() + slept,
    pause: async (ms) => {
      slept += ms;
    },
  };
}
