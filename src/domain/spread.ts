/**
 * A moment for each message, spread over the time it may go in, so that a school does not buzz all at once.
 * The rule: never before now, never after the window; with no time left today there is no moment.
 */
import type { Random } from './ids.ts';
import { addDays, instantAt, type LocalTime, localDate } from './local-time.ts';
import type { Span } from './working-hours.ts';

/** What is left of windows at `now`. */
export function remaining(windows: readonly Span[], now: Date): Span[] {
  return windows.filter(({ to }) => now < to).map(({ from, to }) => ({ from: from > now ? from : now, to }));
}

/** A moment by chance, each minute of the windows as likely as another; null when there are none. */
export function momentWithin(windows: readonly Span[], random: Random): { at: Date; until: Date } | null {
  const lengths = windows.map(({ from, to }) => to.getTime() - from.getTime());
  let left = random.next() * lengths.reduce((total, length) => total + length, 0);
  for (const [place, { from, to }] of windows.entries()) {
    const length = lengths[place] ?? 0;
    // Whole seconds from the start of the window, so that a moment is never before it.
    if (left < length) return { at: new Date(from.getTime() + Math.floor(left / 1000) * 1000), until: to };
    left -= length;
  }
  const last = windows.at(-1);
  return last ? { at: last.from, until: last.to } : null;
}

/** A moment of the next day, by chance, within so many seconds of a local time: what all do daily is not done at once. */
export function tomorrowWithin(
  now: Date,
  { zone, from, seconds }: { zone: string; from: LocalTime; seconds: number },
  random: Random,
): Date {
  const start = instantAt(addDays(localDate(now, zone), 1), from, zone);
  return new Date(start.getTime() + Math.floor(random.next() * seconds) * 1_000);
}
