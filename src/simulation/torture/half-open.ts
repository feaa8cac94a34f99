/**
 * The link to Postgres falls silent under presses: no end of it is told, and nothing more comes through.
 * The rule: noticed is from the silence until somebody who presses after it sees ✓, by way of a new link. Whoever
 * presses meanwhile is told within three seconds; that it is noticed within five is a promise, printed where missed.
 */
import { firstShown } from './first-shown.ts';
import type { Away } from './told-in-time.ts';
import { missedPromises, quantile, seconds, type Trial } from './trial.ts';
import { underTaps } from './under-taps.ts';

const STAFF = 30;
const BETWEEN_MS = 3_000;
const PROMISED = { 'noticed, at most': 5 };

export function halfOpen(times: number, rate: number): Trial {
  return (given) =>
    underTaps(given, { staff: STAFF, rate }, async ({ house, taps }) => {
      const { real, say } = given;
      const noticed: number[] = [];
      const away: Away[] = [];
      for (let time = 0; time < times; time += 1) {
        await real.wait(BETWEEN_MS);
        house.wire?.silence();
        const from = real.monotonic();
        noticed.push(await firstShown(taps, real));
        away.push({ from, to: real.monotonic() });
      }
      say(
        `The link fell silent ${times} times: ✓ again after ${seconds(quantile(noticed, 0.5))} s (median), ${seconds(quantile(noticed, 1))} s at most`,
      );
      const figures = { 'noticed, at most': quantile(noticed, 1) };
      for (const { check, where } of missedPromises(figures, PROMISED)) say(`  ${check}: ${where}`);
      return { kills: times, figures, away };
    });
}
