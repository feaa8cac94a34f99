/**
 * Makes a failing run small: as few of its faults as still break the same rule, then fewer staff, then fewer days.
 * The rule: no more runs than are allowed; what is given back was seen to fail.
 */

export type Failing = { keep: readonly number[]; staff: number | null; endDay: number | null };

export type Shrink = {
  faults: readonly number[];
  days: number;
  /** Whether a run with these still breaks the rule. */
  fails(tried: Failing): Promise<boolean>;
  mostRuns?: number;
};

const MOST_RUNS = 40;
const STAFF = [1, 2, 3];

export async function shrinkFaults({
  faults,
  days,
  fails,
  mostRuns = MOST_RUNS,
}: Shrink): Promise<Failing & { runs: number }> {
  let runs = 0;
  const still = async (tried: Failing) => {
    if (runs >= mostRuns) return false;
    runs += 1;
    return fails(tried);
  };
  let found: Failing = { keep: faults, staff: null, endDay: null };
  found = { ...found, keep: await fewest(faults, (keep) => still({ ...found, keep })) };
  for (const staff of STAFF)
    if (await still({ ...found, staff })) {
      found = { ...found, staff };
      break;
    }
  for (let [least, most] = [1, days]; least < most; ) {
    const endDay = Math.floor((least + most) / 2);
    if (await still({ ...found, endDay })) {
      found = { ...found, endDay };
      most = endDay;
    } else least = endDay + 1;
  }
  return { ...found, runs };
}

/** Zeller's delta debugging: leaves out ever smaller parts, for as long as what is left still fails. */
async function fewest(
  all: readonly number[],
  fails: (kept: readonly number[]) => Promise<boolean>,
): Promise<readonly number[]> {
  if (all.length > 0 && (await fails([]))) return [];
  let kept = all;
  for (let parts = 2; kept.length >= 2; ) {
    const size = Math.ceil(kept.length / parts);
    let smaller: readonly number[] | null = null;
    for (let from = 0; from < kept.length && smaller === null; from += size) {
      const rest = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await fails(rest)) smaller = rest;
    }
    if (smaller !== null) {
      kept = smaller;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) break;
    else parts = Math.min(kept.length, parts * 2);
  }
  return kept;
}
