/**
 * Slack's published limits, watched by the clock given: so many calls of a method a minute, one message a second in a
 * conversation with a short burst, several hundred a minute in a workspace; and a Retry-After that is not waited for.
 * The rule: numbers as Slack's own Java SDK has them; whatever goes beyond one is written down, whether it is refused or
 * not. A person's id and their direct conversation are one.
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
  /** "Several hundred": the least that can mean. */
  'chat.postMessage': 300,
};
/** For an app sold outside the Marketplace. */
const SOLD: Record<string, number> = { 'conversations.history': 1, 'conversations.replies': 1 };
const POSTS_AT_ONCE = 5;
const MINUTE_MS = 60_000;

/** early: before a Retry-After was over. conversation: more than one a second. method: more than its tier a minute. */
export type OverLimit = {
  teamId: string;
  method: string;
  at: Date;
  what: 'early' | 'conversation' | 'method';
};

export type Limits = {
  /** What is over one is refused, not only written down. */
  refuses: boolean;
  /** Everything that went beyond a limit, in order. */
  over: OverLimit[];
  /** What a call is over, written down, and the seconds to wait; null when it is within every limit. */
  take(call: Taken): number | null;
  /** Slack has asked to wait so long with that method. */
  asked(teamId: string, method: string, seconds: number, now: Date): void;
};
export type Taken = { teamId: string; method: string; args: Json; now: Date };

/** `directOf`: whose direct conversation an id is, so that both ids count as one. `sold`: outside the Marketplace. */
export function publishedLimits(given: {
  sold: boolean;
  refuses: boolean;
  directOf(teamId: string, conversationId: string): string;
}): Limits {
  const perMinute = given.sold ? { ...PER_MINUTE, ...SOLD } : PER_MINUTE;
  const calls = new Map<string, number[]>();
  const posts = new Map<string, { left: number; at: number }>();
  const waits = new Map<string, number>();
  const over: OverLimit[] = [];

  const overMethod = (key: string, method: string, at: number): number | null => {
    const most = perMinute[method];
    if (most === undefined) return null;
    const lately = (calls.get(key) ?? []).filter((time) => at - time < MINUTE_MS);
    calls.set(key, lately);
    const first = lately[lately.length - most];
    if (first !== undefined) return Math.max(1, Math.ceil((first + MINUTE_MS - at) / 1_000));
    lately.push(at);
    return null;
  };

  return {
    refuses: given.refuses,
    over,
    asked(teamId, method, seconds, now) {
      const key = `${teamId} ${method}`;
      waits.set(key, Math.max(waits.get(key) ?? 0, now.getTime() + seconds * 1_000));
    },
    take({ teamId, method, args, now }) {
      const at = now.getTime();
      const note = (what: OverLimit['what'], wait: number) => {
        over.push({ teamId, method, at: now, what });
        return wait;
      };
      const key = `${teamId} ${method}`;
      const until = waits.get(key) ?? at;
      if (until > at) return note('early', Math.ceil((until - at) / 1_000));
      if (method === 'chat.postMessage') {
        const conversation = given.directOf(teamId, text(args, 'channel') ?? '');
        const wait = overInConversation(posts, `${teamId} ${conversation}`, at);
        if (wait !== null) return note('conversation', wait);
      }
      const wait = overMethod(key, method, at);
      if (wait === null) return null;
      // Where it is only noted, nobody is told to wait.
      if (given.refuses) waits.set(key, at + wait * 1_000);
      return note('method', wait);
    },
  };
}

/** A second earns one post; up to five may have been saved. */
function overInConversation(
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
