/**
 * The link to Postgres falls silent under presses: no end of it is told, and nothing more comes through.
 * The rule: noticed is from the silence until somebody who presses after it sees ✓, by way of a new link.
 */
import { firstShown } from './first-shown.ts';
import { quantile, seconds, type Trial } from './trial.ts';
import { underTaps } from './under-taps.ts';

const STAFF = 30;
const BETWEEN_MS = 3_000;

export function halfOpen(times: number, rate: number): Trial {
  return (given) =>
    underTaps(given, { staff: STAFF, rate }, async ({ house, taps }) => {
      const { real, say } = given;
      const noticed: number[] = [];
      for (let time = 0; time < times; time += 1) {
        await real.wait(BETWEEN_MS);
        house.wire?.silence();
        noticed.push(await firstShown(taps, real));
      }
      say(
        `The link fell silent ${times} times: ✓ again after ${seconds(quantile(noticed, 0.5))} s (median), ${seconds(quantile(noticed, 1))} s at most`,
      );
      return times;
    });
}
