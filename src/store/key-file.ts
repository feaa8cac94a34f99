/**
 * encryption.key: the master key of an embedded database that is given none, in its data directory.
 * The rule: it is whole or absent, on the disk before anything is sealed with it, and its owner alone can read it
 * (0600): one that others can read is refused. A change of key is a second file, encryption.key.next, that takes the
 * first one's place once everything is wrapped in it, so that a stop in between loses nothing. None is made over
 * another: what cannot be used is put aside, never deleted.
 * Whoever calls has the database's lock, so nobody else makes one meanwhile.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { LocalDate } from '../domain/local-time.ts';
import { KEY_BYTES, type RandomBytes } from './cipher.ts';
import { syncDirectory } from './durable-files.ts';
import { keyWritten } from './masters.ts';
import { KeyFileBroken, KeyFileUnusable } from './refusals.ts';

export const keyFileIn = (dataDir: string): string => join(dataDir, 'encryption.key');
export const nextKeyFileIn = (dataDir: string): string => `${keyFileIn(dataDir)}.next`;

/** The key as it is written in the file; null where there is no file. Throws KeyFileUnusable. */
export function readKeyFile(path: string): string | null {
  let text: string;
  try {
    refuseIfShared(path);
    text = readFileSync(path, 'utf8').trim();
  } catch (fault) {
    if (isMissing(fault)) return null;
    if (fault instanceof KeyFileUnusable) throw fault;
    throw new KeyFileUnusable(
      `The encryption key in ${path} cannot be read (${codeOf(fault)}). Let this account read it, and nobody else.`,
    );
  }
  if (keyWritten(text) === null)
    throw new KeyFileBroken(
      `The encryption key in ${path} is not whole: it is 32 bytes written as base64. Put back the copy you kept. ` +
        'Without it, tokens and notes that are kept cannot be read.',
    );
  return text;
}

/** Makes a new key in a file of its own, and gives it as it is written there. Throws where there is one already. */
export function makeKeyFile(path: string, randomBytes: RandomBytes): string {
  if (existsSync(path)) throw new KeyFileUnusable(`There is a key in ${path} already: none is made over it.`);
  const text = Buffer.from(randomBytes(KEY_BYTES)).toString('base64');
  const draft = `${path}.draft`;
  rmSync(draft, { force: true });
  // "wx": a file put there meanwhile by somebody else is not written into.
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, `${text}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  syncDirectory(join(path, '..'));
  return text;
}

/** Keeps a file that cannot be used under another name, and gives that. `day` is put into it. */
export function putKeyFileAside(path: string, day: LocalDate): string {
  const name = `${path}.lost-${day}`;
  let aside = name;
  for (let nth = 2; existsSync(aside); nth += 1) aside = `${name}-${nth}`;
  chmodSync(path, 0o600);
  renameSync(path, aside);
  syncDirectory(join(path, '..'));
  return aside;
}

/** Whether a change of key was begun and not ended. */
export const isKeyChanging = (dataDir: string): boolean => existsSync(nextKeyFileIn(dataDir));

/** The next key takes the place of the one before, which is gone then. */
export function useNextKeyFile(dataDir: string): void {
  renameSync(nextKeyFileIn(dataDir), keyFileIn(dataDir));
  syncDirectory(dataDir);
}

function refuseIfShared(path: string): void {
  if (process.platform === 'win32') return; // There, who may read a file is not told by its mode.
  if ((statSync(path).mode & 0o077) !== 0)
    throw new KeyFileUnusable(
      `The encryption key in ${path} can be read by other accounts of this computer. Run: chmod 600 ${path}`,
    );
}

const codeOf = (fault: unknown) =>
  fault instanceof Error && 'code' in fault ? String(fault.code) : 'no code';
const isMissing = (fault: unknown) => codeOf(fault) === 'ENOENT' || codeOf(fault) === 'ENOTDIR';
