/**
 * Measures requests sent so many at a time: how long each took, and how many a second.
 * The rule: a figure is a median of rounds with its range, and is never compared with one from another run.
 */
export type Round = { p50: number; p99: number; perSecond: number };
export type Figure = { value: number; min: number; max: number };

/** Sends each of `requests` once, `atOnce` at a time. Milliseconds. */
export async function sendAll(requests: readonly (() => Promise<void>)[], atOnce: number): Promise<Round> {
  const took: number[] = [];
  let next = 0;
  const began = performance.now();
  const worker = async () => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const from = performance.now();
      await request();
      took.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - began) / 1000;
  took.sort((a, b) => a - b);
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), perSecond: took.length / seconds };
}

/** Of numbers in rising order, the one at or below which `share` of them are. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function figureOf(values: readonly number[]): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    value: quantile(sorted, 0.5),
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
  };
}

const WITH_WORD = ['--count', '--seed', '--parser'];

export const isOptionWithWord = (word: string | undefined): boolean => WITH_WORD.includes(word ?? '');

/** The word after an option of the command line, such as --parser; null where it is not given. */
export function wordAfter(option: '--count' | '--seed' | '--parser'): string | null {
  const at = process.argv.indexOf(option);
  return at < 0 ? null : (process.argv[at + 1] ?? '');
}

/** The whole number after an option of the command line, such as --count; null where it is not given. */
export function numberAfter(option: '--count' | '--seed'): number | null {
  const given = wordAfter(option);
  if (given === null) return null;
  if (!/^\d{1,9}$/.test(given)) throw new Error(`${option} needs a whole number after it`);
  return Number(given);
}
