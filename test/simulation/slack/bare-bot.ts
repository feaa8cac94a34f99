/**
 * A tiny Bolt app with nothing of ours in it, to try the fake Slack on: it asks, opens a form, answers and echoes.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as bolt from '@slack/bolt';
import {
  type FakeSlack,
  type FakeSlackGiven,
  openFakeSlack,
} from '../../../src/simulation/slack/fake-slack.ts';
import { countedIds } from '../../support/fixed.ts';

export const TOKEN = 'xoxb-oak';
export const AT = new Date('2026-11-02T09:00:00Z');

export function oak(
  more: Partial<FakeSlackGiven['workspaces'][number]> = {},
): FakeSlackGiven['workspaces'][number] {
  return {
    teamId: 'T1',
    name: 'Oak Primary',
    domain: 'oak',
    token: TOKEN,
    users: [
      { id: 'U1', realName: 'Amina Khan', email: 'amina@oak.test' },
      { id: 'U2', realName: 'Ben Hall', email: 'ben@oak.test' },
      { id: 'U3', realName: 'Cal Gone', deleted: true },
      { id: 'U4', realName: 'Dora Guest', isRestricted: true },
      { id: 'U5', realName: 'Other Bot', isBot: true },
    ],
    channels: [
      { id: 'C1', name: 'safeguarding', isPrivate: true, members: ['U1', 'U2', 'U0BOT'] },
      { id: 'C2', name: 'general', members: ['U1', 'U2'] },
      { id: 'C3', name: 'heads-only', isPrivate: true, members: ['U1'] },
      { id: 'C4', name: 'old', isPrivate: true, isArchived: true, members: ['U1', 'U0BOT'] },
    ],
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

/** By the real clock unless told otherwise: Bolt checks signatures against it. */
export function openOak(given: Partial<FakeSlackGiven> = {}): Promise<FakeSlack> {
  return openFakeSlack({ now: () => new Date(), ids: countedIds(), workspaces: [oak()], ...given });
}

export const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => bolt.LogLevel.ERROR,
  setName() {},
};

export type BareBot = { heard: { what: string; body: unknown; retry?: number }[]; stop(): Promise<void> };

export async function startByHttp(slack: FakeSlack): Promise<BareBot> {
  const receiver = new bolt.ExpressReceiver({ signingSecret: slack.app.signingSecret, logger: quiet });
  const bot = register(slack, receiver);
  const server: Server = createServer(receiver.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return {
    heard: bot.heard,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function startBySocket(slack: FakeSlack): Promise<BareBot> {
  const receiver = new bolt.SocketModeReceiver({
    appToken: slack.app.appToken,
    logger: quiet,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } } },
  });
  const bot = register(slack, receiver);
  slack.deliverBySocket();
  await bot.app.start();
  return {
    heard: bot.heard,
    stop: async () => {
      await bot.app.stop();
    },
  };
}

function whatOf(body: object): string {
  if ('event' in body && typeof body.event === 'object' && body.event !== null && 'type' in body.event)
    return String(body.event.type);
  return 'command' in body ? String(body.command) : 'type' in body ? String(body.type) : '';
}

function register(slack: FakeSlack, receiver: bolt.Receiver) {
  const heard: BareBot['heard'] = [];
  const app = new bolt.App({
    token: TOKEN,
    receiver,
    logger: quiet,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, timeout: 5_000 },
  });
  app.use(async ({ body, context, next }) => {
    heard.push({
      what: whatOf(body),
      body,
      ...(context.retryNum === undefined ? {} : { retry: Number(context.retryNum) }),
    });
    await next();
  });
  app.action('yes', async ({ ack, body, respond }) => {
    await ack();
    if ('message' in body) await respond({ text: 'Recorded', replace_original: true });
    else await respond({ text: 'Seen', replace_original: true });
  });
  app.action('again', async ({ ack, respond }) => {
    await ack();
    for (const n of [1, 2, 3, 4, 5, 6]) await respond({ text: `No. ${n}` }).catch(() => undefined);
  });
  app.action('enter', async ({ ack, body, client }) => {
    await ack();
    if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: FORM });
  });
  app.view('count', async ({ ack, view }) => {
    const count = view.state.values.count?.number?.value;
    if (count === '7') return ack({ response_action: 'errors', errors: { count: 'Seven is too many.' } });
    if (count === '8') return ack({ response_action: 'errors', errors: { nowhere: 'Not there.' } });
    if (count === '9') return ack({ response_action: 'update', view: { ...FORM, title: plain('Sure?') } });
    await ack();
  });
  app.command('/vigil', async ({ ack, command }) => {
    await ack(command.text === 'quiet' ? undefined : { text: `You said ${command.text}` });
  });
  app.message('hello', async ({ say }) => {
    await say('Hello to you');
  });
  app.error(async (error) => {
    throw error;
  });
  return { app, heard };
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });

export const FORM: bolt.types.ModalView = {
  type: 'modal',
  callback_id: 'count',
  title: plain('How many'),
  submit: plain('Send'),
  close: plain('Cancel'),
  private_metadata: 'kept',
  blocks: [
    {
      type: 'input',
      block_id: 'count',
      label: plain('How many first-aiders?'),
      element: { type: 'number_input', action_id: 'number', is_decimal_allowed: false, min_value: '0' },
    },
    {
      type: 'input',
      block_id: 'day',
      optional: true,
      label: plain('Since when?'),
      element: { type: 'datepicker', action_id: 'date', initial_date: '2026-11-01' },
    },
  ],
};

export const button = (label: string, action_id: string, more: object = {}) => ({
  type: 'button',
  text: { type: 'plain_text', text: label },
  action_id,
  ...more,
});

export const question = (...elements: object[]) => [
  { type: 'section', text: { type: 'mrkdwn', text: 'Who is first-aider &amp; when?' } },
  { type: 'actions', block_id: 'choices', elements },
];

/** Calls the Web API as a form, the way the SDK does, and gives back what it said. */
export async function call(
  slack: FakeSlack,
  method: string,
  args: Record<string, unknown> = {},
  token = TOKEN,
) {
  const form = Object.entries(args).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams(form),
  });
  return (await response.json()) as Record<string, unknown>;
}
