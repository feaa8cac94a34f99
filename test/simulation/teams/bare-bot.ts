/**
 * A tiny bot on node's own http, to try the fake Teams on: it keeps what it hears, answers what it is told to, and
 * calls the Connector with a token it fetched.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type FakeTeams,
  type FakeTeamsGiven,
  openFakeTeams,
} from '../../../src/simulation/teams/fake-teams.ts';
import type { TenantGiven } from '../../../src/simulation/teams/make-world.ts';
import { countedIds } from '../../support/fixed.ts';

export const AT = new Date('2026-11-02T09:00:00Z');
export const APP = '11111111-2222-4333-8444-555555555555';
export const PASSWORD = 'the-app-password';
export const OAK = '0a000000-0000-4000-8000-000000000001';
export const TEAM = '19:general@thread.tacv2';
export const SAFE = '19:safe@thread.tacv2';
export const PRIVATE = '19:private@thread.tacv2';
export const CHAT = '19:leads@thread.v2';
export const [AMINA, BEN, CAL, GUEST] = ['a1', 'b2', 'c3', 'd4'].map(
  (end) => `00000000-0000-4000-8000-0000000000${end}`,
) as [string, string, string, string];

export type Json = Record<string, unknown>;

export function oak(more: Partial<TenantGiven> = {}): TenantGiven {
  return {
    tenantId: OAK,
    users: [
      { id: AMINA, name: 'Amina Khan', email: 'amina@oak.test' },
      { id: BEN, name: 'Ben Hall', email: 'ben@oak.test' },
      { id: CAL, name: 'Cal Ives', email: 'cal@oak.test' },
      { id: GUEST, name: 'Dora Guest', email: null, role: 'guest' },
    ],
    teams: [
      {
        id: TEAM,
        name: 'Oak Primary',
        channels: [
          { id: SAFE, name: 'Safeguarding', kind: 'standard' },
          { id: PRIVATE, name: 'Leads only', kind: 'private', members: [AMINA] },
        ],
        members: [AMINA, BEN, GUEST],
      },
    ],
    chats: [{ id: CHAT, members: [AMINA, BEN] }],
    personal: [AMINA],
    ...more,
  };
}

export type Clock = { now: () => Date; forward(ms: number): void };

export function handClock(from = AT): Clock {
  let at = from.getTime();
  return {
    now: () => new Date(at),
    forward: (ms) => {
      at += ms;
    },
  };
}

export function openOak(given: Partial<FakeTeamsGiven> = {}): Promise<FakeTeams> {
  return openFakeTeams({
    now: () => AT,
    ids: countedIds(),
    appId: APP,
    appPassword: PASSWORD,
    keepLimits: false,
    tenants: [oak()],
    ...given,
  });
}

export type BareBot = {
  heard: { activity: Json; authorization: string }[];
  /** What it answers next: a status and a body, or null for silence. */
  answers: (activity: Json) => { status: number; body?: unknown } | null;
  url: string;
  stop(): Promise<void>;
};

export async function startBot(teams: FakeTeams): Promise<BareBot> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const activity = JSON.parse(body) as Json;
      bot.heard.push({ activity, authorization: request.headers.authorization ?? '' });
      const answer = bot.answers(activity);
      if (answer === null) return;
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bot: BareBot = {
    heard: [],
    answers: () => ({ status: 200 }),
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  teams.deliverTo(bot.url);
  return bot;
}

export async function askToken(teams: FakeTeams, more: Record<string, string> = {}, tenant = OAK) {
  const form = {
    grant_type: 'client_credentials',
    client_id: APP,
    client_secret: PASSWORD,
    scope: 'https://api.botframework.com/.default',
    ...more,
  };
  const response = await fetch(`${teams.loginUrl}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

export type Called = { status: number; body: Json; headers: Headers };

/** Calls the Connector as a bot does, and gives back what it said. */
export async function call(
  teams: FakeTeams,
  verb: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<Called> {
  const bearer = token ?? String((await askToken(teams)).body.access_token);
  const response = await fetch(`${teams.serviceUrl}${path}`, {
    method: verb,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? (JSON.parse(text) as Json) : { list: text && (JSON.parse(text) as unknown) },
  };
}

export const at = (id: unknown, more = '/activities') =>
  `v3/conversations/${encodeURIComponent(String(id))}${more}`;

export const withPerson = (id: string, more: Json = {}) => ({
  bot: { id: `28:${APP}` },
  isGroup: false,
  members: [{ id }],
  tenantId: OAK,
  ...more,
});

export const inChannel = (id: string, activity: unknown = words('Hello')) => ({
  isGroup: true,
  channelData: { channel: { id } },
  activity,
});

export const words = (text: string) => ({ type: 'message', text });

export const cardOf = (...body: unknown[]) => ({ type: 'AdaptiveCard', version: '1.5', body });

export const withCard = (card: unknown) => ({
  type: 'message',
  summary: 'A question',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
});

export const execute = (title: string, more: Json = {}) => ({
  type: 'Action.Execute',
  title,
  verb: 'vigil',
  data: { act: title },
  fallback: { type: 'Action.Submit', title, data: { act: title } },
  ...more,
});

/** Begins the conversation with somebody and says this; gives back where and which. */
export async function say(teams: FakeTeams, activity: unknown, who = AMINA) {
  const conversationId = String((await call(teams, 'POST', 'v3/conversations', withPerson(who))).body.id);
  const sent = await call(teams, 'POST', at(conversationId), activity);
  return { conversationId, id: String(sent.body.id), sent };
}

export const codeOf = ({ status, body }: Called) => [
  status,
  (body.error as Json | undefined)?.code ?? body.errorCode ?? body.message,
];
