/**
 * The file a command writes: told of before the command runs, never written over, and its owner's alone.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOut } from '../../src/operator/open-out.ts';
import { done, doneWithFile, failed } from '../../src/operator/outcome.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vigil-out-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const opened = (path: string) => {
  const out = openOut(path);
  if ('fault' in out) throw new Error(out.fault);
  return out;
};

test('the bytes that a command made are in it, for its owner alone', () => {
  const path = join(directory, 'amira.ZIP');
  const bytes = new Uint8Array([0x50, 0x4b, 0, 255, 10, 13]);
  const outcome = opened(path).keep(doneWithFile('40 rows.', bytes));
  expect(outcome).toMatchObject({ code: 0, out: `Wrote ${path}: 40 rows.` });
  expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('where the command made none, none is left', () => {
  for (const outcome of [failed('Nobody here has that id'), done('')]) {
    const path = join(directory, 'none.zip');
    expect(opened(path).keep(outcome)).toEqual(outcome);
    expect(existsSync(path)).toBe(false);
  }
});

test('a file that is there, a folder that is not, and another kind are each told', () => {
  const path = join(directory, 'there.zip');
  writeFileSync(path, 'theirs');
  expect(openOut(path)).toEqual({ fault: expect.stringContaining('not written over') });
  expect(readFileSync(path, 'utf8')).toBe('theirs');
  expect(openOut(join(directory, 'no', 'a.zip'))).toEqual({
    fault: expect.stringContaining('no such folder'),
  });
  expect(openOut(join(directory, 'a.txt'))).toEqual({ fault: expect.stringContaining('ends .zip') });
});
