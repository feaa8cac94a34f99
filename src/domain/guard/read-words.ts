/**
 * Cuts a folded text into words, each with its place: places count words, with a gap where a sentence ends, so that
 * what stands in two sentences is further apart than what stands in one.
 * The rule: line breaks, spaces and marks between words mean nothing; only a full stop, a question mark or the like
 * ends a sentence, where no letter or figure follows at once. Every word of the text is read, however long it is.
 */
export type Word = {
  text: string;
  /** A possessive or plural s taken off: "ellie's" and "ellies" are "ellie". */
  stem: string;
  /** Written with an apostrophe before the s. */
  owns: boolean;
  place: number;
  sentence: number;
};

/** How many words further apart two sentences stand. */
export const SENTENCE_GAP = 4;
/** A longer run of letters and figures is no word. */
const LONGEST_WORD = 24;

const TOKEN = /[a-z0-9']+|[.!?;](?![.!?;,a-z0-9])/g;

export function readWords(folded: string): Word[] {
  const words: Word[] = [];
  let place = 0;
  let sentence = 0;
  for (const token of folded.match(TOKEN) ?? []) {
    const text = textOf(token);
    if (text === '') continue;
    if (!ENDS.has(text)) {
      words.push({ text, stem: stemOf(text), owns: token.endsWith("'s"), place, sentence });
      place += 1;
    } else if (!isShortened(words.at(-1)?.text ?? 'a')) {
      place += SENTENCE_GAP;
      sentence += 1;
    }
  }
  return words;
}

const ENDS = new Set(['.', '!', '?', ';']);

/** "Mr. Smith", "J. T. has": the stop after these ends no sentence. */
function isShortened(word: string): boolean {
  return /^[a-z]$/.test(word) || SHORTENED.has(word);
}

const SHORTENED = new Set('mr mrs ms dr rev st yr no vs eg ie approx dept'.split(' '));

/** Without apostrophes; "sooooo" is "soo", since nobody writes three of a letter in earnest. */
function textOf(token: string): string {
  const plain = token.includes("'") ? token.replaceAll("'", '') : token;
  const text = plain.length > LONGEST_WORD ? plain.slice(0, LONGEST_WORD) : plain;
  return THRICE.test(text) ? text.replace(/([a-z])\1{2,}/g, '$1$1') : text;
}

const THRICE = /([a-z])\1\1/;

function stemOf(text: string): string {
  return text.length > 2 && text.endsWith('s') ? text.slice(0, -1) : text;
}
