/**
 * encryption.key: whole or absent, its owner's alone, and never made over one that is there.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import {
  isKeyChanging,
  keyFileIn,
  makeKeyFile,
  nextKeyFileIn,
  putKeyFileAside,
  readKeyFile,
  useNextKeyFile,
} from '../../src/store/key-file.ts';
import { KeyFileUnusable } from '../../src/store/refusals.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'vigil-key-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
const path = () => keyFileIn(home);
const make = () => makeKeyFile(path(), randomBytes);
const faultOf = (): unknown => {
  try {
    return readKeyFile(path());
  } catch (fault) {
    return fault;
  }
};

test('it is made whole, for its owner alone, and read back as VIGIL_ENCRYPTION_KEY takes it', () => {
  expect(readKeyFile(path())).toBeNull();
  const made = make();
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(readKeyFile(path())).toBe(made);
  expect(readFileSync(path(), 'utf8')).toBe(`${made}\n`);
  expect(readConfig({ VIGIL_ENCRYPTION_KEY: made })).toHaveProperty('ok');
  expect(readdirSync(home)).toEqual(['encryption.key']);
});

test('what a broken-off making left is thrown away, and was never the key', () => {
  writeFileSync(`${path()}.draft`, 'half', { mode: 0o644 });
  expect(readKeyFile(path())).toBeNull();
  const made = make();
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect([readKeyFile(path()), readdirSync(home)]).toEqual([made, ['encryption.key']]);
});

describe('one that cannot be used is refused, with the mend and nothing of the key', () => {
  test.each([0o640, 0o604, 0o660, 0o610, 0o602])('others may have it: mode %o', (mode) => {
    const made = make();
    chmodSync(path(), mode);
    const fault = faultOf();
    expect(fault).toBeInstanceOf(KeyFileUnusable);
    expect(String(fault)).toContain(`Run: chmod 600 ${path()}`);
    expect(String(fault)).not.toContain(made);
  });

  test.each(['', 'half a key', 'CANARY'.repeat(20)])('it is not 32 bytes: %o', (text) => {
    writeFileSync(path(), text, { mode: 0o600 });
    const fault = faultOf();
    expect(fault).toBeInstanceOf(KeyFileUnusable);
    expect(String(fault)).toContain('Put back the copy you kept');
    expect(String(fault)).not.toContain('CANARY');
  });
});

test('none is made over another, and one put aside is whole, its owner’s alone, and never over another either', () => {
  const made = make();
  expect(make).toThrow(KeyFileUnusable);
  expect(readKeyFile(path())).toBe(made);
  chmodSync(path(), 0o644);
  const first = putKeyFileAside(path(), '2026-11-10');
  const second = [make(), putKeyFileAside(path(), '2026-11-10')];
  expect(readdirSync(home)).toEqual(['encryption.key.lost-2026-11-10', 'encryption.key.lost-2026-11-10-2']);
  expect([readFileSync(first, 'utf8'), statSync(first).mode & 0o777]).toEqual([`${made}\n`, 0o600]);
  expect(readFileSync(second[1] ?? '', 'utf8')).toBe(`${second[0]}\n`);
});

test('the next key takes the place of the one before, in one move', () => {
  const [first, next] = [make(), makeKeyFile(nextKeyFileIn(home), randomBytes)];
  expect([first === next, isKeyChanging(home)]).toEqual([false, true]);
  useNextKeyFile(home);
  expect([readKeyFile(path()), readKeyFile(nextKeyFileIn(home)), isKeyChanging(home)]).toEqual([
    next,
    null,
    false,
  ]);
  expect(createHash('sha256').update(first).digest()).not.toEqual(createHash('sha256').update(next).digest());
});
