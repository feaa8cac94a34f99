/**
 * A program of ours in a process of its own, told what to do as TypeScript text; for what only a second process or
 * a killed one can show. The rule: nothing waits on a clock, only on lines the child prints.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Child = {
  pid: number;
  /** The next line it prints; null once it has ended. */
  line(): Promise<string | null>;
  /** Writes a line to it. */
  tell(line: string): void;
  /** Ends it as a power cut would, and waits until it has gone. */
  kill(): Promise<void>;
  ended: Promise<unknown>;
};

/** `text` is a module; its imports are resolved from the project's root (write `./src/…`). */
export function startChild(text: string, environment: Record<string, string> = {}): Child {
  const args = ['--import', 'tsx', '--input-type=module', '-e', text];
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: new URL('../..', import.meta.url).pathname,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  if (!child.stdout || child.pid === undefined) throw new Error('The child did not start');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid,
    line: async () => (await lines.next()).value ?? null,
    ended,
    tell: (line) => void child.stdin?.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
