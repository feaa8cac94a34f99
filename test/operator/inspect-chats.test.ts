/**
 * Chat workspaces as doctor tells of them: what each platform finds, and what only the record knows.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Chat, Finding, Installed, Platform } from '../../src/chat/chat.ts';
import { readConfig } from '../../src/config.ts';
import { revokeWorkspace } from '../../src/cycle/revoke-workspace.ts';
import { takeInstallation } from '../../src/cycle/take-installation.ts';
import { doctor } from '../../src/operator/doctor.ts';
import { placedSettings } from '../../src/operator/find-setting.ts';
import { inspectChats } from '../../src/operator/inspect-chats.ts';
import type { Given } from '../../src/operator/outcome.ts';
import { saveSetting } from '../../src/operator/save-setting.ts';
import { worldOver } from '../../src/operator/world.ts';
import type { Store } from '../../src/store/database.ts';
import { saveMembers } from '../../src/store/members.ts';
import { SealedUnreadable } from '../../src/store/refusals.ts';
import { fakeChat } from '../support/fake-chat.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { givenFor } from '../support/given.ts';
import { tokensUnder } from '../support/keys.ts';
import { written } from '../support/setting-example.ts';
import { openTestStore } from '../support/store.ts';

const NOW = '2026-11-09T08:00:00.000Z';
const ids = countedIds(1);
const log = keptLog();
const seals = tokensUnder(Buffer.alloc(32, 1).toString('hex'));
const SECRET = '0123456789abcdef0123456789abcdef';

let store: Store;
let given: Given;
let asked: { externalId: string; channels: readonly string[] }[];
let findings: () => Promise<Finding[]>;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => {
  asked = [];
  findings = async () => [{ fine: true, text: 'Token: Slack knows it' }];
  log.lines.length = 0;
  const world = worldOver(store, { now: () => new Date(NOW), ids, random: seededRandom(1), log });
  const slack: Chat = {
    ...fakeChat('slack'),
    inspect: async ({ externalId }, channels) => {
      asked.push({ externalId, channels });
      return findings();
    },
  };
  const school = { log, at: () => ({ ids }) };
  given = {
    ...givenFor(store, [school as never], NOW),
    world,
    config: configured({ SLACK_BOT_TOKEN: 'xoxb-CANARY', SLACK_SIGNING_SECRET: SECRET }),
    chats: new Map<Platform, Chat>([['slack', slack]]),
  };
});

function configured(env: Record<string, string>) {
  const read = readConfig(env);
  if ('faults' in read) throw new Error(read.faults.join('; '));
  return read.ok;
}
const install = (externalId: string, name: string) => {
  const installed: Installed = {
    platform: 'slack',
    externalId,
    name,
    botUserId: 'UBOT',
    scopes: [],
    token: null,
  };
  return takeInstallation(given.world, installed, { ids, sealer: seals });
};
const look = async () => {
  const found = await inspectChats(given, await placedSettings(given));
  const told = (fine: boolean) => found.filter((each) => each.fine === fine).map(({ text }) => text);
  return { wrong: told(false), fine: told(true) };
};

test('Slack set up and nowhere installed is wrong, with the mend; without Slack nothing is said of it', async () => {
  expect((await look()).wrong).toEqual([
    expect.stringMatching(/^Slack: .*npm start.*SLACK_BOT_TOKEN.*slack\.com$/),
  ]);
  const many = {
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: SECRET,
    SLACK_STATE_SECRET: SECRET,
    SLACK_SIGNING_SECRET: SECRET,
    VIGIL_ENCRYPTION_KEY: '01'.repeat(32),
  };
  given = { ...given, config: configured(many) };
  expect((await look()).wrong).toEqual([expect.stringMatching(/^Slack: .*\/slack\/install$/)]);
  given = { ...given, config: configured({}) };
  expect(await look()).toEqual({ wrong: [], fine: [] });
});

test('a signing secret is told of, with what this process has seen; Socket Mode has none', async () => {
  const told = async () => (await look()).fine.filter((text) => /Signing/.test(text));
  expect(await told()).toEqual([expect.stringContaining('nothing from Slack has tried it yet')]);
  given = { ...given, slackSeen: { fitted: 3, misfits: 1, stale: 0 } };
  expect(await told()).toEqual([expect.stringContaining('3 of 4')]);
  given = {
    ...given,
    config: configured({ SLACK_BOT_TOKEN: 'xoxb-CANARY', SLACK_APP_TOKEN: 'xapp-CANARY' }),
  };
  expect(await told()).toEqual([]);
});

describe('a workspace', () => {
  test('without a setting says which command makes one; with one, its channel is looked at and both name it', async () => {
    await install('T1', 'Oak');
    expect((await look()).wrong).toEqual([
      'Slack T1 (Oak): it has no setting yet; run: npm run vigil -- setting FILE',
    ]);
    expect(asked).toEqual([{ externalId: 'T1', channels: [] }]);
    const file = { name: 'x', text: written({ channel: 'channel: C0LEADS', workspace: 'workspace: T1' }) };
    expect((await saveSetting(given, file)).code).toBe(0);
    const twin = written({ ref: 'ref: elm', channel: 'channel: C0LEADS', workspace: 'workspace: T1' });
    expect((await saveSetting(given, { name: 'x', text: twin })).code).toBe(0);
    const { wrong, fine } = await look();
    expect(wrong).toEqual([]);
    expect(asked.at(-1)).toEqual({ externalId: 'T1', channels: ['C0LEADS'] });
    expect(fine).toContain('Slack T1 (Oak): Token: Slack knows it');
  });

  test('has its platform’s findings told as they are, fine or wrong', async () => {
    findings = async () => [{ fine: false, text: 'Channel C0LEADS: it is archived' }];
    expect((await look()).wrong).toEqual(['Slack T1 (Oak): Channel C0LEADS: it is archived']);
  });

  test('whose token does not open says which key; one that cannot be looked at is a fault, by name alone', async () => {
    findings = () => Promise.reject(new SealedUnreadable('key'));
    expect((await look()).wrong).toEqual([
      expect.stringMatching(/^Slack T1 \(Oak\): VIGIL_ENCRYPTION_KEY: /),
    ]);
    findings = () => Promise.reject(new RangeError('about CANARY'));
    expect((await look()).wrong).toEqual([expect.stringMatching(/could not be looked at; run doctor again/)]);
    expect(JSON.stringify(log.lines)).not.toContain('CANARY');
    expect(log.lines.at(-1)?.facts).toEqual({ platform: 'slack', fault: 'RangeError' });
  });

  test('that nothing here can speak to is wrong', async () => {
    given = { ...given, chats: new Map() };
    expect((await look()).wrong).toEqual([expect.stringMatching(/Slack is not set up where this runs/)]);
  });

  test('has its members on no list counted, and nobody named', async () => {
    const { org, installationId } = await install('T2', 'Elm');
    const member = (userId: string, standing: 'member' | 'guest') => ({
      userId,
      name: `CANARY ${userId}`,
      email: null,
      zone: null,
      standing,
      token: ids.token(),
    });
    await store.within(org, (tx) =>
      saveMembers(
        tx,
        org,
        installationId,
        [member('U1', 'member'), member('U2', 'member'), member('U3', 'guest')],
        new Date(NOW),
      ),
    );
    const { fine, wrong } = await look();
    expect(fine).toContain(
      'Slack T2 (Elm): members on no staff list, who are not asked: 2; a lead can look: /vigil people',
    );
    expect(JSON.stringify([fine, wrong])).not.toContain('CANARY');
  });

  test('that has taken Vigil out is named: wrong where a school is in it, else only said', async () => {
    for (const externalId of ['T1', 'T2'])
      await revokeWorkspace(given.world, { platform: 'slack', externalId });
    asked = [];
    const { wrong, fine } = await look();
    expect(wrong).toEqual([expect.stringMatching(/^Slack T1 \(Oak\): it has taken Vigil out.*again$/)]);
    expect(fine).toContain('Slack T2 (Elm): it has taken Vigil out');
    expect(asked).toEqual([]);
    await install('T1', 'Oak');
  });
});

test('doctor tells all of it', async () => {
  findings = async () => [
    { fine: true, text: 'Token: Slack knows it' },
    { fine: false, text: 'Clock: 90 s behind' },
  ];
  const outcome = await doctor(given);
  expect(outcome.code).toBe(1);
  expect(outcome.errors).toContain('Slack T1 (Oak): Clock: 90 s behind');
  expect(outcome.out).toContain('fine  Slack T1 (Oak): Token: Slack knows it');
  expect(outcome.errors.some((line) => /invented school/.test(line))).toBe(false);
});
