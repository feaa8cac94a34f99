/**
 * Microsoft's own SDK against the fake: a CloudAdapter with its checks on takes a delivery, answers it through the
 * Connector, and its client reads members, updates and refusals. MSAL finds its way to a token here too.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder';
import express from 'express';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FakeTeams } from '../../../src/simulation/teams/fake-teams.ts';
import {
  AMINA,
  APP,
  askToken,
  cardOf,
  execute,
  OAK,
  openOak,
  PASSWORD,
  SAFE,
  TEAM,
  withCard,
} from './bare-bot.ts';

let teams: FakeTeams;
let close: () => Promise<void>;
let turn: (context: TurnContext) => Promise<void>;
let faults: unknown[];

beforeEach(async () => {
  teams = await openOak({ now: () => new Date() });
  turn = async () => undefined;
  faults = [];
  const token = String((await askToken(teams)).body.access_token);
  const credentials = {
    isValidAppId: async (appId: string) => appId === APP,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      appId: APP,
      signRequest: async (request: { headers: { set(name: string, value: string): void } }) => {
        request.headers.set('authorization', `Bearer ${token}`);
        return request;
      },
    }),
  };
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: APP,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: OAK,
      ToBotFromChannelOpenIdMetadataUrl: teams.openIdMetadataUrl,
      ToBotFromChannelTokenIssuer: teams.tokenIssuer,
      ToChannelFromBotLoginUrl: teams.loginUrl,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      OAuthUrl: teams.loginUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: teams.directoryMetadataUrl,
    },
    credentials as never,
  );
  const adapter = new CloudAdapter(authentication);
  adapter.onTurnError = async (_context, error) => {
    faults.push(error);
  };
  const app = express();
  app.use(express.json());
  app.post('/api/messages', (request, response) => {
    void adapter
      .process(request, response, (context) => turn(context))
      .catch(() => {
        if (!response.headersSent) response.status(500).end();
      });
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  teams.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`);
  close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
});
afterEach(async () => {
  await close();
  await teams.close();
});

test('a message is taken and answered, and the answer drawn anew', async () => {
  turn = async (context) => {
    const sent = await context.sendActivity(withCard(cardOf({ type: 'TextBlock', text: 'Hello' })) as never);
    await context.updateActivity({
      ...withCard(cardOf({ type: 'TextBlock', text: 'Again' })),
      id: sent?.id,
    } as never);
  };
  expect(await teams.person(AMINA).writes('status')).toMatchObject({ taken: true, status: 200 });
  expect(
    teams
      .person(AMINA)
      .dm()
      .map(({ drawings }) => drawings),
  ).toEqual([['Hello', 'Again']]);
  await teams.person(AMINA).writesIn(SAFE, 'status');
  expect(
    teams
      .person(AMINA)
      .channel(SAFE)
      .map(({ text, fromBot }) => [text, fromBot]),
  ).toEqual([
    ['Vigil status', false],
    ['Again', true],
  ]);
  expect([faults, teams.refused]).toEqual([[], []]);
});

test('a press is taken as an invoke, and its answer shown', async () => {
  turn = async (context) => {
    const { type, name, value } = context.activity;
    if (type !== 'invoke') {
      await context.sendActivity(withCard({ ...cardOf(), actions: [execute('Yes')] }) as never);
      return;
    }
    const body = {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: `${name} ${value.action.data.act}`,
    };
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
  };
  await teams.person(AMINA).writes('ask');
  await teams.person(AMINA).dm()[0]?.press('Yes');
  expect(teams.person(AMINA).lines).toEqual(['adaptiveCard/action Yes']);
  expect([faults, teams.refused, teams.person(AMINA).warnings]).toEqual([[], [], []]);
});

test('the people, the team and its channels are read', async () => {
  const seen: unknown[] = [];
  turn = async (context) => {
    const { members } = await TeamsInfo.getPagedMembers(context, 50);
    const channels = await TeamsInfo.getTeamChannels(context);
    const team = await TeamsInfo.getTeamDetails(context);
    seen.push(members.map(({ aadObjectId, userRole }) => [aadObjectId, userRole]).at(0));
    seen.push(
      channels.map(({ id }) => id),
      team.id,
    );
  };
  await teams.person(AMINA).writesIn(SAFE, 'people');
  expect([faults, seen]).toEqual([[], [[AMINA, 'user'], [TEAM, SAFE], TEAM]]);
});

test('a refusal is read by its code', async () => {
  const seen: unknown[] = [];
  turn = async (context) => {
    teams.misbehave({ kind: 'refuse', code: 'ConversationBlockedByUser' });
    await context.sendActivity('Hello').catch((error: { statusCode?: number; code?: string }) => {
      seen.push([error.statusCode, error.code]);
    });
  };
  await teams.person(AMINA).writes('status');
  expect(seen).toEqual([[403, 'ConversationBlockedByUser']]);
});

test.each([
  'no_header',
  'unknown_kid',
  'wrong_audience',
  'wrong_issuer',
  'expired',
  'service_url_differs',
  'unendorsed_channel',
  'wrong_key',
  'alg_none',
  'hs256_public_key',
] as const)('its own checks hold %s', async (kind) => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let reached = false;
  turn = async () => {
    reached = true;
  };
  expect(await teams.send(teams.genuine())).toMatchObject({ status: 200 });
  expect(reached).toBe(true);
  reached = false;
  const sent = await teams.send(teams.forge(kind));
  expect([sent.kind === 'answered' && sent.status >= 400, reached]).toEqual([true, false]);
  quiet.mockRestore();
});

test.each(['emulator_v1', 'emulator_v2', 'foreign_tenant'] as const)(
  'but let in %s, which is ours to hold',
  async (kind) => {
    let reached = false;
    turn = async () => {
      reached = true;
    };
    await teams.send(teams.forge(kind));
    expect(reached).toBe(true);
  },
);

test('MSAL, led here in place of the directory, gets a token the Connector takes', async () => {
  const asked: string[] = [];
  const here = async (
    url: string,
    options: { headers?: Record<string, string>; body?: string } = {},
    method = 'GET',
  ) => {
    const { pathname, search } = new URL(url);
    asked.push(pathname);
    const response = await fetch(`${teams.loginUrl}${pathname}${search}`, {
      method,
      headers: options.headers ?? {},
      ...(method === 'POST' ? { body: options.body ?? '' } : {}),
    });
    const text = (await response.text()).replaceAll(teams.loginUrl, 'https://login.test');
    return { headers: {}, body: JSON.parse(text), status: response.status };
  };
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: APP,
      clientSecret: PASSWORD,
      authority: `https://login.test/${OAK}`,
      knownAuthorities: ['login.test'],
    },
    system: {
      networkClient: {
        sendGetRequestAsync: (url: string, options?: object) => here(url, options),
        sendPostRequestAsync: (url: string, options?: object) => here(url, options, 'POST'),
      } as INetworkModule,
    },
  });
  const given = await client.acquireTokenByClientCredential({
    scopes: ['https://api.botframework.com/.default'],
  });
  const team = await fetch(`${teams.serviceUrl}v3/teams/${TEAM}`, {
    headers: { authorization: `Bearer ${given?.accessToken}` },
  });
  expect(team.status).toBe(200);
  expect(asked).toEqual([`/${OAK}/v2.0/.well-known/openid-configuration`, `/${OAK}/oauth2/v2.0/token`]);
});
