/**
 * The token of the app: where it is asked for, how long it is kept, and what is said where there is none.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppTokenError, appToken } from '../../../src/chat/teams/app-token.ts';
import type { FakeTeams } from '../../../src/simulation/teams/fake-teams.ts';
import { identityFor, openTenant, SECRET, TENANT } from '../../support/bare-teams.ts';

let teams: FakeTeams;
beforeEach(async () => {
  teams = await openTenant();
});
afterEach(() => teams.close());

const tokenFor = (more: Parameters<typeof identityFor>[1] = {}) => appToken(identityFor(teams, more));
const faultOf = async (token: ReturnType<typeof appToken>): Promise<AppTokenError> => {
  const fault = await token.get().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(fault instanceof AppTokenError)) throw new Error('It was none of ours');
  return fault;
};
const asked = () => teams.callsOf('token');

test('is asked of the app’s own tenant, or of Bot Framework’s for an app of many', async () => {
  expect(await tokenFor().get()).toMatch(/^eyJ/);
  await faultOf(tokenFor({ appType: 'MultiTenant' }));
  expect(asked().map(({ tenantId }) => tenantId)).toEqual([TENANT, 'botframework.com']);
});

test('is kept until it is put aside, and then asked for until a new one has come', async () => {
  const token = tokenFor();
  const first = await token.get();
  expect(await token.get()).toBe(first);
  expect(asked()).toHaveLength(1);
  token.discard();
  teams.misbehave({ kind: 'drop', done: false }, { method: 'token' });
  expect(await faultOf(token)).toMatchObject({ why: 'network_error', isUnheard: true });
  // The one put aside is not taken out again because the new one failed to come.
  const second = await token.get();
  expect(asked()).toHaveLength(3);
  expect(await token.get()).toBe(second);
  expect(asked()).toHaveLength(3);
});

describe('where none is given', () => {
  /** A sign-in that says this. */
  async function saying(status: number, body: string): Promise<AppTokenError> {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      return await faultOf(tokenFor({ loginUrl: `http://127.0.0.1:${port}` }));
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  test.each([
    ['its name for it', 401, '{"error":"invalid_client"}', 'invalid_client', false],
    ['that it is away', 503, '{"error":"temporarily_unavailable"}', 'temporarily_unavailable', false],
    ['yes, and gives none', 200, '{"token_type":"Bearer"}', 'empty', false],
    ['what cannot be read', 200, '<html>', 'network_error', true],
  ])('the sign-in says %s', async (_what, status, body, why, isUnheard) => {
    expect(await saying(status, body)).toMatchObject({ why, isUnheard });
  });

  test('nothing it was sent, and no sentence of its own, is in the error', async () => {
    const words = JSON.stringify({
      error: `CANARY ${SECRET}`,
      error_description: `no such secret ${SECRET}`,
    });
    const fault = await saying(401, words);
    expect(`${fault.why} ${fault.message} ${fault.stack} ${String(fault.cause)}`).not.toContain('CANARY');
  });
});

test('a managed identity whose host cannot be asked has been refused nothing', async () => {
  vi.stubEnv('IDENTITY_ENDPOINT', 'http://127.0.0.1:9/msi/token');
  vi.stubEnv('IDENTITY_HEADER', SECRET);
  try {
    const fault = await faultOf(tokenFor({ appType: 'UserAssignedMSI', password: null, loginUrl: null }));
    expect(fault).toMatchObject({ why: 'network_error', isUnheard: true });
    expect(`${fault.message} ${fault.stack}`).not.toContain('CANARY');
  } finally {
    vi.unstubAllEnvs();
  }
});
