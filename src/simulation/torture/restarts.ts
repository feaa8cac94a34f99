/**
 * Postgres is restarted under presses, by a kill and in its own time by turns.
 * The rule: recovery is from the moment it is started again until somebody who presses after that sees ✓. Whoever
 * presses meanwhile is told within three seconds.
 */
import { firstShown } from './first-shown.ts';
import type { Away } from './told-in-time.ts';
import { quantile, seconds, type Trial } from './trial.ts';
import { underTaps } from './under-taps.ts';

const STAFF = 30;
const MOST_DOWN_MS = 3_000;
const BETWEEN_MS = 2_000;

export function restarts(times: number, rate: number): Trial {
  return (given) =>
    underTaps(given, { staff: STAFF, rate }, async ({ postgres, taps }) => {
      const { real, random, say } = given;
      const recoveries: number[] = [];
      const away: Away[] = [];
      for (let time = 0; time < times; time += 1) {
        await real.wait(BETWEEN_MS);
        const from = real.monotonic();
        await postgres.halt(time % 2 === 0 ? 'killed' : 'stopped');
        await real.wait(random.next() * MOST_DOWN_MS);
        await postgres.resume();
        recoveries.push(await firstShown(taps, real));
        away.push({ from, to: real.monotonic() });
      }
      say(
        `Postgres restarted ${times} times: ✓ again after ${seconds(quantile(recoveries, 0.5))} s (median), ${seconds(quantile(recoveries, 1))} s at most`,
      );
      return { kills: times, figures: { 'recovery, at most': quantile(recoveries, 1) }, away };
    });
}
