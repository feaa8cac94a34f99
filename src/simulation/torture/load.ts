/**
 * People press at a steady rate for so long: how long until ✓, how much memory it takes, and nothing lost.
 * The rule: the presses come when they come (an open loop), so a slow answer shows in the figures. Memory is a straight
 * line through what the system says of the process, after the first tenth of the time. That p99 is below 300 ms is a
 * promise for a machine of its own: printed where it is missed, and no fault.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { missedPromises, quantile, type Trial } from './trial.ts';
import { underTaps } from './under-taps.ts';

/** A school; at fifty a second each of its questions is answered every few seconds. */
const STAFF = 120;
const SAMPLE_MS = 2_000;
const HOUR_MS = 3_600_000;
const SETTLING = 0.1;
/** However short it is, it is looked at so often. */
const LEAST_SAMPLES = 5;
const PROMISED = { 'press to ✓, p99': 0.3 };

type Sample = { at: number; megabytes: number };

export function load(forSeconds: number, rate: number): Trial {
  return (given) =>
    underTaps(given, { staff: STAFF, rate }, async ({ taps, program }) => {
      const { real, say } = given;
      const began = real.monotonic();
      const samples: Sample[] = [];
      while (real.monotonic() - began < forSeconds * 1000) {
        await real.wait(Math.min(SAMPLE_MS, (forSeconds * 1000) / LEAST_SAMPLES));
        samples.push({ at: real.monotonic(), megabytes: await residentIn(program.pid) });
      }
      const away = taps.log.taps.filter(({ turnedAway }) => turnedAway).length;
      const taken = taps.log.taps.flatMap(({ at, shownAt, turnedAway }) =>
        shownAt === null || turnedAway ? [] : [{ at: at - began, took: shownAt - at }],
      );
      const shown = taken.map(({ took }) => took);
      const warm = taken.filter(({ at }) => at > SETTLING * forSeconds * 1000).map(({ took }) => took);
      const of = (share: number, among = shown) => quantile(among, share).toFixed(0);
      const settled = samples.slice(Math.floor(samples.length * SETTLING));
      const made = taps.log.taps.length;
      say(
        `${rate} presses a second for ${forSeconds} s: ${made} made, ${taps.missed} more had no question left to answer, ${away} were turned away with a line (answered already)`,
      );
      say(`  press to ✓: p50 ${of(0.5)} ms, p99 ${of(0.99)} ms, at most ${of(1)} ms`);
      say(
        `    after the first tenth of the time, once everything is warm: p50 ${of(0.5, warm)} ms, p99 ${of(0.99, warm)} ms`,
      );
      say(
        `  memory: ${settled[0]?.megabytes.toFixed(0)} to ${settled.at(-1)?.megabytes.toFixed(0)} MB, ${slopeOf(settled).toFixed(1)} MB an hour`,
      );
      const figures = {
        'press to ✓, p99': quantile(shown, 0.99) / 1000,
        'press to ✓, at most': quantile(shown, 1) / 1000,
        'memory, MB an hour': slopeOf(settled),
      };
      for (const { check, where } of missedPromises(figures, PROMISED)) say(`  ${check}: ${where}`);
      return { kills: 0, figures };
    });
}

/** Megabytes an hour, by least squares. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [at, megabytes] = [mean((sample) => sample.at), mean((sample) => sample.megabytes)];
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  const together = samples.reduce(
    (sum, sample) => sum + (sample.at - at) * (sample.megabytes - megabytes),
    0,
  );
  return (together / spread) * HOUR_MS;
}

async function residentIn(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) / 1024;
}
