/**
 * Deals the planned faults out: which one a call meets, and which are in force just now.
 * The rule: a fault met at a call is met once; nothing here draws chance, so leaving one fault out moves no other.
 */
import {
  type Fault,
  isPointFault,
  type LastingFault,
  POINT_FAULTS,
  type PointFaultAt,
  type PointKind,
} from './fault-plan.ts';
import type { SchoolKey } from './schools.ts';

/** With the moments it begins and ends, in true time. */
export type Lasting = Fault & { kind: LastingFault; from: number; to: number };

/** One that is met at such a call. */
export type MetAt<K extends PointKind> = Fault & { kind: PointFaultAt<K> };

export type FaultDesk = {
  /** The fault this call meets, if any. `school` is null for a call that is nobody's. */
  meet<K extends PointKind>(kind: K, school: SchoolKey | null): MetAt<K> | null;
  /** The fault of this kind in force now; `school` null for those of no school. */
  inForce(kind: LastingFault, school: SchoolKey | null, isMet?: (fault: Lasting) => boolean): Lasting | null;
  /** Faults that begin and end at moments of their own. */
  lasting: readonly Lasting[];
  /** How many faults were really met or begun. */
  met(): number;
};

/** Half of the outages are one bot's alone: its link is cut, and the other goes on. */
export function awayFrom(desk: Pick<FaultDesk, 'inForce'>, { index }: { index: 0 | 1 }): Lasting | null {
  return desk.inForce('database_away', null, ({ share, bot }) => share >= 0.5 || bot === index);
}

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
    .flatMap(({ kind, ...fault }) => {
      const from = start + fault.at;
      return isPointFault(kind) ? [] : [{ ...fault, kind, from, to: Math.min(from + fault.lastsMs, latest) }];
    })
    .filter(({ from, to }) => from < to);
  let count = lasting.length;
  return {
    lasting,
    met: () => count,
    meet(kind, school) {
      for (const fault of armed) {
        if (fault.done || !isMetAt(kind, fault)) continue;
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
    inForce: (kind, school, isMet = () => true) =>
      lasting.find(
        (fault) =>
          fault.kind === kind &&
          (school === null || fault.school === school) &&
          isMet(fault) &&
          fault.from <= now() &&
          now() < fault.to,
      ) ?? null,
  };
}

function isMetAt<K extends PointKind, F extends Fault>(at: K, fault: F): fault is F & MetAt<K> {
  return isPointFault(fault.kind) && POINT_FAULTS[fault.kind] === at;
}
