/**
 * Names and addresses of people, found in a text and put out of it.
 * The rule: a whole name or address, whatever its letters' case, and never part of another word.
 */

/** A text in which every one of `names` has become `instead`; the longest is looked for first. */
export function withoutNames(text: string, names: readonly string[], instead: string): string {
  const pattern = patternFor(names);
  return pattern === null ? text : text.replace(pattern, () => instead);
}

/** Null where there is no name to look for. */
export function patternFor(names: readonly string[]): RegExp | null {
  const wanted = [...new Set(names.map((name) => name.trim()))]
    .filter((name) => name !== '')
    .sort((one, other) => other.length - one.length)
    .map((name) => {
      const written = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
      return name.includes('@') ? `(?<!${IN_ADDRESS})${written}(?!-|${ON_IN_ADDRESS})` : written;
    });
  if (wanted.length === 0) return null;
  return new RegExp(`(?<![\\p{L}\\p{N}_]|\\p{L}-)(?:${wanted.join('|')})(?![\\p{L}\\p{N}_]|-\\p{L})`, 'giu');
}

/** "Sam Lee" is not in "Sam Lee-Smith", nor "lee@oak.example" in "sam.lee@oak.example". */
const IN_ADDRESS = "[\\p{L}\\p{N}][-.+%']";
const ON_IN_ADDRESS = '\\.[\\p{L}\\p{N}]';

/** The same for every text within a value, however deep it is. */
export function valueWithout<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((each) => valueWithout(each, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, valueWithout(each, change)]),
  ) as T;
}
