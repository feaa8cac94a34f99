/**
 * What Slack sends, read at the door: each kind of thing becomes ours or is refused, and rubbish never throws.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formMemory, parseClick, parseSlash, parseSubmission } from '../../../src/chat/slack/parse.ts';
import { botWasRevoked, parseEvent, parseWords } from '../../../src/chat/slack/parse-event.ts';

const value = (act: object) => JSON.stringify(act);
const click = (changes: object = {}) => ({
  type: 'block_actions',
  user: { id: 'U1', team_id: 'T1', username: 'amira' },
  team: { id: 'T1', domain: 'oak' },
  api_app_id: 'A1',
  trigger_id: '1.2.abc',
  response_url: 'https://hooks.slack.com/actions/T1/1/abc',
  container: { type: 'message', channel_id: 'D1', message_ts: '17.0001', is_ephemeral: false },
  actions: [
    {
      type: 'button',
      action_id: 'answer:0',
      block_id: 'b1',
      action_ts: '17.5',
      value: value({ verb: 'answer', token: 't', arg: 'yes' }),
    },
  ],
  ...changes,
});

describe('a click', () => {
  test('is a press on the message, keyed by moment, person and button', () => {
    expect(parseClick(click())).toEqual({
      press: {
        from: { platform: 'slack', externalId: 'T1', userId: 'U1' },
        eventKey: 'click:17.5:U1:answer:0',
        verb: 'answer',
        token: 't',
        arg: 'yes',
        platformId: 'D1/17.0001',
      },
      place: {
        responseUrl: 'https://hooks.slack.com/actions/T1/1/abc',
        channelId: 'D1',
        platformId: 'D1/17.0001',
      },
      triggerId: '1.2.abc',
    });
  });

  test('on something only its reader sees names no message', () => {
    const container = { type: 'message', channel_id: 'C1', message_ts: '17.1', is_ephemeral: true };
    const read = parseClick(click({ container }));
    expect(read?.press.platformId).toBeUndefined();
    expect(read?.place).toMatchObject({ channelId: 'C1', platformId: null });
  });

  test.each([
    ['no button', { actions: [] }],
    ['a value that is not ours', { actions: [{ action_id: 'a', action_ts: '1', value: 'hello' }] }],
    [
      'a verb there is not',
      { actions: [{ action_id: 'a', action_ts: '1', value: value({ verb: 'erase', token: 't' }) }] },
    ],
    [
      'more than an act',
      {
        actions: [{ action_id: 'a', action_ts: '1', value: value({ verb: 'answer', token: 't', org: 'x' }) }],
      },
    ],
    ['nobody', { user: undefined }],
    ['no workspace', { team: null, user: { id: 'U1' } }],
  ])('with %s is refused', (_what, changes) => {
    expect(parseClick(click(changes))).toBeNull();
  });
});

describe('a submitted form', () => {
  const place = { responseUrl: null, channelId: 'D1', platformId: 'D1/17.0001' };
  const submitted = (changes: object = {}, view: object = {}) => ({
    type: 'view_submission',
    user: { id: 'U1', team_id: 'T9' },
    team: { id: 'T9' },
    view: {
      id: 'V1',
      title: { type: 'plain_text', text: 'Your answer' },
      close: { type: 'plain_text', text: 'Cancel' },
      app_installed_team_id: 'T1',
      private_metadata: formMemory({ act: { verb: 'answer', token: 't' }, latest: '2026-11-10', place }),
      state: {
        values: {
          part: { value: { type: 'number_input', value: '3' } },
          date: { value: { type: 'datepicker', selected_date: null } },
          else: { value: { type: 'plain_text_input', value: 'ignored' } },
        },
      },
      ...view,
    },
    ...changes,
  });

  test('gives its fields, and the question it was opened for, in the workspace Vigil is installed in', () => {
    expect(parseSubmission(submitted())).toEqual({
      press: {
        from: { platform: 'slack', externalId: 'T1', userId: 'U1' },
        eventKey: 'view:V1',
        verb: 'answer',
        token: 't',
        platformId: 'D1/17.0001',
      },
      values: { part: '3', date: '' },
      latest: '2026-11-10',
      place,
      form: { title: 'Your answer', cancel: 'Cancel' },
    });
  });

  test.each([
    ['nothing remembered', { private_metadata: '' }],
    ['something else remembered', { private_metadata: '{"act":{"verb":"answer"}}' }],
    ['no state', { state: undefined }],
  ])('with %s is refused', (_what, view) => {
    expect(parseSubmission(submitted({}, view))).toBeNull();
  });
});

describe('a command', () => {
  const body = {
    team_id: 'T1',
    user_id: 'U1',
    trigger_id: '1.2',
    command: '/vigil',
    text: 'status',
    response_url: 'https://hooks.slack.com/commands/1',
  };

  test('is its words, keyed by its trigger', () => {
    expect(parseSlash(body)).toEqual({
      command: {
        from: { platform: 'slack', externalId: 'T1', userId: 'U1' },
        eventKey: 'command:1.2',
        text: 'status',
      },
      responseUrl: 'https://hooks.slack.com/commands/1',
    });
  });

  test('of no words is a look at what it can do', () => {
    expect(parseSlash({ ...body, text: '  ' })?.command.text).toBe('help');
    expect(parseSlash({ ...body, text: undefined })?.command.text).toBe('help');
  });

  test('that is very long is examined all the same', () => {
    expect(parseSlash({ ...body, text: 'a'.repeat(9_000) })?.command.text).toHaveLength(9_000);
  });
});

describe('words in the direct conversation', () => {
  const envelope = (event: object, more: object = {}) => ({
    type: 'event_callback',
    event_id: 'Ev1',
    event_time: 1_700_000_000,
    team_id: 'T1',
    authorizations: [{ team_id: 'T1' }],
    event: {
      type: 'message',
      channel_type: 'im',
      user: 'U1',
      channel: 'D1',
      ts: '1.1',
      text: 'help',
      ...event,
    },
    ...more,
  });
  const words = (event: object) => {
    const read = parseEvent(envelope(event));
    return read && parseWords(read);
  };

  test('are words to Vigil, keyed by the event, answered where they were written', () => {
    expect(words({})).toEqual({
      command: {
        from: { platform: 'slack', externalId: 'T1', userId: 'U1' },
        eventKey: 'event:Ev1',
        text: 'help',
      },
      channelId: 'D1',
      threadTs: null,
    });
    expect(words({ thread_ts: '1.0' })?.threadTs).toBe('1.0');
  });

  test('with a file are kept to be examined, and are no command; the file is never opened', () => {
    expect(words({ subtype: 'file_share', files: [{ id: 'F1' }] })?.command).toMatchObject({
      text: 'help',
      notACommand: true,
    });
    expect(words({})?.command.notACommand).toBeUndefined();
  });

  test('forwarded from elsewhere are examined like any, and are no command; what a link shows is not', () => {
    const forward = { is_share: true, is_msg_unfurl: true, author_id: 'U9', text: 'my dad hits me' };
    expect(words({ text: '', attachments: [forward] })?.command).toMatchObject({
      text: '\nmy dad hits me',
      notACommand: true,
    });
    const link = { from_url: 'https://example.org', title: 'A page', text: 'my dad hits me' };
    const both = words({ text: 'status', attachments: [link, { ...forward, text: '<@U7> saw it' }, 7] });
    expect(both?.command).toMatchObject({
      text: 'status\n<@U7> saw it',
      notACommand: true,
      mentioned: [{ said: '<@U7>', userId: 'U7' }],
    });
    for (const attachments of [[link], [], null, 'odd', [null]]) {
      expect(words({ attachments })?.command).toMatchObject({ text: 'help' });
      expect(words({ attachments })?.command.notACommand).toBeUndefined();
    }
    const long = { ...forward, text: 'a'.repeat(50_000) };
    expect(words({ attachments: [long] })?.command.text).toHaveLength(40_000);
  });

  test('are not cut before they are examined', () => {
    const long = `${'The gate was checked. '.repeat(1_500)}Her dad hits her.`;
    expect(words({ text: long })?.command.text).toBe(long);
    expect(words({ text: 'a'.repeat(90_000) })?.command.text).toHaveLength(40_000);
  });

  const edit = (message: object, more: object = {}) => ({
    subtype: 'message_changed',
    user: undefined,
    text: undefined,
    hidden: true,
    message: { type: 'message', user: 'U1', ts: '1.1', edited: { user: 'U1', ts: '1.2' }, ...message },
    previous_message: { type: 'message', user: 'U1', ts: '1.1', text: 'help' },
    ...more,
  });

  test('that are changed to others are examined too, and are no command', () => {
    expect(words(edit({ text: 'status', thread_ts: '1.0' }))).toEqual({
      command: {
        from: { platform: 'slack', externalId: 'T1', userId: 'U1' },
        eventKey: 'event:Ev1',
        text: 'status',
        notACommand: true,
      },
      channelId: 'D1',
      threadTs: '1.0',
    });
  });

  test.each([
    [
      'a message of ours redrawn',
      edit({ text: 'a', user: 'U0BOT', bot_id: 'B1', edited: { user: 'U0BOT' } }),
    ],
    ['a picture added to a link', edit({ text: 'help' })],
    ['what nobody edited', edit({ text: 'a', edited: undefined })],
    ['what somebody else edited', edit({ text: 'a', edited: { user: 'U2' } })],
    ['words taken away', edit({ text: ' ' })],
    ['an edit in a channel', edit({ text: 'a' }, { channel_type: 'channel' })],
  ])('but a change that is %s is not', (_what, event) => {
    expect(words(event)).toBeNull();
  });

  test.each(['me_message', 'thread_broadcast'])('are words too where Slack calls them %s', (subtype) => {
    expect(words({ subtype, text: 'a worry' })?.command.text).toBe('a worry');
  });

  test.each([
    ['our own message', { bot_id: 'B1' }],
    ['an edit', { subtype: 'message_changed' }],
    ['a deletion', { subtype: 'message_deleted' }],
    ['a channel', { channel_type: 'channel' }],
    ['nobody', { user: undefined }],
  ])('but %s is nobody writing to Vigil', (_what, event) => {
    expect(words(event)).toBeNull();
  });

  test('belong to the workspace Vigil is installed in, not the one the channel is shared from', () => {
    expect(parseEvent(envelope({}, { team_id: 'T9' }))?.workspaceId).toBe('T1');
    expect(parseEvent(envelope({}, { authorizations: undefined }))?.workspaceId).toBe('T1');
  });

  test('a revoked token is ours only when it is the bot’s', () => {
    const revoked = (tokens: object) => {
      const read = parseEvent(envelope({ type: 'tokens_revoked', tokens }));
      return read !== null && botWasRevoked(read);
    };
    expect(revoked({ bot: ['U0'] })).toBe(true);
    expect(revoked({ oauth: ['U1'] })).toBe(false);
    expect(revoked({ bot: [] })).toBe(false);
  });
});

test('rubbish of any shape is refused and never throws', () => {
  const readers = [parseClick, parseSubmission, parseSlash, parseEvent];
  fc.assert(
    fc.property(fc.anything({ maxDepth: 4 }), (rubbish) => {
      for (const read of readers) expect(read(rubbish)).toBeNull();
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom('user', 'team', 'container', 'actions'), (rubbish, name) => {
      expect(() => parseClick(click({ [name]: rubbish }))).not.toThrow();
    }),
    { numRuns: 300 },
  );
});
