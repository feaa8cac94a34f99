/**
 * Installing, by Slack's own install provider and by hand: the permission page, the code, the token.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InstallProvider, MemoryInstallationStore } from '@slack/oauth';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { call, handClock, oak, openOak, quiet } from './bare-bot.ts';

let slack: FakeSlack;
const clock = handClock();
beforeEach(async () => {
  slack = await openOak({ now: clock.now, workspaces: [oak({ token: null })] });
});
afterEach(() => slack.close());

const BACK = 'https://vigil.test/slack/oauth_redirect';

async function agree(more: Record<string, string> = {}): Promise<URL> {
  const query = new URLSearchParams({
    client_id: slack.app.clientId,
    scope: 'chat:write,commands,files:write',
    redirect_uri: BACK,
    state: 's1',
    ...more,
  });
  const response = await fetch(`${slack.authorizeUrl}?${query}`, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'none:');
}
const exchange = (code: string | null, more: object = {}) =>
  call(
    slack,
    'oauth.v2.access',
    {
      client_id: slack.app.clientId,
      client_secret: slack.app.clientSecret,
      code: code ?? '',
      redirect_uri: BACK,
      ...more,
    },
    '',
  );

test('Slack’s own install provider installs with it, and the token works', async () => {
  const store = new MemoryInstallationStore();
  const installer = new InstallProvider({
    clientId: slack.app.clientId,
    clientSecret: slack.app.clientSecret,
    stateSecret: 'state',
    installationStore: store,
    authorizationUrl: slack.authorizeUrl,
    clientOptions: { slackApiUrl: slack.apiUrl },
    directInstall: true,
    logger: quiet,
  });
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/slack/install'))
      void installer.handleInstallPath(
        request,
        response,
        {},
        { scopes: ['chat:write', 'users:read'], redirectUri: back },
      );
    else void installer.handleCallback(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const back = `${origin}/slack/oauth_redirect`;
  const start = await fetch(`${origin}/slack/install`, { redirect: 'manual' });
  const page = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
  const done = await fetch(page.headers.get('location') ?? '', {
    headers: { cookie: (start.headers.get('set-cookie') ?? '').split(';')[0] ?? '' },
  });
  expect(done.status).toBe(200);
  const installation = await store.fetchInstallation({
    teamId: 'T1',
    enterpriseId: undefined,
    isEnterpriseInstall: false,
  });
  expect(installation).toMatchObject({
    team: { id: 'T1', name: 'Oak Primary' },
    user: { id: 'U1' },
    appId: slack.app.appId,
    bot: { userId: 'U0BOT', id: 'B0BOT', scopes: ['chat:write', 'users:read'] },
  });
  expect(await call(slack, 'auth.test', {}, installation.bot?.token)).toMatchObject({
    ok: true,
    team_id: 'T1',
  });
  await new Promise((resolve) => server.close(resolve));
});

describe('the permission page', () => {
  test('sends the browser back with a code and the state, or with what went wrong', async () => {
    const back = await agree();
    expect(back.origin + back.pathname).toBe(BACK);
    expect(back.searchParams.get('state')).toBe('s1');
    expect(back.searchParams.get('code')).toMatch(/^\d+\.\d+\.\w+$/);
    slack.installer.agrees = false;
    const refused = await agree();
    expect(refused.searchParams.get('error')).toBe('access_denied');
    expect(refused.searchParams.get('code')).toBeNull();
    const response = await fetch(`${slack.authorizeUrl}?client_id=nobody&redirect_uri=${BACK}`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
  });

  test('grants what is not withheld', async () => {
    slack.installer.withholds = ['files:write'];
    const answer = await exchange((await agree()).searchParams.get('code'));
    expect(answer).toMatchObject({
      ok: true,
      scope: 'chat:write,commands',
      token_type: 'bot',
      authed_user: { id: 'U1' },
    });
  });
});

describe('the exchange', () => {
  test('takes a code once, from the app it was for, for ten minutes', async () => {
    const code = (await agree()).searchParams.get('code');
    expect(await exchange(code, { client_id: 'nobody' })).toMatchObject({ error: 'invalid_client_id' });
    expect(await exchange(code, { client_secret: 'wrong' })).toMatchObject({ error: 'bad_client_secret' });
    expect(await exchange(code)).toMatchObject({ ok: true });
    expect(await exchange(code)).toMatchObject({ ok: false, error: 'invalid_code' });
    const other = (await agree()).searchParams.get('code');
    expect(await exchange(other, { redirect_uri: `${BACK}/other` })).toMatchObject({
      error: 'bad_redirect_uri',
    });
    const late = (await agree()).searchParams.get('code');
    clock.forward(10 * 60_000 + 1);
    expect(await exchange(late)).toMatchObject({ error: 'code_expired' });
  });

  test('installed again, the workspace keeps its token with the scopes now granted; removed, it gets another', async () => {
    const first = await exchange((await agree()).searchParams.get('code'));
    const again = await exchange((await agree({ scope: 'chat:write' })).searchParams.get('code'));
    expect(again.access_token).toBe(first.access_token);
    expect(await call(slack, 'users.list', {}, String(first.access_token))).toMatchObject({
      error: 'missing_scope',
      provided: 'chat:write',
    });
    slack.deliverTo('http://127.0.0.1:9/');
    await slack.workspace().uninstalls();
    expect(await call(slack, 'auth.test', {}, String(first.access_token))).toMatchObject({
      error: 'account_inactive',
    });
    const anew = await exchange((await agree()).searchParams.get('code'));
    expect(anew.access_token).not.toBe(first.access_token);
    expect(await call(slack, 'auth.test', {}, String(anew.access_token))).toMatchObject({ ok: true });
  });
});
