/**
 * Text as a picture can hold it: how wide it is about, broken into lines, and shortened where it is too long.
 * The rule: what a picture's markup cannot carry (control characters, half characters, turns of direction) is left
 * out, and only the picture is ever shortened. The whole text stands in the table of numbers.
 */

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const UNDRAWABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/gu;
/** A sign made of several, such as a family: its first part is all a plain font has. */
const JOINED = /(\p{Extended_Pictographic})(?:\ufe0f|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})+/gu;
const MORE = '…';

/** A character's width in DejaVu Sans by its height, a little on the wide side. */
const WIDTHS: [RegExp, number][] = [
  [/\p{M}|\u200b|\u200c|\u200d|\ufe0f/u, 0],
  [/[ijlI|'’.,:;! ]/, 0.33],
  [/[ftr()[\]/-]/, 0.42],
  [/[mMwW@%]/, 0.98],
  [/[A-Z]/, 0.75],
  [/[ -~]/, 0.64],
  [/[\u2e80-\uffff]|\p{Extended_Pictographic}/u, 1.05],
];
const OTHER = 0.75;

export function plainLine(text: string): string {
  return text
    .replace(/[\t\n\r]/g, ' ')
    .replace(UNDRAWABLE, '')
    .replace(JOINED, '$1')
    .replace(/ +/g, ' ')
    .trim()
    .split(' ')
    .map(ownWord)
    .join(' ');
}

/**
 * ECharts keeps what it has measured in a plain object, by the text. "__proto__" would find what every object has,
 * and write to it: every later picture of this process, and much else, would be broken. No width is added.
 */
function ownWord(word: string): string {
  return word in {} ? `${word}\u200b` : word;
}

export function textWidth(text: string, size: number): number {
  const ems = [...text].reduce(
    (total, character) => total + (WIDTHS.find(([kind]) => kind.test(character))?.[1] ?? OTHER),
    0,
  );
  return ems * size;
}

export type Room = { width: number; size: number; lines: number };

/** As lines that each fit; `whole` is false where a word was broken or the end left off. */
export function wrapText(text: string, room: Room): { lines: string[]; whole: boolean } {
  const fits = (line: string) => textWidth(line, room.size) <= room.width;
  const words = plainLine(text).split(' ');
  const pieces = words.map((word) => (fits(word) ? [word] : broken(word, fits)));
  const lines: string[] = [];
  for (const [first = '', ...rest] of pieces) {
    const last = lines.at(-1);
    const joined = last === undefined ? first : `${last} ${first}`;
    if (last === undefined || !fits(joined)) lines.push(first);
    else lines[lines.length - 1] = joined;
    lines.push(...rest);
  }
  if (lines.length <= room.lines) return { lines, whole: pieces.every(({ length }) => length === 1) };
  const kept = lines.slice(0, room.lines);
  return { lines: [...kept.slice(0, -1), shortened(kept.at(-1) ?? '', fits)], whole: false };
}

function broken(word: string, fits: (text: string) => boolean): string[] {
  const parts: string[] = [];
  for (const { segment } of GRAPHEMES.segment(word)) {
    const last = parts.at(-1);
    if (last !== undefined && fits(last + segment)) parts[parts.length - 1] = last + segment;
    else parts.push(segment);
  }
  return parts.map(ownWord);
}

function shortened(line: string, fits: (text: string) => boolean): string {
  const parts = [...GRAPHEMES.segment(line)].map(({ segment }) => segment);
  while (parts.length > 0 && !fits(parts.join('').trimEnd() + MORE)) parts.pop();
  return parts.join('').trimEnd() + MORE;
}
