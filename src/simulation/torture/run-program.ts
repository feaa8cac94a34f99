/**
 * The real program in a process of its own, started as `npm start` starts it, on a moment that is given; and the
 * operator's commands, each in a process of its own too.
 * The rule: it knows nothing of us. It gets its environment and no .env file of whoever started the torture, runs in
 * an empty folder, and can be stopped as a service is or killed as a power cut would.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { RUNS_FROM } from './runs-from.ts';

export type Program = {
  url: string;
  pid: number;
  /** Milliseconds from starting it until it said where it is. */
  bootMs: number;
  /** Exit code after SIGTERM. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
  readonly ended: boolean;
  /** The last of what it wrote to its log and its errors. */
  readonly log: string;
  /** Lines it wrote on the third pipe: what a preload has to say. */
  onMark(listener: (line: string) => void): void;
  tell(word: string): void;
};

export type Start = {
  folder: string;
  environment: Record<string, string>;
  shiftMs: number;
  /** Its clock stands at this moment until it is up, and runs from there. */
  standsAt?: Date;
  /** Loaded before it, besides its clock. */
  preload?: string;
  monotonic(): number;
};

const OURS = /^(VIGIL|SLACK|TEAMS|DATABASE|CLOCK)_|^(PORT|HOST|LOG_LEVEL|NODE_OPTIONS|VITEST.*)$/;
const KEPT_LOG = 200_000;

/** How this file is written is how the others beside it are: TypeScript in a checkout, JavaScript once built. */
const suffix = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
export const programFile = (name: string): string => new URL(`${name}${suffix}`, import.meta.url).href;
const loader = suffix === '.ts' ? ['--import', import.meta.resolve('tsx')] : [];

export async function startProgram(start: Start): Promise<Program> {
  const from = start.monotonic();
  const child = launch('../../main', [], start, ['./end-with-starter'], ['pipe', 'pipe', 'pipe', 'pipe']);
  const gone = once(child, 'exit') as Promise<[number | null]>;
  let ended = false;
  void gone.then(() => {
    ended = true;
  });
  let log = '';
  const listeners: ((line: string) => void)[] = [];
  const url = new Promise<string>((resolve, reject) => {
    readLines(child, 1, (line) => {
      log = `${log}${line}\n`.slice(-KEPT_LOG);
      const at = RUNS_FROM.exec(line)?.[1];
      if (at) resolve(at);
    });
    readLines(child, 2, (line) => {
      log = `${log}${line}\n`.slice(-KEPT_LOG);
    });
    void gone.then(() => reject(new Error(`Vigil ended before it was up:\n${log}`)));
  });
  readLines(child, 3, (line) => {
    for (const listener of listeners) listener(line);
  });
  const at = await url;
  return {
    url: at,
    pid: child.pid ?? 0,
    bootMs: start.monotonic() - from,
    get ended() {
      return ended;
    },
    get log() {
      return log;
    },
    onMark: (listener) => void listeners.push(listener),
    tell: (word) => void child.stdin?.write(`${word}\n`),
    async stop() {
      child.kill('SIGTERM');
      return (await gone)[0];
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** A command as an operator gives it. Throws what it said where it failed. */
export async function runCommand(start: Start, ...words: string[]): Promise<string> {
  const { code, out, errors } = await runToEnd(start, '../../cli', words);
  if (code !== 0) throw new Error(`vigil ${words[0]} ended with ${code}: ${errors}`);
  return out;
}

/** Vigil where it is expected to end by itself; one that does not is ended. */
export function startRefused(start: Start): Promise<Ended> {
  return runToEnd(start, '../../main', []);
}

export type Ended = { code: number | null; out: string; errors: string };

async function runToEnd(start: Start, program: string, words: string[]): Promise<Ended> {
  const child = launch(program, words, start, [], ['ignore', 'pipe', 'pipe', 'ignore']);
  let out = '';
  let errors = '';
  readLines(child, 1, (line) => {
    out += `${line}\n`;
    if (program === '../../main' && RUNS_FROM.test(line)) child.kill('SIGKILL');
  });
  readLines(child, 2, (line) => {
    errors += `${line}\n`;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, errors };
}

function launch(
  program: string,
  words: string[],
  { folder, environment, shiftMs, standsAt, preload }: Start,
  also: string[],
  stdio: ('pipe' | 'ignore')[],
): ChildProcess {
  const before = [
    ...['./shifted-clock', ...also].map(programFile),
    ...(preload === undefined ? [] : [preload]),
  ];
  return spawn(
    process.execPath,
    [
      ...loader,
      ...before.flatMap((file) => ['--import', file]),
      fileURLToPath(programFile(program)),
      ...words,
    ],
    {
      cwd: folder,
      env: {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name))),
        PORT: '0',
        ...environment,
        CLOCK_SHIFT_MS: String(shiftMs),
        ...(standsAt === undefined ? {} : { CLOCK_STANDS_AT: String(standsAt.getTime()) }),
      },
      stdio,
    },
  );
}

function readLines(child: ChildProcess, pipe: 1 | 2 | 3, listener: (line: string) => void): void {
  const stream = child.stdio[pipe];
  if (stream && 'read' in stream) createInterface({ input: stream }).on('line', listener);
}
