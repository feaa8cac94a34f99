/**
 * A mark: what stands where in a text. And how marks are looked for near each other.
 * The rule: a mark holds places and no words; looking for a near one costs no more in a long text than in a short one,
 * but for the steps of a binary search.
 */
import type { Group } from './phrase-book.ts';

export type Kind = Group | 'name' | 'initials' | 'class' | 'age' | 'staff' | 'receiver' | 'sir';

/** `from` and `to` are the places of its first and last word; `before` is the word right before it. */
export type Mark = { from: number; to: number; sentence: number; before: string };

export class Marks {
  readonly #marks = new Map<Kind, Mark[]>();

  /** Marks of a kind are put in their order in the text. */
  put(kind: Kind, mark: Mark): void {
    const marks = this.#marks.get(kind);
    if (marks === undefined) this.#marks.set(kind, [mark]);
    else marks.push(mark);
  }

  of(...kinds: readonly Kind[]): readonly Mark[] {
    const [only] = kinds;
    if (kinds.length === 1 && only !== undefined) return this.#marks.get(only) ?? [];
    return kinds.flatMap((kind) => this.#marks.get(kind) ?? []);
  }

  /** The nearest of these kinds that ends within so many words before the mark. */
  before(mark: Mark, words: number, ...kinds: readonly Kind[]): Mark | null {
    let best: Mark | null = null;
    for (const kind of kinds) {
      const marks = this.#marks.get(kind);
      if (marks === undefined) continue;
      const found = marks[firstFrom(marks, mark.from) - 1];
      if (found && mark.from - found.to <= words && (best === null || found.to > best.to)) best = found;
    }
    return best;
  }

  /** The nearest of these kinds that begins within so many words after the mark. */
  after(mark: Mark, words: number, ...kinds: readonly Kind[]): Mark | null {
    let best: Mark | null = null;
    for (const kind of kinds) {
      const marks = this.#marks.get(kind);
      if (marks === undefined) continue;
      const found = marks[firstFrom(marks, mark.to + 1)];
      if (found && found.from - mark.to <= words && (best === null || found.from < best.from)) best = found;
    }
    return best;
  }

  /** Whether one of these kinds stands within so many words, before or after, or within the mark itself. */
  near(mark: Mark, words: number, ...kinds: readonly Kind[]): boolean {
    for (const kind of kinds) {
      const marks = this.#marks.get(kind);
      if (marks === undefined) continue;
      const at = firstFrom(marks, mark.from);
      const next = marks[at] === mark ? marks[at + 1] : marks[at];
      if (next !== undefined && next.from - mark.to <= words) return true;
      const last = marks[at - 1];
      if (last !== undefined && mark.from - last.to <= words) return true;
    }
    return false;
  }

  /** The first of these kinds that begins within the mark itself, after its first word: "called him". */
  within(mark: Mark, ...kinds: readonly Kind[]): Mark | null {
    return mark.to > mark.from ? this.after({ ...mark, to: mark.from }, mark.to - mark.from, ...kinds) : null;
  }

  /** As near, but none that is within the mark. */
  beside(mark: Mark, words: number, ...kinds: readonly Kind[]): boolean {
    return this.before(mark, words, ...kinds) !== null || this.after(mark, words, ...kinds) !== null;
  }

  /** Whether one of this kind stands within so many words and in the same sentence. */
  shares(mark: Mark, words: number, kind: Kind): boolean {
    const inSentence = (found: Mark | null) => found !== null && found.sentence === mark.sentence;
    return (
      this.within(mark, kind) !== null ||
      inSentence(this.before(mark, words, kind)) ||
      inSentence(this.after(mark, words, kind))
    );
  }
}

/** The index of the first mark that begins at a place or later. */
function firstFrom(marks: readonly Mark[], place: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.from ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
