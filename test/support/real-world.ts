/**
 * Real time and chance, for tests that play with real processes.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Real } from '../../src/simulation/torture/house.ts';

export const realWorld = (): Real => ({
  now: () => new Date(),
  monotonic: () => performance.now(),
  wait: (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : {}),
  ids: { id: randomUUID, token: () => randomBytes(16).toString('base64url') },
});
