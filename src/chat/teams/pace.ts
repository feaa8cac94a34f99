/**
 * Keeps what Vigil sends below what Teams takes: so many a second in one conversation, so many in one tenant.
 * The rule: whoever would be too fast waits here rather than be refused there, and nobody waits for another's
 * conversation. Time and waiting are given, so a test needs neither. Figures: Teams' rate-limit page, with a margin
 * below the tenant's.
 */

/** At most `most` within any `ms`. */
export type Window = { most: number; ms: number };

export const THREAD: readonly Window[] = [
  { most: 7, ms: 1_000 },
  { most: 8, ms: 2_000 },
  { most: 60, ms: 30_000 },
  { most: 1_800, ms: 3_600_000 },
];
export const MEMBERS: readonly Window[] = [
  { most: 14, ms: 1_000 },
  { most: 120, ms: 30_000 },
];
/** Teams says 50 a second for an app in a tenant; older pages say 30. */
export const TENANT: readonly Window[] = [{ most: 20, ms: 1_000 }];
/** Opening conversations is refused past about seven a second. */
export const CREATE: readonly Window[] = [{ most: 5, ms: 1_000 }];

export type Clockwork = { now(): number; pause(ms: number): Promise<void> };
/** What is counted together, and how much of it there may be. */
export type Lane = { name: string; windows: readonly Window[] };

export type Pace = {
  /**
   * 0 when it may go, which is counted as gone in every lane. Where that would be further off than `mostMs`, it is not
   * waited for: how far off it is, in milliseconds.
   */
  turn(lanes: readonly Lane[], mostMs?: number): Promise<number>;
  rest(ms: number): Promise<void>;
};

const MOST_LANES = 10_000;

export function openPace({ now, pause }: Clockwork): Pace {
  const gone = new Map<string, number[]>();

  const waitOf = ({ name, windows }: Lane, at: number): number => {
    const times = gone.get(name) ?? [];
    return Math.max(
      0,
      ...windows.map(({ most, ms }) => {
        const oldest = times.at(-most);
        return oldest === undefined ? 0 : oldest + ms - at;
      }),
    );
  };
  const count = ({ name, windows }: Lane, at: number) => {
    const keep = Math.max(...windows.map(({ most }) => most));
    const times = [...(gone.get(name) ?? []), at].slice(-keep);
    gone.delete(name);
    gone.set(name, times);
    const [oldest] = gone.keys();
    if (gone.size > MOST_LANES && oldest !== undefined) gone.delete(oldest);
  };
  return {
    rest: pause,
    async turn(lanes, mostMs = Number.POSITIVE_INFINITY) {
      for (let left = mostMs; ; ) {
        const at = now();
        const wait = Math.max(0, ...lanes.map((lane) => waitOf(lane, at)));
        if (wait <= 0) {
          for (const lane of lanes) count(lane, at);
          return 0;
        }
        if (wait > left) return wait;
        left -= wait;
        await pause(wait);
      }
    },
  };
}
