/**
 * Teams beside a running Vigil: its tenant is known from the start, credentials that are not taken are said once, and
 * its door is open to the tenant it is set up for and to no other.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig, type TeamsConfig } from '../../src/config.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { type OpenTeams, openTeams, teamsPartsFor } from '../../src/operator/open-teams.ts';
import { worldOver } from '../../src/operator/world.ts';
import { drawPicture } from '../../src/pictures/draw-png.ts';
import { type FakeTeams, openFakeTeams } from '../../src/simulation/teams/fake-teams.ts';
import type { Store } from '../../src/store/database.ts';
import { findRoute, listOrganisations } from '../../src/store/installations.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { tokensUnder } from '../support/keys.ts';
import { openTestStore } from '../support/store.ts';
import { gate } from '../support/teams-asks.ts';

const APP_ID = '11111111-0000-4000-8000-00000000000b';
const PASSWORD = 'CANARY-the-secret-of-the-app';
const OWN = '00000000-0000-4000-9000-0000000000aa';
const OTHER = '00000000-0000-4000-9000-0000000000bb';

let store: Store;
let teams: FakeTeams;
let opened: OpenTeams | null = null;
let log: ReturnType<typeof keptLog>;
let stop: () => Promise<void> = async () => {};

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.close();
  store = await openTestStore();
  log = keptLog();
  teams = await openFakeTeams({
    now: () => new Date(),
    ids: countedIds(20),
    appId: APP_ID,
    appPassword: PASSWORD,
    keepLimits: false,
    tenants: [OWN, OTHER].map((tenantId) => ({
      tenantId,
      users: [{ id: 'U-ANN', name: 'Ann', email: 'ann@oak.example' }],
      teams: [],
      personal: ['U-ANN'],
    })),
  });
});
afterEach(async () => {
  await stop();
  await teams.close();
});

function configured(env: Record<string, string>): TeamsConfig {
  const read = readConfig(env);
  if ('faults' in read) throw new Error(read.faults.join('; '));
  if (read.ok.teams === null) throw new Error('Teams is configured in this test');
  return read.ok.teams;
}
const standIns = () => ({
  TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
  TEAMS_TOKEN_ISSUER: teams.tokenIssuer,
  TEAMS_LOGIN_URL: teams.loginUrl,
});
const withApp = (more: Record<string, string> = {}) =>
  configured({
    TEAMS_APP_ID: APP_ID,
    TEAMS_APP_PASSWORD: PASSWORD,
    TEAMS_TENANT_ID: OWN,
    ...standIns(),
    ...more,
  });

async function open(config: TeamsConfig): Promise<OpenTeams> {
  const now = () => new Date();
  const ids = countedIds(21);
  const world = worldOver(store, { now, ids, random: seededRandom(1), log });
  const made = openTeams({
    teams: config,
    parts: teamsPartsFor(config, store, { now, picture: drawPicture }),
    world,
    handlers: {
      onPress: (press) => takePress(world, press),
      onCommand: (command) => takeCommand(world, command),
    },
    installing: { ids, sealer: tokensUnder(null) },
    log,
  });
  const app = express();
  app.use(made.router);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  teams.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`);
  stop = async () => {
    await made.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  opened = made;
  return made;
}
const events = () => log.lines.map(({ event }) => event);

describe('the start', () => {
  test('makes the tenant known, once however often it starts, and needs no key for it', async () => {
    const teamsRun = await open(withApp());
    await teamsRun.start();
    await teamsRun.start();
    expect(await findRoute(store, 'teams', OWN)).not.toBeNull();
    expect(await listOrganisations(store)).toHaveLength(1);
    expect(events()).toEqual(['installation_made']);
  });

  test('with a secret that Microsoft does not take is said once, with its mend and without the secret', async () => {
    const wrong = 'CANARY-another-secret';
    await (await open(withApp({ TEAMS_APP_PASSWORD: wrong }))).start();
    await expect.poll(events, { timeout: 10_000 }).toContain('teams_not_connected');
    expect(log.lines.at(-1)).toEqual({
      level: 'error',
      event: 'teams_not_connected',
      facts: { why: 'auth', mend: 'npm run vigil -- doctor' },
    });
    expect(JSON.stringify(log.lines)).not.toContain('CANARY');
    expect(await findRoute(store, 'teams', OWN)).not.toBeNull();
  });

  test('does not wait for Microsoft’s word on the credentials', async () => {
    const asked = gate();
    teams.misbehave({ kind: 'slow', until: asked.opened }, { method: 'token' });
    await (await open(withApp({ TEAMS_APP_PASSWORD: 'CANARY-another-secret' }))).start();
    expect(events()).toEqual(['installation_made']);
    asked.open();
    await expect.poll(events, { timeout: 10_000 }).toContain('teams_not_connected');
  });

  test('with a Microsoft that is away is said, and does not hold anything up', async () => {
    teams.misbehave({ kind: 'drop', done: false }, { method: 'token', times: 9 });
    await (await open(withApp())).start();
    expect(await findRoute(store, 'teams', OWN)).not.toBeNull();
    await expect.poll(events, { timeout: 10_000 }).toEqual(['installation_made', 'teams_not_connected']);
  });
});

describe('the door', () => {
  test('is open to its own tenant, from Teams’ stand-in, and counts what came', async () => {
    await (await open(withApp())).start();
    const { status } = await teams.person('U-ANN', OWN).writes('help');
    expect(status).toBe(200);
    expect(teams.person('U-ANN', OWN).dm().at(-1)?.text).toContain('Tell a teacher now.');
    expect(opened?.seen).toEqual({ fitted: 1, misfits: 0 });
  });

  test('is shut to another tenant, which stays unknown', async () => {
    await (await open(withApp())).start();
    const { status, answer } = await teams.person('U-ANN', OTHER).writes('help');
    expect([status, answer]).toEqual([401, '']);
    expect(await findRoute(store, 'teams', OTHER)).toBeNull();
    expect(opened?.seen).toEqual({ fitted: 0, misfits: 1 });
  });

  test('is open to the tenant however its id was written', async () => {
    await (await open(withApp({ TEAMS_TENANT_ID: OWN.toUpperCase() }))).start();
    expect((await teams.person('U-ANN', OWN).writes('help')).status).toBe(200);
  });

  test('without stand-ins of this computer’s an address of this computer is no address of Teams’', async () => {
    const config = { ...withApp(), openIdMetadataUrl: null, loginUrl: null };
    await open(config);
    expect((await teams.person('U-ANN', OWN).writes('help')).status).toBe(401);
  });
});

test('to try it on this computer without an app, whoever writes first makes their tenant known', async () => {
  const teamsRun = await open(configured({ TEAMS_INSECURE_LOCAL: '1', HOST: '127.0.0.1' }));
  await teamsRun.start();
  expect(await listOrganisations(store)).toEqual([]);
  // The fake wants a token for the answer, which nobody has here.
  await teams.person('U-ANN', OTHER).writes('help');
  expect(teamsRun.seen).toEqual({ fitted: 1, misfits: 0 });
  expect(await findRoute(store, 'teams', OTHER)).not.toBeNull();
});
