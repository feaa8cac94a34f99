/**
 * The Web API through Slack's own client: what is taken is kept and can be read again, and what is refused is
 * refused by Slack's own names.
 */
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { button, FORM, handClock, oak, openOak, question, quiet, TOKEN } from './bare-bot.ts';

let slack: FakeSlack;
let client: WebClient;
const clock = handClock();
beforeEach(async () => {
  slack = await openOak({ now: clock.now });
  client = clientWith(TOKEN);
});
afterEach(() => slack.close());

const clientWith = (token: string) =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 5_000,
    logger: quiet,
  });

/** Slack's answer to a call it refuses. */
async function refusalOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof WebAPIPlatformError)) throw new Error(`Not refused: ${String(error)}`);
  return { ...error.data };
}
const nameOf = async (call: Promise<unknown>) => (await refusalOf(call)).error;

describe('whose token it is', () => {
  test('auth.test says which workspace and bot, with the scopes and the time', async () => {
    const answer = await client.auth.test();
    expect(answer).toMatchObject({
      team: 'Oak Primary',
      team_id: 'T1',
      user_id: 'U0BOT',
      bot_id: 'B0BOT',
      url: 'https://oak.slack.com/',
    });
    expect(answer.response_metadata?.scopes).toContain('chat:write');
    const response = await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(new Date(response.headers.get('date') ?? '')).toEqual(clock.now());
  });

  test('none, unknown, revoked and uninstalled each have a name', async () => {
    const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toMatchObject({ ok: false, error: 'not_authed' });
    expect(await nameOf(clientWith('xoxb-nobody').auth.test())).toBe('invalid_auth');
    expect(await nameOf(clientWith(slack.app.appToken).auth.test())).toBe('not_allowed_token_type');
    slack.deliverTo('http://127.0.0.1:9/');
    await slack.workspace().revokes();
    expect(await nameOf(client.auth.test())).toBe('token_revoked');
  });

  test('a scope it lacks is named, with those it has', async () => {
    slack.workspace().withdraws('im:write');
    expect(await refusalOf(client.conversations.open({ users: 'U1' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'im:write',
      provided: expect.stringContaining('chat:write'),
    });
    for (const [scope, call] of [
      ['chat:write', () => client.chat.postMessage({ channel: 'C1', text: 'x' })],
      ['users:read', () => client.users.list({})],
      ['groups:read', () => client.conversations.info({ channel: 'C1' })],
      ['groups:read', () => client.conversations.members({ channel: 'C1' })],
      ['groups:history', () => client.conversations.history({ channel: 'C1' })],
    ] as const) {
      slack.workspace().withdraws(scope);
      expect(await refusalOf(call())).toMatchObject({ error: 'missing_scope', needed: scope });
    }
  });

  test('a method there is not', async () => {
    expect(await nameOf(client.apiCall('chat.shout'))).toBe('unknown_method');
  });
});

describe('messages', () => {
  test('a user id opens their conversation, and the answer names it', async () => {
    const posted = await client.chat.postMessage({ channel: 'U1', text: 'Hello' });
    expect(posted.channel).toMatch(/^D/);
    expect(posted).toMatchObject({
      ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
      message: { text: 'Hello', bot_id: 'B0BOT' },
    });
    const again = await client.chat.postMessage({ channel: 'U1', text: 'Again' });
    expect(again.channel).toBe(posted.channel);
    expect(Number(again.ts)).toBeGreaterThan(Number(posted.ts));
    expect(
      slack
        .person('U1')
        .dm()
        .map(({ text }) => text),
    ).toEqual(['Hello', 'Again']);
    expect(slack.person('U2').dm()).toEqual([]);
  });

  test('history gives back what was posted, newest first, with metadata only when asked', async () => {
    const metadata = { event_type: 'vigil_message', event_payload: { key: 'k1' } };
    const first = await client.chat.postMessage({ channel: 'U1', text: 'One', metadata });
    clock.forward(60_000);
    await client.chat.postMessage({ channel: 'U1', text: 'Two', blocks: question(button('Yes', 'yes')) });
    const channel = first.channel ?? '';
    const bare = await client.conversations.history({ channel });
    expect(bare.messages?.map(({ text }) => text)).toEqual(['Two', 'One']);
    expect(bare.messages?.[1]).not.toHaveProperty('metadata');
    expect(bare.messages?.[0]?.blocks).toHaveLength(2);
    const full = await client.conversations.history({ channel, include_all_metadata: true });
    expect(full.messages?.[1]?.metadata).toEqual(metadata);
    const later = await client.conversations.history({ channel, oldest: first.ts });
    expect(later.messages?.map(({ text }) => text)).toEqual(['Two']);
    const from = await client.conversations.history({ channel, oldest: first.ts, inclusive: true });
    expect(from.messages).toHaveLength(2);
    const page = await client.conversations.history({ channel, limit: 1 });
    expect(page).toMatchObject({ has_more: true });
    const rest = await client.conversations.history({
      channel,
      limit: 1,
      cursor: page.response_metadata?.next_cursor,
    });
    expect(rest.messages?.map(({ text }) => text)).toEqual(['One']);
    expect(rest).toMatchObject({ has_more: false });
  });

  test('an update is seen in place, and takes blocks away when only words are given', async () => {
    const { channel = '', ts = '' } = await client.chat.postMessage({
      channel: 'U1',
      text: 'A',
      blocks: question(button('Yes', 'yes')),
    });
    await client.chat.update({ channel, ts, text: 'B' });
    const [message] = slack.person('U1').dm();
    expect(message?.drawings).toEqual(['Who is first-aider & when?\nYes', 'B']);
    expect(message?.buttons).toEqual([]);
    expect(await client.conversations.history({ channel })).toMatchObject({
      messages: [{ text: 'B', edited: { user: 'U0BOT' } }],
    });
  });

  test.each<[string, string, () => Promise<unknown>]>([
    [
      'a channel that is none',
      'channel_not_found',
      () => client.chat.postMessage({ channel: 'C99', text: 'x' }),
    ],
    [
      'a private channel it is not in',
      'channel_not_found',
      () => client.chat.postMessage({ channel: 'C3', text: 'x' }),
    ],
    [
      'a public channel it is not in',
      'not_in_channel',
      () => client.chat.postMessage({ channel: 'C2', text: 'x' }),
    ],
    ['an archived channel', 'is_archived', () => client.chat.postMessage({ channel: 'C4', text: 'x' })],
    ['nothing said', 'no_text', () => client.chat.postMessage({ channel: 'C1', text: ' ' })],
    [
      'words without end',
      'msg_too_long',
      () => client.chat.postMessage({ channel: 'C1', text: 'x'.repeat(40_001) }),
    ],
    [
      'blocks that are none',
      'invalid_blocks',
      () => client.chat.postMessage({ channel: 'C1', text: 'x', blocks: [{ type: 'chart' }] }),
    ],
    [
      'blocks that are not JSON',
      'invalid_blocks_format',
      () => client.apiCall('chat.postMessage', { channel: 'C1', text: 'x', blocks: '[{' }),
    ],
    [
      'more in all than Slack takes',
      'msg_blocks_too_long',
      () =>
        client.chat.postMessage({
          channel: 'C1',
          text: 'x',
          blocks: Array.from({ length: 5 }, () => ({
            type: 'section',
            text: { type: 'mrkdwn', text: 'x'.repeat(2600) },
          })),
        }),
    ],
    [
      'metadata of another shape',
      'invalid_metadata_format',
      () => client.apiCall('chat.postMessage', { channel: 'C1', text: 'x', metadata: { key: 'k' } }),
    ],
    [
      'an update of nothing',
      'message_not_found',
      () => client.chat.update({ channel: 'C1', ts: '1.000001', text: 'x' }),
    ],
    [
      'an update of 4,001 characters',
      'msg_too_long',
      () => client.chat.update({ channel: 'C1', ts: '1.000001', text: 'x'.repeat(4_001) }),
    ],
    [
      'an ephemeral for nobody',
      'user_not_found',
      () => client.chat.postEphemeral({ channel: 'C1', user: 'U99', text: 'x' }),
    ],
    [
      'an ephemeral for one who is not there',
      'user_not_in_channel',
      () => client.chat.postEphemeral({ channel: 'C1', user: 'U4', text: 'x' }),
    ],
  ])('%s: %s', async (_what, error, call) => {
    expect(await nameOf(call())).toBe(error);
    expect(slack.world.workspaces.get('T1')?.posts).toEqual([]);
    expect(slack.refused).toMatchObject([{ error }]);
  });

  test('a refusal of blocks points to the place', async () => {
    const call = client.chat.postMessage({
      channel: 'C1',
      text: 'x',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '' } }],
    });
    expect(await refusalOf(call)).toMatchObject({
      errors: [expect.stringContaining('[json-pointer:/blocks/0/text/text]')],
      response_metadata: { messages: [expect.stringMatching(/^\[ERROR\] /)] },
    });
  });

  test('nobody’s words but its own can be changed, and an ephemeral message not at all', async () => {
    slack.deliverTo('http://127.0.0.1:9/');
    const person = slack.person('U1');
    await person.writes('hello');
    const { channel = '' } = await client.chat.postMessage({ channel: 'U1', text: 'x' });
    const history = await client.conversations.history({ channel });
    expect(
      await nameOf(client.chat.update({ channel, ts: history.messages?.[1]?.ts ?? '', text: 'x' })),
    ).toBe('cant_update_message');
    const { message_ts = '' } = await client.chat.postEphemeral({ channel: 'C1', user: 'U1', text: 'x' });
    expect(await nameOf(client.chat.update({ channel: 'C1', ts: message_ts, text: 'y' }))).toBe(
      'message_not_found',
    );
    expect((await client.conversations.open({ users: 'U2', return_im: true })).channel).toMatchObject({
      is_im: true,
      user: 'U2',
    });
  });
});

