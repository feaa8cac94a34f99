/**
 * Installing Vigil in a Slack workspace from its web page, against an OAuth server that we did not write.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator, type Emulator } from 'emulate';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Installed } from '../../../src/chat/chat.ts';
import { type InstallParts, installRouter } from '../../../src/chat/slack/install.ts';
import { ALL_SCOPES, SCOPES } from '../../../src/chat/slack/scopes.ts';
import { webClient } from '../../../src/chat/slack/web-client.ts';
import { takeInstallation } from '../../../src/cycle/take-installation.ts';
import { slackTokens } from '../../../src/operator/slack-tokens.ts';
import { worldOver } from '../../../src/operator/world.ts';
import type { Store } from '../../../src/store/database.ts';
import { listOrganisations } from '../../../src/store/installations.ts';
import { freePort } from '../../support/emulated-slack.ts';
import { countedIds, keptLog, seededRandom } from '../../support/fixed.ts';
import { tokensUnder } from '../../support/keys.ts';
import { openTestStore } from '../../support/store.ts';

const CLIENT = {
  clientId: '111.222',
  clientSecret: 'CANARY-client-secret',
  stateSecret: 'CANARY-state-secret',
};

let store: Store;
let server: Server;
let base: string;
let slack: Emulator;
let parts: InstallParts;
let installed: Installed[];
let log: ReturnType<typeof keptLog>;

beforeAll(async () => {
  // First of all: opening it holds everything up for longer than an idle connection lasts.
  store = await openTestStore();
  const app = express();
  app.use((request, response, next) => installRouter(parts)(request, response, next));
  server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack = await createEmulator({
    service: 'slack',
    port: await freePort(),
    seed: {
      slack: {
        strict_scopes: true,
        team: { name: 'Oak & Elm <Trust>', domain: 'oak' },
        users: [{ name: 'admin', real_name: 'Ada Min', email: 'ada@oak.example', is_admin: true }],
        oauth_apps: [
          {
            client_id: CLIENT.clientId,
            client_secret: CLIENT.clientSecret,
            name: 'Vigil',
            redirect_uris: [`${base}/slack/oauth_redirect`],
            scopes: [...ALL_SCOPES],
          },
        ],
      },
    },
  });
});
afterAll(async () => {
  await store?.close();
  await slack?.close();
  await new Promise((done) => server.close(done));
});
beforeEach(() => {
  installed = [];
  log = keptLog();
  parts = {
    ...CLIENT,
    apiUrl: `${slack.url}/api/`,
    baseUrl: base,
    log,
    onInstalled: async (one) => void installed.push(one),
    onRevoked: async () => {},
  };
});

const unescaped = (html: string) => html.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

/** The first page, as a browser has it: Slack's address on its button, and the cookie it was given. */
async function begin(): Promise<{ page: string; href: string; cookie: string; response: Response }> {
  const response = await fetch(`${base}/slack/install`);
  const page = await response.text();
  const href = unescaped(/<a class="button" href="([^"]+)"/.exec(page)?.[1] ?? '');
  return { page, href, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '', response };
}

