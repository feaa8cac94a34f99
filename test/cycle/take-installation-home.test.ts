/**
 * Whose a workspace is that is met for the first time: a trust's own Slack workspace and its own Teams tenant are one
 * organisation's; whatever gave a token of its own, or is a second of its platform, is another's.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Installed } from '../../src/chat/chat.ts';
import { revokeWorkspace } from '../../src/cycle/revoke-workspace.ts';
import { takeInstallation } from '../../src/cycle/take-installation.ts';
import { worldOver } from '../../src/operator/world.ts';
import type { Store } from '../../src/store/database.ts';
import { listInstallations, listOrganisations } from '../../src/store/installations.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { tokensUnder } from '../support/keys.ts';
import { makeSchool } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const seals = tokensUnder(Buffer.alloc(32, 7).toString('base64'));
const ids = countedIds(9);
const now = () => new Date('2026-11-09T08:05:00Z');
const TENANT = '00000000-0000-4000-9000-00000000000a';

let store: Store;
beforeEach(async () => {
  store = await openTestStore();
});
afterEach(() => store.close());

const world = () => worldOver(store, { now, ids, random: seededRandom(1), log: keptLog() });
const take = (platform: Installed['platform'], externalId: string, token: string | null = null) =>
  takeInstallation(
    world(),
    { platform, externalId, name: null, botUserId: null, scopes: [], token },
    { ids, sealer: seals },
  );
const organisations = async () => (await listOrganisations(store)).length;

describe('one organisation', () => {
  type Told = [platform: 'slack' | 'teams', externalId: string];
  test.each<[string, Told, Told]>([
    ['a tenant after its Slack workspace', ['slack', 'T1'], ['teams', TENANT]],
    ['a Slack workspace after its tenant', ['teams', TENANT], ['slack', 'T1']],
  ])('%s', async (_, first, second) => {
    const one = await take(...first);
    const other = await take(...second);
    expect(other).toMatchObject({ did: 'made', org: one.org });
    expect(other.installationId).not.toBe(one.installationId);
    expect(await organisations()).toBe(1);
    const rows = await store.within(one.org, (tx) => tx.select().from(ledger));
    expect(rows.map(({ kind, facts }) => [kind, facts.platform])).toEqual([
      ['installation_made', first[0]],
      ['installation_made', second[0]],
    ]);
    expect(await take(...second)).toMatchObject({ did: 'unchanged', org: one.org });
    expect((await store.within(one.org, listInstallations)).length).toBe(2);
  });

  test('beside the invented school of the local workspace', async () => {
    const local = await makeSchool(store, { block: 3 });
    const slack = await take('slack', 'T1');
    const teams = await take('teams', TENANT);
    expect(teams.org).toBe(slack.org);
    expect(slack.org).not.toBe(local.org);
  });

  test('beside workspaces that gave tokens of their own', async () => {
    const away = await take('slack', 'T2', 'xoxb-another');
    const slack = await take('slack', 'T1');
    const teams = await take('teams', TENANT);
    expect(teams.org).toBe(slack.org);
    expect(away.org).not.toBe(slack.org);
  });
});

describe('an organisation of its own', () => {
  test('for a workspace that gave a token, before or after', async () => {
    const teams = await take('teams', TENANT);
    const sealed = await take('slack', 'T2', 'xoxb-another');
    expect(sealed.org).not.toBe(teams.org);
    const again = await take('slack', 'T2', 'xoxb-renewed');
    expect(again).toMatchObject({ did: 'renewed', org: sealed.org });
  });

  test('for a tenant where the only Slack workspace gave a token', async () => {
    const sealed = await take('slack', 'T2', 'xoxb-another');
    expect((await take('teams', TENANT)).org).not.toBe(sealed.org);
  });

  test.each(['slack', 'teams'] as const)(
    'for a second of %s, though the trust has one of each',
    async (platform) => {
      const slack = await take('slack', 'T1');
      await take('teams', TENANT);
      const second = await take(platform, 'another');
      expect(second.org).not.toBe(slack.org);
      expect(await organisations()).toBe(2);
    },
  );

  test('for a tenant where there are two it might be of', async () => {
    const one = await take('slack', 'T1');
    const two = await take('slack', 'T2');
    const teams = await take('teams', TENANT);
    expect([one.org, two.org]).not.toContain(teams.org);
  });

  test('for a tenant where the Slack workspace has taken its permission back', async () => {
    const slack = await take('slack', 'T1');
    await revokeWorkspace(world(), { platform: 'slack', externalId: 'T1' });
    expect((await take('teams', TENANT)).org).not.toBe(slack.org);
  });
});

test('one tenant told of by several at once is one installation of the trust’s organisation', async () => {
  const slack = await take('slack', 'T1');
  const taken = await Promise.all([take('teams', TENANT), take('teams', TENANT), take('teams', TENANT)]);
  for (const { org } of taken) expect(org).toBe(slack.org);
  expect(taken.filter(({ did }) => did === 'made')).toHaveLength(1);
  expect(await store.within(slack.org, listInstallations)).toHaveLength(2);
  expect(await organisations()).toBe(1);
});

test('the two met at the same moment are one organisation all the same', async () => {
  const [slack, teams] = await Promise.all([take('slack', 'T1'), take('teams', TENANT)]);
  expect(teams.org).toBe(slack.org);
});
