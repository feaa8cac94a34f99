/**
 * One process at a time in the data directory.
 * The rule: nobody takes a lock from a living holder, and of any number of starters exactly one gets it. A lock is a
 * file that appears whole (a link to a finished draft). A dead holder's lock is never deleted and made again, since
 * two starters could then delete each other's: it is succeeded, by making `vigil.lock.after-<its token>`, which only
 * one can do. The end of that chain holds; the winner then renames its own link to `vigil.lock`.
 * Who is alive is judged in process-mark.ts.
 */
import {
  constants,
  copyFileSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isOver, markOf, type ProcessMark, readMark, sameMark, sayWho } from './process-mark.ts';
import { DatabaseBusy } from './refusals.ts';

const NAME = 'vigil.lock';
const BEAT_MS = 5_000;

export type DirectoryLock = {
  /** False once somebody else has the directory, as after this machine was asleep for long. */
  held(): boolean;
  release(): Promise<void>;
};

/** Takes `directory` for this process, or throws DatabaseBusy saying who has it. */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const drafts = mkdtempSync(join(directory, `${NAME}.draft-`));
  try {
    const draft = join(drafts, 'lock');
    const mine = markOf(basename(drafts).slice(-6));
    writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
    take(directory, draft, mine);
    sweep(directory);
    return await keep(join(directory, NAME), mine);
  } finally {
    rmSync(drafts, { recursive: true, force: true });
  }
}

function take(directory: string, draft: string, mine: ProcessMark): void {
  const path = join(directory, NAME);
  for (;;) {
    const end = endOfChain(directory);
    if (end.mark && !isOver(end.mark, end.path, draft)) throw busy(path, end.mark);
    const next = end.mark ? join(directory, `${NAME}.after-${end.mark.token}`) : path;
    if (!appear(draft, next)) continue; // somebody was quicker: look again at who
    if (sameMark(endOfChain(directory).mark, mine)) {
      if (next !== path) renameSync(next, path);
      return;
    }
    rmSync(next, { force: true }); // what it was to succeed had itself been replaced meanwhile
  }
}

/** The lock at the end of the chain, or the place for the first one. */
function endOfChain(directory: string): { path: string; mark: ProcessMark | null } {
  let path = join(directory, NAME);
  let mark = readMark(path);
  const passed = new Set<string>();
  while (mark && !passed.has(mark.token)) {
    passed.add(mark.token);
    const next = join(directory, `${NAME}.after-${mark.token}`);
    const after = readMark(next);
    if (!after) break;
    [path, mark] = [next, after];
  }
  return { path, mark };
}

/** Makes `path` with all of `draft` in it, unless it is there already. Some shared disks know no links: then a copy. */
function appear(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (fault) {
    const code = (fault as NodeJS.ErrnoException).code ?? '';
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw fault;
  }
  try {
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
    return true;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fault;
  }
}

/** Removes links whose predecessor is gone: whoever made one late finds, on looking again, that it lost. */
function sweep(directory: string): void {
  for (const name of readdirSync(directory))
    if (name.startsWith(`${NAME}.after-`)) rmSync(join(directory, name), { force: true });
}

/** Writes the same bytes again every few seconds, so that a holder on another machine is seen to live. */
async function keep(path: string, mine: ProcessMark): Promise<DirectoryLock> {
  const file = await open(path, 'r+');
  let ours = true;
  const beat = setInterval(() => {
    ours = ours && sameMark(readMark(path), mine);
    if (ours) file.write(JSON.stringify(mine), 0).catch(() => undefined); // a missed beat is made up by the next
  }, BEAT_MS);
  beat.unref();
  return {
    held: () => ours,
    async release() {
      clearInterval(beat);
      ours = false;
      await file.close();
      if (sameMark(readMark(path), mine)) rmSync(path, { force: true });
    },
  };
}

function busy(path: string, holder: ProcessMark): DatabaseBusy {
  return new DatabaseBusy(
    `The database is in use by ${sayWho(holder)}. Only one program can have it open: stop that one first. ` +
      `(If you are certain it is no longer running, delete ${path} and start again.)`,
  );
}