describe('people and channels', () => {
  test('people come a page at a time, with who has gone and who is a guest, and email only where it may be seen', async () => {
    const seen: (string | undefined)[] = [];
    for await (const page of client.paginate('users.list', { limit: 2 }) as AsyncIterable<{
      members: { id: string }[];
    }>)
      seen.push(...page.members.map(({ id }) => id));
    expect(seen).toEqual(['U0BOT', 'U1', 'U2', 'U3', 'U4', 'U5']);
    const { members = [] } = await client.users.list({});
    expect(members[1]).toMatchObject({
      real_name: 'Amina Khan',
      tz: 'Europe/London',
      profile: { email: 'amina@oak.test' },
    });
    expect(members[3]).toMatchObject({ deleted: true });
    expect(members[4]).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
    expect(members[5]).toMatchObject({ is_bot: true });
    slack.workspace().withdraws('users:read.email');
    const { user } = await client.users.info({ user: 'U1' });
    expect(user?.profile).not.toHaveProperty('email');
    expect(await nameOf(client.users.info({ user: 'U99' }))).toBe('user_not_found');
  });

  test('a conversation opens once; not with bots, nor with who has gone', async () => {
    const { channel } = await client.conversations.open({ users: 'U1' });
    expect(await client.conversations.open({ users: 'U1' })).toMatchObject({ already_open: true, channel });
    expect(await nameOf(client.conversations.open({ users: 'U5' }))).toBe('cannot_dm_bot');
    expect(await nameOf(client.conversations.open({ users: 'U3' }))).toBe('user_disabled');
    expect(await nameOf(client.conversations.open({ users: 'U99' }))).toBe('user_not_found');
    // As Slack does it: the conversation with somebody deactivated can still be written in.
    expect(await client.chat.postMessage({ channel: 'U3', text: 'x' })).toMatchObject({ ok: true });
  });

  test('a channel is known with its members; a private one it is not in is not', async () => {
    expect((await client.conversations.info({ channel: 'C1' })).channel).toMatchObject({
      name: 'safeguarding',
      is_private: true,
      is_member: true,
    });
    expect((await client.conversations.info({ channel: 'C2' })).channel).toMatchObject({
      is_private: false,
      is_member: false,
    });
    expect((await client.conversations.members({ channel: 'C1' })).members).toEqual(['U1', 'U2', 'U0BOT']);
    expect(await nameOf(client.conversations.info({ channel: 'C3' }))).toBe('channel_not_found');
    slack.workspace().removesBot('C1');
    expect(await nameOf(client.conversations.info({ channel: 'C1' }))).toBe('channel_not_found');
    slack.workspace().invitesBot('C1');
    slack.workspace().archives('C1');
    expect((await client.conversations.info({ channel: 'C1' })).channel).toMatchObject({ is_archived: true });
  });
});

