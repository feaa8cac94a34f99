/**
 * What happened in a run, a line apiece, and the hash of it all.
 * The rule: no real time, no identity of an object and nothing of another run is in it, so the same seed gives the
 * same hash anywhere.
 */
import { createHash } from 'node:crypto';

export type Trace = {
  line(at: number, ...words: (string | number | null)[]): void;
  hash(): string;
  /** The last lines, for somebody who reads about a failure. */
  tail(): string[];
};

/** The last lines are kept; all of them go into the hash. */
const KEPT = 200;

export function makeTrace(): Trace {
  const hash = createHash('sha256');
  let lines: string[] = [];
  return {
    line(at, ...words) {
      const line = `${new Date(at).toISOString()} ${words.join(' ')}`;
      hash.update(`${line}\n`);
      lines.push(line);
      if (lines.length > 2 * KEPT) lines = lines.slice(-KEPT);
    },
    hash: () => hash.copy().digest('hex'),
    tail: () => lines.slice(-KEPT),
  };
}
