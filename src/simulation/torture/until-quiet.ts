/**
 * Waits until Vigil has nothing more to do: nothing asked of Slack for a while, and on a server nothing in the record
 * that is due or half done.
 * The rule: a wait has an end, and one that does not become quiet says so.
 */
import type { House, Real } from './house.ts';

const LOOK_MS = 500;
/** Longer than the pause between two looks of the deliverer, and than the first wait after a doubtful send. */
const STILL_MS = 12_000;
const LONGEST_MS = 240_000;

const UNDER_WAY = `select count(*)::int as n from message
  where state in ('sending', 'unknown') or (state = 'sent' and drawn_revision <> revision)
    or (state = 'pending' and next_attempt_at <= now() and not_before <= now())`;

export async function untilQuiet({ slack, kind, read }: House, real: Real): Promise<void> {
  const began = real.monotonic();
  let calls = slack.calls.length;
  let since = began;
  while (real.monotonic() - began < LONGEST_MS) {
    await real.wait(LOOK_MS);
    if (slack.calls.length !== calls) {
      calls = slack.calls.length;
      since = real.monotonic();
    }
    const isStill = real.monotonic() - since > (kind === 'postgres' ? STILL_MS / 4 : STILL_MS);
    if (!isStill) continue;
    if (kind === 'pglite') return;
    const [rows] = await read(UNDER_WAY);
    if (rows?.[0]?.n === 0) return;
  }
  throw new Error('It did not become quiet');
}
