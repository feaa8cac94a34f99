/**
 * Keeps what Vigil sends below what a platform takes: so many within any stretch of time, in each lane of its own.
 * The rule: whoever would be too fast waits here rather than be refused there, and nobody waits for another's lane;
 * where the platform has said to wait, nobody goes before that is over. Time and waiting are given, so a test needs
 * neither. Which lanes there are, and how much of each, is each platform's.
 */

/** At most `most` within any `ms`. */
export type Window = { most: number; ms: number };

export type Clockwork = { now(): number; pause(ms: number): Promise<void> };
/** What is counted together, and how much of it there may be. */
export type PaceLane = {
  name: string;
  windows: readonly Window[];
  /** The share of each window that whoever asks leaves to others: a bulk send to people who wait for their answer. */
  spare?: number;
};

export type Pace = {
  /**
   * 0 when it may go, which is counted as gone in every lane. Where that would be further off than `mostMs`, it is not
   * waited for: how far off it is, in milliseconds.
   */
  turn(lanes: readonly PaceLane[], mostMs?: number): Promise<number>;
  /** Nobody goes in this lane for so long. Said twice, the longer counts. */
  hold(lane: Pick<PaceLane, 'name'>, ms: number): void;
  rest(ms: number): Promise<void>;
};

const MOST_LANES = 10_000;

export function openPace({ now, pause }: Clockwork): Pace {
  const gone = new Map<string, number[]>();
  const held = new Map<string, number>();

  const waitOf = ({ name, windows, spare = 0 }: PaceLane, at: number): number => {
    const times = gone.get(name) ?? [];
    return Math.max(
      (held.get(name) ?? at) - at,
      ...windows.map(({ most, ms }) => {
        const oldest = times.at(-Math.max(1, Math.floor(most * (1 - spare))));
        return oldest === undefined ? 0 : oldest + ms - at;
      }),
    );
  };
  const count = ({ name, windows }: PaceLane, at: number) => {
    const keep = Math.max(...windows.map(({ most }) => most));
    const times = [...(gone.get(name) ?? []), at].slice(-keep);
    gone.delete(name);
    gone.set(name, times);
    const [oldest] = gone.keys();
    if (gone.size > MOST_LANES && oldest !== undefined) gone.delete(oldest);
  };
  return {
    rest: pause,
    hold({ name }, ms) {
      const at = now();
      for (const [other, until] of held) if (until <= at) held.delete(other);
      held.set(name, Math.max(held.get(name) ?? 0, at + ms));
    },
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
