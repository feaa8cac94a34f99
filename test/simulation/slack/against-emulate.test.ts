/**
 * The same calls against Slack as others have made it (emulate) and ours: the same refusals, and the same fields in
 * the answers. Where the two differ, it is listed with the reason.
 */
import { WebClient } from '@slack/web-api';
import type { Emulator } from 'emulate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { openEmulatedSlack } from '../../support/emulated-slack.ts';
import { button, FORM, oak, openOak, question, quiet, TOKEN } from './bare-bot.ts';

/** One of the two, with what the calls need to know of it. */
type Side = {
  client: WebClient;
  person: string;
  stranger: string;
  /** A public channel the bot is not in. */
  channel: string;
  trigger(): Promise<string>;
};
type Answer = Record<string, unknown>;

let emulator: Emulator;
let slack: FakeSlack;
let theirs: Side;
let ours: Side;

const SCOPES = [
  'chat:write',
  'users:read',
  'users:read.email',
  'im:history',
  'im:write',
  'groups:read',
  'commands',
];

beforeAll(async () => {
  const opened = await openEmulatedSlack({
    token: TOKEN,
    scopes: SCOPES,
    user: { name: 'amina.khan', real_name: 'Amina Khan', email: 'amina@oak.test' },
  });
  emulator = opened.emulator;
  const at = opened.apiUrl;
  const client = clientAt(at);
  const { members = [] } = await client.users.list({});
  const person = members.find(({ name }) => name === 'amina.khan')?.id ?? '';
  theirs = {
    client,
    person,
    stranger: 'U99',
    channel: 'C000000001',
    trigger: async () => {
      const given: Answer = { ...(await client.apiCall('views.generateTriggerId', { user_id: person })) };
      return String(given.trigger_id);
    },
  };
  slack = await openOak({ workspaces: [oak({ scopes: SCOPES })] });
  slack.deliverTo('http://127.0.0.1:9/');
  ours = {
    client: clientAt(slack.apiUrl),
    person: 'U1',
    stranger: 'U99',
    channel: 'C2',
    trigger: async () => String((await slack.person('U1').command('/vigil')).payload.trigger_id),
  };
});
afterAll(async () => {
  await slack.close();
  await emulator.close();
});

const clientAt = (slackApiUrl: string) =>
  new WebClient(TOKEN, { slackApiUrl, retryConfig: { retries: 0 }, timeout: 5_000, logger: quiet });

const METADATA = { event_type: 'vigil_message', event_payload: { key: 'k1' } };
const post = (side: Side) =>
  side.client.chat.postMessage({
    channel: side.person,
    text: 'Hello',
    metadata: METADATA,
    blocks: question(button('Yes', 'yes', { value: 'v' })),
  });

const CALLS: Record<string, (side: Side) => Promise<unknown>> = {
  'auth.test': ({ client }) => client.auth.test(),
  'chat.postMessage': post,
  'conversations.history': async (side) => {
    const { channel = '' } = await post(side);
    return side.client.conversations.history({ channel, include_all_metadata: true, limit: 1 });
  },
  'chat.update': async (side) => {
    const { channel = '', ts = '' } = await post(side);
    return side.client.chat.update({
      channel,
      ts,
      text: 'Recorded',
      blocks: question(button('Change', 'change')),
    });
  },
  'conversations.open': ({ client, person }) => client.conversations.open({ users: person }),
  'conversations.open again': ({ client, person }) => client.conversations.open({ users: person }),
  'users.list': ({ client }) => client.users.list({ limit: 200 }),
  'users.info': ({ client, person }) => client.users.info({ user: person }),
  'views.open': async ({ client, trigger }) => client.views.open({ trigger_id: await trigger(), view: FORM }),
  'views.update': async ({ client, trigger }) => {
    const { view } = await client.views.open({ trigger_id: await trigger(), view: FORM });
    return client.views.update({ view_id: view?.id ?? '', hash: view?.hash ?? '', view: FORM });
  },
  'a channel that is none': ({ client }) => client.chat.postMessage({ channel: 'C99', text: 'x' }),
  'nothing said': ({ client, person }) => client.chat.postMessage({ channel: person, text: '' }),
  'blocks not JSON': ({ client, person }) =>
    client.apiCall('chat.postMessage', { channel: person, text: 'x', blocks: '[{' }),
  'no such message': async (side) => {
    const { channel = '' } = await post(side);
    return side.client.chat.update({ channel, ts: '1.000001', text: 'x' });
  },
  'nobody to open': ({ client }) => client.conversations.open({ users: '' }),
  'a stranger': ({ client, stranger }) => client.conversations.open({ users: stranger }),
  'unknown user': ({ client, stranger }) => client.users.info({ user: stranger }),
  'unknown channel': ({ client }) => client.conversations.history({ channel: 'C99' }),
  'no trigger': ({ client }) => client.views.open({ trigger_id: '1.2.abc', view: FORM }),
  'trigger twice': async ({ client, trigger }) => {
    const trigger_id = await trigger();
    await client.views.open({ trigger_id, view: FORM });
    return client.views.open({ trigger_id, view: FORM });
  },
  'no such view': ({ client }) => client.views.update({ view_id: 'V99', view: FORM }),
  'old hash': async ({ client, trigger }) => {
    const { view } = await client.views.open({ trigger_id: await trigger(), view: FORM });
    return client.views.update({ view_id: view?.id ?? '', hash: '1.2', view: FORM });
  },
  'external id twice': async ({ client, trigger }) => {
    await client.views.open({ trigger_id: await trigger(), view: { ...FORM, external_id: 'e' } });
    return client.views.open({ trigger_id: await trigger(), view: { ...FORM, external_id: 'e' } });
  },
  'a scope it lacks, to know a channel': ({ client, channel }) => client.conversations.info({ channel }),
  'a scope it lacks, to know who is in it': ({ client, channel }) =>
    client.conversations.members({ channel }),
  'a scope it lacks, to read it': ({ client, channel }) => client.conversations.history({ channel }),
  'no title': async ({ client, trigger }) =>
    client.apiCall('views.open', { trigger_id: await trigger(), view: { ...FORM, title: undefined } }),
};

