/**
 * Teams' published limits, kept by the clock given: so many sends, creations and looks at members a thread, and so
 * many calls of any sort a tenant.
 * The rule: windows slide; what is over is told how long to wait, and is not counted. What is not published
 * (updates, deletions) counts only towards the tenant's.
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

export type Limits = {
  /** Seconds to wait; null when the call may go on. `thread` is whom or where it is about. */
  over(call: Arrived, thread: string, now: Date): number | null;
};

export function publishedLimits(): Limits {
  const past = new Map<string, number[]>();
  return {
    over({ method, tenantId }, thread, now) {
      const at = now.getTime();
      const own = PER_THREAD[method];
      const kept: [string, Window[]][] = [[`tenant ${tenantId}`, TENANT]];
      if (own) kept.push([`${own.as} ${thread}`, own.windows]);
      const wait = Math.max(...kept.map(([key, windows]) => waitFor(past.get(key) ?? [], windows, at)));
      if (wait > 0) return Math.ceil(wait / 1_000);
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
