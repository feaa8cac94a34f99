/**
 * One person sends thirty thousand clicks and commands, five hundred a second, while others of the same school go on
 * answering: how long theirs take then, beside how long they take in peace, in turns. Beside it, the same with no limit.
 * `--count N` for another number.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'undici';
import { canRunPostgres, startPostgres, whyNot } from '../support/postgres.ts';
import { startProgram } from '../support/program.ts';
import { figureOf, numberAfter, quantile } from './measure.ts';
import { type Button, bytesOf, poolTo, type Row, type Served, SIGNING_SECRET, tapping } from './tap.ts';

const EVENTS = 30_000;
const FLOOD_RATE = 500;
const OTHERS_RATE = 10;
const ROUNDS = 3;
const WARM_UP = 30;

type Run = { alone: number[][]; during: number[][] };

export async function benchFlood(): Promise<Row[]> {
  const postgres = canRunPostgres ? await startPostgres() : null;
  if (postgres === null) process.stderr.write(`${whyNot}; the embedded database stands in for it\n`);
  const hooks = await answersWith200();
  const perRound = Math.ceil((numberAfter('--count') ?? EVENTS) / ROUNDS);
  const othersPerRound = Math.max(20, Math.round((perRound / FLOOD_RATE) * OTHERS_RATE));
  const measured = async (limited: '0' | '1'): Promise<Run> => {
    const database = await postgres?.fresh();
    const vigil = await startProgram('test/bench/serve-vigil.ts', {
      SIGNING_SECRET,
      API_URL: hooks.url,
      LIMITED: limited,
      QUESTIONS: String(WARM_UP + 2 * ROUNDS * othersPerRound + 50),
      ...(database ? { DATABASE_URL: database.login, OWNER_URL: database.owner } : {}),
    });
    try {
      return await flooded(vigil.facts as Served, { perRound, othersPerRound, hooksUrl: hooks.url });
    } finally {
      await vigil.stop();
    }
  };
  try {
    const limited = await measured('1');
    const open = await measured('0');
    return (['p50', 'p99'] as const).map((name) => rowOf(name, limited, open));
  } finally {
    hooks.close();
    await postgres?.stop();
  }
}

function rowOf(name: 'p50' | 'p99', limited: Run, open: Run): Row {
  const share = name === 'p50' ? 0.5 : 0.99;
  const figure = (rounds: number[][]) => figureOf(rounds.map((took) => quantile(took, share)));
  const [alone, during] = [figure(limited.alone), figure(limited.during)];
  const unlimited = figure(open.during).value / figure(open.alone).value;
  return {
    name: `others’ taps while one person floods, ${name}`,
    unit: 'ms',
    baseline: `in peace ${alone.value.toFixed(2)} (${alone.min.toFixed(2)} to ${alone.max.toFixed(2)}); with no limit × ${unlimited.toFixed(1)}`,
    ratio: during.value / alone.value,
    ...during,
  };
}

async function flooded(
  vigil: Served,
  { perRound, othersPerRound, hooksUrl }: { perRound: number; othersPerRound: number; hooksUrl: string },
): Promise<Run> {
  const pools = { flood: poolTo(vigil.port), others: poolTo(vigil.port) };
  const floods = vigil.buttons.filter(({ userId }) => userId === vigil.buttons[0]?.userId);
  const others = vigil.buttons.filter(({ userId }) => userId !== vigil.buttons[0]?.userId);
  const [flooding] = floods;
  if (!flooding) throw new Error('There is nobody to flood');
  const taps = async (buttons: Button[]): Promise<number[]> => {
    const began = performance.now();
    const took = buttons.map(async (button, nth) => {
      await setTimeout(Math.max(0, began + (nth * 1000) / OTHERS_RATE - performance.now()));
      const from = performance.now();
      await tapping(pools.others, bytesOf(button, hooksUrl))();
      return performance.now() - from;
    });
    return (await Promise.all(took)).sort((one, other) => one - other);
  };
  let sent = 0;
  const flood = async (pool: Pool) => {
    const began = performance.now();
    const all = Array.from({ length: perRound }, async (_, nth) => {
      await setTimeout(Math.max(0, began + (nth * 1000) / FLOOD_RATE - performance.now()));
      sent += 1;
      const body =
        nth % 2 === 0
          ? bytesOf({ ...flooding, token: `${flooding.token}${sent}` }, hooksUrl)
          : commandOf(flooding.userId, sent);
      await tapping(pool, body)();
    });
    await Promise.all(all);
  };
  await taps(others.splice(0, WARM_UP));
  const run: Run = { alone: [], during: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    run.alone.push(await taps(others.splice(0, othersPerRound)));
    const [during] = await Promise.all([taps(others.splice(0, othersPerRound)), flood(pools.flood)]);
    run.during.push(during);
  }
  await Promise.all(Object.values(pools).map((pool) => pool.close()));
  return run;
}

/** "/vigil status" as Slack sends it. */
const commandOf = (userId: string, nth: number): string =>
  new URLSearchParams({
    team_id: 'T1',
    user_id: userId,
    command: '/vigil',
    text: 'status',
    trigger_id: `flood.${nth}`,
  }).toString();

async function answersWith200(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end('{"ok":true}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
