/**
 * A setting in Teams: its channel by id or by link, its workspace a tenant, and what is to be done next said in Teams'
 * words. A trust's two workspaces are told apart by the channel.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Taken, takeInstallation } from '../../src/cycle/take-installation.ts';
import type { Given } from '../../src/operator/outcome.ts';
import { saveSetting } from '../../src/operator/save-setting.ts';
import { worldOver } from '../../src/operator/world.ts';
import type { Store } from '../../src/store/database.ts';
import { listSettings } from '../../src/store/settings.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { givenFor } from '../support/given.ts';
import { tokensUnder } from '../support/keys.ts';
import { lineOf, written } from '../support/setting-example.ts';
import { openTestStore } from '../support/store.ts';

const MOMENT = '2026-11-09T08:00:00Z';
const TENANT = '1a2b3c4d-0000-4000-8000-00000000abcd';
const CHANNEL = '19:abcdef0123456789@thread.tacv2';
const LINK = `https://teams.microsoft.com/l/channel/${encodeURIComponent(CHANNEL)}/Leads?groupId=1&tenantId=2`;
const SLACK_CHANNEL = 'C0123ABCD';

const seals = tokensUnder(Buffer.alloc(32, 1).toString('hex'));
let store: Store;
let given: Given;
let slack: Taken;
let teams: Taken;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.close();
  store = await openTestStore();
  const [ids, log, now] = [countedIds(1), keptLog(), () => new Date(MOMENT)];
  const world = worldOver(store, { now, ids, random: seededRandom(1), log });
  given = { ...givenFor(store, [{ log, at: () => ({ ids }) } as never], MOMENT), world, ids, log, now };
  const unsaid = { botUserId: null, scopes: [], token: null };
  const take = (platform: 'slack' | 'teams', externalId: string, name: string | null) =>
    takeInstallation(world, { platform, externalId, name, ...unsaid }, { ids, sealer: seals });
  slack = await take('slack', 'T0123ABCD', 'Oak Trust');
  teams = await take('teams', TENANT, null);
});

const save = (changes: Record<string, string>) =>
  saveSetting(given, { name: 'oak.yaml', text: written(changes) });
const placed = async () =>
  (await store.within(teams.org, listSettings)).map(({ ref, channel }) => ({ ref, channel }));
const on = (taken: Taken, channelId: string) => ({ installationId: taken.installationId, channelId });
const channel = (id: string) => ({ channel: `channel: "${id}"` });

test('the trust’s two workspaces are one organisation’s', () => {
  expect(slack.org).toBe(teams.org);
});

describe('the channel says which workspace', () => {
  test.each([
    ['its id', CHANNEL],
    ['the whole link to it', LINK],
    ['a group chat’s id', '19:abcdef0123456789@thread.v2'],
  ])('of Teams, by %s', async (_, written) => {
    expect(await save(channel(written))).toMatchObject({ code: 0, errors: [] });
    const id = written === LINK ? CHANNEL : written;
    expect(await placed()).toEqual([{ ref: 'oak', channel: on(teams, id) }]);
  });

  test('of Slack, by its id', async () => {
    expect(await save(channel(SLACK_CHANNEL))).toMatchObject({ code: 0 });
    expect(await placed()).toEqual([{ ref: 'oak', channel: on(slack, SLACK_CHANNEL) }]);
  });

  test('one setting may be moved from one to the other by its channel alone', async () => {
    await save(channel(SLACK_CHANNEL));
    expect(await save(channel(CHANNEL))).toMatchObject({ code: 0 });
    expect(await placed()).toEqual([{ ref: 'oak', channel: on(teams, CHANNEL) }]);
  });

  test('with neither said it is not guessed between the two', async () => {
    const { code, errors } = await save({});
    expect(code).toBe(2);
    expect(errors.join()).toMatch(/several workspaces.*T0123ABCD \(Oak Trust\), 1a2b3c4d/);
  });
});

describe('the workspace named', () => {
  test.each([TENANT, TENANT.toUpperCase()])('is a tenant by its id: %s', async (id) => {
    const outcome = await save({ workspace: `workspace: ${id}`, ...channel(CHANNEL) });
    expect(outcome.errors).toEqual([]);
    expect(outcome.out.split('\n')[0]).toContain(`saved, in the Teams tenant ${TENANT}, with`);
    expect(await placed()).toEqual([{ ref: 'oak', channel: on(teams, CHANNEL) }]);
  });

  test.each([
    ['a Slack workspace with a channel of Teams', 'T0123ABCD', CHANNEL],
    ['a tenant with a channel of Slack', TENANT, SLACK_CHANNEL],
  ])('%s is refused at the channel’s line, and nothing is saved', async (_, workspace, id) => {
    const changes = { workspace: `workspace: ${workspace}`, ...channel(id) };
    const { code, errors, out } = await save(changes);
    expect([code, out, errors.length]).toEqual([2, '', 1]);
    expect(errors[0]).toMatch(/It is a channel in (Slack|Teams), and this school is in (Slack|Teams)\./);
    expect(errors[0]).toContain(`oak.yaml:${lineOf(written(changes), 'channel:')} channel:`);
    expect(errors[0]).toMatch(/Mend: .+\.$/);
    expect(await placed()).toEqual([]);
  });
});

describe('what is to be done next', () => {
  test('with no channel yet: a team for the leads, in Teams’ words', async () => {
    const { out } = await save({ workspace: `workspace: ${TENANT}` });
    expect(out).toMatch(
      /1\. In Teams, make a team for the safeguarding leads.*cannot post in a private channel/,
    );
    expect(out).not.toMatch(/invite|Slack/);
  });

  test('with one: Vigil is to be added to its team', async () => {
    const { out } = await save(channel(LINK));
    expect(out).toContain('1. In Teams, add Vigil to the team the channel is in, or to the group chat');
    expect(out).not.toMatch(/invite|Slack/);
  });

  test('in Slack: as Slack has it', async () => {
    expect((await save(channel(SLACK_CHANNEL))).out).toContain('/invite @Vigil');
  });
});
