/**
 * Slack's published limits, kept by the clock given: so many calls of a method a minute, one message a second and
 * channel with a short burst.
 * The rule: numbers as Slack's own Java SDK has them; what is over is told how long to wait.
 */
import { text } from './answer.ts';
import type { Json } from './world.ts';

const PER_MINUTE: Record<string, number> = {
  'apps.connections.open': 1,
  'users.list': 20,
  'conversations.open': 50,
  'conversations.info': 50,
  'conversations.history': 50,
  'chat.update': 50,
  'chat.postEphemeral': 100,
  'conversations.members': 100,
  'users.info': 100,
  'views.open': 100,
  'views.update': 100,
  'oauth.v2.access': 100,
  'auth.test': 600,
};
const POSTS_AT_ONCE = 5;

export type Limits = {
  /** Seconds to wait; null when the call may go on. */
  over(teamId: string, method: string, args: Json, now: Date): number | null;
};

export function publishedLimits(): Limits {
  const calls = new Map<string, number[]>();
  const posts = new Map<string, { left: number; at: number }>();
  return {
    over(teamId, method, args, now) {
      const at = now.getTime();
      if (method === 'chat.postMessage')
        return overInChannel(posts, `${teamId} ${text(args, 'channel')}`, at);
      const most = PER_MINUTE[method];
      if (most === undefined) return null;
      const key = `${teamId} ${method}`;
      const lately = (calls.get(key) ?? []).filter((time) => at - time < 60_000);
      calls.set(key, lately);
      const first = lately[0];
      if (lately.length >= most && first !== undefined)
        return Math.max(1, Math.ceil((first + 60_000 - at) / 1_000));
      lately.push(at);
      return null;
    },
  };
}

/** A second earns one post; up to five may have been saved. */
function overInChannel(
  posts: Map<string, { left: number; at: number }>,
  key: string,
  at: number,
): number | null {
  const before = posts.get(key) ?? { left: POSTS_AT_ONCE, at };
  const left = Math.min(POSTS_AT_ONCE, before.left + Math.max(0, at - before.at) / 1_000);
  if (left < 1) {
    posts.set(key, { left, at });
    return 1;
  }
  posts.set(key, { left: left - 1, at });
  return null;
}
