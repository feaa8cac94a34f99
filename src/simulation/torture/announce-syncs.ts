/**
 * Loaded before Vigil by --import, for the torture alone: says on the third pipe when a file is synced to the disk,
 * and stops there when it has been told to, until it is killed.
 * The rule: it knows nothing of Vigil. A commit of the embedded database is a sync, and that is all that is watched.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const PIPE = 3;
const real = fs.fsyncSync;
const asleep = new Int32Array(new SharedArrayBuffer(4));
/** Which sync from now, and at which end of it, it is to stop; null when it is not. */
let stop: { left: number; at: 'start' | 'end' } | null = null;

const say = (word: string) => fs.writeSync(PIPE, `${word}\n`);

function pass(at: 'start' | 'end'): void {
  if (stop?.at !== at) return;
  stop.left -= 1;
  if (stop.left > 0) return;
  stop = null;
  say(`held ${at}`);
  Atomics.wait(asleep, 0, 0);
}

fs.fsyncSync = (file: number) => {
  pass('start');
  real(file);
  say('synced');
  pass('end');
};
syncBuiltinESMExports();

process.stdin.setEncoding('utf8');
process.stdin.on('data', (words: string) => {
  const [, at, left] = /hold (start|end) (\d+)/.exec(words) ?? [];
  if (at === 'start' || at === 'end') stop = { at, left: Number(left) };
});
process.stdin.unref?.();
