/**
 * Cuts a folded text into words, each with its place: places count words, with a gap where a sentence ends, so that
 * what stands in two sentences is further apart than what stands in one.
 * The rule: line breaks, spaces and marks between words mean nothing; only a full stop, a question mark or the like
 * followed by a space ends a sentence. Every word of the text is read, however long it is.
 */
export type Word = {
  text: string;
  /** A possessive or plural s taken off: "ellie's" and "ellies" are "ellie". */
  stem: string;
  place: number;
  sentence: number;
};

/** How many words further apart two sentences stand. */
export const SENTENCE_GAP = 4;
/** A longer run of letters and figures is no word. */
const LONGEST_WORD = 24;

const TOKEN = /[a-z0-9]+(?:'[a-z0-9]+)*|[.!?;]+/g;

export function readWords(folded: string): Word[] {
  const words: Word[] = [];
  let place = 0;
  let sentence = 0;
  for (const match of folded.matchAll(TOKEN)) {
    const [token] = match;
    if (/^[.!?;]/.test(token)) {
      const next = folded.charAt(match.index + token.length);
      if (next !== '' && !/\s/.test(next)) continue;
      const before = words.at(-1)?.text;
      if (before !== undefined && !isShortened(before)) {
        place += SENTENCE_GAP;
        sentence += 1;
      }
      continue;
    }
    words.push({ ...shape(token.slice(0, LONGEST_WORD)), place, sentence });
    place += 1;
  }
  return words;
}

/** "Mr. Smith", "J. T. has": the stop after these ends no sentence. */
function isShortened(word: string): boolean {
  return /^(?:[a-z]|mr|mrs|ms|dr|rev|st|yr|no|vs|eg|ie|approx|dept)$/.test(word);
}

function shape(token: string): Pick<Word, 'text' | 'stem'> {
  const text = squeeze(token.replaceAll("'", ''));
  return { text, stem: /[a-z]{2}s$/.test(text) ? text.slice(0, -1) : text };
}

/** "sooooo" is "soo": nobody writes three of a letter in earnest. */
function squeeze(word: string): string {
  return word.replace(/([a-z])\1{2,}/g, '$1$1');
}
