/**
 * Deals the planned faults out: which one a call meets, and which are in force just now.
 * The rule: a fault met at a call is met once; nothing here draws chance, so leaving one fault out moves no other.
 */
import { type Fault, isPointFault, type LastingFault, POINT_FAULTS, type PointKind } from './fault-plan.ts';
import type { SchoolKey } from './schools.ts';

/** With the moments it begins and ends, in true time. */
export type Lasting = Fault & { from: number; to: number };

export type FaultDesk = {
  /** The fault this call meets, if any. `school` is null for a call that is nobody's. */
  meet(kind: PointKind, school: SchoolKey | null): Fault | null;
  /** The fault of this kind in force now; `school` null for those of no school. */
  inForce(kind: LastingFault, school: SchoolKey | null): Lasting | null;
  /** Faults that begin and end at moments of their own. */
  lasting: readonly Lasting[];
  /** How many faults were really met or begun. */
  met(): number;
};

/** `latest` is the moment by which all that lasts has ended. */
export function faultDesk(
  faults: readonly Fault[],
  start: number,
  latest: number,
  now: () => number,
): FaultDesk {
  const armed = faults
    .filter(({ kind }) => isPointFault(kind))
    .map((fault) => ({ ...fault, left: fault.skip, done: false }));
  const lasting = faults
    .filter(({ kind }) => !isPointFault(kind))
    .map((fault) => ({
      ...fault,
      from: start + fault.at,
      to: Math.min(start + fault.at + fault.lasts, latest),
    }))
    .filter(({ from, to }) => from < to);
  let count = lasting.length;
  return {
    lasting,
    met: () => count,
    meet(kind, school) {
      for (const fault of armed) {
        if (fault.done || !isPointFault(fault.kind) || POINT_FAULTS[fault.kind] !== kind) continue;
        if (start + fault.at > now() || now() > latest) continue;
        if (kind !== 'store' && fault.school !== school) continue;
        fault.left -= 1;
        if (fault.left >= 0) continue;
        fault.done = true;
        count += 1;
        return fault;
      }
      return null;
    },
    inForce: (kind, school) =>
      lasting.find(
        (fault) =>
          fault.kind === kind &&
          (school === null || fault.school === school) &&
          fault.from <= now() &&
          now() < fault.to,
      ) ?? null,
  };
}
