/**
 * Presses kept on this machine while the record is away: a file each, sealed, in a folder of their own.
 * The rule: a press counts as kept once its bytes and its name are on the disk, and its file goes only after it has
 * been filed. Names are in the order of arrival, over restarts too. One that cannot be opened is set aside, where it
 * is kept for a time that the caller says. What a press is, and what filing it means, is not known here.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from './durable-files.ts';
import { freeBytes } from './free-space.ts';
import { NoSpace, SealedUnreadable } from './refusals.ts';
import type { Sealer } from './sealed.ts';

export type Opened = { name: string; text: string };
/** What cannot be opened: by this key, at all, or because another process has filed it meanwhile. */
export type Unopened = { name: string; why: 'key' | 'content' | 'gone' };

export type Spool = {
  /** The name is known at once; `kept` resolves when it is on the disk and throws when it is not kept. */
  put(text: string): { name: string; kept: Promise<void> };
  /** How many wait to be filed, as far as is known without looking. */
  waiting(): number;
  /** The oldest that wait, in order. Looks at the folder anew: other processes may share it. */
  list(limit: number): Promise<string[]>;
  open(name: string): Promise<Opened | Unopened>;
  /** It has been filed. */
  remove(name: string): Promise<void>;
  /** It cannot be filed: kept where an operator finds it. */
  setAside(name: string): Promise<void>;
  /** Names of those set aside. */
  listAside(): Promise<string[]>;
  /** Deletes those set aside that were pressed longer ago than this; gives how many. */
  removeAside(olderThanMs: number): Promise<number>;
  /** At a start: what was set aside is to be tried once more, since the key may have been put back. */
  tryAgain(): void;
};

export type SpoolLimits = {
  /** Bytes to leave free on the disk. */
  floor: number;
  /** Files, which is more presses than a school makes in a day. */
  most: number;
};

const LIMITS: SpoolLimits = { floor: 50 * 1024 * 1024, most: 20_000 };
const NAME = /^(\d{12})-[\w-]+\.press$/;
const DRAFT = '.draft';
const ASIDE = '.aside';

export type SpoolParts = {
  sealer: Sealer<string>;
  /** 128 random bits. */
  token(): string;
  /** The machine's own clock, as its files have it. */
  now(): Date;
  limits?: SpoolLimits;
};

/** Opens the spool in `directory`, making it where there is none. */
export function openSpool(directory: string, { sealer, token, now, limits = LIMITS }: SpoolParts): Spool {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (name: string) => join(directory, name);
  const known = new Set(readdirSync(directory).filter((name) => NAME.test(name)));
  /** Being written: nothing that came after them is given out before they are. */
  const writing = new Set<string>();
  const asideNames = async () => (await readdir(directory)).filter((name) => name.endsWith(ASIDE)).sort();
  let last = Math.max(0, ...[...known].map(numberOf));
  const syncNames = oneForAll(() => syncFolder(directory));

  const write = async (name: string, text: string) => {
    const draft = pathOf(name) + DRAFT;
    try {
      if (known.size > limits.most) throw new NoSpace('The spool holds as many presses as it may.');
      if ((await freeBytes(directory)) < limits.floor) throw new NoSpace('The disk is nearly full.');
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(sealer.seal(text, name));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, pathOf(name));
      await syncNames();
    } catch (fault) {
      known.delete(name);
      for (const path of [draft, pathOf(name)]) await rm(path, { force: true }).catch(() => undefined);
      throw fault;
    } finally {
      writing.delete(name);
    }
  };

  return {
    put(text) {
      last += 1;
      const name = `${String(last).padStart(12, '0')}-${token()}.press`;
      known.add(name);
      writing.add(name);
      return { name, kept: write(name, text) };
    },
    waiting: () => known.size,
    async list(limit) {
      const [before] = [...writing].sort();
      const were = [...known].filter((name) => !writing.has(name));
      const there = (await readdir(directory)).filter((name) => NAME.test(name)).sort();
      const found = new Set(there);
      for (const name of were) if (!found.has(name)) known.delete(name);
      for (const name of there) known.add(name);
      last = Math.max(last, ...there.slice(-1).map(numberOf));
      const [first] = [...(before === undefined ? [] : [before]), ...writing].sort();
      return there.filter((name) => first === undefined || name < first).slice(0, limit);
    },
    async open(name) {
      try {
        return { name, text: sealer.unseal(await readFile(pathOf(name)), name) };
      } catch (fault) {
        if (fault instanceof SealedUnreadable) return { name, why: fault.why };
        if (isMissing(fault)) return { name, why: 'gone' };
        throw fault;
      }
    },
    async remove(name) {
      await rm(pathOf(name), { force: true });
      known.delete(name);
    },
    async setAside(name) {
      await rename(pathOf(name), pathOf(name) + ASIDE);
      known.delete(name);
      await syncNames();
    },
    listAside: asideNames,
    async removeAside(olderThanMs) {
      let removed = 0;
      for (const name of await asideNames()) {
        // A file is written once, when it is pressed.
        const written = await stat(pathOf(name)).catch(() => null);
        if (written === null || now().getTime() - written.mtimeMs <= olderThanMs) continue;
        await rm(pathOf(name), { force: true });
        removed += 1;
      }
      if (removed > 0) await syncNames();
      return removed;
    },
    tryAgain() {
      for (const found of readdirSync(directory)) {
        // Never said to be kept: whoever was writing it has died, or is told now that it was not.
        if (found.endsWith(DRAFT)) rmSync(pathOf(found), { force: true });
        if (!found.endsWith(ASIDE)) continue;
        const name = found.slice(0, -ASIDE.length);
        renameSync(pathOf(found), pathOf(name));
        known.add(name);
      }
      syncDirectory(directory);
    },
  };
}

const numberOf = (name: string): number => Number(NAME.exec(name)?.[1] ?? 0);

const isMissing = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && fault.code === 'ENOENT';

/** The same as syncDirectory, without holding up everything else meanwhile. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** One run of `work` for all who ask while another is under way: each waits for one that began after they asked. */
function oneForAll(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const run = (): Promise<void> => {
    const mine = work().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (running === null) return run();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return run();
      });
    return next;
  };
}
