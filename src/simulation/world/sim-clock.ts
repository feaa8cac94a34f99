/**
 * The simulator's clock: what is to happen, in order, and the jump from each happening to the next.
 * The rule: one thing at a time; the next begins only when everything the last one set going has come to rest,
 * waiting for the clock or ended. Real time is never waited for.
 */
import { setImmediate } from 'node:timers/promises';

export type SimClock = {
  /** True time, in milliseconds since 1970. */
  now(): number;
  at(time: number, happening: () => void): void;
  /** Real work under way, such as a query, which must end before anything else happens. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Goes on to `end`. `resting` is asked before time moves on, and may add what is to happen. False where more than
   * `most` things happened and there was still no end of it.
   */
  run(end: number, resting: () => Promise<void>, most: number): Promise<boolean>;
};

type Happening = { time: number; order: number; happen: () => void };

export function simClock(start: number): SimClock {
  const heap: Happening[] = [];
  const working = new Set<Promise<unknown>>();
  let now = start;
  let order = 0;

  const isBefore = (one: Happening, other: Happening) =>
    one.time < other.time || (one.time === other.time && one.order < other.order);
  const swap = (one: number, other: number) => {
    const kept = heap[one] as Happening;
    heap[one] = heap[other] as Happening;
    heap[other] = kept;
  };
  const add = (happening: Happening) => {
    heap.push(happening);
    let place = heap.length - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(heap[place] as Happening, heap[parent] as Happening)) return;
      swap(place, parent);
      place = parent;
    }
  };
  const take = (): Happening | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let place = 0; ; ) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let least = place;
      if (left < heap.length && isBefore(heap[left] as Happening, heap[least] as Happening)) least = left;
      if (right < heap.length && isBefore(heap[right] as Happening, heap[least] as Happening)) least = right;
      if (least === place) return first;
      swap(place, least);
      place = least;
    }
  };
  const rest = async () => {
    do {
      while (working.size > 0) await Promise.allSettled(working);
      // Whatever goes on from there without waiting has gone on when this resolves.
      await setImmediate();
    } while (working.size > 0);
  };

  const clock: SimClock = {
    now: () => now,
    at(time, happen) {
      order += 1;
      add({ time: Math.max(time, now), order, happen });
    },
    async during(work) {
      const underWay = work();
      working.add(underWay);
      try {
        return await underWay;
      } finally {
        working.delete(underWay);
      }
    },
    async run(end, resting, most) {
      await rest();
      for (let happened = 0; happened < most; happened += 1) {
        if ((heap[0]?.time ?? Number.POSITIVE_INFINITY) > now) await resting();
        const next = heap[0];
        if (next === undefined || next.time > end) {
          now = Math.max(now, end);
          return true;
        }
        take();
        now = next.time;
        next.happen();
        await rest();
      }
      return false;
    },
  };
  return clock;
}
