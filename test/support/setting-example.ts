/**
 * The shipped example of a setting's file, and the same with some of its lines written otherwise.
 */
import { readFileSync } from 'node:fs';

export const EXAMPLE = readFileSync(new URL('../../examples/setting.yaml', import.meta.url), 'utf8');

/** The example with lines put in place of those that begin so. */
export const written = (changes: Record<string, string>) =>
  Object.entries(changes).reduce((text, [begins, line]) => {
    const at = new RegExp(`^( *)(# )?${begins}:.*$`, 'm');
    if (!at.test(text)) throw new Error(`The example has no line ${begins}`);
    return text.replace(at, `$1${line}`);
  }, EXAMPLE);
export const lineOf = (text: string, begins: string) =>
  text.split('\n').findIndex((line) => line.trim().startsWith(begins)) + 1;
