/**
 * Rules 17 to 19 of the simulated world: of the lanes, of what waits, and of the waits that platforms tell.
 * The rule: calls are compared in true time, whatever the record's clock says; a bot that sleeps does nothing meanwhile,
 * and what it does once it is awake is judged like anything else.
 */
import type { Evidence } from './evidence.ts';
import type { Attempt } from './history.ts';

/** What has just fallen due is not yet late. */
const IN_TURN_MS = 600_000;
/** Platforms tell their waits in whole seconds. */
const WAIT_SLACK_MS = 2_000;
/** Posts of one school that may be on their way at once, by which the earlier are looked for. */
const NEAR = 4;

export function lanesShared({ sim, posts, slept, wasClockSet }: Evidence): string[] {
  const isOdd = ({ bot, trueAt, endedTrue }: Attempt) =>
    slept(bot, trueAt, endedTrue ?? trueAt) || wasClockSet(trueAt, endedTrue ?? trueAt);
  return sim.schools.flatMap(({ key }) => {
    const here = posts.filter((post) => post.school === key).sort((one, two) => one.trueAt - two.trueAt);
    return here.flatMap((post, at) => {
      const before = here
        .slice(Math.max(0, at - NEAR), at)
        .find((other) => other.bot !== post.bot && post.trueAt < (other.endedTrue ?? 0) && !isOdd(other));
      return before === undefined ? [] : [`${post.key} while ${before.key} was on its way`];
    });
  });
}

/** Looked at when no fault has been for an hour of working time, and at the end: both by what was due shortly before. */
export function stillWaiting({ sim }: Evidence): string[] {
  return sim.history.waits.flatMap(({ school, at, messages, wakes }) => {
    const by = at - IN_TURN_MS;
    const stuck = messages
      .filter(({ dueAt }) => dueAt.getTime() < by)
      .map(({ messageId, kind, state }) => `${kind} ${messageId} of ${school} is still ${state}`);
    const asleep = wakes
      .filter(({ dueAt, leasedUntil }) => (leasedUntil ?? dueAt).getTime() < by)
      .map(({ step }) => `${step} of ${school} has not run`);
    return [...stuck, ...asleep];
  });
}

export function waitsBroken({ sim, wasClockSet }: Evidence): string[] {
  return sim.history.attempts.flatMap((limited) => {
    const { limitedUntil, endedTrue } = limited;
    if (limitedUntil === null || endedTrue === null || !limited.settled) return [];
    const during = sim.history.attempts.filter(
      ({ did, school, trueAt }) =>
        did === limited.did &&
        school === limited.school &&
        endedTrue < trueAt &&
        trueAt < limitedUntil - WAIT_SLACK_MS,
    );
    if (during.length <= 1 || wasClockSet(endedTrue, limitedUntil)) return [];
    return [`${during.length} calls within the wait after ${limited.key ?? 'a redraw'}`];
  });
}
