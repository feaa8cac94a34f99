/**
 * The ways in, to a bare Bolt app: what people do reaches it over signed HTTP and over Socket Mode alike, and what
 * it answers is on their screens.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { FakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { type BareBot, button, call, openOak, question, startByHttp, startBySocket } from './bare-bot.ts';

let slack: FakeSlack;
let bot: BareBot;
afterEach(async () => {
  await bot.stop();
  await slack.close();
});

const last = <T>(things: T[]): T => {
  const thing = things.at(-1);
  if (thing === undefined) throw new Error('There is nothing yet');
  return thing;
};

describe.each([
  ['signed HTTP', startByHttp],
  ['Socket Mode', startBySocket],
])('over %s', (_name, start) => {
  const open = async (patienceMs?: number) => {
    slack = await openOak({ patienceMs });
    bot = await start(slack);
  };
  const ask = (channel: string, ...elements: object[]) =>
    call(slack, 'chat.postMessage', { channel, text: 'A question', blocks: question(...elements) });

  test('a click arrives as Slack sends it, and response_url replaces the message pressed', async () => {
    await open();
    await ask('U1', button('Yes', 'yes', { value: 'v1' }), button('No', 'no'));
    const message = last(slack.person('U1').dm());
    expect(message.text).toBe('Who is first-aider & when?\nYes\nNo');
    expect(message.buttons).toEqual(['Yes', 'No']);
    const delivery = await message.press('Yes');
    expect(delivery).toMatchObject({ taken: true, status: 200 });
    await expect.poll(() => message.text).toBe('Recorded');
    expect(message.drawings).toEqual(['Who is first-aider & when?\nYes\nNo', 'Recorded']);
    expect(bot.heard[0]?.body).toMatchObject({
      type: 'block_actions',
      user: { id: 'U1', team_id: 'T1', username: 'amina.khan' },
      team: { id: 'T1', domain: 'oak' },
      api_app_id: slack.app.appId,
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channelId,
        is_ephemeral: false,
      },
      channel: { id: message.channelId },
      message: { ts: message.ts, text: 'A question' },
      actions: [
        { type: 'button', action_id: 'yes', block_id: 'choices', value: 'v1', text: { text: 'Yes' } },
      ],
    });
    expect(slack.refused).toEqual([]);
  });

  test('an ephemeral message is seen by one person, is not repeated in the click, and can be replaced', async () => {
    await open();
    await call(slack, 'chat.postEphemeral', {
      channel: 'C1',
      user: 'U2',
      text: 'Only you',
      blocks: question(button('Yes', 'yes')),
    });
    expect(slack.person('U1').ephemerals).toEqual([]);
    expect(slack.person('U1').channel('C1')).toEqual([]);
    await last(slack.person('U2').ephemerals).press('Yes');
    await expect.poll(() => last(slack.person('U2').ephemerals).text).toBe('Seen');
    expect(bot.heard[0]?.body).not.toHaveProperty('message');
    expect(bot.heard[0]?.body).toMatchObject({ container: { is_ephemeral: true } });
  });

  test('response_url is good for five answers, each for the presser’s eyes', async () => {
    await open();
    await ask('C1', button('Again', 'again'));
    await last(slack.person('U2').channel('C1')).press('Again');
    await expect.poll(() => slack.callsOf('response_url').length).toBe(6);
    expect(slack.person('U2').ephemerals.map(({ text }) => text)).toEqual([
      'No. 1',
      'No. 2',
      'No. 3',
      'No. 4',
      'No. 5',
    ]);
    expect(slack.callsOf('response_url').map(({ outcome }) => outcome)).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'ok',
      'used_url',
    ]);
    expect(slack.person('U1').ephemerals).toEqual([]);
  });

  test('a form opens, is filled in and sent, and goes from the screen', async () => {
    await open();
    await ask('U1', button('Enter…', 'enter'));
    await last(slack.person('U1').dm()).press('Enter…');
    await expect.poll(() => slack.person('U1').hasModal).toBe(true);
    const form = slack.person('U1').modal;
    expect(form.text).toBe('How many\nHow many first-aiders?\nSince when?\nSend\nCancel');
    expect(await form.fill({ count: 'three' }).submit()).toBeNull();
    expect(form.errors).toEqual({ count: 'Must be a number' });
    const delivery = await form.fill({ 'How many first-aiders?': '3' }).submit();
    expect(delivery).toMatchObject({ taken: true });
    expect(form.isOpen).toBe(false);
    expect(slack.person('U1').hasModal).toBe(false);
    expect(last(bot.heard).body).toMatchObject({
      type: 'view_submission',
      view: {
        id: form.id,
        callback_id: 'count',
        private_metadata: 'kept',
        app_installed_team_id: 'T1',
        hash: expect.any(String),
        state: {
          values: {
            count: { number: { type: 'number_input', value: '3' } },
            day: { date: { type: 'datepicker', selected_date: '2026-11-01' } },
          },
        },
      },
    });
  });

  test('what the bot says is wrong stands beside the field, another form takes its place, and nonsense is told', async () => {
    await open();
    await ask('U1', button('Enter…', 'enter'));
    await last(slack.person('U1').dm()).press('Enter…');
    await expect.poll(() => slack.person('U1').hasModal).toBe(true);
    const form = slack.person('U1').modal;
    await form.fill({ count: '7' }).submit();
    expect(form.errors).toEqual({ count: 'Seven is too many.' });
    expect(form.isOpen).toBe(true);
    await form.fill({ count: '8' }).submit();
    expect(slack.refused.at(-1)).toEqual({
      what: 'view_submission',
      error: 'invalid_response',
      detail: ['nowhere'],
    });
    expect(slack.person('U1').warnings).toEqual(['We had some trouble connecting. Try again?']);
    await form.fill({ count: '9' }).submit();
    expect(form.title).toBe('Sure?');
  });

  test('a command is answered where it was typed, quietly or not, and a failure is told by Slack', async () => {
    await open();
    const person = slack.person('U1');
    await person.command('/vigil status of it');
    expect(person.ephemerals.map(({ text }) => text)).toEqual(['You said status of it']);
    expect(last(bot.heard).body).toMatchObject({
      command: '/vigil',
      text: 'status of it',
      team_id: 'T1',
      user_id: 'U1',
      channel_name: 'directmessage',
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
    });
    await person.command('/vigil quiet', 'C1');
    expect(person.ephemerals).toHaveLength(1);
    slack.deliverTo('http://127.0.0.1:9/');
    await person.command('/vigil');
    expect(person.warnings).toEqual(['/vigil failed with the error "dispatch_failed"']);
  });

  test('words, files and edits in the direct conversation are events, and the answer is there to read', async () => {
    await open();
    const person = slack.person('U1');
    expect(await person.writes('hello')).toMatchObject({ taken: true });
    await expect.poll(() => person.dm().map(({ text }) => text)).toEqual(['Hello to you']);
    await person.uploads('notes.txt', 'look');
    await person.edits('not that');
    expect(bot.heard.map(({ body }) => body)).toMatchObject([
      {
        type: 'event_callback',
        team_id: 'T1',
        event_id: expect.stringMatching(/^Ev[0-9A-F]{10}$/),
        authorizations: [{ team_id: 'T1', user_id: 'U0BOT', is_bot: true }],
        event: { type: 'message', channel_type: 'im', user: 'U1', text: 'hello' },
      },
      { event: { subtype: 'file_share', text: 'look', files: [{ name: 'notes.txt' }] } },
      {
        event: {
          subtype: 'message_changed',
          message: { text: 'not that' },
          previous_message: { text: 'look' },
        },
      },
    ]);
  });

  test('who joins, changes and leaves is told, and the app’s removal kills its token first', async () => {
    await open();
    const school = slack.workspace();
    await school.joins({ id: 'U9', realName: 'New Starter', email: 'new@oak.test' });
    await school.changes('U9', { deleted: true });
    await school.uninstalls();
    expect(bot.heard.map(({ body }) => body)).toMatchObject([
      {
        event: {
          type: 'team_join',
          user: { id: 'U9', tz: 'Europe/London', profile: { email: 'new@oak.test' } },
        },
      },
      { event: { type: 'user_change', user: { id: 'U9', deleted: true } } },
      { event: { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } } },
      { event: { type: 'app_uninstalled' } },
    ]);
    expect(await call(slack, 'auth.test')).toMatchObject({ ok: false, error: 'account_inactive' });
  });
});
