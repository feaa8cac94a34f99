/**
 * Every answer of the server, whichever route it is of and whatever goes wrong with it, carries the headers that keep a
 * browser from being turned against its user; and nobody can hold it up by sending slowly or without end.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../src/cycle/context.ts';
import type { Store } from '../../src/store/database.ts';
import { boardRouter } from '../../src/web/board.ts';
import { controlRouter } from '../../src/web/control.ts';
import { elsewhere } from '../../src/web/elsewhere-page.ts';
import { openMetrics } from '../../src/web/metrics.ts';
import { databaseCheck } from '../../src/web/readiness.ts';
import { type OpenServer, openServer, type ServerParts } from '../../src/web/server.ts';
import { keptLog } from '../support/fixed.ts';
import { makeSchool } from '../support/school.ts';
import { openSlackHouse, type SlackHouse } from '../support/slack-house.ts';
import { openTestStore } from '../support/store.ts';
import { openTeamsHouse, type TeamsHouse } from '../support/teams-house.ts';
import { openBench } from '../support/workspace.ts';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const MONDAY = '2026-11-09T08:05:00Z';

let store: Store;
let slack: SlackHouse;
let teams: TeamsHouse;
let server: OpenServer;
let local: Awaited<ReturnType<typeof openBench>>;
const open = (more: Partial<ServerParts> = {}) =>
  openServer({
    host: '127.0.0.1',
    port: 0,
    routers: [],
    ready: [databaseCheck(store)],
    metrics: openMetrics(store),
    log: keptLog(),
    ...more,
  });
beforeAll(async () => {
  store = await openTestStore();
  slack = await openSlackHouse(store, { block: 71, by: 'http', at: MONDAY });
  teams = await openTeamsHouse(store, { block: 72, at: MONDAY });
  local = await openBench(store, await makeSchool(store, { block: 73 }));
  const world: World = {
    store,
    contextFor: async () => {
      throw new Error('No link here is good');
    },
  };
  const run = async () => ({ code: 0 as const, out: '', errors: [] });
  server = await open({
    routers: [
      slack.door.router,
      teams.door.router,
      controlRouter({ token: 'tok', run }),
      boardRouter({ world, baseUrl: 'https://vigil.example.org' }),
      elsewhere(['Slack']),
    ],
    https: true,
  });
});
afterAll(async () => {
  await server.close();
  await local.server.close();
  await slack.close();
  await teams.close();
  await store.close();
});

/** Where each route is, as it stands in our sources, and an address it answers to: of the server, or of the local one. */
const ROUTES: Record<string, { on: 'server' | 'local' | 'install'; at: string[] }> = {
  '/healthz': { on: 'server', at: ['/healthz'] },
  '/readyz': { on: 'server', at: ['/readyz'] },
  '/metrics': { on: 'server', at: ['/metrics'] },
  EVENTS_PATH: { on: 'server', at: ['/slack/events'] },
  MESSAGES_PATH: { on: 'server', at: ['/api/messages'] },
  CONTROL_PATH: { on: 'server', at: ['/control'] },
  '/board': { on: 'server', at: ['/board'] },
  '/board/enter': { on: 'server', at: ['/board/enter', '/board/enter?t=nothing'] },
  '/board/leave': { on: 'server', at: ['/board/leave'] },
  '/': { on: 'local', at: ['/'] },
  path: {
    on: 'local',
    at: [
      '/as/U-T02',
      '/as/U-D01/channel',
      '/as/U-T01/channel',
      '/as/nobody',
      '/as/U-T02?view=slack',
      '/as/U-T02?view=teams',
    ],
  },
  '${path}/live': { on: 'local', at: ['/as/nobody/live'] },
  '/clock': { on: 'local', at: ['/clock'] },
  '/as/:userId/press': { on: 'local', at: ['/as/U-T02/press'] },
  '/as/:userId/say': { on: 'local', at: ['/as/U-T02/say'] },
  '/assets/:name': { on: 'local', at: ['/assets/workspace.css', '/assets/nothing'] },
  '/assets/slack-blocks.css': { on: 'local', at: ['/assets/slack-blocks.css'] },
  // Slack's install pages have stricter headers of their own, held by test/chat/slack/install.test.ts.
  INSTALL_PATH: { on: 'install', at: [] },
  REDIRECT_PATH: { on: 'install', at: [] },
};

function expectStrict(answer: Response, what: string): void {
  const given = (name: string) => answer.headers.get(name) ?? `none, ${what}`;
  const policy = given('content-security-policy');
  expect(policy).toMatch(/default-src '(self|none)'/);
  expect(policy).toMatch(/frame-ancestors 'none'/);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(given('x-content-type-options')).toBe('nosniff');
  expect(given('x-frame-options')).toBe('DENY');
  expect(given('referrer-policy')).toMatch(/^(same-origin|no-referrer)$/);
  expect(given('permissions-policy')).toContain('camera=()');
  expect(given('cross-origin-opener-policy')).toBe('same-origin');
  expect(given('cross-origin-resource-policy')).toBe('same-origin');
  expect(given('cache-control')).toMatch(what.includes('/assets/') ? /no-(store|cache)/ : /^no-store$/);
  expect(answer.headers.get('x-powered-by')).toBeNull();
}

