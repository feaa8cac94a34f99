/**
 * The embedded database's files on a disk that forgets: what was written and not synced is gone when the power is cut.
 * The rule: it keeps, of each file, what stood where something was written since that file's last sync, and puts it
 * back in a copy, with the length it had. A file's name is as safe as the folder, which Postgres syncs by itself.
 */
import {
  closeSync,
  cpSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DurableFiles } from '../../src/store/durable-files.ts';

type Stream = { nfd: number; path: string };
type Calls = {
  stream_ops: {
    fsync(stream: Stream): number;
    write(stream: Stream, bytes: unknown, offset: number, length: number, position: number): number;
  };
};
type Undo = { at: number; was: Buffer; size: number };

/** Where the engine has the folder. */
const MOUNTED = '/pglite/data/';

export class ForgetfulFiles extends DurableFiles {
  private readonly place: string;
  private readonly unsynced = new Map<string, Undo[]>();
  /** How many files have something that is not on the disk. */
  get unsafe(): number {
    return this.unsynced.size;
  }

  constructor(place: string) {
    super(place);
    this.place = place;
  }

  override async init(...given: Parameters<DurableFiles['init']>): ReturnType<DurableFiles['init']> {
    const made = await super.init(...given);
    const preRun = made.emscriptenOpts.preRun ?? [];
    const watch = (engine: unknown) => this.watch((engine as { NODEFS: Calls }).NODEFS);
    return { emscriptenOpts: { ...made.emscriptenOpts, preRun: [...preRun, watch] } };
  }

  private watch({ stream_ops: calls }: Calls): void {
    const { fsync, write } = calls;
    calls.fsync = (stream) => {
      const done = fsync(stream);
      this.unsynced.delete(stream.path);
      return done;
    };
    calls.write = (stream, bytes, offset, length, position) => {
      const { size } = fstatSync(stream.nfd);
      const was = Buffer.alloc(Math.max(0, Math.min(length, size - position)));
      if (was.length > 0) readAt(realOf(stream.path, this.place), was, position);
      const undos = this.unsynced.get(stream.path) ?? [];
      undos.push({ at: position, was, size });
      this.unsynced.set(stream.path, undos);
      return write(stream, bytes, offset, length, position);
    };
  }

  /** The files as they are found after the power was cut just now, at `to`. */
  cutTo(to: string): void {
    cpSync(this.place, to, { recursive: true });
    for (const [path, undos] of this.unsynced) {
      if (!existsSync(realOf(path, to))) continue;
      const file = openSync(realOf(path, to), 'r+');
      for (const { at, was, size } of undos.toReversed()) {
        if (was.length > 0) writeSync(file, was, 0, was.length, at);
        ftruncateSync(file, size);
      }
      closeSync(file);
    }
  }
}

/** The engine may have it open for writing alone. */
function readAt(path: string, into: Buffer, at: number): void {
  const file = openSync(path, 'r');
  readSync(file, into, 0, into.length, at);
  closeSync(file);
}

const realOf = (path: string, place: string): string => join(place, path.slice(MOUNTED.length));
