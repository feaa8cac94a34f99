/**
 * How far a share of a few answers can be trusted: the Wilson 95% interval, and how it is said to a school.
 * The rule: counts first, no percentage below twenty answers, and the uncertainty is always said with the share.
 * (Wilson 1927; recommended for small numbers by Brown, Cai and DasGupta 2001.)
 */

/** The normal quantile for 95%. */
const Z = 1.959964;
/** Below this many answers a percentage says more than is known. */
const FEW = 20;

export type Interval = { low: number; high: number };

/** The interval for `good` of `counted`, each bound 0 to 1; null when there is nothing to count. */
export function wilson(good: number, counted: number): Interval | null {
  if (good < 0 || good > counted) throw new Error(`${good} of ${counted} is not a share`);
  if (counted === 0) return null;
  const square = Z * Z;
  const middle = good + square / 2;
  const spread = Z * Math.sqrt((good * (counted - good)) / counted + square / 4);
  return {
    low: good === 0 ? 0 : (middle - spread) / (counted + square),
    high: good === counted ? 1 : (middle + spread) / (counted + square),
  };
}

/** "12 of 14 were good; with so few, the true share could be anywhere from 60% to 96%" */
export function inWords(good: number, counted: number, verb = 'said yes'): string {
  const interval = wilson(good, counted);
  if (interval === null) return 'no answers to count';
  const range = `from ${percent(interval.low)} to ${percent(interval.high)}`;
  if (counted < FEW)
    return `${good} of ${counted} ${verb}; with so few, the true share could be anywhere ${range}`;
  return `${good} of ${counted} ${verb} (${percent(good / counted)}); allowing for chance, ${range}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
