/**
 * Text made fit to be sent: nothing in it that is no text, cut and split only between what a reader calls characters.
 * The rule: a direction override would turn round what stands after it, so it is left out. What a platform would read
 * as markup is left to that platform's renderer.
 */

const CHARACTERS = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

/** Half pairs become the replacement mark; line ends become one kind; other control characters go. */
export function tidy(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** True when nothing of it would be seen: a platform may refuse such a text. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u.test(text);
}

/** At most `most` long, ending in … where something was left out; after a whole word where one ends near. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const { end, word } = beginning(text, most - 1);
  const at = word > most / 2 && text[end] !== ' ' ? word : end;
  return `${text.slice(0, at).replace(/[\s.,:;]+$/, '')}…`;
}

/** The whole text in pieces of at most `most`, parted at the end of a line or word where one is near. */
export function split(text: string, most: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const { end, line, word } = beginning(rest, most);
    const at = [line, word].find((place) => place > most / 2) ?? end;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...pieces, rest].filter((piece) => !isBlank(piece));
}

/** Where the longest beginning of `text` ends that is no longer than `most`, and the last line and word within it. */
function beginning(text: string, most: number): { end: number; line: number; word: number } {
  const found = { end: 0, line: 0, word: 0 };
  for (const { segment, index } of CHARACTERS.segment(text)) {
    if (index + segment.length > most) break;
    found.end = index + segment.length;
    if (segment === '\n') found.line = found.end;
    if (segment === ' ') found.word = found.end;
  }
  // One mark heaped so high that it alone is too long is parted within, but never between two halves of a pair.
  if (found.end === 0)
    for (const point of text) {
      if (found.end + point.length > most) break;
      found.end += point.length;
    }
  return found;
}
