/**
 * One call to Teams in its turn.
 * The rule: what would have to wait too long is not called, and is told how long; where Teams says itself to wait, what
 * the call was about is held for everybody until that is over, and nothing else is.
 */
import type { Pace, PaceLane } from '../pace.ts';
import type { Wire } from './wire.ts';

/** Held up for longer, a call is given back rather than waited for. */
export const MOST_WAIT_MS = 20_000;

/** `about`: what a limit of Teams' own would be about. */
export type Turn = { lanes: readonly PaceLane[]; about: PaceLane; mostMs?: number };

export async function pacedCall<T>(
  pace: Pace,
  { lanes, about, mostMs = MOST_WAIT_MS }: Turn,
  call: () => Promise<Wire<T>>,
): Promise<Wire<T>> {
  const wait = await pace.turn(lanes, mostMs);
  if (wait > 0) return { kind: 'throttled', retryAfterMs: wait };
  const done = await call();
  if (done.kind === 'throttled' && done.retryAfterMs !== null) pace.hold(about, done.retryAfterMs);
  return done;
}
