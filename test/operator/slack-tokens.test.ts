/**
 * Whose token a workspace is spoken to with: its own, as the record has it this minute, and never another's.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Installed } from '../../src/chat/chat.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { revokeWorkspace } from '../../src/cycle/revoke-workspace.ts';
import { takeInstallation } from '../../src/cycle/take-installation.ts';
import { openChats, slackTokensFor } from '../../src/operator/open-chats.ts';
import { slackTokens, type TokenSources } from '../../src/operator/slack-tokens.ts';
import { worldOver } from '../../src/operator/world.ts';
import type { Store } from '../../src/store/database.ts';
import { DatabaseUnreachable, SealedUnreadable } from '../../src/store/refusals.ts';
import type { TokenSealer } from '../../src/store/token-seal.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { tokensUnder } from '../support/keys.ts';
import { openTestStore } from '../support/store.ts';

const now = () => new Date('2026-11-09T08:00:00Z');
const seals = tokensUnder(Buffer.alloc(32, 3).toString('base64'));
const OWN = 'xoxb-in-the-environment';

const ids = countedIds(8000);

let store: Store;
let asked: string[] = [];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => {
  asked = [];
});

const world = () => worldOver(store, { now, ids, random: seededRandom(1), log: keptLog() });
const install = (externalId: string, token: string | null) => {
  const installed: Installed = {
    platform: 'slack',
    externalId,
    name: externalId,
    botUserId: 'UBOT',
    scopes: [],
    token,
  };
  return takeInstallation(world(), installed, { ids, sealer: seals });
};
const revoke = (externalId: string) => revokeWorkspace(world(), { platform: 'slack', externalId });
const tokens = (sources: Partial<TokenSources> = {}) =>
  slackTokens(store, {
    sealer: seals,
    own: OWN,
    whoIs: async (token) => {
      asked.push(token);
      return { externalId: 'TOWN' };
    },
    ...sources,
  });

describe('a token kept for the workspace', () => {
  test('is given, and is another for another workspace', async () => {
    await install('TA', 'xoxb-a');
    await install('TB', 'xoxb-b');
    const tokenOf = tokens();
    expect([await tokenOf('TA'), await tokenOf('TB'), await tokenOf('TA')]).toEqual([
      'xoxb-a',
      'xoxb-b',
      'xoxb-a',
    ]);
    expect(asked).toEqual([]);
  });

  test('that was renewed or taken back, by whichever process, counts at once', async () => {
    await install('TC', 'xoxb-c1');
    const tokenOf = tokens();
    expect(await tokenOf('TC')).toBe('xoxb-c1');
    await install('TC', 'xoxb-c2');
    expect(await tokenOf('TC')).toBe('xoxb-c2');
    await revoke('TC');
    expect(await tokenOf('TC')).toBeNull();
    await install('TC', 'xoxb-c3');
    expect(await tokenOf('TC')).toBe('xoxb-c3');
  });

  test('is opened once, not each time it is asked for', async () => {
    await install('TD', 'xoxb-d');
    let opened = 0;
    const counting: TokenSealer = {
      ...seals,
      unseal: (tx, bytes, about) => {
        opened += 1;
        return seals.unseal(tx, bytes, about);
      },
    };
    const tokenOf = tokens({ sealer: counting });
    for (let time = 0; time < 5; time += 1) await tokenOf('TD');
    expect(opened).toBe(1);
  });

  test('is still known while the record cannot be read, and only if it was the last that was given', async () => {
    await install('TG', 'xoxb-g');
    await install('TH', 'xoxb-h');
    let away = false;
    const link: Store = {
      ...store,
      unbound: (work) => (away ? Promise.reject(new DatabaseUnreachable('away')) : store.unbound(work)),
    };
    const tokenOf = slackTokens(link, { sealer: seals, own: null, whoIs: async () => null });
    expect([await tokenOf('TG'), await tokenOf('TH')]).toEqual(['xoxb-g', 'xoxb-h']);
    await revoke('TH');
    expect(await tokenOf('TH')).toBeNull();
    away = true;
    expect(await tokenOf('TG')).toBe('xoxb-g');
    await expect(tokenOf('TH')).rejects.toThrow(DatabaseUnreachable);
    await expect(tokenOf('TA')).rejects.toThrow(DatabaseUnreachable);
  });

  test('that does not open is a fault that says the mend, not a workspace without one', async () => {
    await install('TE', 'xoxb-e');
    const other = tokensUnder(Buffer.alloc(32, 4).toString('base64'));
    await expect(tokens({ sealer: other })('TE')).rejects.toThrow(SealedUnreadable);
  });
});

describe('the token in the environment', () => {
  test('is given for the workspace Slack says it belongs to, which is asked once', async () => {
    await install('TOWN', null);
    const tokenOf = tokens();
    expect([await tokenOf('TOWN'), await tokenOf('TOWN')]).toEqual([OWN, OWN]);
    expect(asked).toEqual([OWN]);
  });

  test('is never given for another workspace, nor for one nobody installed', async () => {
    await install('TF', null);
    const tokenOf = tokens();
    expect([await tokenOf('TF'), await tokenOf('TNONE')]).toEqual([null, null]);
  });

  test('does not bring back a workspace that took its permission back', async () => {
    await install('TOWN', null);
    await revoke('TOWN');
    expect(await tokens()('TOWN')).toBeNull();
    await install('TOWN', null);
    expect(await tokens()('TOWN')).toBe(OWN);
  });

  test('that Slack does not know is none; a Slack that cannot be asked is a fault, and is asked again', async () => {
    await install('TOWN', null);
    expect(await tokens({ whoIs: async () => null })('TOWN')).toBeNull();
    let tries = 0;
    const tokenOf = tokens({
      whoIs: async () => {
        tries += 1;
        if (tries === 1) throw new Error('no link');
        return { externalId: 'TOWN' };
      },
    });
    await expect(tokenOf('TOWN')).rejects.toThrow('no link');
    expect(await tokenOf('TOWN')).toBe(OWN);
  });

  test('there may be none', async () => {
    await install('TOWN', null);
    expect(await tokens({ own: null })('TOWN')).toBeNull();
    expect(asked).toEqual([]);
  });
});

describe('the chats of a configuration', () => {
  let slack: Server;
  let answer: { status: number; body: unknown };
  beforeAll(async () => {
    slack = createServer((request, response) => {
      request.resume();
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>((done) => slack.listen(0, '127.0.0.1', done));
  });
  afterAll(() => new Promise((done) => slack.close(done)));

  const configured = (env: Record<string, string>): Config => {
    const read = readConfig(env);
    if ('faults' in read) throw new Error(read.faults.join('; '));
    return read.ok;
  };
  const withSlack = () =>
    configured({
      SLACK_BOT_TOKEN: OWN,
      SLACK_SIGNING_SECRET: 'a'.repeat(32),
      SLACK_API_URL: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`,
      VIGIL_ENCRYPTION_KEY: Buffer.alloc(32, 3).toString('hex'),
    });
  const tokenOf = (config: Config) => {
    if (config.slack === null) throw new Error('Slack is configured in this test');
    return slackTokensFor(config.slack, store, seals);
  };

  test('are the local workspace always, and Slack where it is set up', () => {
    const ports = { now, sealer: seals };
    expect([...openChats(configured({}), store, ports).keys()]).toEqual(['local']);
    const chats = openChats(withSlack(), store, ports);
    expect([...chats.keys()]).toEqual(['local', 'slack']);
    for (const [platform, chat] of chats) expect(chat.platform).toBe(platform);
  });

  test('speak to a workspace with the environment’s token once Slack says it is theirs', async () => {
    await install('TOWN', null);
    answer = { status: 200, body: { ok: true, team_id: 'TOWN', team: 'Own', user_id: 'UBOT' } };
    expect(await tokenOf(withSlack())('TOWN')).toBe(OWN);
    answer = { status: 200, body: { ok: true, team_id: 'TELSE', team: 'Else', user_id: 'UBOT' } };
    expect(await tokenOf(withSlack())('TOWN')).toBeNull();
    answer = { status: 200, body: { ok: false, error: 'invalid_auth' } };
    expect(await tokenOf(withSlack())('TOWN')).toBeNull();
    answer = { status: 503, body: {} };
    await expect(tokenOf(withSlack())('TOWN')).rejects.toThrow();
  });

  test('open what the configured key sealed', async () => {
    await install('TKEYED', 'xoxb-keyed');
    expect(await tokenOf(withSlack())('TKEYED')).toBe('xoxb-keyed');
  });
});
