/**
 * The files under the embedded database, with syncing that reaches the disk.
 * The rule: when Postgres asks for a file to be synced, the call returns only when the disk has it. The engine as
 * shipped answers without doing anything, so it is given back here, through the file system's own table of calls;
 * that table is not part of its published interface, hence the exact version in package.json and the test that counts.
 */
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type Stream = { nfd?: number };
type NodeCalls = {
  stream_ops: { fsync?: (stream: Stream) => number; write: (...given: unknown[]) => number };
  tryFSOperation<T>(call: () => T): T;
};
/** "No space left", as the engine's own system calls number it. */
const NO_SPACE = 51;
type EngineOptions = Parameters<NodeFS['init']>[1];
type Engine = Parameters<NonNullable<EngineOptions['preRun']>[number]>[0];

/**
 * How Postgres is to start so that it does ask: as the engine starts it by itself, without -F (which turns syncing
 * off), and asking by fsync (its fdatasync cannot be reached).
 */
export function durableParameters(shipped: readonly string[]): string[] {
  return [...keptPlans(shipped).filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];
}

/** The engine has ended itself, as Postgres does when its log cannot be written; what was committed is safe. */
export class EngineHalted extends Error {
  readonly code: 'ENOSPC' | 'HALTED';
  constructor(full: boolean) {
    super(full ? 'no space left on device' : 'the engine ended itself');
    this.code = full ? 'ENOSPC' : 'HALTED';
  }
}

/**
 * One plan a statement, kept: for one school's rows planning costs more than any plan could save. A plan made while
 * its tables are empty must still do when they are full, and nothing here counts rows by itself, so indexes are
 * taken wherever there is one.
 */
export function keptPlans(shipped: readonly string[]): string[] {
  return [...shipped, '-c', 'plan_cache_mode=force_generic_plan', '-c', 'enable_seqscan=off'];
}

export class DurableFiles extends NodeFS {
  /** Syncs done since opening, for the test that proves a commit waits for one. */
  syncs = 0;
  /** A write found the disk full. */
  full = false;

  override async init(pg: PGlite, options: EngineOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const before = (engine: Engine) => {
      this.giveSyncBack(engine.NODEFS as unknown as NodeCalls);
      Object.assign(engine, { onAbort: () => this.halt(engine) });
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), before] } };
  }

  private giveSyncBack(calls: NodeCalls): void {
    calls.stream_ops.fsync = ({ nfd }) => {
      if (nfd === undefined) return 0;
      calls.tryFSOperation(() => fsyncSync(nfd));
      this.syncs += 1;
      return 0;
    };
    const { write } = calls.stream_ops;
    calls.stream_ops.write = (...given) => {
      try {
        return write(...given);
      } catch (fault) {
        if ((fault as { errno?: unknown }).errno === NO_SPACE) this.full = true;
        throw fault;
      }
    };
  }

  /**
   * An engine that has ended is called again and again by what drives it, for ever, with every timer of the process
   * standing still; so its entrances are closed, and each call from then on throws.
   */
  private halt(engine: Engine): never {
    const fault = new EngineHalted(this.full);
    const refuse = () => {
      throw fault;
    };
    Object.assign(engine, {
      _PostgresMainLoopOnce: refuse,
      stackRestore: refuse,
      _PostgresSendReadyForQueryIfNecessary: () => undefined,
      _pgl_pq_flush: () => undefined,
    });
    throw fault;
  }
}

/** Syncs every file and folder under `root`, and `root` itself: several at once, which a disk does in one go. */
export async function syncTree(root: string): Promise<void> {
  const entries = readdirSync(root, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  await Promise.all(
    Array.from({ length: 8 }, (_, lane) => syncEach(files.filter((_path, at) => at % 8 === lane))),
  );
  for (const entry of entries) if (entry.isDirectory()) syncDirectory(join(entry.parentPath, entry.name));
  syncDirectory(root);
}

async function syncEach(files: string[]): Promise<void> {
  for (const path of files) {
    const file = await open(path, 'r+');
    await file.sync().finally(() => file.close());
  }
}

/** Makes the names in a directory (a file created, renamed or removed) as safe as the files themselves. */
export function syncDirectory(path: string): void {
  if (process.platform === 'win32') return; // a directory cannot be opened there, and its names need no sync
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
