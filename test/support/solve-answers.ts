/**
 * Somebody who solves for their colleagues' answers: they know who answered when, how what is shown is worked out, and
 * the answers of the few who compare notes with them.
 * The rule: they try every answer of everybody, and drop what would have shown anything else than they saw, at any of
 * the times they looked. What is shown hangs on how many gave each answer alone, so it is enough to try every way the
 * counts may have grown; it misses nothing.
 */
import type { Given } from './year-of-answers.ts';

/** What would be shown of these counts. */
export type Look = (counts: Record<string, number>) => string;
/** The days on which something could be seen, with what was. */
export type Seen = { by: string; shown: string }[];
type Group = readonly string[];

/** Those whose answer is no longer in doubt, with who found it out. */
export function foundOut(
  given: readonly Given[],
  choices: readonly string[],
  seen: Seen,
  look: Look,
  friends: readonly Group[],
): string[] {
  const people = given.toSorted((one, other) => one.on.localeCompare(other.on));
  const remembered = new Map<string, string>();
  const lookAt = (row: readonly number[]): string => {
    const key = row.join(' ');
    const before = remembered.get(key);
    if (before !== undefined) return before;
    const now = look(Object.fromEntries(choices.map((choice, at) => [choice, row[at] ?? 0])));
    remembered.set(key, now);
    return now;
  };
  /** What was seen when so many had answered. */
  const seenAt = Array.from({ length: people.length + 1 }, (_, taken) =>
    seen.filter(({ by }) => people.filter(({ on }) => on <= by).length === taken).map(({ shown }) => shown),
  );
  return friends.flatMap((group) => {
    const mayGive = people.map(({ ref, answer }) =>
      choices.flatMap((choice, at) => (!group.includes(ref) || choice === answer ? [at] : [])),
    );
    return possible(mayGive, choices.length, (row, taken) =>
      (seenAt[taken] ?? []).every((shown) => lookAt(row) === shown),
    )
      .map((left, nth) => ({ ref: people[nth]?.ref ?? '', left }))
      .filter(({ ref, left }) => !group.includes(ref) && left < 2)
      .map(({ ref }) => `${ref}, by ${group.join(', ') || 'nobody in particular'}`);
  });
}

/** For each answer, how many choices remain: those on some way from no answers to all that agrees with all looks. */
function possible(
  mayGive: readonly (readonly number[])[],
  choices: number,
  agrees: (row: readonly number[], taken: number) => boolean,
): number[] {
  const more = (row: readonly number[], choice: number) =>
    row.map((count, at) => count + (at === choice ? 1 : 0));
  const keyOf = (row: readonly number[]) => row.join(' ');
  const none = Array<number>(choices).fill(0);
  const reached: Map<string, number[]>[] = [new Map(agrees(none, 0) ? [[keyOf(none), none]] : [])];
  for (const [nth, may] of mayGive.entries()) {
    const next = new Map<string, number[]>();
    for (const row of reached[nth]?.values() ?? [])
      for (const choice of may) {
        const grown = more(row, choice);
        if (!next.has(keyOf(grown)) && agrees(grown, nth + 1)) next.set(keyOf(grown), grown);
      }
    reached.push(next);
  }
  const left: number[] = [];
  let goesOn = new Set(reached.at(-1)?.keys());
  for (let nth = mayGive.length - 1; nth >= 0; nth -= 1) {
    const may = mayGive[nth] ?? [];
    const rows = [...(reached[nth]?.values() ?? [])];
    left[nth] = may.filter((choice) => rows.some((row) => goesOn.has(keyOf(more(row, choice))))).length;
    goesOn = new Set(
      rows.filter((row) => may.some((choice) => goesOn.has(keyOf(more(row, choice))))).map(keyOf),
    );
  }
  return left;
}

/** Every way to choose up to `most` of these. */
export function upTo<T>(all: readonly T[], most: number): T[][] {
  const [first, ...rest] = all;
  if (most === 0 || first === undefined) return [[]];
  return [...upTo(rest, most), ...upTo(rest, most - 1).map((chosen) => [first, ...chosen])];
}
