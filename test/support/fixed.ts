/**
 * Chance, identifiers and a log that are the same on every run.
 */

import type { Log } from '../../src/cycle/context.ts';
import type { Ids } from '../../src/domain/ids.ts';
import { seededRandom } from '../../src/domain/seeded.ts';

export { seededRandom };

/** Ids counted up within a block, so two settings of one test never meet. */
export function countedIds(block = 1): Ids {
  let count = 0;
  const next = () => {
    count += 1;
    return count.toString(16).padStart(12, '0');
  };
  const lead = block.toString(16).padStart(8, '0');
  return {
    id: () => `${lead}-0000-4000-8000-${next()}`,
    token: () => `token${lead}${next()}`.slice(0, 25),
  };
}

export type Logged = { level: string; event: string; facts: Record<string, unknown> };

/** A log that keeps what it is given, so a test can look for what must never be in it. */
export function keptLog(): Log & { lines: Logged[] } {
  const lines: Logged[] = [];
  const at = (level: string) => (facts: Record<string, unknown>, event: string) => {
    lines.push({ level, event, facts });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