/** What ours says otherwise, and why. */
const OTHER_NAMES: Record<string, { theirs: string; ours: string; why: string }> = {
  'blocks not JSON': {
    theirs: 'invalid_blocks',
    ours: 'invalid_blocks_format',
    why: 'Slack documents this name for what is not JSON at all; emulate checks no blocks.',
  },
  'no title': {
    theirs: 'invalid_view',
    ours: 'invalid_arguments',
    why: 'Slack answers a form of the wrong shape with invalid_arguments and a pointer.',
  },
};

/** Fields only one side has, and why. */
const ONLY_THEIRS: [RegExp, string][] = [
  [
    /\.profile\.(title|phone|skype|image_\d+|status_\w+|huddle_\w+)$/,
    'A person’s picture, title and status: nothing of ours reads them.',
  ],
];
const ONLY_OURS: [RegExp, string][] = [
  [/^response_metadata\.scopes/, 'From x-oauth-scopes, which Slack sends and emulate does not.'],
  [/^(response_metadata\.messages|errors)/, 'Where the arguments are wrong: emulate does not say.'],
  [/^is_enterprise_install$/, 'Slack’s auth.test has it.'],
  [
    /^(message|messages\[\])\.(bot_id|app_id|team|bot_profile\.\w+)$/,
    'Slack says which app wrote a message.',
  ],
  [/^(pin_count|cache_ts)$/, 'Slack’s answers have it.'],
  [/^(members\[\]|user)\.tz/, 'Time zones: emulate has none, and Vigil needs them.'],
  [
    /^(members\[\]|user)\.is_(restricted|ultra_restricted)$/,
    'Guests: emulate has none, and Vigil never asks them.',
  ],
  [
    /^(members\[\]|user)\.(color|updated|who_can_share_contact_card|profile\.team|is_(owner|primary_owner|email_confirmed|app_user))$/,
    'Slack’s people have it.',
  ],
  [/^view\.app_installed_team_id$/, 'Slack says for which workspace a form was opened.'],
];

test.each(Object.keys(CALLS))('%s: the same answer', async (name) => {
  const run = CALLS[name];
  if (!run) throw new Error(name);
  const their = await answerOf(run(theirs));
  const our = await answerOf(run(ours));
  expect(our.ok).toBe(their.ok);
  const other = OTHER_NAMES[name];
  expect({ theirs: their.error, ours: our.error }).toEqual(
    other === undefined ? { theirs: our.error, ours: our.error } : { theirs: other.theirs, ours: other.ours },
  );
  const [theirPaths, ourPaths] = [new Set(pathsIn(their)), new Set(pathsIn(our))];
  const unlisted = (paths: Set<string>, others: Set<string>, listed: [RegExp, string][]) =>
    [...paths].filter((path) => !others.has(path) && !listed.some(([shape]) => shape.test(path)));
  expect(unlisted(theirPaths, ourPaths, ONLY_THEIRS)).toEqual([]);
  expect(unlisted(ourPaths, theirPaths, ONLY_OURS)).toEqual([]);
});

test('too many words are cut short there and refused here: a bot that relies on the cut loses them', async () => {
  const text = 'x'.repeat(40_001);
  const long = ({ client, person }: Side) => answerOf(client.chat.postMessage({ channel: person, text }));
  expect(await long(theirs)).toMatchObject({
    ok: true,
    response_metadata: { warnings: ['message_truncated'] },
  });
  expect(await long(ours)).toMatchObject({ ok: false, error: 'msg_too_long' });
});

test('a public channel it was not asked into is open to it there; Slack wants a scope of its own for that', async () => {
  const outside = ({ client, channel }: Side) => answerOf(client.chat.postMessage({ channel, text: 'x' }));
  expect(await outside(theirs)).toMatchObject({ ok: true });
  expect(await outside(ours)).toMatchObject({ ok: false, error: 'not_in_channel' });
});

test('blocks Slack refuses pass there, and do not here', async () => {
  const wrong = ({ client, person }: Side) =>
    answerOf(client.chat.postMessage({ channel: person, text: 'x', blocks: [{ type: 'chart' }] }));
  expect(await wrong(theirs)).toMatchObject({ ok: true });
  expect(await wrong(ours)).toMatchObject({ ok: false, error: 'invalid_blocks' });
});

async function answerOf(call: Promise<unknown>): Promise<Answer> {
  try {
    return { ...((await call) as object) };
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'data' in error) return { ...(error.data as object) };
    throw error;
  }
}

function pathsIn(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => pathsIn(each, `${at}[]`)))];
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([key, each]) => pathsIn(each, at === '' ? key : `${at}.${key}`));
}
