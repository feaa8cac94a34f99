/**
 * The file a command is to write: opened before the command runs, so that a folder that is missing or not ours to
 * write in is told first. The rule: nothing that is there is written over, its owner alone can read it, and where the
 * command made no file none is left behind.
 */
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import type { Outcome } from './outcome.ts';

export type Out = { keep(outcome: Outcome): Outcome } | { fault: string };

export function openOut(path: string): Out {
  if (!/\.zip$/i.test(path)) return { fault: '--out: give a name that ends .zip' };
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (fault) {
    return { fault: `--out: ${whyNot(fault)}` };
  }
  return {
    keep(outcome) {
      try {
        if (outcome.file !== undefined) writeFileSync(file, Buffer.from(outcome.file, 'base64'));
        closeSync(file);
      } catch (fault) {
        rmSync(path, { force: true });
        return { code: 1, out: '', errors: [`--out: the file could not be written (${codeOf(fault)})`] };
      }
      if (outcome.file === undefined) {
        rmSync(path, { force: true });
        return outcome;
      }
      return { ...outcome, out: `Wrote ${path}: ${outcome.out}` };
    },
  };
}

const codeOf = (fault: unknown) =>
  fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown';

function whyNot(fault: unknown): string {
  switch (codeOf(fault)) {
    case 'EEXIST':
      return 'there is a file of that name already, and it is not written over; give another name';
    case 'ENOENT':
      return 'there is no such folder; make it first, or give another name';
    default:
      return `it cannot be written there (${codeOf(fault)}); give a folder this account may write in`;
  }
}
