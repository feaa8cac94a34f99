/**
 * Work that has begun, for any platform's door: what it comes to as a value, what of it is done in time, and what a
 * graceful stop has to wait for. The rule: a timer never decides what was done, only what can be said of it yet.
 */

export type Settled<T> = { is: 'done'; value: T } | { is: 'failed'; fault: unknown };

/** The same work as a value, whatever becomes of it. */
export const settled = <T>(work: Promise<T>): Promise<Settled<T>> =>
  work.then(
    (value): Settled<T> => ({ is: 'done', value }),
    (fault: unknown): Settled<T> => ({ is: 'failed', fault }),
  );

/** How waiting is done: what the work came to, or null while it is still going after `ms`. */
export type InTime = <T>(work: Promise<T>, ms: number) => Promise<T | null>;

/** The same by real time. */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export type WorkInHand = {
  /** Knows of the work until it is over. */
  keep<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is in hand. */
  settled(): Promise<void>;
  /** The same, but waits no longer than `ms`. */
  drained(ms: number): Promise<void>;
};

export function workInHand(): WorkInHand {
  const inHand = new Set<Promise<void>>();
  const allSettled = async () => {
    while (inHand.size > 0) await Promise.all(inHand);
  };
  return {
    keep(work) {
      const kept = work.then(
        () => undefined,
        () => undefined,
      );
      inHand.add(kept);
      void kept.then(() => inHand.delete(kept));
      return work;
    },
    settled: allSettled,
    async drained(ms) {
      await inTime(allSettled(), ms);
    },
  };
}

/** Does one thing after another for the same key: two drawings of a message cannot overtake each other. */
export function inTurns(): (key: string, work: () => Promise<void>) => Promise<void> {
  const turns = new Map<string, Promise<void>>();
  return async (key, work) => {
    const mine = (turns.get(key) ?? Promise.resolve()).then(work);
    const over = mine.catch(() => undefined);
    turns.set(key, over);
    await mine.finally(() => {
      if (turns.get(key) === over) turns.delete(key);
    });
  };
}

type Facts = Record<string, string | number | boolean | null>;
export type ChatLog = {
  info(facts: Facts, event: string): void;
  warn(facts: Facts, event: string): void;
  error(facts: Facts, event: string): void;
};

export const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : 'unknown');
