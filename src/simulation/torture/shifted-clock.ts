/**
 * Loaded before a program of ours by --import: its clock runs as the computer's does, but CLOCK_SHIFT_MS later, so
 * that a real process can be met on a school morning.
 * The rule: it changes what time it is and nothing else; no program loads it by itself.
 */
const shift = Number(process.env.CLOCK_SHIFT_MS ?? 0);
const RealDate = Date;
const machine = RealDate.now;

class ShiftedDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(machine() + shift);
    else super(...(given as [number]));
  }
  static override now(): number {
    return machine() + shift;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
