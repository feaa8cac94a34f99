/**
 * Postgres is away for so many minutes under presses, and comes back.
 * The rule: everybody who presses meanwhile is told within three seconds what became of it. First save is from its
 * return until a press made after it shows ✓; drained is until nothing waits in the spool. Both are promised in
 * seconds, and a promise missed is a fault. When all of it is shown is told apart: Slack takes fifty redraws a minute.
 */
import { firstShown } from './first-shown.ts';
import type { Real } from './house.ts';
import type { SideLog } from './side-log.ts';
import { missedPromises, quantile, seconds, type Trial } from './trial.ts';
import { underTaps } from './under-taps.ts';

const STAFF = 120;
/** People who press once it is back, and not before. */
const RESERVED = 30;
const BEFORE_MS = 5_000;
const MINUTE_MS = 60_000;
const LOOK_MS = 100;
const LONGEST_MS = 300_000;
const PROMISED = { 'first save': 10, 'spool drained': 60 };

export function outage(minutes: number, rate: number): Trial {
  return (given) =>
    underTaps(given, { staff: STAFF, rate }, async ({ house, postgres, taps }) => {
      const { real, say } = given;
      await real.wait(BEFORE_MS);
      taps.reserve(RESERVED);
      const before = taps.log.taps.length;
      const gone = real.monotonic();
      await postgres.halt('stopped');
      await real.wait(minutes * MINUTE_MS);
      const pressed = taps.log.taps.slice(before);
      await postgres.resume();
      const from = real.monotonic();
      taps.release();
      const waiting = house.spooled();
      const drained = untilTrue(() => house.spooled() === 0, real, from);
      const figures = {
        'first save': await firstShown(taps, real),
        'all shown': await untilTrue(unshownSince(taps.log, from), real, from),
        'spool drained': await drained,
      };
      const waits = pressed.flatMap(({ at, toldAt }) => (toldAt === null ? [] : [(toldAt - at) / 1000]));
      const silent = pressed.length - waits.length;
      say(`Postgres away for ${minutes} minutes under ${rate} presses a second:`);
      say(
        `  ${pressed.length} presses meanwhile, told after ${seconds(quantile(waits, 0.5))} s (median), ${seconds(quantile(waits, 1))} s at most; ${silent} had no word yet when it came back`,
      );
      say(
        `  first save after ${seconds(figures['first save'])} s; the ${waiting} in the spool filed after ${seconds(figures['spool drained'])} s, and all shown after ${seconds(figures['all shown'])} s`,
      );
      const missed = missedPromises(figures, PROMISED);
      return { kills: 1, figures, away: [{ from: gone, to: from }], missed };
    });
}

/** A received press is shown once its question shows an answer: of several to one question the first counts. */
function unshownSince({ taps }: SideLog, from: number): () => boolean {
  const received = new Set(taps.filter(({ told }) => told === 'received').map(({ token }) => token));
  return () => {
    for (const { token, shownAt } of taps) if (shownAt !== null && shownAt >= from) received.delete(token);
    return received.size === 0;
  };
}

/** Seconds until it is so; not a number where it does not come to be. */
async function untilTrue(is: () => boolean, real: Real, from: number): Promise<number> {
  for (;;) {
    if (is()) return (real.monotonic() - from) / 1000;
    if (real.monotonic() - from > LONGEST_MS) return Number.NaN;
    await real.wait(LOOK_MS);
  }
}
