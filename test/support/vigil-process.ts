/**
 * A real Vigil in a process of its own, started as `npm start` starts it, on a school’s moment, with fakes as its
 * chat platforms. It can be stopped as a service is, or killed as a power cut would.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Config, readConfig } from '../../src/config.ts';
import type { Outcome } from '../../src/operator/outcome.ts';
import { performIn } from '../../src/operator/perform-in.ts';

export type VigilProcess = {
  url: string;
  /** Runs an operator's command in it, as the command line does while it runs. */
  vigil(command: string, args?: Record<string, string | boolean>, file?: string): Promise<Outcome>;
  /** Exit code after SIGTERM, and how long that took. */
  stop(): Promise<{ code: number | null; ms: number }>;
  kill(): Promise<void>;
  /** All it has written to its log and its errors. */
  readonly log: string;
};

export async function startVigil(
  environment: Record<string, string>,
  shiftMs: number,
): Promise<VigilProcess> {
  const env = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(VIGIL|SLACK|TEAMS|DATABASE)_/.test(name)),
    ),
    PORT: '0',
    LOG_LEVEL: 'info',
    ...environment,
    CLOCK_SHIFT_MS: String(shiftMs),
  };
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', './test/support/shifted-clock.ts', 'src/main.ts'],
    { cwd: new URL('../..', import.meta.url).pathname, env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let log = '';
  let said = (_url: string) => {};
  const url = new Promise<string>((resolve, reject) => {
    said = resolve;
    void ended.then(() => reject(new Error(`Vigil ended before it was up:\n${log}`)));
  });
  url.catch(() => undefined);
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface({ input: stream }).on('line', (line) => {
        log += `${line}\n`;
        const at = /^Vigil is at (\S+)/.exec(line)?.[1];
        if (at) said(at);
      });
  const config = configOf(env);
  return {
    url: await url,
    get log() {
      return log;
    },
    vigil: (command, args = {}, file) =>
      performIn(
        config,
        { command, args, files: file === undefined ? [] : [{ name: 'file', text: file }] },
        async () => {
          throw new Error('There is no school to invent here');
        },
      ),
    async stop() {
      const from = performance.now();
      child.kill('SIGTERM');
      const [code] = await ended;
      return { code, ms: performance.now() - from };
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function configOf(env: Record<string, string | undefined>): Config {
  const read = readConfig(env);
  if ('faults' in read) throw new Error(read.faults.join('\n'));
  return read.ok;
}
