/**
 * A program of the project in a process of its own, which says what it is on its first line of output.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Program = { facts: unknown; pid: number; stop(signal?: NodeJS.Signals): Promise<void> };

export async function startProgram(path: string, environment: Record<string, string>): Promise<Program> {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', path], {
    cwd: new URL('../..', import.meta.url).pathname,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  if (!child.stdout || child.pid === undefined) throw new Error(`${path} did not start`);
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), ended.then(() => [])])) as [string?];
  if (line === undefined) throw new Error(`${path} ended before it said what it is`);
  return {
    facts: JSON.parse(line) as unknown,
    pid: child.pid,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
  };
}
