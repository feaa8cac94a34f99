/** stub */
import type { Change, SimulatedWake, Snapshot } from '../../store/simulated-database.ts';
import type { Sim } from './sim-world.ts';
export type Violation = { invariant: number; what: string };
export function checkInvariants(_s: Sim, _n: Snapshot, _c: Change[], _w: SimulatedWake[]): Violation[] {
  return [];
}
