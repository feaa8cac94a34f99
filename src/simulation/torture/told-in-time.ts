/**
 * Whether everybody who pressed while the record was away was told within three seconds what became of it.
 * The rule: told is seen on their screen, by a line or the message itself. Slack's own sign that the app did not
 * respond is no word of ours.
 */
import type { Finding } from './finding.ts';
import type { LateMachine } from './late-machine.ts';
import { seconds } from './trial.ts';

/** A press, and when its person first had word of it. */
export type Pressed = { at: number; toldAt: number | null };

/** By the counter, in milliseconds. */
export type Away = { from: number; to: number };

const TOLD_MS = 3_000;

export function toldInTime(
  taps: readonly Pressed[],
  away: readonly Away[],
  late: Pick<LateMachine, 'within'>,
): Finding[] {
  const meanwhile = taps.filter(({ at }) => away.some(({ from, to }) => at >= from && at < to));
  const waits = meanwhile
    .filter(({ at, toldAt }) => {
      const to = toldAt ?? Number.POSITIVE_INFINITY;
      return to - at > TOLD_MS + late.within(at, Math.min(to, at + 2 * TOLD_MS));
    })
    .map(({ at, toldAt }) => (toldAt === null ? null : (toldAt - at) / 1000));
  if (waits.length === 0) return [];
  const longest = Math.max(0, ...waits.filter((wait) => wait !== null));
  const never = waits.filter((wait) => wait === null).length;
  return [
    {
      check: 'told within three seconds',
      where:
        `${waits.length} of ${meanwhile.length} presses while the record was away were not; ` +
        `${never} of them never, the others after ${seconds(longest)} s at most`,
    },
  ];
}
