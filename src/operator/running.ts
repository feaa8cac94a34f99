/**
 * running.json: how a command finds the Vigil that holds the embedded database, and proves it may ask.
 * The rule: it is there only while that Vigil runs, is whole or absent, and its owner alone can read it (0600).
 * A file left by a Vigil that died counts as absent, and goes.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  pid: z.number().int().positive(),
  port: z.number().int().min(1).max(65_535),
  token: z.string().min(16),
  startedAt: z.iso.datetime(),
});
export type Running = z.infer<typeof schema>;

const pathIn = (dataDir: string) => join(dataDir, 'running.json');

/** Says that this process is the one; call once it listens. */
export function writeRunning(dataDir: string, running: Running): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${pathIn(dataDir)}.${running.pid}`;
  rmSync(draft, { force: true });
  // "wx": a file put there meanwhile by somebody else is not written into.
  writeFileSync(draft, `${JSON.stringify(running)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, pathIn(dataDir));
}

/** Takes it away again, if it is still this process's own. */
export function removeRunning(dataDir: string, pid: number): void {
  if (read(dataDir)?.pid === pid) rmSync(pathIn(dataDir), { force: true });
}

/** The Vigil that says it is running, or null. One whose process is gone has its file removed. */
export function findRunning(dataDir: string): Running | null {
  const running = read(dataDir);
  if (running === null || isAlive(running.pid)) return running;
  removeRunning(dataDir, running.pid);
  return null;
}

function read(dataDir: string): Running | null {
  try {
    const found = schema.safeParse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
    return found.success ? found.data : null;
  } catch (fault) {
    if (fault instanceof SyntaxError || isMissing(fault)) return null;
    throw fault;
  }
}

const codeOf = (fault: unknown) => (fault instanceof Error && 'code' in fault ? fault.code : null);
const isMissing = (fault: unknown) => codeOf(fault) === 'ENOENT' || codeOf(fault) === 'ENOTDIR';

/** A process that is somebody else's is alive too (EPERM). */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return codeOf(fault) === 'EPERM';
  }
}
