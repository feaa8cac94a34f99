/**
 * Text as Teams takes it: never where Markdown is read, and with nothing in it that a card would work out.
 * The rule: Teams' clients do not agree on how Markdown is escaped, so nothing is; text goes where none is read, and
 * the few places that cannot be had without it take only text that it would leave as it is.
 */
import { tidy } from '../plain-text.ts';

/** A card puts a date or a time in place of {{DATE(…)}} and {{TIME(…)}}; not where the braces are parted. */
const WORKED_OUT = /(?<=\{)(?=\{\s*(?:DATE|TIME))/i;

/** The pieces of one line that must be runs of their own. */
export function unworked(line: string): string[] {
  return line.split(WORKED_OUT);
}

/** The same for a text that can only be one piece. */
export function label(text: string): string {
  return unworked(oneLine(text)).join(' ');
}

export function oneLine(text: string): string {
  return tidy(text).replace(/\s+/g, ' ').trim();
}

/**
 * What Markdown, HTML, a mention, a link or a card's own workings begin with: anything but letters, digits, spaces
 * and the marks of plain writing. A full stop or colon ends a word, and a line does not begin like a list.
 */
const MARKED = /[^\p{L}\p{M}\p{N} ,;:.?!'"’‘“”()/–—…%·✓-]|[.:](?![ )]|$)|^[ -]|^\p{N}+[.)]|--|\/\/|www/giu;

/** True when Markdown would leave the line as it is. */
export function isUnmarked(line: string): boolean {
  return line.search(MARKED) < 0;
}

/** The line with a space in place of whatever could be read as more than text. */
export function unmarked(text: string): string {
  return oneLine(oneLine(text).replace(MARKED, ' ')).replace(/^[ -]+|^\p{N}+[.)]/gu, '');
}
