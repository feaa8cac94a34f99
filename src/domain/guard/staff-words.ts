/**
 * The names of a staff list as the guard knows them: each in full, and by each of its words.
 * The rule: many a pupil has the first name of somebody on the staff, so a name by itself may be either; a surname that
 * is an ordinary word (Hall, Green) would hide too much, and is none.
 */
import { foldText } from './fold-text.ts';
import type { StaffWords } from './mark-text.ts';
import { isOrdinary } from './ordinary-words.ts';
import { readWords } from './read-words.ts';

const NONE: ReadonlySet<string> = new Set();

/** By names in full alone, and by any of their words too. */
export function staffWords(names: readonly string[]): { whole: StaffWords; any: StaffWords } {
  const each = names.map((name) => readWords(foldText(name)).map((word) => word.text));
  const whole = new Set(
    each.flatMap((words) => {
      const [first, second] = words;
      const last = words.at(-1);
      return first === undefined || words.length < 2 ? [] : [`${first} ${second}`, `${first} ${last}`];
    }),
  );
  const single = new Set(each.flat().filter((word) => word.length > 2 && !isOrdinary(word)));
  return { whole: { whole, single: NONE }, any: { whole, single } };
}
