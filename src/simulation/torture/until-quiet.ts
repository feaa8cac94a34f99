/**
 * Waits until Vigil has nothing more to do: nothing asked of Slack for a while, and nothing due or half done.
 * The rule: a wait has an end, and one that does not become quiet says so. A message in doubt, which is looked for after
 * half a minute, is half done all that time. Where the database is inside the program, what is due cannot be asked
 * for: it is sent at one of the deliverer's next looks, and quiet is longer than two of those.
 */
import type { House, Real } from './house.ts';

const LOOK_MS = 500;
const STILL_MS = { postgres: 3_000, pglite: 5_000 };
const LONGEST_MS = 240_000;

type Watched = Pick<House, 'kind' | 'now' | 'underWay'> & { slack: { calls: readonly unknown[] } };

/** The record's moment by which everything that was due then has been done. */
export async function untilQuiet(
  { slack, kind, now, underWay }: Watched,
  real: Pick<Real, 'monotonic' | 'wait'>,
): Promise<Date> {
  const began = real.monotonic();
  let calls = slack.calls.length;
  let since = began;
  let sinceThen = now();
  while (real.monotonic() - began < LONGEST_MS) {
    await real.wait(LOOK_MS);
    if (slack.calls.length !== calls) {
      calls = slack.calls.length;
      since = real.monotonic();
      sinceThen = now();
    }
    if (real.monotonic() - since <= STILL_MS[kind]) continue;
    const { count, at } = await underWay();
    if (count === 0 && slack.calls.length === calls) return kind === 'postgres' ? at : sinceThen;
  }
  const { count, what } = await underWay();
  throw new Error(`It did not become quiet: ${count} due or half done (${what ?? 'no more is known'})`);
}
