/**
 * How long from a press in Teams to its answer: the token checked, the reply, its message and its ledger row committed
 * in Postgres, and the card drawn anew. Beside it, in turns, bare botbuilder answering the very same bytes with a card.
 * The drawing for good, which comes after the answer, goes to a connector that takes everything at once.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Pool } from 'undici';
import { canRunPostgres, startPostgres, whyNot } from '../support/postgres.ts';
import { startProgram } from '../support/program.ts';
import { figureOf, type Round, sendAll } from './measure.ts';
import type { Row } from './tap.ts';

const APP_ID = '11111111-0000-4000-8000-000000000044';
const ROUNDS = 5;
const LOADS = [
  { atOnce: 1, presses: 150 },
  { atOnce: 10, presses: 300 },
  { atOnce: 50, presses: 400 },
];
const WARM_UP = 150;

type Button = { token: string; platformId: string; userId: string };
type Served = { port: number; buttons: Button[]; tenantId: string };

export async function benchInvoke(): Promise<Row[]> {
  const postgres = canRunPostgres ? await startPostgres() : null;
  if (postgres === null) process.stderr.write(`${whyNot}; the embedded database stands in for it\n`);
  const fake = await openFake();
  try {
    const database = await postgres?.fresh();
    const perRound = LOADS.reduce((sum, { presses }) => sum + presses, 0);
    const shared = { APP_ID, FAKE: fake.url };
    const vigil = await startProgram('test/bench/serve-teams.ts', {
      ...shared,
      QUESTIONS: String(WARM_UP + ROUNDS * perRound),
      ...(database ? { DATABASE_URL: database.login, OWNER_URL: database.owner } : {}),
    });
    const bare = await startProgram('test/bench/serve-botbuilder.ts', shared);
    try {
      return await compare(vigil.facts as Served, bare.facts as Pick<Served, 'port'>, fake);
    } finally {
      await vigil.stop();
      await bare.stop();
    }
  } finally {
    fake.close();
    await postgres?.stop();
  }
}

async function compare(vigil: Served, bare: Pick<Served, 'port'>, fake: Fake): Promise<Row[]> {
  const pools = { vigil: poolTo(vigil.port), bare: poolTo(bare.port) };
  const unused = [...vigil.buttons];
  const take = (count: number) =>
    unused.splice(0, count).map((button) => bytesOf(button, vigil.tenantId, fake.serviceUrl));
  const send = (pool: Pool, bodies: string[], atOnce: number) =>
    sendAll(
      bodies.map((body) => pressing(pool, body, fake.authorization)),
      atOnce,
    );
  const warm = take(WARM_UP);
  for (const pool of Object.values(pools)) await send(pool, warm, 10);
  const rows: Row[] = [];
  for (const { atOnce, presses } of LOADS) {
    const rounds: { vigil: Round; bare: Round }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bodies = take(presses);
      const alone = await send(pools.bare, bodies, atOnce);
      rounds.push({ vigil: await send(pools.vigil, bodies, atOnce), bare: alone });
    }
    for (const quantile of ['p50', 'p99'] as const) {
      const ours = figureOf(rounds.map((round) => round.vigil[quantile]));
      const theirs = figureOf(rounds.map((round) => round.bare[quantile]));
      rows.push({
        name: `invoke to answer, ${atOnce} at once, ${quantile}`,
        unit: 'ms',
        baseline: `bare botbuilder ${theirs.value.toFixed(2)} (${theirs.min.toFixed(2)} to ${theirs.max.toFixed(2)})`,
        ratio: ours.value / theirs.value,
        ...ours,
      });
    }
  }
  await Promise.all(Object.values(pools).map((pool) => pool.close()));
  return rows;
}

const poolTo = (port: number) => new Pool(`http://127.0.0.1:${port}`, { connections: 64 });

function pressing(pool: Pool, body: string, authorization: string): () => Promise<void> {
  return async () => {
    const answer = await pool.request({
      method: 'POST',
      path: '/api/messages',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization },
      body,
    });
    const { type } = (await answer.body.json()) as { type?: string };
    if (answer.statusCode !== 200 || type !== 'application/vnd.microsoft.card.adaptive')
      throw new Error(`A press was answered with ${answer.statusCode} and ${type}`);
  };
}

/** A press as Teams sends it. */
function bytesOf({ token, platformId, userId }: Button, tenantId: string, serviceUrl: string): string {
  const [conversationId = '', replyToId = ''] = platformId.split('|');
  return JSON.stringify({
    name: 'adaptiveCard/action',
    type: 'invoke',
    timestamp: '2026-11-10T08:10:00.000Z',
    localTimestamp: '2026-11-10T08:10:00.000+00:00',
    localTimezone: 'Europe/London',
    id: `f:${token}`,
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${userId}`, name: 'Somebody', aadObjectId: userId },
    conversation: { conversationType: 'personal', tenantId, id: conversationId },
    recipient: { id: `28:${APP_ID}`, name: 'Vigil' },
    entities: [
      { locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London', type: 'clientInfo' },
    ],
    channelData: { tenant: { id: tenantId }, source: { name: 'message' }, legacy: { replyToId } },
    replyToId,
    value: {
      action: {
        type: 'Action.Execute',
        title: 'Yes',
        verb: 'vigil',
        data: { act: { verb: 'answer', token, arg: 'yes' } },
      },
      trigger: 'manual',
    },
    locale: 'en-GB',
    localTimezoneOffset: 0,
  });
}

type Fake = { url: string; serviceUrl: string; authorization: string; close(): void };

/** Keys to check a token by, a sign-in, and a connector that takes everything. */
async function openFake(): Promise<Fake> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'bench', use: 'sig', endorsements: ['msteams'] };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    request.resume();
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answerTo(path)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answerTo = (path: string) => {
    if (path.startsWith('/openid')) return { jwks_uri: `${url}/keys` };
    if (path.startsWith('/keys')) return { keys: [key] };
    if (path.includes('/oauth2/')) return { token_type: 'Bearer', expires_in: 3_600, access_token: 'bench' };
    return { id: 'taken' };
  };
  const serviceUrl = `${url}/emea/`;
  const token = await new SignJWT({ serviceurl: serviceUrl })
    .setProtectedHeader({ alg: 'RS256', kid: 'bench', typ: 'JWT' })
    .setIssuer('https://api.botframework.com')
    .setAudience(APP_ID)
    .setExpirationTime('2h')
    .sign(privateKey);
  return { url, serviceUrl, authorization: `Bearer ${token}`, close: () => server.close() };
}
