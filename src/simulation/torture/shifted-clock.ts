/**
 * Loaded before a program of ours by --import: its clock runs as the computer's does, but CLOCK_SHIFT_MS later, so
 * that a real process can be met on a school morning. With CLOCK_STANDS_AT it stands at that moment until the program
 * says where it is, and runs from there: however slow the machine, it is up at the moment that was meant.
 * The rule: it changes what time it is and nothing else; no program loads it by itself.
 */
import { RUNS_FROM } from './runs-from.ts';

const { CLOCK_STANDS_AT } = process.env;
const RealDate = Date;
const machine = RealDate.now;
let shift = Number(process.env.CLOCK_SHIFT_MS ?? 0);
let standing = CLOCK_STANDS_AT === undefined ? null : Number(CLOCK_STANDS_AT);

const now = () => standing ?? machine() + shift;

class ShiftedDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(now());
    else super(...(given as [number]));
  }
  static override now(): number {
    return now();
  }
}

globalThis.Date = ShiftedDate as DateConstructor;

if (standing !== null) {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((...given: Parameters<typeof write>) => {
    if (standing !== null && RUNS_FROM.test(String(given[0]))) {
      shift = standing - machine();
      standing = null;
    }
    return write(...given);
  }) as typeof process.stdout.write;
}
