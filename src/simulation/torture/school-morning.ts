/**
 * The moments at which Vigil is started, one after another: on the same day's other window, or the next school day.
 * The rule: only on school days of one term; two minutes at least apart, so that what a killed process was lent has
 * come back.
 */
import type { Random } from '../../domain/ids.ts';
import { WINDOWS } from './school.ts';

/** The half term before Christmas, Mondays to Fridays. */
const FIRST_DAY = Date.UTC(2026, 10, 2);
const DAYS = 32;
const DAY_MS = 86_400_000;
/** Up a little before the window, so that planning, at five past the minute, finds it open. */
const BEFORE_MS = 2_000;

export type Mornings = {
  /** `fresh`: a day that has not been planned. */
  next(fresh: boolean): Date;
};

export function schoolMornings(random: Random): Mornings {
  let day = -1;
  let window = 0;
  const at = () => {
    const date = new Date(FIRST_DAY + (Math.floor(day / 5) * 7 + (day % 5)) * DAY_MS)
      .toISOString()
      .slice(0, 10);
    return new Date(new Date(`${date}T${WINDOWS[window]?.from}:00Z`).getTime() - BEFORE_MS);
  };
  return {
    next(fresh) {
      if (!fresh && day >= 0 && window + 1 < WINDOWS.length && random.next() < 0.5) window += 1;
      else {
        day = (day + 1) % DAYS;
        window = 0;
      }
      return at();
    },
  };
}
