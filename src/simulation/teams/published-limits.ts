/**
 * Teams' published limits, kept by the clock given: so many sends, creations and looks at members a thread, and so
 * many calls of any sort a tenant.
 * The rule: windows slide; what is over is told how long to wait, and is not counted. What is not published
 * (updates, deletions) counts only towards the tenant's. Whatever goes beyond a limit, or does not wait as it was asked
 * to, is written down.
 */
import type { Arrived } from './misbehave.ts';

type Window = readonly [most: number, ms: number];

const SENDING: Window[] = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
];
const LOOKING: Window[] = [
  [14, 1_000],
  [120, 30_000],
];
const TENANT: Window[] = [[50, 1_000]];

const PER_THREAD: Record<string, { windows: Window[]; as: string }> = {
  createConversation: { windows: SENDING, as: 'create' },
  sendToConversation: { windows: SENDING, as: 'send' },
  replyToActivity: { windows: SENDING, as: 'send' },
  getPagedMembers: { windows: LOOKING, as: 'members' },
  getMembers: { windows: LOOKING, as: 'members' },
  getMember: { windows: LOOKING, as: 'members' },
};

/** early: before a Retry-After was over. window: more than fit in one. */
export type OverLimit = { method: string; thread: string; at: Date; what: 'early' | 'window' };

export type Limits = {
  /** Everything that went beyond a limit, in order. */
  over: OverLimit[];
  /** Seconds to wait, written down; null when the call may go on. `thread` is whom or where it is about. */
  take(call: Arrived, thread: string, now: Date): number | null;
  /** Teams has asked to wait so long with that. */
  asked(call: Arrived, thread: string, seconds: number, now: Date): void;
};

export function publishedLimits(): Limits {
  const past = new Map<string, number[]>();
  const waits = new Map<string, number>();
  const over: OverLimit[] = [];
  const keyOf = ({ method }: Arrived, thread: string) => `${PER_THREAD[method]?.as ?? method} ${thread}`;
  return {
    over,
    asked(call, thread, seconds, now) {
      const key = keyOf(call, thread);
      waits.set(key, Math.max(waits.get(key) ?? 0, now.getTime() + seconds * 1_000));
    },
    take(call, thread, now) {
      const { method, tenantId } = call;
      const at = now.getTime();
      const note = (what: OverLimit['what'], ms: number) => {
        over.push({ method, thread, at: now, what });
        return Math.ceil(ms / 1_000);
      };
      const until = waits.get(keyOf(call, thread)) ?? at;
      if (until > at) return note('early', until - at);
      const own = PER_THREAD[method];
      const kept: [string, Window[]][] = [[`tenant ${tenantId}`, TENANT]];
      if (own) kept.push([keyOf(call, thread), own.windows]);
      const wait = Math.max(...kept.map(([key, windows]) => waitFor(past.get(key) ?? [], windows, at)));
      if (wait > 0) return note('window', wait);
      for (const [key, windows] of kept) {
        const longest = Math.max(...windows.map(([, ms]) => ms));
        past.set(key, [...(past.get(key) ?? []).filter((time) => at - time < longest), at]);
      }
      return null;
    },
  };
}

/** Milliseconds until every window has room for one more. */
function waitFor(times: number[], windows: Window[], at: number): number {
  const waits = windows.map(([most, ms]) => {
    const lately = times.filter((time) => at - time < ms);
    const first = lately[lately.length - most];
    return first === undefined ? 0 : first + ms - at;
  });
  return Math.max(0, ...waits);
}