describe('headers', () => {
  test('every route of our sources is among those walked here', () => {
    const found = readdirSync(SRC, { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('simulation'),
      )
      .flatMap((entry) => {
        const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
        return [
          ...text.matchAll(/\b(?:router|app)\s*\.(?:get|post|put|patch|delete|all)\(\s*['"`]?([^'"`,\s]+)/g),
        ].map((match) => match[1] ?? '');
      });
    expect(new Set(found)).toEqual(new Set(Object.keys(ROUTES)));
  });

  const walked = Object.values(ROUTES).flatMap(({ on, at }) => at.map((path) => [on, path] as const));
  test.each([...walked, ['server', '/nowhere'], ['server', '/'], ['local', '/nowhere']] as const)(
    '%s %s',
    async (on, path) => {
      const base = on === 'local' ? local.server.url : server.url;
      const kinds: RequestInit[] = [
        { method: 'GET' },
        { method: 'HEAD' },
        { method: 'POST', body: '{"a":', headers: { 'Content-Type': 'application/json' } },
        {
          method: 'POST',
          body: 'x='.repeat(40_000),
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        },
        { method: 'PUT', body: 'x' },
        { method: 'OPTIONS' },
        { method: 'GET', headers: { 'X-Forwarded-For': '203.0.113.1' } },
      ];
      for (const kind of kinds) {
        const answer = await fetch(base + path, { ...kind, redirect: 'manual' });
        expectStrict(answer, `${kind.method} ${path} ${answer.status}`);
        expect(answer.status).toBeLessThan(500);
        await answer.body?.cancel();
      }
    },
  );

  test('a page holds no script or style of its own, so the policy needs no exception', async () => {
    for (const path of ['/', '/as/U-T02', '/as/U-T02?view=slack', '/as/U-T02?view=teams', '/nowhere']) {
      const page = await (await fetch(local.server.url + path)).text();
      expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
      expect(page).not.toMatch(/<(script|link|img)[^>]*(src|href)="(https?:)?\/\//i);
    }
  });

  test('https is asked for where Vigil is reached by it, and not where it is not', async () => {
    expect((await fetch(`${server.url}/healthz`)).headers.get('strict-transport-security')).toMatch(
      /^max-age=31536000/,
    );
    expect((await fetch(`${local.server.url}/healthz`)).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('bodies and slowness', () => {
  test.each([
    ['/slack/events', 2_000_000],
    ['/api/messages', 400_000],
    ['/control', 7_000_000],
  ])('%s refuses a body that is too large', async (path, size) => {
    const signed = {
      'Content-Type': 'application/json',
      'X-Slack-Request-Timestamp': String(Math.floor(Date.now() / 1000)),
      'X-Slack-Signature': `v0=${'a'.repeat(64)}`,
      Authorization: 'Bearer tok',
    };
    const answer = await new Promise<Response>((resolve, reject) => {
      const asked = request(server.url + path, {
        method: 'POST',
        headers: { ...signed, 'Content-Length': String(size) },
      });
      asked.on('response', ({ statusCode, headers }) => {
        const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
        resolve(new Response(null, { status: statusCode ?? 500, headers: given }));
        asked.destroy();
      });
      asked.on('error', reject);
      asked.end('x'.repeat(size));
    });
    expect([400, 401, 413]).toContain(answer.status);
    expectStrict(answer, path);
  });

  test('the local pages refuse one too', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${local.server.url}/as/U-T02/say`, {
      method: 'POST',
      headers,
      body: `text=${'x'.repeat(20_000)}`,
    });
    expect(answer.status).toBe(413);
  });

  test.each([
    ['nothing', ''],
    ['half of its headers', 'GET / HTTP/1.1\r\nHost: x\r\nX-A: '],
    ['half of its body', 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'],
  ])('whoever sends %s and then waits is let go', async (_what, sent) => {
    const patient = await open({ patience: { headersMs: 60, requestMs: 120, lookMs: 20 } });
    const closed = new Promise<string>((resolve) => {
      const socket = connect(patient.port, '127.0.0.1', () => socket.write(sent));
      let answer = '';
      socket.on('data', (part) => {
        answer += part.toString();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
    });
    expect(await closed).toMatch(/^$|^HTTP\/1\.1 4\d\d/);
    await patient.close();
  });

  test('headers without end are refused', async () => {
    const answer = await fetch(`${server.url}/healthz`, { headers: { 'X-A': 'a'.repeat(40_000) } });
    expect(answer.status).toBe(431);
  });
});
