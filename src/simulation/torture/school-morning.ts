/**
 * The moments at which Vigil is started, one after another: on the same day's other window, or the next school day.
 * The rule: only on school days of one term, and never back; two minutes at least apart, so that what a killed process
 * was lent has come back.
 */
import type { Random } from '../../domain/ids.ts';
import type { Kind } from './house.ts';
import { WINDOWS } from './school.ts';

/** The half term before Christmas, Mondays to Fridays. */
const FIRST_DAY = Date.UTC(2026, 10, 2);
const DAYS = 32;
const DAY_MS = 86_400_000;
/**
 * After a window opens. Planning is at five seconds past the minute; whoever shares a server begins nothing in the first
 * five of their own, so that others may file what they kept. What has waited for the window is put as it opens: where
 * syncs are counted, that is over by the time it plans.
 */
const UP_MS = { postgres: -4_000, pglite: -2_000 };
/** What is late then is put anywhere in the time that is left: in a few seconds, all of it. */
const BEFORE_END_MS = 25_000;

/** The first of them, before anything has been planned. */
export const FIRST_MORNING = new Date('2026-11-02T08:29:58Z');

type Mornings = {
  /** Up as a window opens. `fresh`: on a day that has not been planned. */
  next(fresh: boolean): Date;
  /** Up in the day's later window: as it opens, or as it is nearly over and nothing more will be planned in it. */
  last(when: 'opening' | 'closing'): Date;
};

export function schoolMornings(random: Random, kind: Kind): Mornings {
  let day = -1;
  let window = 0;
  const go = (isLater: boolean) => {
    if (isLater && day >= 0 && window + 1 < WINDOWS.length) window += 1;
    else {
      day += 1;
      window = 0;
    }
    if (day >= DAYS) throw new Error('There are no more school days to start on');
  };
  const at = (local: string | undefined) => {
    const date = new Date(FIRST_DAY + (Math.floor(day / 5) * 7 + (day % 5)) * DAY_MS)
      .toISOString()
      .slice(0, 10);
    return new Date(`${date}T${local}:00Z`).getTime();
  };
  return {
    next(fresh) {
      go(!fresh && random.next() < 0.5);
      return new Date(at(WINDOWS[window]?.from) + UP_MS[kind]);
    },
    last(when) {
      go(true);
      return when === 'opening'
        ? new Date(at(WINDOWS[window]?.from) + UP_MS[kind])
        : new Date(at(WINDOWS[window]?.to) - BEFORE_END_MS);
    },
  };
}
