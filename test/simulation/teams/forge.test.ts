/**
 * Each kind of forgery against an independent check by jose: the genuine is let in, and every lock that is missing
 * lets in just the forgeries it is for.
 */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JWK,
  jwtVerify,
} from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeTeams } from '../../../src/simulation/teams/fake-teams.ts';
import { FORGERIES, type Forgery } from '../../../src/simulation/teams/forge.ts';
import { AMINA, APP, AT, OAK, openOak, startBot } from './bare-bot.ts';

let teams: FakeTeams;
beforeAll(async () => {
  teams = await openOak();
});
afterAll(() => teams.close());

type Request = { headers: Record<string, string>; body: string };
type Lock =
  | 'header'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'time'
  | 'serviceUrl'
  | 'endorsed'
  | 'tenant'
  | 'channel'
  | 'host';

async function jwks(): Promise<{ keys: (JWK & { endorsements?: string[] })[] }> {
  const metadata = (await (await fetch(teams.openIdMetadataUrl)).json()) as {
    jwks_uri: string;
    issuer: string;
  };
  expect(metadata.issuer).toBe(teams.tokenIssuer);
  return (await (await fetch(metadata.jwks_uri)).json()) as { keys: JWK[] };
}

/** Which locks hold against it; none when it is genuine. */
async function heldBy({ headers, body }: Request): Promise<Lock[]> {
  const activity = JSON.parse(body);
  const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) return ['header'];
  const { keys } = await jwks();
  try {
    await jwtVerify(token, createLocalJWKSet({ keys }), { algorithms: ['RS256'], currentDate: new Date(0) });
  } catch (error) {
    const code = (error as { code?: string }).code;
    // Of the moment 1970 only "not yet valid" is told, and that after the signature.
    if (code !== 'ERR_JWT_CLAIM_VALIDATION_FAILED') return ['signature'];
  }
  const claims = decodeJwt(token);
  const key = keys.find(({ kid }) => kid === decodeProtectedHeader(token).kid);
  const now = AT.getTime() / 1_000;
  const held: Lock[] = [];
  if (claims.iss !== teams.tokenIssuer) held.push('issuer');
  if (claims.aud !== APP) held.push('audience');
  if (now > Number(claims.exp) + 300 || now < Number(claims.nbf) - 300) held.push('time');
  if (claims.serviceurl !== activity.serviceUrl) held.push('serviceUrl');
  if (!key?.endorsements?.includes('msteams')) held.push('endorsed');
  if (activity.conversation.tenantId !== OAK || activity.channelData.tenant.id !== OAK) held.push('tenant');
  if (activity.channelId !== 'msteams') held.push('channel');
  if (activity.serviceUrl !== teams.serviceUrl) held.push('host');
  return held;
}

test('the genuine one passes every lock', async () => {
  expect(await heldBy(teams.genuine())).toEqual([]);
  expect(await heldBy(teams.genuine({ ...JSON.parse(teams.genuine().body), text: 'help' }))).toEqual([]);
});

test('a delivery passes them too, and bears its claims', async () => {
  const bot = await startBot(teams);
  const { request } = await teams.person(AMINA).writes('Hello');
  expect(await heldBy(request)).toEqual([]);
  expect(decodeJwt(request.headers.authorization?.slice(7) ?? '')).toEqual({
    iss: 'https://api.botframework.com',
    aud: APP,
    serviceurl: teams.serviceUrl,
    nbf: AT.getTime() / 1_000 - 300,
    exp: AT.getTime() / 1_000 + 3_600,
  });
  expect(bot.heard[0]?.authorization).toBe(request.headers.authorization);
  await bot.stop();
});

const LOCKS: Record<Forgery, Lock> = {
  no_header: 'header',
  not_bearer: 'header',
  garbage: 'signature',
  unknown_kid: 'signature',
  wrong_key: 'signature',
  alg_none: 'signature',
  hs256_public_key: 'signature',
  wrong_audience: 'audience',
  wrong_issuer: 'issuer',
  expired: 'time',
  not_yet_valid: 'time',
  service_url_differs: 'serviceUrl',
  unendorsed_channel: 'endorsed',
  emulator_v1: 'issuer',
  emulator_v2: 'issuer',
  foreign_tenant: 'tenant',
  other_channel: 'channel',
  service_host_not_allowed: 'host',
};

describe('a forgery is held by one lock alone, whatever its variant', () => {
  test.each(FORGERIES)('%s', async (kind) => {
    for (const variant of [0, 1, 2, 3, 4, 5, 6]) {
      const request = teams.forge(kind, undefined, variant);
      expect(await heldBy(request)).toEqual([LOCKS[kind]]);
    }
  });
});

test('an emulator’s token names our app as its client and its audience, and the directory’s own keys verify it', async () => {
  const metadata = (await (await fetch(teams.directoryMetadataUrl)).json()) as { jwks_uri: string };
  for (const [kind, ver] of [
    ['emulator_v1', '1.0'],
    ['emulator_v2', '2.0'],
  ] as const) {
    const token = teams.forge(kind).headers.authorization?.slice(7) ?? '';
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri)), {
      currentDate: AT,
      audience: APP,
    });
    expect(payload).toMatchObject({ ver, appid: APP, azp: APP, tid: expect.not.stringContaining(OAK) });
    expect(payload.iss).toContain(String(payload.tid));
  }
});

test('a forgery is of the activity given', () => {
  const activity = { ...JSON.parse(teams.genuine().body), text: 'mine' };
  expect(JSON.parse(teams.forge('wrong_key', activity).body)).toEqual(activity);
  expect(JSON.parse(teams.forge('foreign_tenant', activity).body).text).toBe('mine');
});
