/**
 * The server itself: health, readiness and figures, routers in the order given, faults that say what to do next,
 * a taken port with its mend, and a close that ends live pages.
 */
import { json, Router } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { renewInstallation, revokeInstallation } from '../../src/store/installations.ts';
import { elsewhere } from '../../src/web/elsewhere-page.ts';
import { openMetrics } from '../../src/web/metrics.ts';
import { type Check, databaseCheck, workspacesCheck } from '../../src/web/readiness.ts';
import { AddressTakenError, openServer, type ServerParts } from '../../src/web/server.ts';
import { keptLog } from '../support/fixed.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';
import { openBench, privately } from '../support/workspace.ts';

let store: Store;
let school: School;
beforeAll(async () => {
  store = await openTestStore();
  school = await makeSchool(store, { canary: 'CANARY' });
});
afterAll(() => store.close());

const log = keptLog();
const open = (parts: Partial<ServerParts> = {}) =>
  openServer({
    host: '127.0.0.1',
    port: 0,
    routers: [],
    ready: [databaseCheck(store)],
    metrics: openMetrics(store),
    log,
    ...parts,
  });

test('it is alive, and ready while its database answers', async () => {
  const server = await open();
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ alive: true });
  const ready = await fetch(`${server.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, checks: { database: 'ok' } }]);
  await server.close();
});

test('a check that fails is named, and its reason is not', async () => {
  const broken: Check = {
    name: 'database',
    run: () => Promise.reject(new Error('postgres://vigil:secret@db refused')),
  };
  const server = await open({ ready: [broken] });
  const ready = await fetch(`${server.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([503, { ready: false, checks: { database: 'failed' } }]);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  await server.close();
});

test('a workspace that no longer lets Vigil in is told of, and is no reason to stop serving the others', async () => {
  const bench = await openBench(store, school);
  await bench.server.close();
  const server = await open({ ready: [databaseCheck(store), workspacesCheck(store)] });
  const read = async () => {
    const answer = await fetch(`${server.url}/readyz`);
    return [answer.status, (await answer.json()).checks.workspaces];
  };
  expect(await read()).toEqual([200, 'ok']);
  const { installationId } = school;
  await store.within(school.org, (tx) => revokeInstallation(tx, installationId, new Date()));
  expect(await read()).toEqual([200, expect.stringMatching(/^1 of \d+ no longer let Vigil in/)]);
  const granted = { name: null, botUserId: null, scopes: [], tokenSealed: null, installedAt: null };
  await store.within(school.org, (tx) => renewInstallation(tx, installationId, granted));
  expect(await read()).toEqual([200, 'ok']);
  await server.close();
});

test('figures are totals with no tenant in them', async () => {
  const metrics = openMetrics(store);
  const bench = await openBench(store, school);
  await bench.say('T01', privately('CANARY'));
  await bench.server.close();
  metrics.stepRan('plan-prompts', { planned: 3 });
  const server = await open({ metrics });
  const text = await (await fetch(`${server.url}/metrics`)).text();
  expect(text).toContain('vigil_messages{state="sent"} 1');
  expect(text).toContain('vigil_step_done_total{step="plan-prompts",what="planned"} 3');
  expect(text).not.toMatch(/CANARY|oak|workspace-1|[0-9a-f]{8}-0000-4000/i);
  await server.close();
});

test('a router sees the bytes of its body, and faults never show what was sent or thrown', async () => {
  const raw = Router().post('/slack/events', (request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () => response.json({ bytes }));
  });
  const parsing = Router()
    .use(json())
    .post('/broken', () => {
      throw new Error('canary-of-the-fault');
    });
  const server = await open({ routers: [raw, parsing] });
  const post = (path: string, body: string) =>
    fetch(server.url + path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  expect(await (await post('/slack/events', '{"a":1}')).json()).toEqual({ bytes: 7 });
  const broken = await post('/broken', '{"a":1}');
  const page = await broken.text();
  expect([broken.status, page.includes('try again'), page.includes('canary-of-the-fault')]).toEqual([
    500,
    true,
    false,
  ]);
  expect((await post('/broken', '{"a":')).status).toBe(400);
  expect((await fetch(`${server.url}/nowhere`)).status).toBe(404);
  expect(JSON.stringify(log.lines)).not.toContain('canary-of-the-fault');
  await server.close();
});

test('a taken port is said with its mend', async () => {
  const first = await open();
  const second = await open({ port: first.port }).catch((error: unknown) => error);
  expect(second).toBeInstanceOf(AddressTakenError);
  expect(second).toMatchObject({ mend: expect.stringContaining(`PORT=${first.port + 1}`) });
  await first.close();
});

test('closing ends live pages at once', async () => {
  const bench = await openBench(store, school);
  const live = await fetch(`${bench.server.url}/as/U-T02/live?seen=old`);
  expect(live.headers.get('content-type')).toContain('text/event-stream');
  const reading = live.text();
  const closed = bench.server.close();
  expect(await reading).toContain('retry:');
  const began = performance.now();
  await closed;
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('with a chat platform connected the first page says where to go', async () => {
  const server = await open({ routers: [elsewhere(['Slack'])] });
  const page = await (await fetch(server.url)).text();
  expect(page).toContain('Vigil is running');
  expect(page).toContain('It works in Slack.');
  expect((await fetch(`${server.url}/as/U-T01`)).status).toBe(404);
  await server.close();
});