describe('forms', () => {
  const trigger = async () => {
    slack.deliverTo('http://127.0.0.1:9/');
    const { payload } = await slack.person('U1').command('/vigil');
    return String(payload.trigger_id);
  };

  test('a trigger opens one form, within three seconds', async () => {
    const first = await trigger();
    clock.forward(3_000);
    expect(await client.views.open({ trigger_id: first, view: FORM })).toMatchObject({
      view: { id: expect.stringMatching(/^V/), callback_id: 'count' },
    });
    expect(slack.person('U1').modal.title).toBe('How many');
    expect(await nameOf(client.views.open({ trigger_id: first, view: FORM }))).toBe('exchanged_trigger_id');
    const second = await trigger();
    clock.forward(3_001);
    expect(await nameOf(client.views.open({ trigger_id: second, view: FORM }))).toBe('expired_trigger_id');
    expect(await nameOf(client.views.open({ trigger_id: '1.2.abc', view: FORM }))).toBe('invalid_trigger_id');
  });

  test('an update wants the form as it stands', async () => {
    const { view } = await client.views.open({ trigger_id: await trigger(), view: FORM });
    const next = { ...FORM, title: { type: 'plain_text' as const, text: 'Next' } };
    expect(await nameOf(client.views.update({ view_id: view?.id ?? '', hash: '1.2', view: next }))).toBe(
      'hash_conflict',
    );
    await client.views.update({ view_id: view?.id ?? '', hash: view?.hash, view: next });
    expect(slack.person('U1').modal.title).toBe('Next');
    expect(await nameOf(client.views.update({ view_id: 'V99', view: next }))).toBe('not_found');
  });

  test('a form closed tells the bot where it asked to be told', async () => {
    await client.views.open({ trigger_id: await trigger(), view: { ...FORM, notify_on_close: true } });
    expect((await slack.person('U1').modal.close())?.payload).toMatchObject({
      type: 'view_closed',
      view: { callback_id: 'count' },
    });
    expect(slack.person('U1').hasModal).toBe(false);
    expect(() => slack.person('U1').modal).toThrow('U1 has no form open');
  });

  test.each<[string, object, string]>([
    ['a title of 25', { title: { type: 'plain_text', text: 'x'.repeat(25) } }, '/view/title/text'],
    ['a button of 25', { submit: { type: 'plain_text', text: 'x'.repeat(25) } }, '/view/submit/text'],
    ['no title', { title: undefined }, '/view/title'],
    ['3,001 kept in private', { private_metadata: 'x'.repeat(3001) }, '/view/private_metadata'],
    ['a callback id of 256', { callback_id: 'x'.repeat(256) }, '/view/callback_id'],
    ['101 blocks', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }, '/view/blocks'],
    ['questions with no button to send them', { submit: undefined }, 'missing required field: submit'],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['a table', { blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] }, '/view/blocks/0'],
  ])('%s: invalid_arguments', async (_what, change, pointer) => {
    const trigger_id = await trigger();
    const refusal = await refusalOf(
      client.apiCall('views.open', { trigger_id, view: { ...FORM, ...change } }),
    );
    expect(refusal.error).toBe('invalid_arguments');
    expect(String(refusal.errors)).toContain(pointer);
    expect(slack.person('U1').hasModal).toBe(false);
  });
});

test('each workspace has its own token, people and words', async () => {
  await slack.close();
  slack = await openOak({
    workspaces: [oak(), oak({ teamId: 'T2', name: 'Elm', domain: 'elm', token: 'xoxb-elm' })],
  });
  await clientWith('xoxb-elm').chat.postMessage({ channel: 'U1', text: 'Elm' });
  expect(
    slack
      .person('U1', 'T2')
      .dm()
      .map(({ text }) => text),
  ).toEqual(['Elm']);
  expect(slack.person('U1', 'T1').dm()).toEqual([]);
  expect(slack.calls).toMatchObject([
    { method: 'chat.postMessage', teamId: 'T2', outcome: 'ok', done: true, args: { text: 'Elm' } },
  ]);
  expect(JSON.stringify(slack.calls)).not.toContain('xoxb');
});
