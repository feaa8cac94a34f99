/**
 * A pace by this computer's own clock, which only goes forward: what is sent to a platform goes by one such for each.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openPace, type Pace } from '../chat/pace.ts';

export const realPace = (): Pace =>
  openPace({ now: () => performance.now(), pause: async (ms) => void (await pause(ms)) });
