/**
 * Loaded before Vigil by --import, for the torture alone: from a word on, the disk under it has no room left, as its
 * files see it: under the embedded database alone, or under everything that is kept on this machine.
 * The rule: it knows nothing of Vigil. What is written to a terminal or a pipe is no file and goes on.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const FIRST_FILE = 4;
let full: 'no' | 'database' | 'all' = 'no';

const noSpace = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

const write = fs.writeSync as (...given: unknown[]) => number;
const writeOrNot = (...given: unknown[]): number => {
  if (full !== 'no' && Number(given[0]) >= FIRST_FILE && typeof given[1] !== 'string') throw noSpace();
  return write(...given);
};
fs.writeSync = writeOrNot;

const open = promises.open;
promises.open = async (path, flags, mode) => {
  if (full === 'all' && flags === 'wx') throw noSpace();
  return open(path, flags, mode);
};
syncBuiltinESMExports();

process.stdin.setEncoding('utf8');
process.stdin.on('data', (words: string) => {
  const [, what] = /full (database|all)/.exec(words) ?? [];
  if (what === 'database' || what === 'all') full = what;
});
process.stdin.unref?.();
