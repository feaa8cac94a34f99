/**
 * How long from a tap in Slack to its acknowledgement: signature checked, the reply, its message and its ledger row
 * committed in Postgres, then acknowledged. Beside it, in turns, bare Bolt acknowledging the very same bytes.
 */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { canRunPostgres, startPostgres, whyNot } from '../support/postgres.ts';
import { startProgram } from '../support/program.ts';
import { type Figure, figureOf, type Round, sendAll } from './measure.ts';

export type Row = { name: string; unit: string; baseline: string; ratio: number } & Figure;

export const SIGNING_SECRET = 'a signing secret for the bench';
const ROUNDS = 5;
const LOADS = [
  { atOnce: 1, taps: 150 },
  { atOnce: 10, taps: 300 },
  { atOnce: 50, taps: 400 },
];
const WARM_UP = 150;

export type Button = { token: string; platformId: string; userId: string };

export async function benchTap(): Promise<Row[]> {
  const postgres = canRunPostgres ? await startPostgres() : null;
  if (postgres === null) process.stderr.write(`${whyNot}; the embedded database stands in for it\n`);
  const hooks = await answersWith200();
  try {
    const database = await postgres?.fresh();
    const perRound = LOADS.reduce((sum, { taps }) => sum + taps, 0);
    const shared = { SIGNING_SECRET, API_URL: hooks.url };
    const vigil = await startProgram('test/bench/serve-vigil.ts', {
      ...shared,
      QUESTIONS: String(WARM_UP + ROUNDS * perRound),
      ...(database ? { DATABASE_URL: database.login, OWNER_URL: database.owner } : {}),
    });
    const bolt = await startProgram('test/bench/serve-bolt.ts', shared);
    try {
      return await compare(vigil.facts as Served, bolt.facts as Served, hooks.url);
    } finally {
      await vigil.stop();
      await bolt.stop();
    }
  } finally {
    hooks.close();
    await postgres?.stop();
  }
}

export type Served = { port: number; buttons: Button[] };

async function compare(vigil: Served, bolt: Served, hooksUrl: string): Promise<Row[]> {
  const pools = { vigil: poolTo(vigil.port), bolt: poolTo(bolt.port) };
  const unused = [...vigil.buttons];
  const take = (count: number) => unused.splice(0, count).map((button) => bytesOf(button, hooksUrl));
  const warm = take(WARM_UP);
  for (const pool of Object.values(pools))
    await sendAll(
      warm.map((body) => tapping(pool, body)),
      10,
    );
  const rows: Row[] = [];
  for (const { atOnce, taps } of LOADS) {
    const rounds: { vigil: Round; bolt: Round }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bodies = take(taps);
      const alone = await sendAll(
        bodies.map((body) => tapping(pools.bolt, body)),
        atOnce,
      );
      rounds.push({
        vigil: await sendAll(
          bodies.map((body) => tapping(pools.vigil, body)),
          atOnce,
        ),
        bolt: alone,
      });
    }
    for (const quantile of ['p50', 'p99'] as const) {
      const ours = figureOf(rounds.map((round) => round.vigil[quantile]));
      const theirs = figureOf(rounds.map((round) => round.bolt[quantile]));
      rows.push({
        name: `tap to acknowledgement, ${atOnce} at once, ${quantile}`,
        unit: 'ms',
        baseline: `bare Bolt ${theirs.value.toFixed(2)} (${theirs.min.toFixed(2)} to ${theirs.max.toFixed(2)})`,
        ratio: ours.value / theirs.value,
        ...ours,
      });
    }
  }
  await Promise.all(Object.values(pools).map((pool) => pool.close()));
  return rows;
}

export const poolTo = (port: number) => new Pool(`http://127.0.0.1:${port}`, { connections: 64 });

export function tapping(pool: Pool, body: string): () => Promise<void> {
  return async () => {
    const stamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${stamp}:${body}`).digest('hex');
    const { statusCode, body: answer } = await pool.request({
      method: 'POST',
      path: '/slack/events',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': stamp,
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    });
    await answer.dump();
    if (statusCode !== 200) throw new Error(`A tap was answered with ${statusCode}`);
  };
}

/** A click as Slack sends it, about two thousand bytes. */
export function bytesOf({ token, platformId, userId }: Button, hooksUrl: string): string {
  const [channel = '', ts = ''] = platformId.split('/');
  const text = 'Do you know who the DSL is today? '.repeat(20);
  const payload = {
    type: 'block_actions',
    user: { id: userId, username: 'somebody', team_id: 'T1' },
    api_app_id: 'A1',
    team: { id: 'T1', domain: 'oak' },
    container: { type: 'message', channel_id: channel, message_ts: ts, is_ephemeral: false },
    trigger_id: `${token}.1`,
    channel: { id: channel, name: 'directmessage' },
    message: { ts, text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] },
    response_url: `${hooksUrl}actions/${token}`,
    actions: [
      {
        type: 'button',
        block_id: 'b',
        action_id: 'answer:0',
        action_ts: `${ts}.${token}`.slice(0, 40),
        value: JSON.stringify({ verb: 'answer', token, arg: 'yes' }),
      },
    ],
  };
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Where answers to clicks go. */
async function answersWith200(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
