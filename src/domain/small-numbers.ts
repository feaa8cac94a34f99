/**
 * What of a block of anonymous answers may be let out, and what must stay hidden.
 * The rule: whoever knows who answered, how this is worked out and the answers of up to three people still cannot tell
 * what anybody else answered. Counting is left to the store, when a block is let out to cycle/release-blocks.
 *
 * - Fewer than five answered: nothing at all, not even how many.
 * - Fewer than nine: only how many answered. Against three who compare notes no choice can be told of so few: with one
 *   more or one fewer of an answer hidden on either side, four must be left over on each, and one to stand between.
 * - Answers given by fewer than five are hidden, none included; so is the next smallest where they could be worked out
 *   from the others: when only one is hidden, or fewer than four gave them, or all of them are as full as can be.
 * - Where one answer alone is shown, its number means "at least": never that fewer than four answered otherwise.
 */
import { FEWEST_REPLIERS } from './rating.ts';

/** Null: fewer than five answered. In `counts`, null is hidden; one number alone means "at least". */
export type LetOut = { repliers: number | null; counts: Record<string, number | null> | null };

/** `counts` has each choice the question offers, also those nobody gave. */
export function letOut(counts: Readonly<Record<string, number>>, fewest = FEWEST_REPLIERS): LetOut {
  const cells = Object.entries(counts).sort(([one, a], [other, b]) => a - b || one.localeCompare(other));
  const repliers = sumOf(cells);
  if (repliers < fewest) return { repliers: null, counts: null };
  /** The most that a hidden answer may have been given. */
  const most = fewest - 1;
  const shown = repliers < fewest + most ? [] : shownOf(cells, most);
  const [only] = shown;
  const told = new Map(shown);
  if (only !== undefined && shown.length === 1)
    told.set(only[0], repliers - othersTold(repliers - only[1], cells.length - 1, most));
  return {
    repliers,
    counts: Object.fromEntries(Object.keys(counts).map((key) => [key, told.get(key) ?? null])),
  };
}

type Cell = [key: string, count: number];

/**
 * The large ones; the least of them goes too where the hidden could be worked out, with all that are as large, since
 * which of them went would tell. `cells` come smallest first.
 */
function shownOf(cells: readonly Cell[], most: number): Cell[] {
  const small = cells.filter(([, count]) => count <= most);
  const large = cells.filter(([, count]) => count > most);
  const hidden = sumOf(small);
  const isHeld = small.length > 1 && hidden >= most && hidden < most * small.length;
  if (small.length === 0 || isHeld || large.length === 1) return large;
  return large.filter(([, count]) => count > (large[0]?.[1] ?? 0));
}

/** How many are said to have answered otherwise: the ends of what that may be are each shared by several. */
function othersTold(others: number, choices: number, most: number): number {
  if (others <= most) return most;
  const fullest = most * choices;
  return others === fullest - 1 ? fullest : others;
}

function sumOf(cells: readonly Cell[]): number {
  return cells.reduce((total, [, count]) => total + count, 0);
}

/** True where its number means "at least". */
export function isAtLeast({ counts }: LetOut): boolean {
  return Object.values(counts ?? {}).filter((count) => count !== null).length === 1;
}
