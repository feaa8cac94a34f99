/**
 * Lets go of what a program that was killed still held, in a database that no other can have open.
 * The rule: only for the embedded one, at its start; on a server others may be at work, and leases run out by themselves.
 */
import type { Store } from './database.ts';
import { leaveLanes } from './lanes.ts';
import { dropClaims } from './wakes.ts';

export async function dropHeld(store: Store): Promise<void> {
  await dropClaims(store);
  await leaveLanes(store);
}