/** Says yes on Slack's page; gives where the browser is sent. */
async function allow(href: string): Promise<string> {
  const page = await (await fetch(href)).text();
  const hidden = [...page.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(
    ([, name, value]): [string, string] => [name ?? '', unescaped(value ?? '')],
  );
  expect(hidden.length).toBeGreaterThan(4);
  const said = await fetch(`${slack.url}/oauth/v2/authorize/callback`, {
    method: 'POST',
    body: new URLSearchParams(hidden),
    redirect: 'manual',
  });
  return said.headers.get('location') ?? '';
}

const comeBack = (url: string, cookie = '') => fetch(url, { headers: cookie === '' ? {} : { cookie } });

async function install(): Promise<Response> {
  const { href, cookie } = await begin();
  return comeBack(await allow(href), cookie);
}

describe('the first page', () => {
  test('asks Slack for exactly the permissions of the list, each explained, and comes back to our own address', async () => {
    const { page, href } = await begin();
    const asked = new URL(href);
    expect(asked.pathname).toBe('/oauth/v2/authorize');
    expect((asked.searchParams.get('scope') ?? '').split(',').sort()).toEqual([...ALL_SCOPES].sort());
    expect(asked.searchParams.get('user_scope')).toBeNull();
    expect(asked.searchParams.get('redirect_uri')).toBe(`${base}/slack/oauth_redirect`);
    for (const { name, why, without } of SCOPES) {
      expect(page).toContain(`<strong>${name}</strong>: to ${why}`);
      if (without !== null) expect(page).toContain(`Without it, ${without}.`);
    }
  });

  test('works without script, loads nothing from elsewhere, and is kept by nobody', async () => {
    const { page, response } = await begin();
    expect(page).not.toMatch(/<script|style=|https:\/\//);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toContain('<html lang="en-GB">');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('set-cookie')).toMatch(/; Secure; HttpOnly/);
  });
});

describe('saying yes', () => {
  test('hands over the workspace with its token, and says what to do next', async () => {
    const answer = await install();
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(installed).toHaveLength(1);
    expect(installed[0]).toMatchObject({ platform: 'slack', name: 'Oak & Elm <Trust>' });
    expect(installed[0]?.externalId).toMatch(/^T/);
    expect(installed[0]?.botUserId).toMatch(/^U/);
    expect([...(installed[0]?.scopes ?? [])].sort()).toEqual([...ALL_SCOPES].sort());
    expect(page).toContain('<h1>Vigil is installed</h1>');
    expect(page).toContain('Oak &amp; Elm &lt;Trust');
    for (const next of ['vigil -- setting FILE', 'import people', '/invite @Vigil', 'doctor'])
      expect(page).toContain(next);
    expect(page).not.toContain(installed[0]?.token ?? 'xoxb-');
  });

  test('the token works with the permissions that were asked for, and no others', async () => {
    await install();
    const client = webClient(installed[0]?.token ?? '', parts);
    expect((await client.auth.test()).team_id).toBe(installed[0]?.externalId);
    expect((await client.users.list({ limit: 1 })).ok).toBe(true);
    await expect(client.reactions.add({ channel: 'C1', timestamp: '1.1', name: 'eyes' })).rejects.toThrow(
      /missing_scope/,
    );
  });

  test('installed again is the same workspace with a new token, all the way to the record', async () => {
    const now = () => new Date('2026-11-09T08:00:00Z');
    const ids = countedIds(1);
    const world = worldOver(store, { now, ids, random: seededRandom(1), log });
    const seals = tokensUnder(Buffer.alloc(32, 1).toString('hex'));
    const tokenOf = slackTokens(store, { sealer: seals, own: null, whoIs: async () => null });
    parts.onInstalled = async (one) => {
      installed.push(one);
      await takeInstallation(world, one, { ids, sealer: seals });
    };
    for (let time = 0; time < 3; time += 1) {
      expect((await install()).status).toBe(200);
      const given = installed.at(-1);
      expect(await tokenOf(given?.externalId ?? '')).toBe(given?.token);
    }
    expect(new Set(installed.map(({ externalId }) => externalId)).size).toBe(1);
    expect(new Set(installed.map(({ token }) => token)).size).toBe(3);
    expect(await listOrganisations(store)).toHaveLength(1);
  });
});

describe('what is refused', () => {
  const refusedWith = async (answer: Response, status: number, title: string) => {
    const page = await answer.text();
    expect([answer.status, /<h1>([^<]*)/.exec(page)?.[1]]).toEqual([status, title]);
    expect(page).toContain('href="/slack/install"');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(installed).toEqual([]);
    return page;
  };
  const STALE = 'This page can no longer be used';

  test('another browser’s way back, a state of one’s own, or none', async () => {
    const mine = await begin();
    const theirs = await begin();
    const back = await allow(mine.href);
    await refusedWith(await comeBack(back), 400, STALE);
    await refusedWith(await comeBack(back, theirs.cookie), 400, STALE);
    const forged = new URL(back);
    forged.searchParams.set('state', 'eyJhbGciOiJub25lIn0.e30.');
    await refusedWith(await comeBack(forged.href, mine.cookie), 400, STALE);
    await refusedWith(
      await comeBack(forged.href, 'slack-app-oauth-state=eyJhbGciOiJub25lIn0.e30.'),
      400,
      STALE,
    );
    forged.searchParams.delete('state');
    await refusedWith(await comeBack(forged.href, mine.cookie), 400, STALE);
    await refusedWith(await comeBack(`${base}/slack/oauth_redirect`), 400, STALE);
  });

  test('a state sealed with another secret', async () => {
    const kept = { ...parts };
    parts = { ...parts, stateSecret: 'another-secret-altogether' };
    const { href, cookie } = await begin();
    parts = kept;
    await refusedWith(await comeBack(await allow(href), cookie), 400, STALE);
  });

  test('the same way back a second time', async () => {
    const { href, cookie } = await begin();
    const back = await allow(href);
    expect((await comeBack(back, cookie)).status).toBe(200);
    installed = [];
    const page = await refusedWith(await comeBack(back, cookie), 502, 'Slack did not finish');
    expect(page).toContain('used already');
  });

  test('somebody who says no', async () => {
    const { cookie } = await begin();
    const back = `${base}/slack/oauth_redirect?error=access_denied&state=${cookie.split('=')[1]}`;
    await refusedWith(await comeBack(back, cookie), 400, 'Vigil was not installed');
  });

  test('an app that Slack does not know: the mend names what to copy again', async () => {
    const { href, cookie } = await begin();
    const back = await allow(href);
    parts = { ...parts, clientSecret: 'not-the-client-secret' };
    const page = await refusedWith(await comeBack(back, cookie), 502, 'Slack did not finish');
    expect(page).toContain('SLACK_CLIENT_SECRET');
  });

  const answering =
    (change: Record<string, unknown>): typeof fetch =>
    async (...request) => {
      const response = await fetch(...request);
      if (!String(request[0]).includes('oauth.v2.access')) return response;
      return Response.json({ ...((await response.json()) as object), ...change });
    };

  test('a whole Enterprise Grid organisation', async () => {
    parts = {
      ...parts,
      fetch: answering({ is_enterprise_install: true, team: null, enterprise: { id: 'E1', name: 'Grid' } }),
    };
    await refusedWith(await install(), 400, 'Choose one workspace');
    expect(log.lines.map(({ event, facts }) => [event, facts])).toEqual([
      ['install_refused', { why: 'whole_organisation' }],
    ]);
  });

  test('a grant with no bot in it', async () => {
    parts = { ...parts, fetch: answering({ access_token: undefined, bot_user_id: undefined }) };
    await refusedWith(await install(), 400, 'Vigil was not installed');
  });

  test('a workspace that could not be kept is not called installed, and Slack is asked once', async () => {
    let asked = 0;
    parts = {
      ...parts,
      fetch: async (...request) => {
        if (String(request[0]).includes('oauth.v2.access')) asked += 1;
        return fetch(...request);
      },
      onInstalled: async () => {
        throw new RangeError('about CANARY-xoxb');
      },
    };
    await refusedWith(await install(), 500, 'Vigil could not be set up');
    expect(asked).toBe(1);
    expect(log.lines).toEqual([
      { level: 'error', event: 'install_failed', facts: { why: 'unsaved', reason: 'RangeError' } },
    ]);
  });

  test('a Slack that cannot be reached, or answers nonsense, is asked once', async () => {
    for (const answer of [
      () =>
        Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: new Error('ECONNREFUSED') })),
      async () => new Response('<html>', { status: 503 }),
    ]) {
      let asked = 0;
      const { href, cookie } = await begin();
      const back = await allow(href);
      parts = {
        ...parts,
        fetch: () => {
          asked += 1;
          return answer();
        },
      };
      await refusedWith(await comeBack(back, cookie), 502, 'Slack did not finish');
      expect(asked).toBe(1);
    }
  });
});

test('no token, code, state or secret is in the log or on a page, whatever happens', async () => {
  const pages: string[] = [];
  const { href, cookie } = await begin();
  const back = await allow(href);
  for (const way of [
    comeBack(back, cookie),
    comeBack(back, cookie),
    comeBack(`${back}x`, cookie),
    comeBack(back),
  ])
    pages.push(await (await way).text());
  const secrets = [
    'CANARY',
    'xoxb-',
    new URL(back).searchParams.get('code') ?? '?',
    new URL(back).searchParams.get('state') ?? '?',
  ];
  expect(log.lines.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(JSON.stringify([log.lines, pages])).not.toContain(secret);
});
