/**
 * Three thousand people answer within a minute: fifty presses a second that come when they come, whatever became of
 * the ones before, and how long from each until its message shows ✓. Beside it, in turns, bare Bolt that acknowledges
 * the very same bytes and answers with a ✓ of its own, having kept nothing.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { canRunPostgres, startPostgres, whyNot } from '../support/postgres.ts';
import { startProgram } from '../support/program.ts';
import { figureOf, quantile } from './measure.ts';
import { type Button, bytesOf, poolTo, type Row, type Served, SIGNING_SECRET, tapping } from './tap.ts';

const RATE = 50;
const ROUNDS = 5;
const PRESSES = 600;
const WARM_UP = 150;
const LATEST_MS = 30_000;

export async function benchMinute(): Promise<Row[]> {
  const postgres = canRunPostgres ? await startPostgres() : null;
  if (postgres === null) process.stderr.write(`${whyNot}; the embedded database stands in for it\n`);
  const shown = await openScreen();
  try {
    const database = await postgres?.fresh();
    const shared = { SIGNING_SECRET, API_URL: shown.url };
    const vigil = await startProgram('test/bench/serve-vigil.ts', {
      ...shared,
      QUESTIONS: String(WARM_UP + ROUNDS * PRESSES),
      ...(database ? { DATABASE_URL: database.login, OWNER_URL: database.owner } : {}),
    });
    const bolt = await startProgram('test/bench/serve-bolt.ts', { ...shared, ANSWERS: '1' });
    try {
      return await compare(vigil.facts as Served, bolt.facts as Served, shown);
    } finally {
      await vigil.stop();
      await bolt.stop();
    }
  } finally {
    shown.close();
    await postgres?.stop();
  }
}

async function compare(vigil: Served, bolt: Served, screen: Screen): Promise<Row[]> {
  const pools = { vigil: poolTo(vigil.port), bolt: poolTo(bolt.port) };
  const unused = [...vigil.buttons];
  const round = async (pool: keyof typeof pools, buttons: Button[]): Promise<number[]> => {
    const began = performance.now();
    const took = buttons.map(async (button, nth) => {
      const press = tapping(pools[pool], bytesOf(button, screen.url));
      await setTimeout(Math.max(0, began + (nth * 1000) / RATE - performance.now()));
      const from = performance.now();
      const seen = screen.next(button.token);
      await Promise.all([press(), seen]);
      return (await seen) - from;
    });
    return (await Promise.all(took)).sort((a, b) => a - b);
  };
  const warm = unused.splice(0, WARM_UP);
  for (const pool of ['bolt', 'vigil'] as const) await round(pool, warm);
  const rounds: { vigil: number[]; bolt: number[] }[] = [];
  for (let count = 0; count < ROUNDS; count += 1) {
    const buttons = unused.splice(0, PRESSES);
    const alone = await round('bolt', buttons);
    rounds.push({ bolt: alone, vigil: await round('vigil', buttons) });
  }
  await Promise.all(Object.values(pools).map((pool) => pool.close()));
  return (
    [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const
  ).map(([name, share]) => {
    const ours = figureOf(rounds.map((each) => quantile(each.vigil, share)));
    const theirs = figureOf(rounds.map((each) => quantile(each.bolt, share)));
    return {
      name: `3,000 staff answer within a minute, tap to ✓, ${name}`,
      unit: 'ms',
      baseline: `bare Bolt ${theirs.value.toFixed(2)} (${theirs.min.toFixed(2)} to ${theirs.max.toFixed(2)})`,
      ratio: ours.value / theirs.value,
      ...ours,
    };
  });
}

type Screen = {
  url: string;
  /** When the press of this question next shows ✓; rejects where it never does, or shows something else. */
  next(token: string): Promise<number>;
  close(): void;
};

/** Where answers to clicks go: each is looked at for its ✓. */
async function openScreen(): Promise<Screen> {
  const waiting = new Map<string, (body: string) => void>();
  const server = createServer((request, response) => {
    const at = performance.now();
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.end('ok');
      const token = /\/actions\/([^/?]+)/.exec(request.url ?? '')?.[1] ?? '';
      waiting.get(token)?.(`${at} ${Buffer.concat(parts).toString('utf8')}`);
      waiting.delete(token);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    next: (token) =>
      new Promise((resolve, reject) => {
        const late = globalThis.setTimeout(() => reject(new Error('A press was never answered')), LATEST_MS);
        waiting.set(token, (said) => {
          clearTimeout(late);
          if (said.includes('✓')) resolve(Number(said.split(' ')[0]));
          else reject(new Error('A press was answered with something else'));
        });
      }),
    close: () => server.close(),
  };
}
