/**
 * Somebody who wants to know what a colleague answered: they know how what is let out is worked out, who answered, and
 * what up to `friends` people who compare notes with them answered, themselves included.
 * The rule: they try every way in which the answers may have been given, and keep what agrees with all they saw. Nobody
 * can learn more from it than that.
 */
import type { LetOut } from '../../src/domain/small-numbers.ts';

export type Suppress = (counts: Record<string, number>) => LetOut;
type Row = readonly number[];

/** Every way `people` may have given `choices` answers, as counts. */
export function tables(people: number, choices: number): Row[] {
  if (choices === 1) return [[people]];
  return Array.from({ length: people + 1 }, (_, first) => first).flatMap((first) =>
    tables(people - first, choices - 1).map((rest) => [first, ...rest]),
  );
}

const named = (row: Row) => Object.fromEntries(row.map((count, at) => [`c${at}`, count]));
const words = (row: Row) => row.join(' ');

/** What can be told of somebody, or of a hidden number; empty when nothing can. */
export function findOut(suppress: Suppress, people: number, choices: number, friends: number): string[] {
  const alike = new Map<string, Row[]>();
  for (const row of tables(people, choices)) {
    const seen = JSON.stringify(suppress(named(row)));
    alike.set(seen, [...(alike.get(seen) ?? []), row]);
  }
  const found: string[] = [];
  for (const [seen, rows] of alike) {
    for (let known = 0; known <= Math.min(friends, people - 1); known += 1)
      for (const theirs of tables(known, choices)) {
        const left = rows.filter((row) => row.every((count, at) => count >= (theirs[at] ?? 0)));
        if (left.length === 0) continue;
        const possible = theirs.filter((own, at) => left.some((row) => (row[at] ?? 0) > own));
        if (possible.length < 2) found.push(`${seen}: whoever knows ${words(theirs)} knows all the others`);
      }
    const { counts } = JSON.parse(seen) as LetOut;
    for (const [at, told] of Object.values(counts ?? {}).entries())
      if (told === null && new Set(rows.map((row) => row[at])).size < 2)
        found.push(`${seen}: the hidden number at ${at} can only be one`);
  }
  return found;
}
